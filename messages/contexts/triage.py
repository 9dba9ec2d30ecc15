"""What officers read as they work on reports."""

from datetime import date, datetime
from typing import ClassVar

from messages.render import Words, context


@context
class Prompt(Words):
    """Asks for words about a matter, to be said next (`how` is empty), by reply, or after its "code" (and `verb`)."""

    template: ClassVar[str] = "triage/prompt"
    code: str
    what: str
    verb: str
    how: str


@context
class OtherReport(Words):
    """Words for one report were asked for, and others came."""

    template: ClassVar[str] = "triage/other_report"
    code: str


@context
class Preview(Words):
    """A ready answer, to look at before it is sent."""

    template: ClassVar[str] = "triage/preview"
    code: str
    words: str


@context
class Kept(Words):
    """What was written has been kept, or has gone to the person."""

    template: ClassVar[str] = "triage/kept"
    code: str
    what: str


@context
class NeedText(Words):
    template: ClassVar[str] = "triage/need_text"
    code: str


@context
class TooLong(Words):
    """A proposal of `length` characters, of which the report takes `limit`."""

    template: ClassVar[str] = "triage/too_long"
    code: str
    limit: int
    length: int


@context
class NotYours(Words):
    """A report that this chat does not work on."""

    template: ClassVar[str] = "triage/not_yours"
    code: str


@context
class WhichBody(Words):
    """Several bodies may be meant."""

    template: ClassVar[str] = "triage/which_body"
    code: str


@context
class NoBody(Words):
    """No body has that name, or it is the one that has the report already."""

    template: ClassVar[str] = "triage/no_body"
    code: str
    said: str


@context
class NobodyThere(Words):
    """The body has nobody on this channel."""

    template: ClassVar[str] = "triage/nobody_there"
    code: str
    body: str


@context
class HandedOver(Words):
    template: ClassVar[str] = "triage/handed_over"
    code: str
    body: str


@context
class Arrived(Words):
    """Said in the chats of the body that a report was handed to, above its card."""

    template: ClassVar[str] = "triage/arrived"
    code: str
    sender: str
    body: str


@context
class BadDuplicate(Words):
    template: ClassVar[str] = "triage/bad_duplicate"
    code: str
    why: str


@context
class BadDecision(Words):
    """The opinion of the People's Committee was not written as asked."""

    template: ClassVar[str] = "triage/bad_decision"
    code: str
    why: str


@context
class Waiting:
    """One line of the queue; `late` says how it stands with the promise."""

    code: str
    about: str
    state: str
    at: date
    late: str


@context
class Queue(Words):
    """A page of open reports; `only` says which."""

    template: ClassVar[str] = "triage/queue"
    items: tuple[Waiting, ...]
    only: str
    first: int
    total: int
    late: int


@context
class QueueBy(Words):
    """By what to narrow the queue; `by` is districts or kinds."""

    template: ClassVar[str] = "triage/queue_by"
    by: str


@context
class LateLine:
    """A report in a reminder."""

    code: str
    about: str
    due: datetime
    holder: str


@context
class Reminder(Words):
    """What is soon due, overdue, or overdue for so long that somebody above is told."""

    template: ClassVar[str] = "triage/reminder"
    step: str
    items: tuple[LateLine, ...]
    more: int
