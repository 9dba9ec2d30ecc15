"""Difficulty reports, from both ends."""

from datetime import date, datetime
from typing import ClassVar

from messages.render import Words, context


@context
class AskWords(Words):
    template: ClassVar[str] = "reports/ask_words"


@context
class AskKind(Words):
    """What is it about? With the emergency answer first where the words call for it."""

    template: ClassVar[str] = "reports/ask_kind"
    emergency: str
    guessed: bool


@context
class AskFiles(Words):
    """`films`: a video can come; `albums`: several files at once."""

    template: ClassVar[str] = "reports/ask_files"
    limit: int
    films: bool
    albums: bool


@context
class AskUrgent(Words):
    template: ClassVar[str] = "reports/ask_urgent"


@context
class BadContact(Words):
    template: ClassVar[str] = "reports/bad_contact"


@context
class ReceivedFromCitizen(Words):
    template: ClassVar[str] = "reports/received_from_citizen"
    code: str
    promise: str
    office: str


@context
class ReceivedFromUnit(Words):
    template: ClassVar[str] = "reports/received_from_unit"
    code: str
    unit: str
    desk: str
    issuer: str
    promise: str


@context
class Done:
    """Something done about a report, as a card tells it."""

    at: datetime
    who: str
    what: str
    words: str


@context
class Card(Words):
    """A report as those who work on it see it.

    Attributes:
        unnamed: its author asked to stay unnamed.
        voices: how many people it stands for.
        holder: the body it was forwarded to.
        content, discontent: how many of those who reported said how it went once it was closed.
        due: until when an answer is promised; late: that has passed.
        answers: whether a reply to the card reaches the author.
    """

    template: ClassVar[str] = "reports/card"
    code: str
    kind: str
    place: str
    words: str
    files: int
    urgent: bool
    unit: str
    verified: bool
    unnamed: bool
    voices: int
    contact: str
    state: str
    holder: str
    by: str
    due: datetime | None
    late: bool
    proposal: str
    content: int
    discontent: int
    history: tuple[Done, ...]
    at: datetime
    answers: bool


@context
class CardFiles(Words):
    """The files that came with a report, below its card."""

    template: ClassVar[str] = "reports/card_files"
    code: str
    files: int


@context
class DeskTold(Words):
    """Told under the card in the other chats that work on it."""

    template: ClassVar[str] = "reports/desk_told"
    code: str
    body: str
    who: str
    what: str
    words: str


@context
class Answer(Words):
    """The desk's answer, as the person reads it."""

    template: ClassVar[str] = "reports/answer"
    code: str
    desk: str
    words: str


@context
class AnswerSent(Words):
    template: ClassVar[str] = "reports/answer_sent"
    code: str


@context
class AnswerNotSent(Words):
    """Nobody can be answered: erased, withdrawn, or unreachable."""

    template: ClassVar[str] = "reports/answer_not_sent"
    code: str
    why: str


@context
class AnswerTakenBack(Words):
    template: ClassVar[str] = "reports/answer_taken_back"
    code: str


@context
class FollowUp(Words):
    """More from the person, under the card."""

    template: ClassVar[str] = "reports/follow_up"
    code: str
    words: str
    files: int


@context
class FollowUpTaken(Words):
    template: ClassVar[str] = "reports/follow_up_taken"
    code: str
    desk: str


@context
class Withdrawn(Words):
    """Told to the author, or (at the desk) to the office."""

    template: ClassVar[str] = "reports/withdrawn"
    code: str
    at_desk: bool


@context
class NotSolved(Words):
    """Told to the desk: it is not solved, says its author, or somebody who `joined` it."""

    template: ClassVar[str] = "reports/not_solved"
    code: str
    joined: bool


@context
class CannotMove(Words):
    template: ClassVar[str] = "reports/cannot_move"
    code: str
    state: str
    by: str


@context
class WhichReport(Words):
    """A reply that leads to no report."""

    template: ClassVar[str] = "reports/which_report"


@context
class NoDesk(Words):
    """Told to the administrators: a report came and nobody reads it."""

    template: ClassVar[str] = "reports/no_desk"
    code: str
    desk: str


@context
class Mine:
    """One line of /theodoi."""

    code: str
    about: str
    state: str
    at: date


@context
class MyList(Words):
    """A page of what somebody has sent; `total` matters on `pages` pages."""

    template: ClassVar[str] = "reports/my_list"
    items: tuple[Mine, ...]
    page: int
    pages: int
    total: int


@context
class StoryLine:
    """Something that happened, as its author reads it."""

    at: datetime
    what: str
    words: str


@context
class MyOne(Words):
    """One of my own, with its story."""

    template: ClassVar[str] = "reports/my_one"
    code: str
    about: str
    words: str
    state: str
    story: tuple[StoryLine, ...]


@context
class StateOnly(Words):
    """What anyone else learns from a code."""

    template: ClassVar[str] = "reports/state_only"
    code: str
    state: str


@context
class NoSuchCode(Words):
    template: ClassVar[str] = "reports/no_such_code"
    code: str


@context
class TooManyTries(Words):
    template: ClassVar[str] = "reports/too_many_tries"
    per_hour: int
