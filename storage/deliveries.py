"""Taking deliveries of bulletins to send: everything that may have changed is checked again here."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Integer,
    Row,
    Select,
    String,
    Update,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    update,
)

from messages.content import ChatKind, Reply
from storage import sets
from storage.audience import member
from storage.bulletins.filling import LEFT, WAITING, WITHHELD
from storage.claims import ROUNDING, Claim, Source
from storage.database import Tx
from storage.records import BulletinState, Pace, Rule, SendState
from storage.tables import addresses, bulletins, deliveries, people
from storage.topic_limit import EARLIER, had_enough

TOPIC = "topic"  # had their day's messages of this topic
SENDING = deliveries.c.state == literal_column("'sending'")
_ONCE_A_DAY = people.c.pace == Pace.DAILY.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a sender wants of one bulletin.

    Attributes:
        reply: the decoded words; every claim carries this very object.
        after: deliveries up to this id were looked at already.
        limit: how many to look at.
        busy: chats that cannot be written to now.
        day: the campaign's local date, ISO.
        at: real time.
        paid: these may leave beyond the platform's free pace.
        per_topic: how many bulletins of its topic one person gets a day; 0 for no such limit.
        topics: its topics, where the audience names none.
        withhold: who wants news once a day is told of it later, in a round-up.
    """

    channel: str
    bot: str
    bulletin_id: int
    lane: int
    urgent: bool
    version: int
    reply: Reply
    rule: Rule
    after: int
    limit: int
    busy: Collection[str]
    day: str
    at: datetime
    paid: bool = False
    per_topic: int = 0
    topics: tuple[str, ...] = ()
    withhold: bool = False

    @property
    def waits(self) -> bool:
        """Whether it waits for the round-up. What is urgent, or for holders of roles, goes to everyone at once."""
        return self.withhold and not self.urgent and not self.rule.audience.roles

    @property
    def capped(self) -> tuple[str, ...]:
        """The topics of which a person may have had enough today; none of what is urgent."""
        counts = self.per_topic and not self.urgent
        return (self.rule.audience.topics or self.topics) if counts else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """`claims` to send; `after`: where to look next, 0 once the end was reached; `ended`: how many fell away."""

    claims: list[Claim]
    after: int
    ended: int


async def claim_deliveries(tx: Tx, wanted: Wanted) -> Taken:
    """Take the next waiting deliveries of a bulletin that is being sent.

    Who left the audience, cannot be reached or waits for the round-up is passed over for good; who is
    reached through another bot, or has a message in flight, for now.
    """
    values = {
        "bulletin_id": wanted.bulletin_id,
        "after": wanted.after,
        "due": wanted.at + ROUNDING,
        "most": wanted.limit,
    }
    if wanted.capped:
        values |= {"day": wanted.day, "per_topic": wanted.per_topic}
    rows = await tx.all(_waiting(wanted.rule, waits=wanted.waits, capped=wanted.capped), values)
    ended = [[row.id, reason] for row in rows if (reason := _falls_away(row, wanted))]
    away = {each[0] for each in ended}
    mine = [row for row in rows if row.id not in away and _ours(row, wanted)]
    if ended:
        await _end(tx, ended, wanted.at)
    if mine:
        await _take(tx, mine, wanted)
    after = rows[-1].id if len(rows) == wanted.limit else 0
    return Taken(claims=[_claim(row, wanted) for row in mine], after=after, ended=len(ended))


