"""The latest bulletins, to read again."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from messages.render import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing(Words):
    template: ClassVar[str] = "news/nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone(Words):
    """This bulletin is not shown any more, or never was."""

    template: ClassVar[str] = "news/gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin(Words):
    """`text` is rich text; `at` is local time."""

    template: ClassVar[str] = "news/bulletin"
    at: datetime
    text: str
