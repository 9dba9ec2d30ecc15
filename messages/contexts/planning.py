"""What is planned, as staff read it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from messages.render import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedLine:
    """One thing that goes out. `daily`: the last day of what goes out each day; None for once."""

    at: datetime
    what: str
    daily: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned(Words):
    """The list. `more`: how many come after those shown."""

    template: ClassVar[str] = "planning/planned"
    lines: tuple[PlannedLine, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits(Words):
    """It was approved and waits for its hour."""

    template: ClassVar[str] = "planning/waits"
    id: int
    title: str
    by: str
    at: datetime
    daily: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held(Words):
    """Its hour came and it did not go out. `why`: late, changed, closed or whatever else stands in its way.

    `again`: the next hour of what goes out daily. `wrote`: to those who wrote it, otherwise to its approvers.
    """

    template: ClassVar[str] = "planning/held"
    id: int
    title: str
    why: str
    again: datetime | None
    wrote: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed(Words):
    """What goes out daily was too late once, and goes on. `at`: its next hour; `daily`: its last day."""

    template: ClassVar[str] = "planning/missed"
    id: int
    title: str
    missed: datetime
    at: datetime
    daily: date


@dataclass(frozen=True, slots=True, kw_only=True)
class HourPassed(Words):
    """It was to go out at an hour that has passed before anybody approved it."""

    template: ClassVar[str] = "planning/hour_passed"
    id: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HourMoved(Words):
    """What goes out daily begins at its next hour: the first one passed before anybody approved it."""

    template: ClassVar[str] = "planning/hour_moved"
    id: int
    title: str
    at: datetime
    daily: date
