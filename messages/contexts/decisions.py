"""What officers read as they enter one document about many nominations."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from messages.render import Words

SHOWN = 12  # codes listed one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A nomination that it is not entered for, and why."""

    code: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """A nomination that it is entered for."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskWhat(Words):
    """`most`: how many at once."""

    template: ClassVar[str] = "decisions/ask_what"
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPaper(Words):
    """`decision`: the Chairman's decision, else the council's minutes. `today`: how a date is written."""

    template: ClassVar[str] = "decisions/ask_paper"
    decision: bool
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class BadPaper(Words):
    template: ClassVar[str] = "decisions/bad_paper"
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskWhich(Words):
    """`waiting`: how many wait for this step."""

    template: ClassVar[str] = "decisions/ask_which"
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedCodes(Words):
    template: ClassVar[str] = "decisions/need_codes"


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept(Words):
    """What was written. `people`: how many were told."""

    template: ClassVar[str] = "decisions/kept"
    paper: str
    count: int
    people: int
    left: tuple[Left, ...]
    more_left: int
    more: int
