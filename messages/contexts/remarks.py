"""What is said about replies to bulletins, at both ends."""

from dataclasses import dataclass
from typing import ClassVar

from messages.render import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatFor(Words):
    """Somebody has replied to a bulletin: where is it to go?"""

    template: ClassVar[str] = "remarks/what_for"
    title: str
    words: str
    files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AskRemark(Words):
    """Where nothing can be replied to: what is there to say about this bulletin?"""

    template: ClassVar[str] = "remarks/ask_remark"
    number: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoBulletin(Words):
    """They wrote about a bulletin that never came to them."""

    template: ClassVar[str] = "remarks/no_bulletin"
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken(Words):
    """It lies at the agency's desk."""

    template: ClassVar[str] = "remarks/taken"
    code: str
    desk: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemarkLine:
    """One thing said. `who`: a staff member's name; empty for the person."""

    who: str
    words: str
    files: int


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFiles(Words):
    """Over the files that came with it."""

    template: ClassVar[str] = "remarks/card_files"
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp(Words):
    """The person has said more."""

    template: ClassVar[str] = "remarks/follow_up"
    code: str
    words: str
    files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Words):
    """The agency's words to the person; empty where only files came."""

    template: ClassVar[str] = "remarks/answer"
    code: str
    desk: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskTold(Words):
    """What a colleague did with it."""

    template: ClassVar[str] = "remarks/desk_told"
    code: str
    who: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Became(Words):
    """To the person: it goes on as a report."""

    template: ClassVar[str] = "remarks/became"
    code: str
    report: str
    desk: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoesOn(Words):
    """To the person who adds to it: write to the report instead."""

    template: ClassVar[str] = "remarks/goes_on"
    code: str
    became: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToRumours(Words):
    """To the person: the rumour desk looks at it."""

    template: ClassVar[str] = "remarks/to_rumours"
    code: str
    agency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IsVerified(Words):
    """To the person who adds to what the rumour desk has."""

    template: ClassVar[str] = "remarks/is_verified"
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotVerified(Words):
    """To the desk: why it does not go to the rumour desk."""

    template: ClassVar[str] = "remarks/not_verified"
    code: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSo(Words):
    """To the desk: somebody was faster."""

    template: ClassVar[str] = "remarks/not_so"
    code: str
    state: str
