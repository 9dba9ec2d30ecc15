"""The privacy notice, the export of one's own data, and erasing them."""

from datetime import date, datetime
from typing import ClassVar

from messages.render import Words, context


@context
class Notice(Words):
    template: ClassVar[str] = "privacy/notice"
    managing_body: str
    days: int
    unconsented_days: int
    agreed: bool


@context
class Account:
    channel: str
    chat: str
    last_heard: datetime


@context
class Decision:
    what: str
    at: datetime


@context
class Event:
    at: datetime
    who: str
    what: str
    words: str


@context
class SentReport:
    code: str
    at: datetime
    state: str
    kind: str
    place: str
    words: str
    files: int
    contact: str
    point: str
    unnamed: bool
    unit: str
    story: tuple[Event, ...]


@context
class SentNomination:
    code: str
    at: datetime
    state: str
    name: str
    place: str
    lines: tuple[str, ...]
    files: int


@context
class SentWord:
    """One more word for a nomination of somebody else."""

    code: str
    words: str


@context
class SentOffer:
    """An offer of help; `shared`: whoever receives it may be told `contact`."""

    code: str
    at: datetime
    state: str
    kind: str
    place: str
    lines: tuple[str, ...]
    contact: str
    shared: bool


@context
class Unfinished:
    title: str
    words: tuple[str, ...]


@context
class AskedAbout:
    """A rumour that they asked about; `verdict` is empty while there is no answer."""

    at: date
    verdict: str


@context
class SentRemark:
    """A reply of theirs to a bulletin, with what was said."""

    code: str
    at: datetime
    lines: tuple[str, ...]


@context
class Export(Words):
    """Everything we hold; all times are local. Counts stand for what they can read in their own chat."""

    template: ClassVar[str] = "privacy/export"
    at: datetime
    since: datetime
    accounts: tuple[Account, ...]
    consent: str
    decisions: tuple[Decision, ...]
    locale: str
    place: str
    topics: tuple[str, ...]
    followed: tuple[str, ...]
    pace: str
    name: str
    roles: tuple[str, ...]
    blocked_until: datetime | None
    unfinished: tuple[Unfinished, ...]
    reports: tuple[SentReport, ...]
    joined: tuple[str, ...]
    rumours: tuple[AskedAbout, ...]
    nominations: tuple[SentNomination, ...]
    seconded: tuple[SentWord, ...]
    told_of: tuple[str, ...]
    remarks: tuple[SentRemark, ...]
    offers: tuple[SentOffer, ...]
    got: int
    pressed: int
    copies: int
    days: int
    parked: int
    tries: int


@context
class AskSent(Words):
    """Open reports and nominations: withdraw them, or keep them without their author?"""

    template: ClassVar[str] = "privacy/ask_sent"
    codes: tuple[str, ...]


@context
class AskSure(Words):
    """`open`: how many reports and nominations are open; what becomes of them is asked next."""

    template: ClassVar[str] = "privacy/ask_sure"
    open: int
    roles: tuple[str, ...]


@context
class Erased(Words):
    """The receipt."""

    template: ClassVar[str] = "privacy/erased"
    at: datetime
    withdrawn: tuple[str, ...]
    kept: tuple[str, ...]


@context
class NotErased(Words):
    template: ClassVar[str] = "privacy/not_erased"


@context
class CardEmptied(Words):
    """What a desk reads where words stood that are erased now."""

    template: ClassVar[str] = "privacy/card_emptied"
    code: str
