"""What the calendar says by itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from messages.render import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder(Words):
    """The day's reminder; `text` is plain, `day` local."""

    template: ClassVar[str] = "calendar/reminder"
    day: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing(Words):
    """The last word to everyone; `text` is plain."""

    template: ClassVar[str] = "calendar/closing"
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StillWaiting(Words):
    """After the closing, to somebody whose matters are open; `text` is plain."""

    template: ClassVar[str] = "calendar/still_waiting"
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """A firing that was skipped: `kind` of entry, local due time, `why` as storage.firings.Why has it."""

    kind: str
    due: datetime
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped(Words):
    """To the administrators: what the calendar skipped; `more` beyond those listed."""

    template: ClassVar[str] = "calendar/skipped"
    missed: tuple[Missed, ...]
    more: int
