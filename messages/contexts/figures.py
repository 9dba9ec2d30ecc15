"""The day's figures: entered, signed, and what editors hear of them."""

from datetime import date
from typing import ClassVar

from messages.render import Words, context


@context
class Signed:
    """Somebody stands behind the figures of this day."""

    day: date
    by: str


@context
class Overview(Words):
    template: ClassVar[str] = "figures/overview"
    signed: tuple[Signed, ...]


@context
class NoFigures(Words):
    """The campaign file names none."""

    template: ClassVar[str] = "figures/no_figures"


@context
class AskDay(Words):
    template: ClassVar[str] = "figures/ask_day"


@context
class BadDay(Words):
    template: ClassVar[str] = "figures/bad_day"


@context
class AskNumber(Words):
    template: ClassVar[str] = "figures/ask_number"
    label: str


@context
class BadNumber(Words):
    template: ClassVar[str] = "figures/bad_number"
    label: str


@context
class AskFiguresSource(Words):
    template: ClassVar[str] = "figures/ask_figures_source"


@context
class Line:
    """One figure."""

    label: str
    number: int


@context
class Entered(Words):
    """To be looked at before it is signed."""

    template: ClassVar[str] = "figures/entered"
    day: date
    lines: tuple[Line, ...]
    source: str


@context
class CannotSign(Words):
    template: ClassVar[str] = "figures/cannot_sign"


@context
class SignedNow(Words):
    template: ClassVar[str] = "figures/signed_now"
    day: date


@context
class ToEditors(Words):
    """`again`: they take the place of figures signed before."""

    template: ClassVar[str] = "figures/to_editors"
    day: date
    by: str
    again: bool
