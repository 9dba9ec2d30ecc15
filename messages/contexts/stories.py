"""Good examples as editors get them from confirmed nominations."""

from typing import ClassVar

from messages.render import Words, context


@context
class ToWrite(Words):
    """Which nomination to write about."""

    template: ClassVar[str] = "stories/to_write"
    count: int


@context
class NotConfirmed(Words):
    """No such nomination, or no locality has confirmed it."""

    template: ClassVar[str] = "stories/not_confirmed"
    code: str


@context
class ConsentNote(Words):
    """Above the draft: whether the nominee may be named."""

    template: ClassVar[str] = "stories/consent_note"
    code: str
    named: bool
    how: str


@context
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


@context
class NotAgreed(Words):
    """A draft names, or shows, somebody who has not agreed to be named."""

    template: ClassVar[str] = "stories/not_agreed"
    id: int
    code: str
    files: bool


@context
class DraftUnnamed(Words):
    """To whoever wrote or may approve a draft that names somebody who has just said no. `state`: of the draft."""

    template: ClassVar[str] = "stories/draft_unnamed"
    id: int
    title: str
    code: str
    state: str


@context
class BulletinUnnamed(Words):
    """A bulletin names, or shows, somebody who does not agree. `state`: of it; `shown`: anyone may still read it."""

    template: ClassVar[str] = "stories/bulletin_unnamed"
    id: int
    title: str
    code: str
    files: bool
    state: str
    shown: bool


@context
class WordsNotAgreed(Words):
    """New words of a bulletin, its title or its files tell of somebody who does not agree to it."""

    template: ClassVar[str] = "stories/words_not_agreed"
    id: int
    code: str
    files: bool
