"""Slow work that waits to be done: put in the transaction that wants it, done once, outside of any."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select, update

from storage.database import Tx
from storage.tables import jobs
from storage.upserts import insert_into

ATTEMPTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How often a kind of work is tried, and how long between: `first`, doubled each time up to `longest`."""

    attempts: int = ATTEMPTS
    first: timedelta = timedelta(seconds=10)
    longest: timedelta = timedelta(hours=1)

    def wait(self, tried: int) -> timedelta | None:
        """Until the next try, having tried so often; None if that was the last."""
        if tried >= self.attempts:
            return None
        return min(self.first * (1 << (tried - 1)), self.longest)


USUAL = Patience()


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Something to do: `payload` is what `put` was given."""

    id: int
    kind: str
    payload: Mapping[str, Any]
    attempts: int


async def put(
    tx: Tx,
    kind: str,
    payload: Mapping[str, Any],
    at: datetime,
    *,
    dedupe: str = "",
    not_before: datetime | None = None,
) -> bool:
    """Have it done; under one `dedupe` name once, ever. Both times are real. Returns whether it is new."""
    values = {
        "kind": kind,
        "payload": dict(payload),
        "dedupe": dedupe or None,
        "created_at": at,
        "not_before": not_before,
    }
    new = insert_into(tx.dialect, jobs).values(values).on_conflict_do_nothing().returning(jobs.c.id)
    added = await tx.scalar(new)
    tx.wake.add("jobs")
    return added is not None


async def extend(tx: Tx, dedupe: str, key: str, value: Any, until: datetime) -> bool:
    """Add to a list in the payload of a job that nobody begins before `until` (real time). False if it is too late."""
    mine = (jobs.c.dedupe == dedupe) & (jobs.c.state == "waiting") & (jobs.c.not_before > until)
    row = await tx.first(select(jobs.c.id, jobs.c.payload).where(mine).with_for_update())
    if row is None:
        return False
    payload = {**row.payload, key: [*row.payload.get(key, ()), value]}
    await tx.execute(update(jobs).where(jobs.c.id == row.id).values(payload=payload))
    return True


async def next_due(
    tx: Tx, at: datetime, *, only: Collection[str] = (), besides: Collection[str] = ()
) -> Job | None:
    """The oldest that may be done now (real time), of these kinds or of all but those; None if there is none."""
    due = (jobs.c.state == "waiting") & or_(jobs.c.not_before.is_(None), jobs.c.not_before <= at)
    due &= jobs.c.kind.in_(only) if only else jobs.c.kind.not_in(besides)
    row = await tx.first(select(jobs).where(due).order_by(jobs.c.id).limit(1))
    return row and Job(id=row.id, kind=row.kind, payload=row.payload, attempts=row.attempts)


async def done(tx: Tx, job: Job, at: datetime) -> bool:
    """It is done; its payload is forgotten. False if somebody else said so first: undo what you did here."""
    mine = (jobs.c.id == job.id) & (jobs.c.state == "waiting")
    changes = {"state": "done", "payload": {}, "finished_at": at}
    return bool((await tx.execute(update(jobs).where(mine).values(changes))).rowcount)


async def failed(tx: Tx, job: Job, reason: str, at: datetime, patience: Patience = USUAL) -> bool:
    """It did not work: tried again later, as often as `patience` says. Returns whether that was the last time."""
    wait = patience.wait(job.attempts + 1)
    changes: dict[str, Any] = {"attempts": job.attempts + 1, "reason": reason}
    if wait is None:
        changes |= {"state": "failed", "payload": {}, "finished_at": at}
    else:
        changes["not_before"] = at + wait
    await tx.execute(update(jobs).where(jobs.c.id == job.id).values(changes))
    return wait is None


async def waiting(tx: Tx) -> int:
    """How many wait."""
    return int(await tx.scalar(select(func.count()).where(jobs.c.state == "waiting")) or 0)
