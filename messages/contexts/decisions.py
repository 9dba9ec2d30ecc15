"""What officers read as they enter one document about many nominations."""

from datetime import date
from typing import ClassVar

from messages.render import Words, context

SHOWN = 12  # codes listed one by one


@context
class Left:
    """A nomination that it is not entered for, and why."""

    code: str
    why: str


@context
class Deed:
    """A nomination that it is entered for."""

    code: str
    name: str


@context
class AskWhat(Words):
    """`most`: how many at once."""

    template: ClassVar[str] = "decisions/ask_what"
    most: int


@context
class AskPaper(Words):
    """`decision`: the Chairman's decision, else the council's minutes. `today`: how a date is written."""

    template: ClassVar[str] = "decisions/ask_paper"
    decision: bool
    today: date


@context
class BadPaper(Words):
    template: ClassVar[str] = "decisions/bad_paper"
    why: str


@context
class AskWhich(Words):
    """`waiting`: how many wait for this step."""

    template: ClassVar[str] = "decisions/ask_which"
    waiting: int


@context
class NeedCodes(Words):
    template: ClassVar[str] = "decisions/need_codes"


@context
class Summary(Words):
    """Before anything is written. `more`: stay for another time; `told`: people hear of it."""

    template: ClassVar[str] = "decisions/summary"
    what: str
    paper: str
    deeds: tuple[Deed, ...]
    count: int
    left: tuple[Left, ...]
    more_left: int
    more: int
    told: bool


@context
class Kept(Words):
    """What was written. `people`: how many were told."""

    template: ClassVar[str] = "decisions/kept"
    paper: str
    count: int
    people: int
    left: tuple[Left, ...]
    more_left: int
    more: int
