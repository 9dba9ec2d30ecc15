"""Helping hands: what people offer, how it is matched with a need, and what both sides hear."""

from datetime import date, datetime
from typing import ClassVar

from messages.render import Words, context


@context
class AskOfferKind(Words):
    template: ClassVar[str] = "offers/ask_offer_kind"


@context
class NoMoney(Words):
    """Money goes through these channels only; none named: `front` says where to ask. Nothing is stored."""

    template: ClassVar[str] = "offers/no_money"
    channels: tuple[str, ...]
    front: str


@context
class AskOffer(Words):
    """`kind` is goods, transport or work."""

    template: ClassVar[str] = "offers/ask_offer"
    kind: str


@context
class AskWhenOffered(Words):
    template: ClassVar[str] = "offers/ask_when_offered"


@context
class AskOfferContact(Words):
    template: ClassVar[str] = "offers/ask_offer_contact"


@context
class AskShared(Words):
    template: ClassVar[str] = "offers/ask_shared"
    contact: str


@context
class OfferSummary(Words):
    template: ClassVar[str] = "offers/offer_summary"
    kind: str
    words: str
    place: str
    when: str
    contact: str
    shared: bool


@context
class OfferReceived(Words):
    template: ClassVar[str] = "offers/offer_received"
    code: str
    desk: str


@context
class OfferDone:
    """One line of an offer's history."""

    at: datetime
    who: str
    what: str
    words: str


@context
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


@context
class NeedLine:
    """An open need; `offers` stand for it already."""

    number: int
    code: str
    place: str
    words: str
    urgent: bool
    at: date
    offers: int


@context
class Needs(Words):
    """Open needs that an offer may be for, the nearest first."""

    template: ClassVar[str] = "offers/needs"
    code: str
    items: tuple[NeedLine, ...]


@context
class OfferLine:
    number: int
    code: str
    kind: str
    place: str
    words: str
    state: str


@context
class OfferList(Words):
    """A page of open offers."""

    template: ClassVar[str] = "offers/offer_list"
    items: tuple[OfferLine, ...]
    first: int
    total: int


@context
class OfferNotYours(Words):
    template: ClassVar[str] = "offers/offer_not_yours"
    code: str


@context
class OfferTooLate(Words):
    """It has moved on, or the need has."""

    template: ClassVar[str] = "offers/offer_too_late"
    code: str
    state: str


@context
class OfferNoted(Words):
    """To the officer: what was pressed has been done, and who was told."""

    template: ClassVar[str] = "offers/offer_noted"
    code: str
    what: str


@context
class OfferTold(Words):
    """To the giver: how it stands with what they offered; `words` of the officer, if there are any."""

    template: ClassVar[str] = "offers/offer_told"
    code: str
    state: str
    desk: str
    place: str
    words: str


@context
class OfferThanks(Words):
    template: ClassVar[str] = "offers/offer_thanks"
    code: str
    desk: str
    words: str


@context
class HelpFound(Words):
    """To the author of a need: help has been found; `contact` of the giver only if they agreed to it."""

    template: ClassVar[str] = "offers/help_found"
    code: str
    kind: str
    desk: str
    contact: str
    ask: bool


@context
class HelpLost(Words):
    """To the author of a need: the help that was found does not come, and another is looked for."""

    template: ClassVar[str] = "offers/help_lost"
    code: str
    desk: str


@context
class OfferFree(Words):
    """To the giver: the need is closed, and what they offered waits for another."""

    template: ClassVar[str] = "offers/offer_free"
    code: str
    desk: str


@context
class HelpGiven(Words):
    """To the author of a need: the officers say that it has been handed over."""

    template: ClassVar[str] = "offers/help_given"
    code: str
    desk: str


@context
class ContactAllowed(Words):
    """To the giver: the author of the need agrees to be called."""

    template: ClassVar[str] = "offers/contact_allowed"
    code: str
    contact: str


@context
class ContactGiven(Words):
    """To the author of the need: it has been passed on, or there was nobody to pass it to."""

    template: ClassVar[str] = "offers/contact_given"
    code: str
    given: bool
