"""What staff hear about a bulletin on its way: how far it is, new words for it, whether to go on."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from messages.render import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress(Words):
    """The one message that follows a bulletin. `state`: of messages.vi.bulletins.STATES, in its words.

    Attributes:
        rate: messages a second, of late, as it is written; empty while nothing moves.
        ends: local time at which the last one is reached at this pace; None while nothing moves.
        why: why it is paused, in words; empty for no reason.
    """

    template: ClassVar[str] = "pushing/progress"
    id: int
    title: str
    state: str
    why: str
    reached: int
    failed: int
    skipped: int
    left: int
    rate: str
    ends: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWords(Words):
    """New words wait for their approval. `kind`: change, correct or recall."""

    template: ClassVar[str] = "pushing/new_words"
    id: int
    title: str
    kind: str
    by: str
    excerpt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsApproved(Words):
    """They go out."""

    template: ClassVar[str] = "pushing/words_approved"
    id: int
    title: str
    kind: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TooLate(Words):
    """It was interrupted for too long, or its time is over: go on, or cancel?"""

    template: ClassVar[str] = "pushing/too_late"
    id: int
    title: str
    reached: int
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided(Words):
    """What was pressed is done."""

    template: ClassVar[str] = "pushing/decided"
    id: int
    title: str
    state: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CannotDo(Words):
    """It is not in a state in which that can be done. `state`: empty for no such bulletin."""

    template: ClassVar[str] = "pushing/cannot_do"
    id: int
    state: str
