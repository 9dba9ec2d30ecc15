"""What people offer to give or do (góp sức), and how far it has come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class OfferKind(StrEnum):
    """What is offered. Money is not among them: it goes through the channels named in the campaign file alone."""

    GOODS = "goods"
    TRANSPORT = "transport"
    WORK = "work"


class OfferState(StrEnum):
    OFFERED = "offered"
    MATCHED = "matched"  # with an open need
    DELIVERED = "delivered"
    THANKED = "thanked"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"  # by the giver


_OVER = frozenset({OfferState.DELIVERED, OfferState.DECLINED, OfferState.WITHDRAWN})
OFFER_MOVES: Mapping[OfferState, frozenset[OfferState]] = {
    OfferState.OFFERED: _OVER | {OfferState.MATCHED},
    OfferState.MATCHED: _OVER | {OfferState.OFFERED},  # back: it came to nothing with that need
    OfferState.DELIVERED: frozenset({OfferState.THANKED}),
    OfferState.THANKED: frozenset(),
    OfferState.DECLINED: frozenset(),
    OfferState.WITHDRAWN: frozenset(),
}
OPEN_OFFERS = frozenset({OfferState.OFFERED, OfferState.MATCHED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Something offered.

    Attributes:
        code: GS- and five characters.
        person_id: the giver; None once erased.
        place: GSO code of a commune or district; empty for anywhere in the province.
        words: what, and how much. when: on which days, in the giver's words.
        contact: how the officers call the giver; empty if not wanted.
        shared: the giver agrees that whoever receives it is told `contact`.
        need: code of the report that it is matched with; empty for none.
        version: raised by each move.
    """

    id: int
    code: str
    person_id: int | None
    kind: OfferKind
    place: str
    words: str
    when: str
    contact: str
    shared: bool
    state: OfferState
    created_at: datetime
    updated_at: datetime
    need: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferEvent:
    """Something that happened to an offer: `kind` is the state it led to, `ref` the need it was about."""

    at: datetime
    kind: str
    actor: str = ""
    words: str = ""
    ref: str = ""
