"""A decision on zone colours as it was entered: two people stand behind each one that counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class EntryState(StrEnum):
    """How far an entry has come."""

    CHECKING = "checking"  # its file is being read
    DRAFT = "draft"  # read; whoever sent it looks at what was found
    WAITING = "waiting"  # for a second person
    APPROVED = "approved"
    RETURNED = "returned"
    DROPPED = "dropped"  # taken back before anybody approved it
    CONTESTED = "contested"  # approved, and somebody says it was entered by mistake
    ANNULLED = "annulled"


ENTRY_MOVES: Mapping[EntryState, frozenset[EntryState]] = {
    EntryState.CHECKING: frozenset({EntryState.DRAFT, EntryState.DROPPED}),
    EntryState.DRAFT: frozenset({EntryState.WAITING, EntryState.DROPPED}),
    EntryState.WAITING: frozenset({EntryState.APPROVED, EntryState.RETURNED, EntryState.DROPPED}),
    EntryState.APPROVED: frozenset({EntryState.CONTESTED}),
    EntryState.RETURNED: frozenset(),
    EntryState.DROPPED: frozenset(),
    EntryState.CONTESTED: frozenset({EntryState.APPROVED, EntryState.ANNULLED}),
    EntryState.ANNULLED: frozenset(),
}
# What these say counts: a doubt that nobody has confirmed changes nothing.
IN_FORCE = frozenset({EntryState.APPROVED, EntryState.CONTESTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneEntry:
    """One decision, or what somebody entered of it.

    Attributes:
        document: kind and number of the decision; decided_on: its date.
        changes: the colour's key by the commune's code.
        file: the name of the file it came in; empty if it was entered by hand.
        flaws: lines of that file that were not taken, as storage.zone_files found them.
        author_id: who entered it; None once they are erased. annul_author_id: who asked to annul it.
        settled_at, settled_by: when and by whom it was approved or returned.
        reason: why it was returned, or is to be annulled.
        version: raised by each move.
        told: the bulletins that told the people of these communes.
    """

    id: int
    document: str
    decided_on: date
    state: EntryState
    changes: Mapping[str, str]
    version: int = 0
    file: str = ""
    flaws: tuple[Mapping[str, object], ...] = ()
    entered_at: datetime
    entered_by: str
    author_id: int | None = None
    settled_at: datetime | None = None
    settled_by: str = ""
    reason: str = ""
    annul_by: str = ""
    annul_author_id: int | None = None
    annulled_at: datetime | None = None
    annulled_by: str = ""
    told: tuple[int, ...] = ()
