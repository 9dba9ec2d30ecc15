"""What units and organisations are asked to do, as their officers read it: cards, reports, checks, reminders."""

from datetime import datetime
from typing import ClassVar

from messages.render import Words, context


@context
class DutyEvent:
    """One line of a card's history."""

    at: datetime
    who: str
    what: str
    words: str


@context
class DutyCard(Words):
    """What one body is asked; `recalled`: why it was taken back, empty while it stands."""

    template: ClassVar[str] = "duties/duty_card"
    code: str
    title: str
    body: str
    text: str
    files: int
    due: datetime
    late: bool
    need: str
    state: str
    reported: str
    number: int | None
    sent_files: int
    history: tuple[DutyEvent, ...]
    recalled: str


@context
class DutyFiles(Words):
    """Above the files of a card."""

    template: ClassVar[str] = "duties/duty_files"
    code: str
    count: int
    reported: bool


@context
class DutyDone(Words):
    """To the officer: what they pressed or reported has been kept."""

    template: ClassVar[str] = "duties/duty_done"
    code: str
    what: str


@context
class DutyNotYours(Words):
    """No such duty of theirs, or none at all: which is not said."""

    template: ClassVar[str] = "duties/duty_not_yours"
    code: str


@context
class DutyTooLate(Words):
    """It has moved on: how it stands, and who moved it."""

    template: ClassVar[str] = "duties/duty_too_late"
    code: str
    state: str
    by: str


@context
class DutyRecalled(Words):
    """To its officers, and to whoever presses on it later."""

    template: ClassVar[str] = "duties/duty_recalled"
    title: str
    reason: str


@context
class DutyExtended(Words):
    template: ClassVar[str] = "duties/duty_extended"
    code: str
    title: str
    due: datetime


@context
class DutyChecked(Words):
    """To the officers of a body: what the check of their report said."""

    template: ClassVar[str] = "duties/duty_checked"
    code: str
    title: str
    result: str
    words: str
    again: bool


@context
class DutyLeft(Words):
    """On the cards of somebody who no longer answers for the body."""

    template: ClassVar[str] = "duties/duty_left"
    code: str
    title: str
    body: str


@context
class DutyLine:
    """One duty in a list."""

    number: int
    code: str
    title: str
    body: str
    due: datetime
    late: bool
    state: str


@context
class MyDuties(Words):
    """What the reader's bodies owe; `more` are not shown."""

    template: ClassVar[str] = "duties/my_duties"
    items: tuple[DutyLine, ...]
    more: int


@context
class AskDutyNumber(Words):
    template: ClassVar[str] = "duties/ask_duty_number"
    title: str


@context
class NeedDutyNumber(Words):
    template: ClassVar[str] = "duties/need_duty_number"


@context
class AskDutyWords(Words):
    """`more`: the main thing has been given, this is what may be added."""

    template: ClassVar[str] = "duties/ask_duty_words"
    title: str
    more: bool


@context
class AskDutyPhotos(Words):
    """`needed`: a photo is what was asked for."""

    template: ClassVar[str] = "duties/ask_duty_photos"
    title: str
    limit: int
    needed: bool
    papers: bool


@context
class DutyReminder(Words):
    """Đôn đốc: what is soon due or overdue; to a head what their body has let pass."""

    template: ClassVar[str] = "duties/duty_reminder"
    step: str
    items: tuple[DutyLine, ...]
    more: int


@context
class WhichRole(Words):
    """Which role to hand over; `any`: there is one that can be."""

    template: ClassVar[str] = "duties/which_role"
    any: bool


@context
class AskHandOver(Words):
    """`own`: the reader's own role; otherwise an administrator asks for somebody else's."""

    template: ClassVar[str] = "duties/ask_hand_over"
    role: str
    body: str
    count: int
    own: bool


@context
class HandOverCode(Words):
    """The code for the successor."""

    template: ClassVar[str] = "duties/hand_over_code"
    role: str
    body: str
    code: str
    link: str
    until: datetime


@context
class HandOverStopped(Words):
    template: ClassVar[str] = "duties/hand_over_stopped"


@context
class HandedOver(Words):
    """To the predecessor, and to the administrators."""

    template: ClassVar[str] = "duties/handed_over"
    role: str
    body: str
    to: str
