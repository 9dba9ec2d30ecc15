"""Lists of drafts, as their numbers: a page of them is read, the rest only counted."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from storage.database import Tx
from storage.drafts.store import OPEN
from storage.records import DraftKind, DraftState
from storage.tables import drafts


async def open_ids(tx: Tx, agencies: Sequence[str]) -> list[int]:
    """What these agencies are working on, the newest first: that is what somebody goes on with."""
    found = select(drafts.c.id).where(OPEN, drafts.c.agency.in_(agencies)).order_by(drafts.c.id.desc())
    return [row.id for row in await tx.all(found)]


async def waiting_ids(tx: Tx, own: Sequence[str], called: Sequence[str] = ()) -> list[int]:
    """What waits for approvers of agencies `own`, and alerts of agencies `called`; who has waited longest first."""
    alert = drafts.c.kind == DraftKind.ALERT.value
    theirs = or_(drafts.c.agency.in_(own), drafts.c.agency.in_(called) & alert)
    found = select(drafts.c.id).where(OPEN, drafts.c.state == DraftState.SUBMITTED.value, theirs)
    return [row.id for row in await tx.all(found.order_by(drafts.c.submitted_at, drafts.c.id))]
