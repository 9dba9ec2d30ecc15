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
    """Its hour came and it did not go out. `why`: late, changed, closed or whatever else stands in its way."""

    template: ClassVar[str] = "planning/held"
    id: int
    title: str
    why: str
