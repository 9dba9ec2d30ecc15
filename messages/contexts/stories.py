"""Good examples as editors get them from confirmed nominations."""

from dataclasses import dataclass
from typing import ClassVar

from messages.render import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ToWrite(Words):
    """Which nomination to write about."""

    template: ClassVar[str] = "stories/to_write"
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NotConfirmed(Words):
    """No such nomination, or no locality has confirmed it."""

    template: ClassVar[str] = "stories/not_confirmed"
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentNote(Words):
    """Above the draft: whether the nominee may be named."""

    template: ClassVar[str] = "stories/consent_note"
    code: str
    named: bool
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story(Words):
    """The text that the draft begins with; name and unit are empty without consent."""

    template: ClassVar[str] = "stories/story"
    name: str
    unit: str
    collective: bool
    place: str
    deed: str
    days: str
    result: str
    praised: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAgreed(Words):
    """A draft names, or shows, somebody who has not agreed to be named."""

    template: ClassVar[str] = "stories/not_agreed"
    id: int
    code: str
    files: bool
