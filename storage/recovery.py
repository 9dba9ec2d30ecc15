"""What a sender must know and mend before it starts: what a crash left in flight, what was just sent."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Table,
    and_,
    case,
    exists,
    func,
    literal,
    literal_column,
    select,
    union_all,
    update,
)

from messages.content import ChatKind
from storage.bulletins.filling import STILL_SENDING
from storage.claims import HELD_BACK
from storage.database import Tx
from storage.records import SendState
from storage.tables import addresses, bulletins, deliveries, outbox

RECENT = timedelta(seconds=60)  # the longest window that any platform counts in: groups, by the minute
_CRASHED = "crashed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A message that left lately, or may have: `at` is real time."""

    chat: str
    group: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """What a crash left in flight: sent again, and how many of those counted as possible repeats; given up."""

    again: int
    repeats: int
    unknown: int


async def recover(tx: Tx, channel: str, bot: str, repeats: int, at: datetime) -> Recovered:
    """Put what was in flight back, however often that happened: a crash is ours, nobody is given up for it.

    Only where a platform must never be repeated to (`repeats` is 0) it becomes unknown. An edit or a delete done
    twice is done once, so it counts for nothing. `at` is real time.
    """
    mine = (outbox.c.channel == channel) & (outbox.c.bot == bot)
    theirs = exists().where(addresses.c.id == deliveries.c.address_id, *_of(channel, bot))
    if not repeats:
        await _count_down(tx, mine, theirs)
    rows = [
        *await _put_back(tx, outbox, mine, outbox.c.kind == "send", repeats, at),
        *await _put_back(tx, deliveries, theirs, literal(True), repeats, at),
    ]
    again = [row for row in rows if row.state == SendState.WAITING.value]
    repeated = sum(row.sends for row in again)
    return Recovered(again=len(again), repeats=repeated, unknown=len(rows) - len(again))


async def _count_down(tx: Tx, mine: ColumnElement[bool], theirs: ColumnElement[bool]) -> None:
    """What was in flight may have been the last that cost nothing: until they are heard, nothing more may cost."""
    flying: ColumnElement[str] = literal_column("'sending'")
    who = union_all(
        select(outbox.c.address_id).where(outbox.c.state == flying, mine),
        select(deliveries.c.address_id).where(deliveries.c.state == flying, theirs),
    ).subquery()
    lower = addresses.c.free_left - 1
    left = case((lower > 0, lower), else_=0)
    await tx.execute(
        update(addresses).where(addresses.c.id.in_(select(who.c.address_id))).values(free_left=left)
    )


def _of(channel: str, bot: str) -> tuple[ColumnElement[bool], ...]:
    """Addresses of this bot, looked at one by one: SQLite would rather begin with all of them, a million."""
    return func.coalesce(addresses.c.channel, "") == channel, addresses.c.bot == bot


async def _put_back(
    tx: Tx, table: Table, mine: ColumnElement[bool], sends: ColumnElement[bool], repeats: int, at: datetime
) -> Any:
    in_flight = and_(table.c.state == literal_column("'sending'"), mine)
    lost = and_(sends, literal(repeats == 0))
    changes = {
        "state": case((lost, SendState.UNKNOWN.value), else_=SendState.WAITING.value),
        "repeats": table.c.repeats + case((and_(sends, ~lost), 1), else_=0),
        "reason": _CRASHED,
        "finished_at": case((lost, literal(at, table.c.finished_at.type)), else_=None),
    }
    put = update(table).where(in_flight).values(changes)
    return await tx.all(put.returning(table.c.state, case((sends, 1), else_=0).label("sends")))


async def recent(tx: Tx, channel: str, bot: str, at: datetime) -> list[Sent]:
    """What left in the last minute, and what a crash left in flight, which may have left just now."""
    group = addresses.c.kind == ChatKind.GROUP.value
    since = at - RECENT
    said = (
        select(outbox.c.chat, group.label("group"), outbox.c.finished_at)
        .outerjoin_from(outbox, addresses, addresses.c.id == outbox.c.address_id)
        .where(outbox.c.channel == channel, outbox.c.bot == bot)
    )
    pushed = (
        select(addresses.c.chat, group.label("group"), deliveries.c.finished_at)
        .join_from(deliveries, addresses, addresses.c.id == deliveries.c.address_id)
        .where(*_of(channel, bot))
    )
    every = deliveries.c.bulletin_id.in_(select(bulletins.c.id))
    rows = [
        *await tx.all(said.where(outbox.c.finished_at > since, outbox.c.attempts > 0)),
        *await tx.all(said.where(outbox.c.state == literal_column("'sending'"))),
        *await tx.all(pushed.where(every, deliveries.c.finished_at > since)),
        *await tx.all(pushed.where(every, *STILL_SENDING)),
    ]
    return [Sent(chat=row.chat, group=bool(row.group), at=min(row.finished_at or at, at)) for row in rows]


async def waits(tx: Tx, channel: str, bot: str, at: datetime) -> dict[str, datetime]:
    """Until when (real time) the platform said that chats must not be written to."""
    latest = func.max(outbox.c.not_before).label("until")
    mine = (outbox.c.channel == channel) & (outbox.c.bot == bot)
    waiting = (outbox.c.state == literal_column("'waiting'")) & outbox.c.reason.not_in(HELD_BACK)
    held = select(outbox.c.chat, latest).where(waiting, mine, outbox.c.not_before > at)
    return {row.chat: row.until for row in await tx.all(held.group_by(outbox.c.chat))}
