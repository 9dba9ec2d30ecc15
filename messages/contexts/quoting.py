"""What is said of the day's figures in a draft: too old, signed again, repeated, filled in anew."""

from datetime import date
from typing import ClassVar

from messages.render import Words, context


@context
class FiguresStale(Words):
    """A draft quotes the figures of `day`: signed `again` since, or too old for the day on which it `goes` out."""

    template: ClassVar[str] = "quoting/figures_stale"
    id: int
    day: date
    again: bool
    goes: date


@context
class FiguresDaily(Words):
    """It quotes one day's figures, and would go out every day."""

    template: ClassVar[str] = "quoting/figures_daily"
    id: int


@context
class Refilled(Words):
    """The figures in it are now those of `day`. `edited`: what was changed by hand since is as the template has it."""

    template: ClassVar[str] = "quoting/refilled"
    id: int
    day: date
    edited: bool
