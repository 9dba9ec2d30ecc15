"""Where people stand in their dialogs."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Tx
from storage.records import Position
from storage.tables import positions

_FIELDS = ("flow", "step", "answers", "return_to", "nonce", "prior", "asked_at")


def _read(row: Row[Any]) -> Position:
    values = {name: getattr(row, name) for name in _FIELDS}
    return Position(**values, trail=tuple(row.trail))


async def load(tx: Tx, address_id: int, sender: str) -> Position | None:
    """Where this sender stands at this address; None if nowhere ever."""
    mine = (positions.c.address_id == address_id) & (positions.c.sender == sender)
    row = await tx.first(select(positions).where(mine))
    return None if row is None else _read(row)


async def save(tx: Tx, address_id: int, sender: str, position: Position) -> None:
    """Keep it, in place of the one before."""
    values = {name: getattr(position, name) for name in _FIELDS} | {
        "answers": dict(position.answers),
        "trail": list(position.trail),
    }
    maker = sqlite.insert if tx.dialect == "sqlite" else postgresql.insert
    statement = maker(positions).values(address_id=address_id, sender=sender, **values)
    await tx.execute(
        statement.on_conflict_do_update(index_elements=["address_id", "sender"], set_=values),
    )


async def drop(tx: Tx, address_id: int) -> None:
    """Forget every position at this address."""
    await tx.execute(delete(positions).where(positions.c.address_id == address_id))


async def expired(tx: Tx, before: datetime, limit: int = 200) -> list[tuple[int, str, Position]]:
    """Positions in a flow, asked before `before`: (address id, sender, position), oldest first."""
    old = select(positions).where(positions.c.flow != "", positions.c.asked_at < before)
    rows = await tx.all(old.order_by(positions.c.asked_at).limit(limit))
    return [(row.address_id, row.sender, _read(row)) for row in rows]


async def leave(tx: Tx, address_id: int, sender: str) -> None:
    """Out of the flow; the nonce stays, so that a second press on its last button is known for what it is."""
    mine = (positions.c.address_id == address_id) & (positions.c.sender == sender)
    changes = {"flow": "", "step": "", "answers": {}, "trail": [], "return_to": ""}
    await tx.execute(update(positions).where(mine).values(changes))
