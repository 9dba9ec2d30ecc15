"""The day's figures: entered, signed, and what editors hear of them."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from messages.render import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """Somebody stands behind the figures of this day."""

    day: date
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview(Words):
    template: ClassVar[str] = "figures/overview"
    signed: tuple[Signed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoFigures(Words):
    """The campaign file names none."""

    template: ClassVar[str] = "figures/no_figures"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskDay(Words):
    template: ClassVar[str] = "figures/ask_day"


@dataclass(frozen=True, slots=True, kw_only=True)
class BadDay(Words):
    template: ClassVar[str] = "figures/bad_day"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskNumber(Words):
    template: ClassVar[str] = "figures/ask_number"
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BadNumber(Words):
    template: ClassVar[str] = "figures/bad_number"
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskFiguresSource(Words):
    template: ClassVar[str] = "figures/ask_figures_source"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One figure."""

    label: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered(Words):
    """To be looked at before it is signed."""

    template: ClassVar[str] = "figures/entered"
    day: date
    lines: tuple[Line, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CannotSign(Words):
    template: ClassVar[str] = "figures/cannot_sign"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedNow(Words):
    template: ClassVar[str] = "figures/signed_now"
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ToEditors(Words):
    """`again`: they take the place of figures signed before."""

    template: ClassVar[str] = "figures/to_editors"
    day: date
    by: str
    again: bool
