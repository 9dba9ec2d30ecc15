"""Approved drafts that wait for their hour, and what goes out again the next day."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, insert, literal_column, select

from storage.database import Tx
from storage.drafts.store import get, wrote
from storage.records import Draft, DraftState
from storage.tables import bulletins, drafts

# Written out as the partial index has it, so that it is used.
APPROVED: ColumnElement[bool] = literal_column("state = 'approved'")
_NOT_AGAIN = frozenset(
    {"id", "bulletin_id", "state", "send_at", "valid_until", "version", "shown", "repeats_id"}
)


async def due(tx: Tx, now: datetime) -> list[Draft]:
    """Approved drafts whose hour has come, the earliest first; `now` is campaign time."""
    ids = select(drafts.c.id).where(APPROVED, drafts.c.send_at <= now).order_by(drafts.c.send_at, drafts.c.id)
    found = [await get(tx, row.id) for row in await tx.all(ids)]
    return [each for each in found if each is not None]


async def next_due(tx: Tx, after: datetime) -> datetime | None:
    """The first hour of an approved draft after this campaign instant."""
    row = await tx.first(
        select(drafts.c.send_at).where(APPROVED, drafts.c.send_at > after).order_by(drafts.c.send_at).limit(1)
    )
    return None if row is None else row.send_at


async def waiting_for_hours(tx: Tx) -> list[Draft]:
    """Every approved draft that waits for its hour, the earliest first."""
    ids = select(drafts.c.id).where(APPROVED, drafts.c.send_at.is_not(None))
    found = [await get(tx, row.id) for row in await tx.all(ids.order_by(drafts.c.send_at, drafts.c.id))]
    return [each for each in found if each is not None]


async def planned(tx: Tx, since: datetime, until: datetime) -> list[Draft]:
    """Approved drafts that go out in this time, the earliest first."""
    when = (drafts.c.send_at >= since) & (drafts.c.send_at <= until)
    ids = select(drafts.c.id).where(APPROVED, when).order_by(drafts.c.send_at, drafts.c.id)
    found = [await get(tx, row.id) for row in await tx.all(ids)]
    return [each for each in found if each is not None]


def valid_at(draft: Draft, at: datetime) -> datetime | None:
    """Up to when it holds if it goes out at this hour: for as long as at the hour that it has."""
    if draft.valid_until is None or draft.send_at is None:
        return draft.valid_until
    return draft.valid_until + (at - draft.send_at)


async def approved_for(tx: Tx, draft: Draft) -> int | None:
    """For how many people it counts as approved: growth that somebody accepted on the day before is counted in.

    None for what was approved before that was counted.
    """
    before = select(drafts.c.repeats_id).where(drafts.c.id == draft.id).scalar_subquery()
    accepted = (
        select(bulletins.c.counted)
        .join(drafts, drafts.c.bulletin_id == bulletins.c.id)
        .where(drafts.c.id == before)
    )
    found = await tx.first(accepted)
    return draft.counted if found is None else max(draft.counted or 0, int(found.counted))


async def again(tx: Tx, draft: Draft, at: datetime) -> Draft:
    """The same once more, approved as it was, for another hour; whose hands were on it stays."""
    row = await tx.first(select(drafts).where(drafts.c.id == draft.id))
    if row is None:
        raise LookupError("a draft is never deleted")
    kept: dict[str, Any] = {
        column.name: getattr(row, column.name) for column in drafts.c if column.name not in _NOT_AGAIN
    }
    values = {
        **kept,
        "state": DraftState.APPROVED.value,
        "send_at": at,
        "valid_until": valid_at(draft, at),
        "shown": draft.shown,
        "repeats_id": draft.id,
    }
    made = (await tx.execute(insert(drafts).values(values).returning(drafts.c.id))).one()
    for person_id in sorted(draft.writers):
        await wrote(tx, made.id, person_id)
    found = await get(tx, made.id)
    if found is None:
        raise LookupError("just made")
    return found
