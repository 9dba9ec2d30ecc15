"""Making deliveries for an audience, and ending them, in slices: memory stays flat, transactions short."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Subquery,
    Text,
    cast,
    delete,
    exists,
    func,
    literal,
    literal_column,
    select,
    update,
)

from messages.content import Lane
from storage.audience import AGREED, member
from storage.bulletins import growth
from storage.bulletins.store import LIVE, ROUNDUP, START_LOCK, rule
from storage.database import Tx
from storage.outbox import LANE_ORDER, wake
from storage.records import BulletinState, Rule, SendState
from storage.tables import addresses, bulletins, deliveries, grants, outbox, people
from storage.upserts import insert_into

WITHHELD = "daily"  # wants news once a day: told of it in the next round-up
LEFT = "left"  # no longer in the audience, or not to be reached, when their turn came
WAITING = deliveries.c.state == literal_column("'waiting'")
SENDING = deliveries.c.state == literal_column("'sending'")
# The same of one bulletin's, with a bound that is always kept: without it SQLite prefers an index that covers all
# deliveries of the bulletin, and walks a million entries to find none that waits.
STILL_WAITING = (WAITING, deliveries.c.id > literal_column("0"))
STILL_SENDING = (SENDING, deliveries.c.person_id > literal_column("0"))


async def fill(tx: Tx, bulletin_id: int, limit: int = 1000) -> bool:
    """Make deliveries for the next people of the audience, looking at `limit` of them at most.

    Returns whether everyone has one now. A bulletin that is not being sent is left alone; one that is for more
    people than was approved is paused here, before anybody beyond them is claimed.
    """
    row = await _lock(tx, bulletin_id)
    if row is None or row.state != BulletinState.SENDING.value or row.filled:
        return row is None or bool(row.filled)
    if row.kind == ROUNDUP:  # for those who were passed over, and nobody else
        await tx.execute(update(bulletins).where(bulletins.c.id == row.id).values(filled=True))
        return True
    who = rule(row)
    slice_ = _candidates(who, row.cursor).limit(limit).subquery()
    upper, looked_at = await _extent(tx, slice_, slice_.c.id)
    filled = looked_at < limit
    if upper is not None:
        everyone = _candidates(who, row.cursor, upper).subquery()
        await _deliver_to(tx, row.id, who, people.c.id.in_(select(everyone.c.id)))
    changes: dict[str, Any] = {"cursor": upper or row.cursor, "filled": filled}
    if upper is not None:
        changes["made"] = row.made + await growth.made(tx, row.id, row.cursor, upper)
        if growth.outgrown(row, changes["made"]):
            changes |= {"state": BulletinState.PAUSED.value, "reason": growth.GROWN}
    await tx.execute(update(bulletins).where(bulletins.c.id == row.id).values(changes))
    tx.wake.add("outbox")
    return filled


async def joined(tx: Tx, *person_ids: int) -> None:
    """Call where people may have become members of audiences: they get what is being sent right now.

    That is after they agreed, chose topics or a place, got a role or came back. Idempotent.
    """
    if tx.dialect == "postgresql":
        await tx.execute(select(cast(func.pg_advisory_xact_lock_shared(START_LOCK), Text)))
    # FOR SHARE (nothing on SQLite): a bulletin cannot be declared finished before this delivery is seen.
    news = select(bulletins).where(LIVE, bulletins.c.kind != ROUNDUP).order_by(bulletins.c.id)
    rows = await tx.all(news.with_for_update(read=True))
    for row in rows:
        mine = people.c.id.in_(person_ids)
        members = select(people.c.id).where(mine, member(rule(row)))
        gone = (deliveries.c.state == SendState.CANCELLED.value) & (deliveries.c.reason == LEFT)
        back = deliveries.c.person_id.in_(members)
        await tx.execute(delete(deliveries).where(deliveries.c.bulletin_id == row.id, gone, back))
        await _deliver_to(tx, row.id, rule(row), mine)
    if rows:
        await wake(tx)


async def low(tx: Tx, bulletin_id: int, mark: int) -> bool:
    """Whether fewer than `mark` deliveries wait."""
    mine = select(deliveries.c.id).where(*STILL_WAITING, deliveries.c.bulletin_id == bulletin_id)
    return await tx.first(mine.offset(mark - 1).limit(1)) is None


async def waiting(tx: Tx, bulletin_id: int) -> int:
    """How many of its deliveries wait; people who have none yet are not among them."""
    mine = (*STILL_WAITING, deliveries.c.bulletin_id == bulletin_id)
    return int(await tx.scalar(select(func.count()).select_from(deliveries).where(*mine)) or 0)


async def finish(tx: Tx, bulletin_id: int, at: datetime) -> bool:
    """Declare it done if everyone has a delivery and none is left to send; `at` is campaign time."""
    # Locked first: whoever is joining it right now is seen by the statement after.
    row = await _lock(tx, bulletin_id)
    if row is None or row.state != BulletinState.SENDING.value or not row.filled:
        return False
    mine = deliveries.c.bulletin_id == bulletin_id
    open_ = [exists().where(*state, mine) for state in (STILL_WAITING, STILL_SENDING)]
    sending = bulletins.c.state == BulletinState.SENDING.value
    done = update(bulletins).where(bulletins.c.id == bulletin_id, sending, *(~each for each in open_))
    return bool((await tx.execute(done.values(state=BulletinState.DONE.value, finished_at=at))).rowcount)


async def sweep(tx: Tx, bulletin_id: int, at: datetime, limit: int = 1000) -> bool:
    """End the next deliveries of a cancelled or recalled bulletin; `at` is real time.

    What waits is cancelled; what was sent is taken back if the bulletin is recalled. What is in flight is
    waited for. Returns whether nothing is left.
    """
    row = await _lock(tx, bulletin_id)
    if row is None or row.filled:
        return True
    mine = deliveries.c.bulletin_id == bulletin_id
    flying = await tx.scalar(select(func.min(deliveries.c.person_id)).where(*STILL_SENDING, mine))
    ahead = [mine, deliveries.c.person_id > row.cursor]
    if flying is not None:
        ahead.append(deliveries.c.person_id < flying)
    part = (
        select(deliveries.c.person_id).where(*ahead).order_by(deliveries.c.person_id).limit(limit).subquery()
    )
    upper, looked_at = await _extent(tx, part, part.c.person_id)
    return await _sweep_to(tx, row, upper, at, last=looked_at < limit and flying is None)


async def _extent(tx: Tx, part: Subquery, key: ColumnElement[Any]) -> tuple[int | None, int]:
    """The highest id of a slice, and how many it has."""
    row = await tx.first(select(func.max(key).label("upper"), func.count().label("n")).select_from(part))
    return (None, 0) if row is None else (row.upper, row.n)


async def _sweep_to(tx: Tx, row: Row[Any], upper: int | None, at: datetime, *, last: bool) -> bool:
    if upper is not None:
        people_ids = deliveries.c.person_id.between(row.cursor + 1, upper)
        mine = (deliveries.c.bulletin_id == row.id) & people_ids
        ended = {"state": SendState.CANCELLED.value, "reason": row.reason or row.state, "finished_at": at}
        await tx.execute(update(deliveries).where(mine, deliveries.c.state == "waiting").values(ended))
        if row.state == BulletinState.RECALLED.value:
            await _take_back(tx, mine, at)
    changes = {"cursor": row.cursor if upper is None else upper, "filled": last}
    await tx.execute(update(bulletins).where(bulletins.c.id == row.id).values(changes))
    return last


async def _take_back(tx: Tx, which: ColumnElement[bool], at: datetime) -> None:
    """A delete for each delivery that arrived; no address any more, nothing to delete."""
    sent = (deliveries.c.state == SendState.SENT.value) & deliveries.c.receipt.is_not(None)
    columns = {
        "channel": addresses.c.channel,
        "bot": addresses.c.bot,
        "chat": addresses.c.chat,
        "address_id": addresses.c.id,
        # Not the bulletins' lane: what is taken back goes out after the campaign and in quiet hours too.
        "lane": literal(LANE_ORDER[Lane.ALERTS]),
        "kind": literal("delete"),
        "body": literal(""),
        "delivery_id": deliveries.c.id,
        "dedupe": literal("recall:") + cast(deliveries.c.id, Text),
        "created_at": literal(at, outbox.c.created_at.type),
    }
    source = select(*columns.values()).join_from(
        deliveries, addresses, addresses.c.id == deliveries.c.address_id
    )
    new = insert_into(tx.dialect, outbox).from_select(
        list(columns), source.where(which, sent).order_by(deliveries.c.id)
    )
    await tx.execute(new.on_conflict_do_nothing())
    await wake(tx)


def _candidates(who: Rule, after: int, upto: int | None = None) -> Select[tuple[int]]:
    """Ids of people worth asking about, in order: those who agreed; for staff, the holders of the roles."""
    if who.audience.roles:
        held = grants.c.role.in_(who.audience.roles) & grants.c.revoked_at.is_(None)
        key, found = grants.c.person_id, select(grants.c.person_id.label("id")).where(held).distinct()
    else:
        key, found = people.c.id, select(people.c.id).where(AGREED)
    if upto is not None:
        found = found.where(key <= upto)
    return found.where(key > after).order_by(key)


async def _deliver_to(tx: Tx, bulletin_id: int, who: Rule, which: ColumnElement[bool]) -> None:
    source = select(literal(bulletin_id), people.c.id).where(which, member(who))
    new = insert_into(tx.dialect, deliveries).from_select(
        ["bulletin_id", "person_id"], source.order_by(people.c.id)
    )
    await tx.execute(new.on_conflict_do_nothing())


async def _lock(tx: Tx, bulletin_id: int) -> Row[Any] | None:
    # FOR UPDATE compiles away on SQLite, which has one writer; taken before deliveries, so in one order.
    return await tx.first(select(bulletins).where(bulletins.c.id == bulletin_id).with_for_update())
