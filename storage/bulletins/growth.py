"""Audiences that outgrow what was approved: paused, and asked about."""

from typing import Any

from sqlalchemy import ColumnElement, Row, case, func, select, update

from storage import audience
from storage.bulletins.store import rule
from storage.database import Tx
from storage.records import Bulletin, BulletinState, DraftKind
from storage.tables import bulletins, deliveries

GROWN = "grown"  # why a bulletin is paused
_COUNTED = frozenset(
    kind.value for kind in DraftKind
)  # reminders, zones and the closing: nobody approved a count
_SHARE = 5  # a fifth more than was approved
_LEAST = 20  # people: a few more of a tiny audience are no surprise


def outgrown(row: Row[Any] | Bulletin, size: int) -> bool:
    """Whether so many people are more than was approved for this bulletin, or row of `bulletins`."""
    more = size - row.counted
    return row.kind in _COUNTED and more >= _LEAST and more * _SHARE > row.counted


async def made(tx: Tx, bulletin_id: int, after: int = 0, upto: int | None = None) -> int:
    """How many people have a delivery of it, of those with ids beyond `after` and up to `upto`."""
    mine = [deliveries.c.bulletin_id == bulletin_id, deliveries.c.person_id > after]
    if upto is not None:
        mine.append(deliveries.c.person_id <= upto)
    return int(await tx.scalar(select(func.count()).select_from(deliveries).where(*mine)) or 0)


async def watch(tx: Tx, bulletin_id: int) -> bool:
    """Whether those who joined one by one have made it outgrow what was approved; reads an entry for each delivery."""
    row = await tx.first(select(bulletins).where(bulletins.c.id == bulletin_id))
    return row is not None and row.kind in _COUNTED and outgrown(row, await made(tx, bulletin_id))


def unasked(row: Row[Any]) -> bool:
    """Whether it is paused for its growth and nobody was asked yet."""
    paused = row.state == BulletinState.PAUSED.value and row.reason == GROWN
    return bool(paused and row.seen <= row.counted)


async def size(tx: Tx, row: Row[Any]) -> int:
    """How many people it is for by now; with a million of them, ask in a reading transaction."""
    return max(await made(tx, row.id), await audience.count(tx, rule(row)))


async def note(tx: Tx, row: Row[Any], seen: int) -> bool:
    """Keep the size that people are asked about. Returns whether they are to be asked: the first who notes it asks."""
    same = (bulletins.c.id == row.id) & (bulletins.c.reason == GROWN) & (bulletins.c.seen == row.seen)
    return bool((await tx.execute(update(bulletins).where(same).values(seen=seen))).rowcount)


def accepted() -> ColumnElement[int]:
    """The number that counts as approved once somebody lets it go on: what they were asked about."""
    now = case((bulletins.c.seen > bulletins.c.made, bulletins.c.seen), else_=bulletins.c.made)
    grew = (bulletins.c.reason == GROWN) & (now > bulletins.c.counted)
    return case((grew, now), else_=bulletins.c.counted)
