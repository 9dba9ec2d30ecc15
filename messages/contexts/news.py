"""The latest bulletins, to read again."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from messages.render import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing(Words):
    template: ClassVar[str] = "news/nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone(Words):
    """This bulletin is not shown any more, or never was."""

    template: ClassVar[str] = "news/gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin(Words):
    """`text` is rich text; `at` is local time."""

    template: ClassVar[str] = "news/bulletin"
    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundupItem:
    """A bulletin in short; `lead` is how it goes on after its title, `source` may be empty."""

    title: str
    lead: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Roundup(Words):
    """To those who want news once a day; `at` is local time, `more`: older ones that are not listed."""

    template: ClassVar[str] = "news/roundup"
    at: datetime
    items: tuple[RoundupItem, ...]
    more: int
