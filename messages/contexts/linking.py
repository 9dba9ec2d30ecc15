"""What is said about one person's two apps: linking them by a code, and parting them."""

from dataclasses import dataclass
from typing import ClassVar

from messages.render import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCode(Words):
    """A code to type in the other app; `linked`: apps linked so far."""

    template: ClassVar[str] = "linking/link_code"
    code: str
    minutes: int
    linked: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskLink(Words):
    """Whether to link; `roles`: what either may do, which both then may."""

    template: ClassVar[str] = "linking/ask_link"
    here: str
    there: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked(Words):
    template: ClassVar[str] = "linking/linked"
    there: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedThere(Words):
    """The same in the app that showed the code."""

    template: ClassVar[str] = "linking/linked_there"
    there: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoLinkCode(Words):
    template: ClassVar[str] = "linking/no_link_code"


@dataclass(frozen=True, slots=True, kw_only=True)
class TooManyCodes(Words):
    template: ClassVar[str] = "linking/too_many_codes"
    per_hour: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SameApp(Words):
    """The code was typed where it was shown."""

    template: ClassVar[str] = "linking/same_app"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedAlready(Words):
    template: ClassVar[str] = "linking/linked_already"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotLinked(Words):
    template: ClassVar[str] = "linking/not_linked"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPart(Words):
    template: ClassVar[str] = "linking/ask_part"
    there: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parted(Words):
    template: ClassVar[str] = "linking/parted"
    there: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartedThere(Words):
    """The same in the app that was parted."""

    template: ClassVar[str] = "linking/parted_there"
    there: str
