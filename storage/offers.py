"""Offers of help (góp sức): stored, moved along their table, matched with open needs."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Row, case, func, insert, select, update

from storage import codes
from storage.campaign import Campaign
from storage.database import Tx
from storage.records import (
    OFFER_MOVES,
    OPEN_OFFERS,
    OPEN_REPORTS,
    Offer,
    OfferEvent,
    OfferKind,
    OfferState,
    Report,
)
from storage.reports import fresh_code, report_of
from storage.tables import offer_events, offers, reports

_OPEN = sorted(state.value for state in OPEN_OFFERS)
_STANDING = sorted({*_OPEN, OfferState.DELIVERED.value, OfferState.THANKED.value})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOffer:
    """An offer about to be stored; see storage.records.Offer for the fields."""

    person_id: int
    kind: OfferKind
    place: str
    words: str
    when: str
    contact: str
    shared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """An open report that an offer may be for, and how many offers stand for it already."""

    report: Report
    offers: int


def offer_of(row: Row[Any]) -> Offer:
    """An offer from a row of `offers`."""
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's documented accessor
    return Offer(**{**values, "kind": OfferKind(values["kind"]), "state": OfferState(values["state"])})


async def add(tx: Tx, new: NewOffer, at: datetime) -> Offer:
    """Store it under a fresh code."""
    values = {field.name: getattr(new, field.name) for field in fields(new)} | {
        "kind": new.kind.value,
        "state": OfferState.OFFERED.value,
        "created_at": at,
        "updated_at": at,
        "code": await fresh_code(tx, codes.OFFER, offers),
    }
    made = offer_of((await tx.execute(insert(offers).values(values).returning(offers))).one())
    await note(tx, made, OfferEvent(at=at, kind=OfferState.OFFERED.value))
    return made


async def get(tx: Tx, code: str) -> Offer | None:
    """The offer of this code (in its true form)."""
    row = await tx.first(select(offers).where(offers.c.code == code))
    return None if row is None else offer_of(row)


async def of_person(tx: Tx, person_id: int) -> list[Offer]:
    """Somebody's own, the newest first."""
    mine = select(offers).where(offers.c.person_id == person_id).order_by(offers.c.id.desc())
    return [offer_of(row) for row in await tx.all(mine)]


async def waiting(tx: Tx, places: Collection[str] | None, limit: int, offset: int = 0) -> list[Offer]:
    """Open ones, the oldest first; `places` narrows to these codes (empty: anywhere), None to all."""
    rows = await tx.all(
        select(offers)
        .where(_waiting(places))
        .order_by(offers.c.created_at, offers.c.id)
        .limit(limit)
        .offset(offset)
    )
    return [offer_of(row) for row in rows]


async def count_waiting(tx: Tx, places: Collection[str] | None) -> int:
    """How many are open."""
    return int(await tx.scalar(select(func.count()).select_from(offers).where(_waiting(places))) or 0)


def _waiting(places: Collection[str] | None) -> Any:
    still = offers.c.state.in_(_OPEN)
    return still if places is None else still & offers.c.place.in_(sorted(places))


async def move(tx: Tx, offer: Offer, to: OfferState, event: OfferEvent, **changes: Any) -> Offer | None:
    """Move along OFFER_MOVES, in one statement, and write down what happened. None if it may not any more.

    `changes` are other columns to set.
    """
    before = [origin.value for origin, moves in OFFER_MOVES.items() if to in moves]
    here = (offers.c.id == offer.id) & offers.c.state.in_(before)
    values = {"state": to.value, "updated_at": event.at, "version": offers.c.version + 1, **changes}
    row = await tx.first(update(offers).where(here).values(values).returning(offers))
    if row is None:
        return None
    await note(tx, offer, event)
    return offer_of(row)


async def note(tx: Tx, offer: Offer, event: OfferEvent) -> None:
    """Write down what happened to it."""
    told = {
        "at": event.at,
        "kind": event.kind,
        "actor": event.actor,
        "words": event.words,
        "ref": event.ref,
    }
    await tx.execute(insert(offer_events).values(offer_id=offer.id, **told))


async def story(tx: Tx, offer: Offer) -> list[OfferEvent]:
    """What happened to it, in order."""
    mine = select(offer_events).where(offer_events.c.offer_id == offer.id).order_by(offer_events.c.id)
    return [
        OfferEvent(at=row.at, kind=row.kind, actor=row.actor, words=row.words, ref=row.ref)
        for row in await tx.all(mine)
    ]


async def for_need(tx: Tx, report: Report) -> list[Offer]:
    """Offers matched with this report and not delivered yet."""
    mine = (offers.c.need == report.code) & (offers.c.state == OfferState.MATCHED.value)
    return [offer_of(row) for row in await tx.all(select(offers).where(mine).order_by(offers.c.id))]


async def needs(tx: Tx, campaign: Campaign, offer: Offer, limit: int, offset: int = 0) -> list[Need]:
    """Open reports of kinds that gifts are for, the nearest first, then the urgent, then the oldest.

    Near is the offer's own commune, then its district; an offer for anywhere is near to none.
    """
    kinds = [kind.key for kind in campaign.report_kinds if kind.aid]
    rank = _nearness(campaign, offer.place)
    standing = (
        select(func.count())
        .where(offers.c.need == reports.c.code, offers.c.state.in_(_STANDING))
        .correlate(reports)
        .scalar_subquery()
    )
    still = reports.c.state.in_(sorted(state.value for state in OPEN_REPORTS)) & reports.c.kind.in_(kinds)
    rows = await tx.all(
        select(reports.c.id, standing.label("standing"))
        .where(still)
        .order_by(rank, reports.c.urgent.desc(), reports.c.created_at, reports.c.id)
        .limit(limit)
        .offset(offset)
    )
    counted = {row.id: int(row.standing) for row in rows}
    known = await tx.all(select(reports).where(reports.c.id.in_(counted)))
    by_id = {row.id: report_of(row) for row in known}
    return [Need(report=by_id[key], offers=count) for key, count in counted.items()]


def _nearness(campaign: Campaign, place: str) -> Any:
    if place not in campaign.units:
        return reports.c.kind.is_(None)  # all alike
    district = campaign.units.district_of(place)
    around = campaign.units.within([district.code]) | {district.code} if district else {place}
    return case((reports.c.place == place, 0), (reports.c.place.in_(sorted(around)), 1), else_=2)
