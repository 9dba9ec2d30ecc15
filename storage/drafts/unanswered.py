"""Urgent alerts that wait for an approver: found when they have waited too long, each once."""

from datetime import datetime

from sqlalchemy import select, update

from storage.database import Tx
from storage.drafts.store import OPEN, get
from storage.records import Draft, DraftKind, DraftState
from storage.tables import drafts

_WAITS = (drafts.c.state == DraftState.SUBMITTED.value) & drafts.c.urged_at.is_(None)


async def unanswered(tx: Tx, before: datetime) -> list[Draft]:
    """Alerts submitted up to then (campaign time) that nobody has decided, nor anyone been asked about once more."""
    alerts = OPEN & _WAITS & (drafts.c.kind == DraftKind.ALERT.value) & (drafts.c.submitted_at <= before)
    rows = await tx.all(select(drafts.c.id).where(alerts).order_by(drafts.c.id))
    found = [await get(tx, row.id) for row in rows]
    return [each for each in found if each is not None]


async def urge(tx: Tx, draft: Draft, at: datetime) -> bool:
    """They are asked once more now. False if somebody else has done that, or it has just been decided."""
    same = (drafts.c.id == draft.id) & _WAITS
    return bool((await tx.execute(update(drafts).where(same).values(urged_at=at))).rowcount)
