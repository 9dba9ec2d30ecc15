"""The first words, consent, and the menu."""

from datetime import date
from typing import ClassVar

from messages.render import Words, context


@context
class Hello(Words):
    """Who we are; `managing_body` is not said while it is unknown."""

    template: ClassVar[str] = "welcome/hello"
    theme: str
    starts: date
    ends: date
    managing_body: str


@context
class Consent(Words):
    """What we store, for what, for how long, and their rights; then the question. Its wording is kept as proof."""

    template: ClassVar[str] = "welcome/consent"
    days: int


@context
class Agreed(Words):
    template: ClassVar[str] = "welcome/agreed"


@context
class AgreedBefore(Words):
    template: ClassVar[str] = "welcome/agreed_before"


@context
class Declined(Words):
    template: ClassVar[str] = "welcome/declined"


@context
class HelloAgain(Words):
    template: ClassVar[str] = "welcome/hello_again"
    staff: bool


@context
class Ended(Words):
    """The campaign is over; `office` takes new matters (empty: not said)."""

    template: ClassVar[str] = "welcome/ended"
    ends: date
    office: str
    dated: str
    current: str


@context
class More(Words):
    """The second screen of the menu."""

    template: ClassVar[str] = "welcome/more"


@context
class Line:
    """A command in the help: `/name`, and what it does."""

    name: str
    title: str


@context
class Help(Words):
    template: ClassVar[str] = "welcome/help"
    lines: tuple[Line, ...]
    staff_lines: tuple[Line, ...]


@context
class GroupHelp(Words):
    """What a group can do: a desk of `agencies`, or not yet one."""

    template: ClassVar[str] = "welcome/group_help"
    agencies: tuple[str, ...]
    lines: tuple[Line, ...]
