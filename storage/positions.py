"""Where people stand in their dialogs."""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Insert, Row, Select, bindparam, delete, or_, select, update

from storage.database import Tx
from storage.records import Position
from storage.tables import positions
from storage.upserts import insert_into

_FIELDS = ("flow", "step", "answers", "return_to", "nonce", "prior", "asked_at")


def _read(row: Row[Any]) -> Position:
    values = {name: getattr(row, name) for name in _FIELDS}
    menu = tuple((label, data) for label, data in row.menu)
    return Position(**values, trail=tuple(row.trail), menu=menu)


async def load(tx: Tx, address_id: int, sender: str) -> Position | None:
    """Where this sender stands at this address; None if nowhere ever."""
    mine = (positions.c.address_id == address_id) & (positions.c.sender == sender)
    row = await tx.first(select(positions).where(mine))
    return None if row is None else _read(row)


async def load_many(tx: Tx, address_ids: Collection[int]) -> dict[tuple[int, str], Position]:
    """Where everybody stands at these addresses, by (address id, sender)."""
    if not address_ids:
        return {}
    rows = await tx.all(_standing(), {"these": list(address_ids)})
    return {(row.address_id, row.sender): _read(row) for row in rows}


@cache
def _standing() -> Select[Any]:
    return select(positions).where(positions.c.address_id.in_(bindparam("these", expanding=True)))


async def save_many(tx: Tx, moved: Mapping[tuple[int, str], Position]) -> None:
    """Keep all of these, in place of the ones before."""
    if not moved:
        return
    rows = [
        {"address_id": address_id, "sender": sender, **_values(position)}
        for (address_id, sender), position in moved.items()
    ]
    await tx.execute(_saving(tx.dialect), rows)


@cache
def _saving(dialect: str) -> Insert:
    """Built once, for however many rows: SQLAlchemy makes an insert of many rows anew each time."""
    new = insert_into(dialect, positions)
    changed = {name: new.excluded[name] for name in (*_FIELDS, "trail", "menu")}
    return new.on_conflict_do_update(index_elements=["address_id", "sender"], set_=changed)


def _values(position: Position) -> dict[str, Any]:
    return {name: getattr(position, name) for name in _FIELDS} | {
        "answers": dict(position.answers),
        "trail": list(position.trail),
        "menu": [list(each) for each in position.menu],
    }


async def save(tx: Tx, address_id: int, sender: str, position: Position) -> None:
    """Keep it, in place of the one before."""
    await save_many(tx, {(address_id, sender): position})


async def drop(tx: Tx, address_id: int) -> None:
    """Forget every position at this address."""
    await tx.execute(delete(positions).where(positions.c.address_id == address_id))


async def expired(
    tx: Tx, before: datetime, flows: Mapping[str, datetime], limit: int = 200
) -> list[tuple[int, str, Position]]:
    """Positions in a flow, asked before `before`: (address id, sender, position), oldest first.

    `flows` names those for which another moment counts.
    """
    asked, name = positions.c.asked_at, positions.c.flow
    own = [(name == each) & (asked < moment) for each, moment in flows.items()]
    old = select(positions).where(name != "", or_(name.not_in(list(flows)) & (asked < before), *own))
    rows = await tx.all(old.order_by(asked).limit(limit))
    return [(row.address_id, row.sender, _read(row)) for row in rows]


async def leave(tx: Tx, address_id: int, sender: str) -> None:
    """Out of the flow; the nonce stays, so that a second press on its last button is known for what it is."""
    mine = (positions.c.address_id == address_id) & (positions.c.sender == sender)
    changes = {"flow": "", "step": "", "answers": {}, "trail": [], "return_to": "", "menu": []}
    await tx.execute(update(positions).where(mine).values(changes))
