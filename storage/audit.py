"""Who did what: every staff action, kept for good."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import insert, select

from storage.database import Rows, Tx
from storage.tables import audit


async def write(
    tx: Tx, at: datetime, actor: str, action: str, subject: str, detail: Mapping[str, object]
) -> None:
    """Add one line. `detail` is JSON-able and holds no words of a citizen."""
    await tx.execute(
        insert(audit).values(at=at, actor=actor, action=action, subject=subject, detail=dict(detail))
    )


async def recent(tx: Tx, limit: int = 50) -> Rows:
    """The newest lines first."""
    return await tx.all(select(audit).order_by(audit.c.id.desc()).limit(limit))
