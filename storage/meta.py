"""Small facts about this database as a whole, by name: JSON values."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Tx
from storage.tables import meta


async def get(tx: Tx, key: str) -> Any:
    """The value kept under this name; None if there is none."""
    return await tx.scalar(select(meta.c.value).where(meta.c.key == key))


async def put(tx: Tx, key: str, value: Any) -> None:
    """Keep a JSON-able value under this name, in place of what was there."""
    maker = sqlite.insert if tx.dialect == "sqlite" else postgresql.insert
    new = maker(meta).values(key=key, value=value)
    await tx.execute(
        new.on_conflict_do_update(index_elements=[meta.c.key], set_={"value": new.excluded.value})
    )
