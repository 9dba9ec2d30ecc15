"""Small facts about this database as a whole, by name: JSON values."""

from typing import Any

from sqlalchemy import select

from storage.database import Tx
from storage.tables import meta
from storage.upserts import insert_into


async def get(tx: Tx, key: str) -> Any:
    """The value kept under this name; None if there is none."""
    return await tx.scalar(select(meta.c.value).where(meta.c.key == key))


async def put(tx: Tx, key: str, value: Any) -> None:
    """Keep a JSON-able value under this name, in place of what was there."""
    new = insert_into(tx.dialect, meta).values(key=key, value=value)
    await tx.execute(
        new.on_conflict_do_update(index_elements=[meta.c.key], set_={"value": new.excluded.value})
    )
