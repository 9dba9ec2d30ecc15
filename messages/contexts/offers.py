"""Helping hands: what people offer, how it is matched with a need, and what both sides hear."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from messages.render import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class AskOfferKind(Words):
    template: ClassVar[str] = "offers/ask_offer_kind"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoMoney(Words):
    """Money goes through these channels only; none named: `front` says where to ask. Nothing is stored."""

    template: ClassVar[str] = "offers/no_money"
    channels: tuple[str, ...]
    front: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskOffer(Words):
    """`kind` is goods, transport or work."""

    template: ClassVar[str] = "offers/ask_offer"
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskWhenOffered(Words):
    template: ClassVar[str] = "offers/ask_when_offered"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskOfferContact(Words):
    template: ClassVar[str] = "offers/ask_offer_contact"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskShared(Words):
    template: ClassVar[str] = "offers/ask_shared"
    contact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferSummary(Words):
    template: ClassVar[str] = "offers/offer_summary"
    kind: str
    words: str
    place: str
    when: str
    contact: str
    shared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferReceived(Words):
    template: ClassVar[str] = "offers/offer_received"
    code: str
    desk: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferDone:
    """One line of an offer's history."""

    at: datetime
    who: str
    what: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferCard(Words):
    """An offer as officers see it; `need` is the report it is matched with, empty for none."""

    template: ClassVar[str] = "offers/offer_card"
    code: str
    kind: str
    place: str
    words: str
    when: str
    contact: str
    shared: bool
    state: str
    need: str
    need_place: str
    at: datetime
    history: tuple[OfferDone, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedLine:
    """An open need; `offers` stand for it already."""

    number: int
    code: str
    place: str
    words: str
    urgent: bool
    at: date
    offers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs(Words):
    """Open needs that an offer may be for, the nearest first."""

    template: ClassVar[str] = "offers/needs"
    code: str
    items: tuple[NeedLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferLine:
    number: int
    code: str
    kind: str
    place: str
    words: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferList(Words):
    """A page of open offers."""

    template: ClassVar[str] = "offers/offer_list"
    items: tuple[OfferLine, ...]
    first: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferNotYours(Words):
    template: ClassVar[str] = "offers/offer_not_yours"
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferTooLate(Words):
    """It has moved on, or the need has."""

    template: ClassVar[str] = "offers/offer_too_late"
    code: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferNoted(Words):
    """To the officer: what was pressed has been done, and who was told."""

    template: ClassVar[str] = "offers/offer_noted"
    code: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferTold(Words):
    """To the giver: how it stands with what they offered; `words` of the officer, if there are any."""

    template: ClassVar[str] = "offers/offer_told"
    code: str
    state: str
    desk: str
    place: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferThanks(Words):
    template: ClassVar[str] = "offers/offer_thanks"
    code: str
    desk: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpFound(Words):
    """To the author of a need: help has been found; `contact` of the giver only if they agreed to it."""

    template: ClassVar[str] = "offers/help_found"
    code: str
    kind: str
    desk: str
    contact: str
    ask: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpLost(Words):
    """To the author of a need: the help that was found does not come, and another is looked for."""

    template: ClassVar[str] = "offers/help_lost"
    code: str
    desk: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferFree(Words):
    """To the giver: the need is closed, and what they offered waits for another."""

    template: ClassVar[str] = "offers/offer_free"
    code: str
    desk: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpGiven(Words):
    """To the author of a need: the officers say that it has been handed over."""

    template: ClassVar[str] = "offers/help_given"
    code: str
    desk: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactAllowed(Words):
    """To the giver: the author of the need agrees to be called."""

    template: ClassVar[str] = "offers/contact_allowed"
    code: str
    contact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactGiven(Words):
    """To the author of the need: it has been passed on, or there was nobody to pass it to."""

    template: ClassVar[str] = "offers/contact_given"
    code: str
    given: bool
