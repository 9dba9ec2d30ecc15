"""What is said about replies to bulletins, at both ends."""

from typing import ClassVar

from messages.render import Words, context


@context
class WhatFor(Words):
    """Somebody has replied to a bulletin: where is it to go?"""

    template: ClassVar[str] = "remarks/what_for"
    title: str
    words: str
    files: int


@context
class AskRemark(Words):
    """Where nothing can be replied to: what is there to say about this bulletin?"""

    template: ClassVar[str] = "remarks/ask_remark"
    number: int
    title: str


@context
class NoBulletin(Words):
    """They wrote about a bulletin that never came to them."""

    template: ClassVar[str] = "remarks/no_bulletin"
    number: int


@context
class Taken(Words):
    """It lies at the agency's desk."""

    template: ClassVar[str] = "remarks/taken"
    code: str
    desk: str


@context
class RemarkLine:
    """One thing said. `who`: a staff member's name; empty for the person."""

    who: str
    words: str
    files: int


@context
class Card(Words):
    """The thread, as the desk has it. `more`: lines that came before those shown; `rumour`: it became one."""

    template: ClassVar[str] = "remarks/card"
    code: str
    number: int
    title: str
    state: str
    became: str
    rumour: bool
    said: tuple[RemarkLine, ...]
    more: int


@context
class CardFiles(Words):
    """Over the files that came with it."""

    template: ClassVar[str] = "remarks/card_files"
    code: str


@context
class FollowUp(Words):
    """The person has said more."""

    template: ClassVar[str] = "remarks/follow_up"
    code: str
    words: str
    files: int


@context
class Answer(Words):
    """The agency's words to the person; empty where only files came."""

    template: ClassVar[str] = "remarks/answer"
    code: str
    desk: str
    words: str


@context
class DeskTold(Words):
    """What a colleague did with it."""

    template: ClassVar[str] = "remarks/desk_told"
    code: str
    who: str
    what: str


@context
class Became(Words):
    """To the person: it goes on as a report."""

    template: ClassVar[str] = "remarks/became"
    code: str
    report: str
    desk: str


@context
class GoesOn(Words):
    """To the person who adds to it: write to the report instead."""

    template: ClassVar[str] = "remarks/goes_on"
    code: str
    became: str


@context
class ToRumours(Words):
    """To the person: the rumour desk looks at it."""

    template: ClassVar[str] = "remarks/to_rumours"
    code: str
    agency: str


@context
class IsVerified(Words):
    """To the person who adds to what the rumour desk has."""

    template: ClassVar[str] = "remarks/is_verified"
    code: str


@context
class NotVerified(Words):
    """To the desk: why it does not go to the rumour desk."""

    template: ClassVar[str] = "remarks/not_verified"
    code: str
    why: str


@context
class NotSo(Words):
    """To the desk: somebody was faster."""

    template: ClassVar[str] = "remarks/not_so"
    code: str
    state: str
