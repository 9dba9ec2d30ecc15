"""What staff hear about a bulletin on its way: how far it is, new words for it, whether to go on."""

from datetime import datetime
from typing import ClassVar

from messages.render import Words, context


@context
class NothingAloud(Words):
    """It has no words to be read out."""

    template: ClassVar[str] = "pushing/nothing_aloud"
    id: int


@context
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


@context
class NewWords(Words):
    """New words wait; the message with them stands right above. `kind`: change, correct or recall."""

    template: ClassVar[str] = "pushing/new_words"
    id: int
    title: str
    kind: str
    by: str


@context
class WordsApproved(Words):
    """They go out."""

    template: ClassVar[str] = "pushing/words_approved"
    id: int
    title: str
    kind: str
    by: str


@context
class TooLate(Words):
    """It was interrupted for too long, or its time is over: go on, or cancel?"""

    template: ClassVar[str] = "pushing/too_late"
    id: int
    title: str
    reached: int
    left: int


@context
class Grown(Words):
    """It is for many more people than was approved: go on, or cancel? `approved`, `now`: how many people."""

    template: ClassVar[str] = "pushing/grown"
    id: int
    title: str
    approved: int
    now: int
    reached: int


@context
class Decided(Words):
    """What was pressed is done."""

    template: ClassVar[str] = "pushing/decided"
    id: int
    title: str
    state: str
    by: str


@context
class CannotDo(Words):
    """It is not in a state in which that can be done. `state`: empty for no such bulletin."""

    template: ClassVar[str] = "pushing/cannot_do"
    id: int
    state: str


@context
class Sure(Words):
    """Asks back before what cannot be undone. `recall`: taken back too; otherwise only sent to nobody else.

    `article`: it went, or may have gone, to all who follow an account as an article.
    """

    template: ClassVar[str] = "pushing/sure"
    id: int
    title: str
    recall: bool
    reached: int
    article: bool


@context
class ArticleWithdrawn(Words):
    """The article of a recalled bulletin is gone; with `why`, it is not, and somebody must remove it by hand."""

    template: ClassVar[str] = "pushing/article_withdrawn"
    id: int
    title: str
    why: str


@context
class AsItWas(Words):
    """Nothing was done."""

    template: ClassVar[str] = "pushing/as_it_was"
    id: int
    state: str


@context
class AskWhose(Words):
    """Who gets the new words."""

    template: ClassVar[str] = "pushing/ask_whose"
    id: int
    title: str


@context
class AskWords(Words):
    """The new words. `kind`: change, correct or recall; `framed`: title and source stay; `limit`: UTF-16 units."""

    template: ClassVar[str] = "pushing/ask_words"
    kind: str
    framed: bool
    limit: int


@context
class WordsSummary(Words):
    """What would be shown to an approver, in the frame of the old words if it is `framed`."""

    template: ClassVar[str] = "pushing/words_summary"
    id: int
    title: str
    kind: str
    text: str
    framed: bool


@context
class WordsGaps(Words):
    """New words with something still to be filled in."""

    template: ClassVar[str] = "pushing/words_gaps"
    id: int
    labels: tuple[str, ...]


@context
class WordsProposed(Words):
    """They wait. `paused`: what was being sent waits with them."""

    template: ClassVar[str] = "pushing/words_proposed"
    id: int
    paused: bool


@context
class OwnWords(Words):
    """Nobody approves what they wrote."""

    template: ClassVar[str] = "pushing/own_words"
    id: int


@context
class NothingWaits(Words):
    """The words of that button do not wait any more."""

    template: ClassVar[str] = "pushing/nothing_waits"
    id: int


@context
class WordsDropped(Words):
    """They will not go out. `state`: of the bulletin, in words."""

    template: ClassVar[str] = "pushing/words_dropped"
    id: int
    state: str
    by: str


@context
class NotYours(Words):
    """Another agency answers for it."""

    template: ClassVar[str] = "pushing/not_yours"
    id: int


@context
class ArticleUnknown(Words):
    """Nobody knows whether an article went out to those who follow: somebody must look."""

    template: ClassVar[str] = "pushing/article_unknown"
    id: int
    title: str


@context
class ArticleSettled(Words):
    """What somebody found who looked. `sent`: it had gone out, or goes out now; None if it was settled already."""

    template: ClassVar[str] = "pushing/article_settled"
    id: int
    sent: bool | None


@context
class Reason:
    """Why people were not reached, in words."""

    why: str
    count: int


@context
class Pressed:
    """One button: how many pressed it, and how many of a hundred reached that is."""

    label: str
    count: int
    share: int


@context
class AreaLine:
    """One district. `share`: of those reached, how many per cent pressed anything."""

    label: str
    reached: int
    answered: int
    share: int


@context
class Results(Words):
    """What became of a bulletin, on one screen; chart and table follow.

    Attributes:
        left: how many gave up all news within a day of it.
        replies: how many threads it began.
    """

    template: ClassVar[str] = "pushing/results"
    id: int
    title: str
    reached: int
    missed: int
    waiting: int
    reasons: tuple[Reason, ...]
    presses: tuple[Pressed, ...]
    areas: tuple[AreaLine, ...]
    more_areas: int
    left: int
    replies: int


@context
class ResultFiles(Words):
    """Under the chart."""

    template: ClassVar[str] = "pushing/result_files"
    caption: str
