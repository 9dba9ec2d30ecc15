"""What is wrong with something an operator wrote and what to do about it, one line each, in Vietnamese."""

from collections.abc import Iterable
from dataclasses import dataclass

_LONGEST_VALUE = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing to mend."""

    field: str  # the setting, the field's path in the campaign file, or a file and its line
    why: str
    cure: str
    value: object = None  # what stands there now; None where nothing stands or where it must not be shown

    def __str__(self) -> str:
        """One line: field, value, reason, cure."""
        shown = "" if self.value is None else f" = {_shown(self.value)}"
        return f"{self.field}{shown}: {self.why}. Cách sửa: {self.cure}."


class Problems(Exception):
    """Everything found wrong in one reading, so that one sitting mends it all."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def _shown(value: object) -> str:
    text = " ".join(str(value).split())
    return f"“{text if len(text) <= _LONGEST_VALUE else text[:_LONGEST_VALUE] + '…'}”"
