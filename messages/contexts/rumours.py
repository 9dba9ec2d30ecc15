"""Rumours: what people who ask about one are told."""

from datetime import date, datetime
from typing import ClassVar

from messages.render import Words, context


@context
class AskRumour(Words):
    template: ClassVar[str] = "rumours/ask_rumour"


@context
class NeedRumour(Words):
    """Neither words nor a picture; `heard`: it was a voice message, a video or a file."""

    template: ClassVar[str] = "rumours/need_rumour"
    heard: bool


@context
class TooVague(Words):
    """Too few words to tell which rumour it is."""

    template: ClassVar[str] = "rumours/too_vague"


@context
class LookingAtPhoto(Words):
    """The picture is being compared; `several`: or all of them."""

    template: ClassVar[str] = "rumours/looking_at_photo"
    several: bool


@context
class PhotoUnread(Words):
    template: ClassVar[str] = "rumours/photo_unread"


@context
class Found(Words):
    """What an agency says of a rumour.

    Attributes:
        verdict: in words, capitals.
        claim: the rumour, in the agency's words; never shown without the verdict.
        at: the day of the answer.
        asked: it comes because the reader asked some time ago.
        corrected: they were told otherwise before.
    """

    template: ClassVar[str] = "rumours/found"
    verdict: str
    claim: str
    answer: str
    source: str
    agency: str
    at: date
    asked: bool
    corrected: bool


@context
class NotYet(Words):
    """Nobody has verified it; `askers` have asked, the reader among them."""

    template: ClassVar[str] = "rumours/not_yet"
    agency: str
    askers: int


@context
class NotAnyMore(Words):
    """Nobody has verified it, and the campaign is over; `office` takes new matters (empty: not said)."""

    template: ClassVar[str] = "rumours/not_any_more"
    ends: date
    office: str


@context
class NoRumour(Words):
    """The agency found nothing in it to be verified."""

    template: ClassVar[str] = "rumours/no_rumour"
    agency: str


@context
class Rated(Words):
    template: ClassVar[str] = "rumours/rated"
    helped: bool


@context
class NoMoreNews(Words):
    template: ClassVar[str] = "rumours/no_more_news"


@context
class Unknown(Words):
    """A button about a rumour that is not there, or that its presser did not ask about."""

    template: ClassVar[str] = "rumours/unknown"


@context
class TooManyQuestions(Words):
    template: ClassVar[str] = "rumours/too_many_questions"
    per_hour: int
    per_day: int


@context
class Card(Words):
    """A rumour as the desk sees it.

    Attributes:
        words: as first asked, numbers of people hidden; empty for a picture alone.
        askers: people who asked; helped, not_helped: of them, what they say of the answer.
        waiting: how many are still to be told.
        state, verdict: in words; claim, by, answered: of the answer, empty while there is none.
        bulletin: how far the bulletin of it is, in words; empty for none.
    """

    template: ClassVar[str] = "rumours/card"
    code: str
    words: str
    files: int
    askers: int
    helped: int
    not_helped: int
    waiting: int
    first: datetime
    last: datetime
    state: str
    verdict: str
    claim: str
    by: str
    answered: datetime | None
    bulletin: str


@context
class CardFiles(Words):
    template: ClassVar[str] = "rumours/card_files"
    code: str


@context
class NobodyReads(Words):
    """Told to the administrators: a rumour is asked about and no editor is there."""

    template: ClassVar[str] = "rumours/nobody_reads"
    code: str
    agency: str


@context
class ChooseVerdict(Words):
    template: ClassVar[str] = "rumours/choose_verdict"
    code: str


@context
class AskClaim(Words):
    """`keep`: the words as they were asked, which may be kept; empty if they may not."""

    template: ClassVar[str] = "rumours/ask_claim"
    keep: str


@context
class AskAnswer(Words):
    template: ClassVar[str] = "rumours/ask_answer"


@context
class AskSource(Words):
    template: ClassVar[str] = "rumours/ask_source"


@context
class AskVerdict(Words):
    template: ClassVar[str] = "rumours/ask_verdict"


@context
class Prompt(Words):
    """To be answered in one message, by `reply` or after the code; `missing`: names of parts that were not there."""

    template: ClassVar[str] = "rumours/prompt"
    code: str
    verdict: str
    missing: tuple[str, ...]
    reply: bool


@context
class TooLongPart(Words):
    """One part of an answer is too long (UTF-16 units)."""

    template: ClassVar[str] = "rumours/too_long_part"
    part: str
    length: int
    limit: int


@context
class Preview(Words):
    """`text` is rich text: exactly what people will read."""

    template: ClassVar[str] = "rumours/preview"
    code: str
    text: str
    askers: int


@context
class Answered(Words):
    """`quiet`: they are told once the quiet hours are over."""

    template: ClassVar[str] = "rumours/answered"
    code: str
    askers: int
    quiet: bool


@context
class Late(Words):
    """Somebody was faster, or it has changed since it was shown."""

    template: ClassVar[str] = "rumours/late"
    code: str
    state: str
    by: str


@context
class Dropped(Words):
    template: ClassVar[str] = "rumours/dropped"
    code: str


@context
class Line:
    """One item of a list."""

    code: str
    words: str
    askers: int


@context
class Listed(Words):
    """What waits for an answer, the most asked about first; and what was answered."""

    template: ClassVar[str] = "rumours/listed"
    waiting: tuple[Line, ...]
    answered: tuple[Line, ...]


@context
class NoSuchRumour(Words):
    template: ClassVar[str] = "rumours/no_such_rumour"
    code: str


@context
class Published(Words):
    """The words of a bulletin that corrects a rumour; its title and source stand beside them."""

    template: ClassVar[str] = "rumours/published"
    verdict: str
    claim: str
    answer: str


@context
class DraftBegun(Words):
    """Said in a group: drafts are written in private."""

    template: ClassVar[str] = "rumours/draft_begun"
    code: str
    number: int


@context
class NotPublished(Words):
    """No bulletin of it: nothing is answered, or the campaign has `ended`."""

    template: ClassVar[str] = "rumours/not_published"
    code: str
    ended: bool
