"""What the calendar says by itself."""

from datetime import datetime
from typing import ClassVar

from messages.render import Words, context


@context
class Reminder(Words):
    """The day's reminder; `text` is plain, `day` local."""

    template: ClassVar[str] = "calendar/reminder"
    day: datetime
    text: str


@context
class Closing(Words):
    """The last word to everyone; `text` is plain."""

    template: ClassVar[str] = "calendar/closing"
    text: str


@context
class StillWaiting(Words):
    """After the closing, to somebody whose matters are open; `text` is plain."""

    template: ClassVar[str] = "calendar/still_waiting"
    text: str


@context
class Missed:
    """A firing that was skipped: `kind` of entry, local due time, `why` as storage.firings.Why has it."""

    kind: str
    due: datetime
    why: str


@context
class Skipped(Words):
    """To the administrators: what the calendar skipped; `more` beyond those listed."""

    template: ClassVar[str] = "calendar/skipped"
    missed: tuple[Missed, ...]
    more: int
