"""What people say back to a bulletin, and the states of such a thread."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from messages.content import Attachment

_RUMOUR = "KC"


class RemarkState(StrEnum):
    NEW = "new"  # the person has said something that nobody has answered
    ANSWERED = "answered"
    SEEN = "seen"  # the agency has nothing to say to it
    TURNED = "turned"  # goes on as a report, or at the rumour desk


REMARK_MOVES: Mapping[RemarkState, frozenset[RemarkState]] = {
    RemarkState.NEW: frozenset({RemarkState.ANSWERED, RemarkState.SEEN, RemarkState.TURNED}),
    RemarkState.ANSWERED: frozenset({RemarkState.NEW, RemarkState.TURNED}),
    RemarkState.SEEN: frozenset({RemarkState.NEW, RemarkState.ANSWERED, RemarkState.TURNED}),
    RemarkState.TURNED: frozenset(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RemarkLine:
    """Something said in the thread; `actor` is a staff name, empty for the person."""

    at: datetime
    words: str
    actor: str = ""
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A thread that a reply to a bulletin began (phản hồi bản tin).

    Attributes:
        code: PH- and five characters.
        person_id: who replied; None once erased.
        agency: key of the agency whose desk reads it.
        version: raised by each move and each line.
        became: code of the report or the rumour that it goes on as, a rumour's prefix alone while its picture is
            looked at; empty for none.
    """

    id: int
    code: str
    bulletin_id: int
    person_id: int | None
    agency: str
    state: RemarkState
    created_at: datetime
    version: int = 0
    became: str = ""

    @property
    def is_rumour(self) -> bool:
        """Whether the rumour desk has it."""
        return self.became.startswith(_RUMOUR)
