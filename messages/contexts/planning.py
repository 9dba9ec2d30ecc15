"""What is planned, as staff read it."""

from datetime import date, datetime
from typing import ClassVar

from messages.render import Words, context


@context
class PlannedLine:
    """One thing that goes out. `daily`: the last day of what goes out each day; None for once."""

    at: datetime
    what: str
    daily: date | None


@context
class Notes:
    """What writers and approvers are warned about before it goes out.

    Attributes:
        trouble: what stands in the way of its hour: over, passed, closed or short; empty if nothing does.
        opens: when people get it, where its hour is a quiet one.
        clashes: other bulletins close to it. same_day: how many the same people get that day besides, where that is
            more than the campaign file calls enough; 0 otherwise.
    """

    trouble: str
    opens: datetime | None
    clashes: tuple[str, ...]
    same_day: int


@context
class Planned(Words):
    """The list. `more`: how many come after those shown."""

    template: ClassVar[str] = "planning/planned"
    lines: tuple[PlannedLine, ...]
    more: int


@context
class Waits(Words):
    """It was approved and waits for its hour. `opens`: when people get it, where that hour is a quiet one."""

    template: ClassVar[str] = "planning/waits"
    id: int
    title: str
    by: str
    at: datetime
    opens: datetime | None
    daily: date | None


@context
class Held(Words):
    """Its hour came and it did not go out. `why`: late, consent, figures, closed or whatever else stands in its way.

    `again`: the next hour of what goes out daily. `wrote`: to those who wrote it, otherwise to its approvers.
    """

    template: ClassVar[str] = "planning/held"
    id: int
    title: str
    why: str
    again: datetime | None
    wrote: bool


@context
class Missed(Words):
    """What goes out daily was too late once, and goes on. `at`: its next hour; `daily`: its last day."""

    template: ClassVar[str] = "planning/missed"
    id: int
    title: str
    missed: datetime
    at: datetime
    daily: date


@context
class HourPassed(Words):
    """It was to go out at an hour that has passed before anybody approved it."""

    template: ClassVar[str] = "planning/hour_passed"
    id: int
    at: datetime


@context
class ReachesNobody(Words):
    """By the time people would get it the campaign is over, or (`until`) it holds no more.

    `at`: when they would get it: its hour, or the end of the quiet hours in which that lies.
    """

    template: ClassVar[str] = "planning/reaches_nobody"
    id: int
    at: datetime
    until: datetime | None
    ends: date


@context
class HourMoved(Words):
    """What goes out daily begins at its next hour: the first one passed before anybody approved it."""

    template: ClassVar[str] = "planning/hour_moved"
    id: int
    title: str
    at: datetime
    daily: date