@lru_cache(maxsize=64)
def _waiting(rule: Rule, *, waits: bool, capped: tuple[str, ...]) -> Select[Any]:
    """Built once for each rule: making a statement costs more than running it."""
    theirs = addresses.alias("theirs")
    here = [theirs.c.channel.in_(rule.audience.channels)] if rule.audience.channels else []
    best = (
        select(theirs.c.id)
        .where(theirs.c.person_id == deliveries.c.person_id, *here)
        .where(theirs.c.kind == ChatKind.PRIVATE.value, theirs.c.reachable)
        .order_by(theirs.c.last_heard.desc(), theirs.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    found = (
        deliveries.join(bulletins, bulletins.c.id == deliveries.c.bulletin_id)
        .outerjoin(people, people.c.id == deliveries.c.person_id)
        .outerjoin(addresses, addresses.c.id == best)
    )
    belongs = func.coalesce(member(rule), literal_column("false"))
    columns = (
        deliveries.c.id,
        deliveries.c.repeats,
        belongs.label("belongs"),
        (_ONCE_A_DAY if waits else literal_column("false")).label("waits"),
        had_enough(capped, deliveries.c.person_id, EARLIER.c.id != deliveries.c.id).label("had_enough"),
        addresses.c.id.label("address_id"),
        addresses.c.channel,
        addresses.c.bot,
        addresses.c.chat,
        addresses.c.last_heard,
        addresses.c.free_left,
    )
    due = bindparam("due", type_=deliveries.c.not_before.type)
    return (
        select(*columns)
        .select_from(found)
        .where(WAITING, deliveries.c.bulletin_id == bindparam("bulletin_id"))
        .where(deliveries.c.id > bindparam("after"))
        .where(or_(deliveries.c.not_before.is_(None), deliveries.c.not_before <= due))
        .where(bulletins.c.state == BulletinState.SENDING.value)
        .order_by(deliveries.c.id)
        .limit(bindparam("most", type_=Integer))
        # Nothing on SQLite, which has one writer.
        .with_for_update(of=deliveries, skip_locked=True)
    )


def _falls_away(row: Row[Any], wanted: Wanted) -> str:
    if not row.belongs or row.address_id is None:
        return LEFT
    if not _ours(row, wanted):
        return ""
    return WITHHELD if row.waits else TOPIC if row.had_enough else ""


def _ours(row: Row[Any], wanted: Wanted) -> bool:
    here = (row.channel, row.bot) == (wanted.channel, wanted.bot)
    return here and row.chat not in wanted.busy


async def _end(tx: Tx, ended: list[list[Any]], at: datetime) -> None:
    await tx.execute(_ending(tx.dialect), {"these": sets.encode(ended), "ended_at": at})


@cache
def _ending(dialect: str) -> Update:
    these = sets.rows(dialect, "these", {"id": BigInteger(), "reason": String()})
    at = bindparam("ended_at", type_=deliveries.c.finished_at.type)
    changes = {"state": SendState.CANCELLED.value, "reason": these.c.reason, "finished_at": at, "day": None}
    return update(deliveries).where(deliveries.c.id == these.c.id).values(changes)


async def _take(tx: Tx, rows: list[Row[Any]], wanted: Wanted) -> None:
    these = sets.encode([[row.id, row.address_id] for row in rows])
    values = {"these": these, "taken_version": wanted.version, "taken_day": wanted.day}
    await tx.execute(_taking(tx.dialect), values)


@cache
def _taking(dialect: str) -> Update:
    these = sets.rows(dialect, "these", {"id": BigInteger(), "address_id": BigInteger()})
    changes = {
        "state": SendState.SENDING.value,
        "attempts": deliveries.c.attempts + 1,
        "version": bindparam("taken_version"),
        "day": bindparam("taken_day"),
        "address_id": these.c.address_id,
    }
    return update(deliveries).where(deliveries.c.id == these.c.id).values(changes)


def _claim(row: Row[Any], wanted: Wanted) -> Claim:
    return Claim(
        source=Source.DELIVERIES,
        id=row.id,
        lane=wanted.lane,
        chat=row.chat,
        address_id=row.address_id,
        reply=wanted.reply,
        repeats=row.repeats,
        bulletin_id=wanted.bulletin_id,
        paid=wanted.paid,
        heard=row.last_heard,
        left=row.free_left,
        urgent=wanted.urgent,
    )
