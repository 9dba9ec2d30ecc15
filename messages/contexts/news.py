"""The latest bulletins, to read again."""

from datetime import datetime
from typing import ClassVar

from messages.render import Words, context


@context
class Nothing(Words):
    template: ClassVar[str] = "news/nothing"


@context
class Gone(Words):
    """This bulletin is not shown any more, or never was."""

    template: ClassVar[str] = "news/gone"


@context
class Bulletin(Words):
    """`text` is rich text; `at` is local time."""

    template: ClassVar[str] = "news/bulletin"
    at: datetime
    text: str


@context
class RoundupItem:
    """A bulletin in short; `lead` is how it goes on after its title, `source` may be empty."""

    title: str
    lead: str
    source: str


@context
class Roundup(Words):
    """To those who want news once a day; `at` is local time, `more`: older ones that are not listed."""

    template: ClassVar[str] = "news/roundup"
    at: datetime
    items: tuple[RoundupItem, ...]
    more: int
