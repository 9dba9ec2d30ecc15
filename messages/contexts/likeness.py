"""Already reported? What is shown of others' reports, and what becomes of joining one."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from messages.render import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Like:
    """One report that may be the same; `excerpt` holds only words that the reader wrote too."""

    kind: str
    place: str
    day: date
    excerpt: str
    voices: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AskSimilar(Words):
    template: ClassVar[str] = "likeness/ask_similar"
    items: tuple[Like, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined(Words):
    """`again`: they had joined it before."""

    template: ClassVar[str] = "likeness/joined"
    code: str
    voices: int
    again: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAlready(Words):
    """It is their own report."""

    template: ClassVar[str] = "likeness/own_already"
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedMeanwhile(Words):
    template: ClassVar[str] = "likeness/closed_meanwhile"
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowsNoMore(Words):
    """`before`: they did follow it until now."""

    template: ClassVar[str] = "likeness/follows_no_more"
    code: str
    before: bool
