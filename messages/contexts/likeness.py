"""Already reported? What is shown of others' reports, and what becomes of joining one."""

from datetime import date
from typing import ClassVar

from messages.render import Words, context


@context
class Like:
    """One report that may be the same; `excerpt` holds only words that the reader wrote too."""

    kind: str
    place: str
    day: date
    excerpt: str
    voices: int


@context
class AskSimilar(Words):
    template: ClassVar[str] = "likeness/ask_similar"
    items: tuple[Like, ...]


@context
class Joined(Words):
    """`again`: they had joined it before."""

    template: ClassVar[str] = "likeness/joined"
    code: str
    voices: int
    again: bool


@context
class OwnAlready(Words):
    """It is their own report."""

    template: ClassVar[str] = "likeness/own_already"
    code: str


@context
class ClosedMeanwhile(Words):
    template: ClassVar[str] = "likeness/closed_meanwhile"
    code: str


@context
class FollowsNoMore(Words):
    """`before`: they did follow it until now."""

    template: ClassVar[str] = "likeness/follows_no_more"
    code: str
    before: bool
