"""What was heard and is not yet handled: stored before the platform is told that it arrived."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Integer, Select, Update, bindparam, delete, func, null, select, update
from sqlalchemy.sql.dml import ReturningInsert

from storage.database import Tx
from storage.tables import inbox
from storage.upserts import insert_into

ATTEMPTS = 3  # then a message is parked, and the next one proceeds
KEYS_KEPT = timedelta(hours=48)  # platforms repeat unconfirmed updates for 24 h (Telegram) or less


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """An update waiting to be handled."""

    id: int
    channel: str
    bot: str
    chat: str
    body: bytes
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An update to store; `key` is unique per (channel, bot)."""

    channel: str
    bot: str
    key: str
    chat: str
    body: bytes


async def receive(tx: Tx, arrivals: Sequence[Arrival], at: datetime) -> int:
    """Store what arrived; what is known already is left as it is. Returns how many were new."""
    if not arrivals:
        return 0
    rows = [
        {
            "channel": each.channel,
            "bot": each.bot,
            "key": each.key,
            "chat": each.chat,
            "body": each.body,
            "received_at": at,
        }
        for each in arrivals
    ]
    # One row's statement is kept by SQLAlchemy; one of many rows is made anew each time.
    adding = _adding(tx.dialect)
    added = await (tx.all(adding, rows[0]) if len(rows) == 1 else tx.all(adding.values(rows)))
    if added:
        tx.wake.add("inbox")
    return len(added)


@cache
def _adding(dialect: str) -> ReturningInsert[Any]:
    return insert_into(dialect, inbox).on_conflict_do_nothing().returning(inbox.c.id)


async def next_batch(tx: Tx, limit: int) -> list[Stored]:
    """The oldest unhandled update of each of up to `limit` chats, oldest first."""
    rows = await tx.all(_oldest(), {"most": limit})
    return [Stored(**row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's documented accessor


@cache
def _oldest() -> Select[Any]:
    """Built once: making a statement costs more than running it."""
    first = (
        select(func.min(inbox.c.id).label("id"))
        .where(inbox.c.state == "new")
        .group_by(inbox.c.channel, inbox.c.bot, inbox.c.chat)
        .order_by(func.min(inbox.c.id))
        .limit(bindparam("most", type_=Integer))
        .subquery()
    )
    columns = (inbox.c.id, inbox.c.channel, inbox.c.bot, inbox.c.chat, inbox.c.body, inbox.c.attempts)
    return select(*columns).join(first, first.c.id == inbox.c.id).order_by(inbox.c.id)


async def close(
    tx: Tx, ids: Sequence[int], at: datetime, *, state: str = "handled", reason: str = ""
) -> None:
    """Mark as handled (or ignored, with the reason) and erase the bodies: the keys stay against repeats."""
    if ids:
        await tx.execute(_closing(), {"these": ids, "ended": state, "why": reason, "at": at})


@cache
def _closing() -> Update:
    changes = {
        "state": bindparam("ended"),
        "reason": bindparam("why"),
        "body": null(),
        "handled_at": bindparam("at"),
    }
    return update(inbox).where(inbox.c.id.in_(bindparam("these", expanding=True))).values(changes)


async def failed(tx: Tx, row: Stored, reason: str) -> bool:
    """Count a failed try. Returns whether it was the last one: then park it."""
    await tx.execute(
        update(inbox).where(inbox.c.id == row.id).values(attempts=row.attempts + 1, reason=reason)
    )
    return row.attempts + 1 >= ATTEMPTS


async def park(tx: Tx, row_id: int, reference: str, at: datetime) -> None:
    """Put aside what cannot be handled, body and all, under the reference that the person was given."""
    await tx.execute(
        update(inbox).where(inbox.c.id == row_id).values(state="parked", reference=reference, handled_at=at)
    )


async def forget(tx: Tx, before: datetime) -> int:
    """Drop the keys of what was handled before `before`. Returns how many."""
    stale = delete(inbox).where(inbox.c.handled_at < before, inbox.c.state.in_(("handled", "ignored")))
    return int((await tx.execute(stale)).rowcount)


async def waiting(tx: Tx) -> int:
    """How many updates wait to be handled."""
    return int(await tx.scalar(select(func.count()).where(inbox.c.state == "new")) or 0)


async def last_key(tx: Tx, channel: str, bot: str) -> str | None:
    """The key of the update received last."""
    newest = select(inbox.c.key).where(inbox.c.channel == channel, inbox.c.bot == bot)
    key = await tx.scalar(newest.order_by(inbox.c.id.desc()).limit(1))
    return None if key is None else str(key)
