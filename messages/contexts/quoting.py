"""What is said of the day's figures in a draft: too old, signed again, repeated, filled in anew."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from messages.render import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresStale(Words):
    """A draft quotes the figures of `day`: signed `again` since, or too old for the day on which it `goes` out."""

    template: ClassVar[str] = "quoting/figures_stale"
    id: int
    day: date
    again: bool
    goes: date


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresDaily(Words):
    """It quotes one day's figures, and would go out every day."""

    template: ClassVar[str] = "quoting/figures_daily"
    id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Refilled(Words):
    """The figures in it are now those of `day`. `edited`: what was changed by hand since is as the template has it."""

    template: ClassVar[str] = "quoting/refilled"
    id: int
    day: date
    edited: bool
