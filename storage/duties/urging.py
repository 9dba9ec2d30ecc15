"""What is asked of units comes due: whom to remind, each once for each step."""

from datetime import datetime

from sqlalchemy import select, update

from storage.campaign.duties import Urging
from storage.database import Tx
from storage.duties.store import OPEN, directive_of, obligation_of
from storage.overdue import Notice, Plan
from storage.records import Directive, Obligation
from storage.records.duties import UNDONE
from storage.tables import directives, obligations

_UNDONE = sorted(state.value for state in UNDONE)


def plan_of(urging: Urging, due_at: datetime, since: datetime) -> Plan:
    """When they are reminded of something due then and given (or extended) at `since`.

    A step before the due time that had passed when it was given is left out.
    """
    soon = due_at - urging.before if urging.before else None
    steps = (
        (Notice.SOON, soon if soon and soon > since else None),
        (Notice.OVERDUE, due_at),
        (Notice.ESCALATED, due_at + urging.head_after if urging.head_after else None),
    )
    return Plan(due_at=due_at, steps=tuple((notice, at) for notice, at in steps if at))


async def due(tx: Tx, now: datetime, limit: int) -> list[tuple[Directive, Obligation]]:
    """What is owed and has a step of reminding that has come, the longest waiting first."""
    which = (obligations.c.notice_at <= now) & obligations.c.state.in_(_UNDONE)
    joined = select(obligations).join(directives, directives.c.id == obligations.c.directive_id)
    rows = await tx.all(
        joined.where(which, OPEN).order_by(obligations.c.notice_at, obligations.c.id).limit(limit)
    )
    ids = {row.directive_id for row in rows}
    known = {
        row.id: directive_of(row)
        for row in await tx.all(select(directives).where(directives.c.id.in_(sorted(ids))))
    }
    return [(known[row.directive_id], obligation_of(row)) for row in rows]


async def noticed(tx: Tx, obligation: Obligation, notice: Notice, following: datetime | None) -> bool:
    """Keep that they were reminded so far. False if they were already."""
    here = (obligations.c.id == obligation.id) & (obligations.c.noticed < int(notice))
    values = {"noticed": int(notice), "notice_at": following}
    return bool((await tx.execute(update(obligations).where(here).values(values))).rowcount)
