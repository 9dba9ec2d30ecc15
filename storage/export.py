"""Everything we hold about one person, for that person to read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from messages.content import Location
from storage import (
    locations,
    nominations,
    nominees,
    offers,
    people,
    ratings,
    remarks,
    reports,
    rumours,
    seconding,
    voices,
)
from storage.database import Tx
from storage.records import (
    PERSON_WROTE,
    Address,
    Grant,
    Nomination,
    Offer,
    Person,
    Remark,
    RemarkLine,
    Report,
    ReportEvent,
    Rumour,
    SendState,
)
from storage.tables import (
    addresses,
    bulletin_presses,
    code_tries,
    consents,
    deliveries,
    inbox,
    outbox,
    positions,
)
from storage.tables import people as people_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """An address of theirs, and when they last wrote from it."""

    address: Address
    last_heard: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What they said about being sent news, and when."""

    decision: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """A dialog they stand in, with the words they have given so far."""

    flow: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """All of it.

    Attributes:
        since: when we first heard from them, campaign time.
        stories: what happened to each report, by its code.
        points: where a report is, by its code, if its author sent that along and it is open.
        unnamed: codes of reports whose author asked to stay unnamed.
        rumours: rumours that they asked about.
        joined: reports of others that they joined as one more voice.
        ratings: of closed reports by their number, whether they are content with how it went.
        told_more: further words to each nomination, by its code.
        seconded: nominations of others that they told of too, with their words.
        told_of: nominations of others of which they answered as the nominee.
        remarks: their replies to bulletins, with what was said.
        got: bulletins and reminders that reached them.
        pressed: how often they pressed a button under a bulletin.
        copies: messages to them whose words we still keep.
        waiting: messages from them that are not handled yet, the present one among them.
        parked: messages from them that could not be handled and are kept with their words.
        tries: codes of others that they tried of late.
    """

    person: Person
    since: datetime
    reached: tuple[Reached, ...]
    decisions: tuple[Decision, ...]
    topics: frozenset[str]
    followed: frozenset[str]
    grants: tuple[Grant, ...]
    unfinished: tuple[Unfinished, ...]
    reports: tuple[Report, ...]
    stories: Mapping[str, tuple[ReportEvent, ...]]
    points: Mapping[str, Location]
    unnamed: frozenset[str]
    joined: tuple[Report, ...]
    ratings: Mapping[int, bool]
    rumours: tuple[Rumour, ...]
    nominations: tuple[Nomination, ...]
    told_more: Mapping[str, tuple[str, ...]]
    seconded: tuple[tuple[Nomination, str], ...]
    told_of: tuple[Nomination, ...]
    remarks: tuple[tuple[Remark, tuple[RemarkLine, ...]], ...]
    offers: tuple[Offer, ...]
    got: int
    pressed: int
    copies: int
    waiting: int
    parked: int
    tries: int


async def held(tx: Tx, person: Person, subjects: Sequence[str]) -> Held:
    """What we hold about this person; `subjects` are the keyed hashes of their addresses (the proofs of consent)."""
    rows = await tx.all(select(addresses).where(addresses.c.person_id == person.id).order_by(addresses.c.id))
    ids = [row.id for row in rows]
    sent, deeds = await reports.of_person(tx, person.id), await nominations.of_person(tx, person.id)
    said = [await _messages_from(tx, row, state) for row in rows for state in ("new", "parked")]
    return Held(
        person=person,
        since=await tx.scalar(select(people_table.c.created_at).where(people_table.c.id == person.id)),
        reached=tuple(Reached(address=people.address_of(row), last_heard=row.last_heard) for row in rows),
        decisions=await _decisions(tx, subjects),
        topics=await people.topics(tx, person.id),
        followed=await people.followed(tx, person.id),
        grants=await people.grants_of(tx, person.id),
        unfinished=await _unfinished(tx, ids),
        reports=tuple(sent),
        stories={report.code: tuple(await reports.story(tx, report)) for report in sent},
        points={each.code: point for each in sent if (point := await locations.of(tx, each.id))},
        unnamed=frozenset([each.code for each in sent if await voices.unnamed(tx, each.id)]),
        joined=tuple(await voices.joined_by(tx, person.id, only_followed=False)),
        ratings=await ratings.by(tx, person.id),
        rumours=tuple(await rumours.of_person(tx, person.id)),
        nominations=tuple(deeds),
        told_more={each.code: tuple(await _told_more(tx, each)) for each in deeds},
        seconded=tuple(await seconding.seconded_by(tx, person.id)),
        told_of=tuple(await nominees.told_of(tx, person.id)),
        remarks=tuple(
            [(each, tuple(await remarks.lines(tx, each))) for each in await remarks.of_person(tx, person.id)]
        ),
        offers=tuple(await offers.of_person(tx, person.id)),
        got=await _count(
            tx, deliveries, deliveries.c.person_id == person.id, deliveries.c.state == SendState.SENT.value
        ),
        pressed=await _count(tx, bulletin_presses, bulletin_presses.c.person_id == person.id),
        copies=await _count(tx, outbox, outbox.c.address_id.in_(ids), outbox.c.body != ""),
        waiting=sum(said[::2]),
        parked=sum(said[1::2]),
        tries=await _count(tx, code_tries, code_tries.c.address_id.in_(ids)),
    )


async def _told_more(tx: Tx, nomination: Nomination) -> list[str]:
    return [each.words for each in await nominations.story(tx, nomination) if each.kind == PERSON_WROTE]


async def _count(tx: Tx, table: Any, *which: Any) -> int:
    return int(await tx.scalar(select(func.count()).select_from(table).where(*which)) or 0)


async def _messages_from(tx: Tx, address: Any, state: str) -> int:
    here = (inbox.c.channel == address.channel, inbox.c.bot == address.bot, inbox.c.chat == address.chat)
    return await _count(tx, inbox, *here, inbox.c.state == state)


async def _decisions(tx: Tx, subjects: Sequence[str]) -> tuple[Decision, ...]:
    rows = await tx.all(select(consents).where(consents.c.subject.in_(subjects)).order_by(consents.c.id))
    return tuple(Decision(decision=row.decision, at=row.at) for row in rows)


async def _unfinished(tx: Tx, address_ids: Sequence[int]) -> tuple[Unfinished, ...]:
    standing = select(positions).where(positions.c.address_id.in_(address_ids), positions.c.flow != "")
    return tuple(
        Unfinished(flow=row.flow, words=tuple(_words(row.answers))) for row in await tx.all(standing)
    )


def _words(answer: Any) -> Iterator[str]:
    """Every text somewhere inside."""
    if isinstance(answer, str):
        if answer:
            yield answer
    elif isinstance(answer, Mapping):
        for each in answer.values():
            yield from _words(each)
    elif isinstance(answer, (list, tuple)):
        for each in answer:
            yield from _words(each)
