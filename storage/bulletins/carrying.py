"""Approved words carried to people who have the old ones, in slices: edits in place, by the outbox."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Text, cast, exists, func, literal, literal_column, select, update

from messages.content import Lane
from storage.audience import AGREED
from storage.bulletins.changes import ChangeKind
from storage.bulletins.filling import WITHHELD
from storage.database import Tx
from storage.outbox import LANE_ORDER, SUPERSEDED, wake
from storage.outbox import WAITING as ROW_WAITING
from storage.records import BulletinState, SendState
from storage.tables import addresses, bulletin_changes, bulletins, deliveries, outbox, people
from storage.upserts import insert_into

_MOST_WAITING = 2000  # rows of one change that wait to be sent: more are made when these have left
_OPEN: ColumnElement[bool] = literal_column("NOT done")
_SENDING = deliveries.c.state == literal_column("'sending'")


async def due(tx: Tx) -> list[int]:
    """Approved changes that some people have not been told of, oldest first."""
    found = select(bulletin_changes.c.id).where(_OPEN, bulletin_changes.c.approved_at.is_not(None))
    return list((await tx.execute(found.order_by(bulletin_changes.c.id))).scalars())


async def carry(tx: Tx, change_id: int, at: datetime, limit: int = 1000) -> bool:
    """Tell the next people; `at` is real time. Returns whether there was something to do right now.

    Whoever is being sent the old words this very moment is waited for, and so is a message being taken back.
    """
    change = await tx.first(select(bulletin_changes).where(bulletin_changes.c.id == change_id, _OPEN))
    if change is None or await _enough(tx, change.id):
        return False
    row = await tx.first(select(bulletins).where(bulletins.c.id == change.bulletin_id).with_for_update())
    if row is None or await _superseded(tx, change, row):
        await _done(tx, change)
        return True
    if change.kind == ChangeKind.RECALL.value and not row.filled:
        return False  # the sweep takes back first
    return await _slice(tx, change, row, at, limit)


async def _enough(tx: Tx, change_id: int) -> bool:
    """Whether rows enough of it wait; what waits is indexed, so this reads no more than it counts."""
    mine = select(outbox.c.id).where(ROW_WAITING, outbox.c.change_id == change_id)
    return await tx.first(mine.offset(_MOST_WAITING - 1).limit(1)) is not None


async def _superseded(tx: Tx, change: Row[Any], row: Row[Any]) -> bool:
    """Newer words are on their way, or the whole was taken back meanwhile."""
    if change.kind != ChangeKind.RECALL.value and row.state == BulletinState.RECALLED.value:
        return True
    mine = bulletin_changes.c.bulletin_id == change.bulletin_id
    approved = bulletin_changes.c.approved_at.is_not(None) & (bulletin_changes.c.kind == change.kind)
    newer = select(bulletin_changes.c.id).where(mine, approved, bulletin_changes.c.id > change.id)
    return await tx.first(newer.limit(1)) is not None


async def _done(tx: Tx, change: Row[Any]) -> None:
    await tx.execute(update(bulletin_changes).where(bulletin_changes.c.id == change.id).values(done=True))


async def _slice(tx: Tx, change: Row[Any], row: Row[Any], at: datetime, limit: int) -> bool:
    mine = deliveries.c.bulletin_id == row.id
    behind = await tx.scalar(
        select(func.min(deliveries.c.person_id)).where(_SENDING, mine, deliveries.c.version < change.version)
    )
    ahead = [mine, deliveries.c.person_id > change.cursor]
    if behind is not None:
        ahead.append(deliveries.c.person_id < behind)
    part = (
        select(deliveries.c.person_id).where(*ahead).order_by(deliveries.c.person_id).limit(limit).subquery()
    )
    found = await tx.first(select(func.max(part.c.person_id).label("upper"), func.count().label("n")))
    upper, looked_at = (None, 0) if found is None else (found.upper, found.n)
    last = looked_at < limit and behind is None
    if upper is not None:
        these = mine & deliveries.c.person_id.between(change.cursor + 1, upper)
        if change.kind == ChangeKind.RECALL.value and await _being_taken_back(tx, these):
            return False
        await _supersede(tx, these, change, at)
        if change.kind == ChangeKind.CORRECT.value:
            await _tell_again(tx, these, at)
        await _tell(tx, these, change, row, at)
    moved = {"cursor": change.cursor if upper is None else upper, "done": last}
    await tx.execute(update(bulletin_changes).where(bulletin_changes.c.id == change.id).values(moved))
    return upper is not None or last


async def _being_taken_back(tx: Tx, these: ColumnElement[bool]) -> bool:
    open_ = outbox.c.state.in_((SendState.WAITING.value, SendState.SENDING.value))
    waits = exists().where(outbox.c.dedupe == _recall_name(), open_).correlate(deliveries)
    return await tx.first(select(deliveries.c.id).where(these, waits).limit(1)) is not None


async def _supersede(tx: Tx, these: ColumnElement[bool], change: Row[Any], at: datetime) -> None:
    """Older corrections that still wait need not be made any more."""
    theirs = outbox.c.delivery_id.in_(select(deliveries.c.id).where(these))
    older = theirs & (outbox.c.kind == "edit") & (outbox.c.change_id < change.id)
    ended = {"state": SendState.CANCELLED.value, "reason": SUPERSEDED, "finished_at": at}
    await tx.execute(update(outbox).where(ROW_WAITING, older).values(ended))


async def _tell_again(tx: Tx, these: ColumnElement[bool], at: datetime) -> None:
    """Whoever read of it in a round-up is told of it anew in the next one (storage.roundups)."""
    told = these & (deliveries.c.reason == WITHHELD) & deliveries.c.day.is_not(None)
    await tx.execute(update(deliveries).where(told).values(day=None, finished_at=at))


async def _tell(tx: Tx, these: ColumnElement[bool], change: Row[Any], row: Row[Any], at: datetime) -> None:
    """An edit for each of those who have the old words and have not left."""
    had = (deliveries.c.state == SendState.SENT.value) & deliveries.c.receipt.is_not(None)
    who = [these, had, deliveries.c.version < change.version, addresses.c.reachable, AGREED]
    if change.kind == ChangeKind.RECALL.value:
        failed = outbox.alias("taking")
        kept = exists().where(failed.c.dedupe == _recall_name(), failed.c.state == SendState.FAILED.value)
        who.append(kept.correlate(deliveries))
    lane = LANE_ORDER[Lane.ALERTS] if row.urgent else row.lane
    columns = {
        "channel": addresses.c.channel,
        "bot": addresses.c.bot,
        "chat": addresses.c.chat,
        "address_id": addresses.c.id,
        "lane": literal(lane),
        "kind": literal("edit"),
        "body": literal(""),
        "delivery_id": deliveries.c.id,
        "change_id": literal(change.id),
        "dedupe": literal(f"change:{change.id}:") + cast(deliveries.c.id, Text),
        "created_at": literal(at, outbox.c.created_at.type),
    }
    source = (
        select(*columns.values())
        .join_from(deliveries, addresses, addresses.c.id == deliveries.c.address_id)
        .join(people, people.c.id == deliveries.c.person_id)
    )
    new = insert_into(tx.dialect, outbox).from_select(
        list(columns), source.where(*who).order_by(deliveries.c.id)
    )
    await tx.execute(new.on_conflict_do_nothing())
    await wake(tx)


def _recall_name() -> ColumnElement[str]:
    return literal("recall:") + cast(deliveries.c.id, Text)
