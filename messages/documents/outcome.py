"""What became of one bulletin, as its chart and table show it: reached and answered, by district."""

from dataclasses import dataclass
from datetime import datetime

from messages.render import clock, number
from messages.render import day as full_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One district. `answered`: how many of those reached pressed anything; `presses`: by button, in its order."""

    label: str
    reached: int
    missed: int
    answered: int
    presses: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One bulletin as it stands; times are local.

    Attributes:
        buttons: what people could press, as labelled; the order of each area's `presses`.
        areas: districts, those with most people first; people without a place are an area of their own.
        reasons: why people were not reached, in words, with how many.
        left: how many stopped all news within a day of getting it.
        replies: how many threads it began.
    """

    number: int
    title: str
    sent_at: datetime
    as_of: datetime
    reached: int
    missed: int
    waiting: int
    buttons: tuple[str, ...]
    areas: tuple[Area, ...]
    reasons: tuple[tuple[str, int], ...]
    left: int
    replies: int


def caption(outcome: Outcome) -> str:
    """What the chart shows, as of when."""
    shown = f"Bản tin số {outcome.number}: đã tới {number(outcome.reached)} người"
    return f"{shown}. Số liệu đến {clock(outcome.as_of)} ngày {full_day(outcome.as_of)}."


def rate(count: int, reached: int) -> float:
    """Which part of those reached that is, 0 to 1: whoever pressed what they read in /tinmoi was not reached."""
    return min(count / reached, 1.0) if reached else 0.0


def percent(count: int, reached: int) -> int:
    """The same in whole per cent."""
    return round(100 * rate(count, reached))


def share(area: Area) -> str:
    """How many of those reached pressed a button, as people read it."""
    return f"{percent(area.answered, area.reached)}%"
