"""Broadcasts: which bulletins go as one message to all who follow, and how far each is."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, insert, literal_column, or_, select, update

from storage.bulletins.store import LIVE, bulletin_of
from storage.database import Tx
from storage.outbox import wake
from storage.records import BROADCAST_MOVES, Broadcast, BroadcastState, Bulletin, BulletinState
from storage.tables import broadcasts, bulletins

# Written out as the partial index has it, so that it is used.
OPEN: ColumnElement[bool] = literal_column(
    "broadcasts.state IN ('waiting', 'making', 'made', 'ready', 'sending')"
)
# Those that have reached people, or may have.
OUT = (BroadcastState.SENT, BroadcastState.UNKNOWN)
_USED = [
    each.value for each in (BroadcastState.SENDING, *OUT, BroadcastState.WITHDRAWN, BroadcastState.STUCK)
]


async def undecided(tx: Tx, channel: str, bot: str, since: datetime) -> list[Bulletin]:
    """Bulletins of which nobody has said yet how they go out on this account.

    Those that are live, and those that were over within moments: begun after `since`, campaign time.
    """
    known = select(broadcasts.c.bulletin_id).where(broadcasts.c.channel == channel, broadcasts.c.bot == bot)
    over = (bulletins.c.state == BulletinState.DONE.value) & (bulletins.c.created_at > since)
    found = select(bulletins).where(or_(LIVE, over), bulletins.c.id.not_in(known))
    return [bulletin_of(row) for row in await tx.all(found.order_by(bulletins.c.id))]


async def decide(
    tx: Tx, bulletin_id: int, channel: str, bot: str, state: BroadcastState, at: datetime, reason: str = ""
) -> None:
    """Say how it goes out: EACH, or WAITING for its article; `at` is real time."""
    values = {
        "bulletin_id": bulletin_id,
        "channel": channel,
        "bot": bot,
        "state": state.value,
        "reason": reason,
        "decided_at": at,
    }
    await tx.execute(insert(broadcasts).values(values))
    await wake(tx)


async def open_(tx: Tx, channel: str, bot: str) -> list[tuple[Broadcast, Bulletin]]:
    """What is under way on this account, oldest first, with its bulletin."""
    mine = (broadcasts.c.channel == channel) & (broadcasts.c.bot == bot)
    rows = await tx.all(select(broadcasts).where(OPEN, mine).order_by(broadcasts.c.id))
    found = select(bulletins).where(bulletins.c.id.in_([row.bulletin_id for row in rows]))
    theirs = {row.id: bulletin_of(row) for row in await tx.all(found)} if rows else {}
    return [(_broadcast(row), theirs[row.bulletin_id]) for row in rows]


async def to_withdraw(tx: Tx, channel: str, bot: str) -> list[Broadcast]:
    """Articles that are out, or may be, of bulletins taken back since."""
    mine = (broadcasts.c.channel == channel) & (broadcasts.c.bot == bot)
    out = broadcasts.c.state.in_([each.value for each in OUT]) & (broadcasts.c.article != "")
    theirs = select(broadcasts).join(bulletins, bulletins.c.id == broadcasts.c.bulletin_id)
    recalled = bulletins.c.state == BulletinState.RECALLED.value
    return [_broadcast(row) for row in await tx.all(theirs.where(mine, out, recalled))]


async def of_live(tx: Tx, channel: str, bot: str) -> dict[int, BroadcastState]:
    """How each live bulletin goes out on this account; what is not there is undecided."""
    mine = (broadcasts.c.channel == channel) & (broadcasts.c.bot == bot)
    live = select(bulletins.c.id).where(LIVE)
    columns = (broadcasts.c.bulletin_id, broadcasts.c.state)
    rows = await tx.all(select(*columns).where(mine, broadcasts.c.bulletin_id.in_(live)))
    return {row.bulletin_id: BroadcastState(row.state) for row in rows}


async def used_since(tx: Tx, channel: str, bot: str, since: datetime) -> int:
    """How many went out, or will, since this real time: what a day's limit counts."""
    mine = (broadcasts.c.channel == channel) & (broadcasts.c.bot == bot)
    counted = select(func.count()).where(mine, broadcasts.c.decided_at > since)
    wanted = OPEN | broadcasts.c.state.in_(_USED)
    return int(await tx.scalar(counted.where(wanted)) or 0)


async def find(tx: Tx, bulletin_id: int, states: Collection[BroadcastState]) -> Broadcast | None:
    """A broadcast of this bulletin that stands in one of these states."""
    standing = broadcasts.c.state.in_([each.value for each in states])
    row = await tx.first(select(broadcasts).where(broadcasts.c.bulletin_id == bulletin_id, standing))
    return None if row is None else _broadcast(row)


async def move(
    tx: Tx, broadcast: Broadcast, to: BroadcastState, at: datetime, **changes: Any
) -> Broadcast | None:
    """Compare and set; `at` is real time. None if it does not stand where it did."""
    if to not in BROADCAST_MOVES[broadcast.state]:
        raise ValueError(f"no broadcast moves from {broadcast.state} to {to}")
    values: dict[str, Any] = {"state": to.value, "reason": "", "not_before": None, "tries": 0, **changes}
    if to is BroadcastState.SENT or not BROADCAST_MOVES[to]:
        values["finished_at"] = at
    mine = (broadcasts.c.id == broadcast.id) & (broadcasts.c.state == broadcast.state.value)
    row = await tx.first(update(broadcasts).where(mine).values(values).returning(broadcasts))
    await wake(tx)
    return None if row is None else _broadcast(row)


def _broadcast(row: Row[Any]) -> Broadcast:
    return Broadcast(
        id=row.id,
        bulletin_id=row.bulletin_id,
        channel=row.channel,
        bot=row.bot,
        state=BroadcastState(row.state),
        token=row.token,
        article=row.article,
        version=row.version,
        tries=row.tries,
        not_before=row.not_before,
        reason=row.reason,
    )
