"""What is said about one person's two apps: linking them by a code, and parting them."""

from typing import ClassVar

from messages.render import Words, context


@context
class LinkCode(Words):
    """A code to type in the other app; `linked`: apps linked so far."""

    template: ClassVar[str] = "linking/link_code"
    code: str
    minutes: int
    linked: tuple[str, ...]


@context
class AskLink(Words):
    """Whether to link; `roles`: what either may do, which both then may."""

    template: ClassVar[str] = "linking/ask_link"
    here: str
    there: str
    roles: tuple[str, ...]


@context
class Linked(Words):
    template: ClassVar[str] = "linking/linked"
    there: str


@context
class LinkedThere(Words):
    """The same in the app that showed the code."""

    template: ClassVar[str] = "linking/linked_there"
    there: str


@context
class NoLinkCode(Words):
    template: ClassVar[str] = "linking/no_link_code"


@context
class TooManyCodes(Words):
    template: ClassVar[str] = "linking/too_many_codes"
    per_hour: int


@context
class SameApp(Words):
    """The code was typed where it was shown."""

    template: ClassVar[str] = "linking/same_app"


@context
class LinkedAlready(Words):
    template: ClassVar[str] = "linking/linked_already"


@context
class NotLinked(Words):
    template: ClassVar[str] = "linking/not_linked"


@context
class AskPart(Words):
    template: ClassVar[str] = "linking/ask_part"
    there: str


@context
class Parted(Words):
    template: ClassVar[str] = "linking/parted"
    there: str


@context
class PartedThere(Words):
    """The same in the app that was parted."""

    template: ClassVar[str] = "linking/parted_there"
    there: str
