"""Looking at a bulletin on its way: how fast it goes, whom it did not reach."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from storage.bulletins.store import Progress, progress
from storage.database import Tx
from storage.records import SendState
from storage.tables import addresses, deliveries

LATELY = timedelta(seconds=60)  # over which the pace is measured
_PAGE = 1000
_NOT_REACHED = (SendState.FAILED.value, SendState.UNKNOWN.value, SendState.CANCELLED.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast it goes.

    Attributes:
        rate: deliveries finished a second, of late.
        left: people who have not had their turn; an estimate while deliveries are still being made.
        ends: real time at which the last one is reached at this pace; None while nothing moves.
    """

    rate: float
    left: int
    ends: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """A delivery that did not arrive, or of which nobody knows. Says nothing about who it was for."""

    delivery: int
    channel: str
    state: str
    reason: str
    attempts: int
    repeats: int
    at: datetime | None


async def pace(tx: Tx, bulletin_id: int, how_far: Progress, at: datetime) -> Pace:
    """How fast it goes at this real time."""
    mine = (deliveries.c.bulletin_id == bulletin_id) & (deliveries.c.finished_at > at - LATELY)
    tried = deliveries.c.state != SendState.CANCELLED.value
    row = await tx.first(
        select(func.count().label("n"), func.min(deliveries.c.finished_at).label("first")).where(mine, tried)
    )
    count, first = (0, None) if row is None else (row.n, row.first)
    seconds = LATELY.total_seconds() if first is None else max(1.0, (at - first).total_seconds())
    rate = count / seconds
    made = sum(how_far.counts.values())
    left = (made if how_far.filled else max(made, how_far.counted)) - how_far.finished
    ends = at + timedelta(seconds=left / rate) if left and rate else None
    return Pace(rate=rate, left=left, ends=ends)


async def reasons(tx: Tx, bulletin_id: int) -> list[tuple[SendState, str, int]]:
    """Why people were not reached: state, reason, how many; the most frequent first."""
    mine = (deliveries.c.bulletin_id == bulletin_id) & deliveries.c.state.in_(_NOT_REACHED)
    columns = (deliveries.c.state, deliveries.c.reason)
    count = func.count().label("n")
    rows = await tx.all(select(*columns, count).where(mine).group_by(*columns).order_by(count.desc()))
    return [(SendState(row.state), row.reason, row.n) for row in rows]


async def missed(tx: Tx, bulletin_id: int) -> AsyncIterator[Missed]:
    """Everyone who was not reached, a page at a time: a million need no memory."""
    columns = (
        deliveries.c.id,
        deliveries.c.state,
        deliveries.c.reason,
        deliveries.c.attempts,
        deliveries.c.repeats,
        deliveries.c.finished_at,
        addresses.c.channel,
    )
    source = select(*columns).outerjoin_from(deliveries, addresses, addresses.c.id == deliveries.c.address_id)
    mine = (deliveries.c.bulletin_id == bulletin_id) & deliveries.c.state.in_(_NOT_REACHED)
    after = 0
    while True:
        page = await tx.all(
            source.where(mine, deliveries.c.id > after).order_by(deliveries.c.id).limit(_PAGE)
        )
        for row in page:
            yield Missed(
                delivery=row.id,
                channel=row.channel or "",
                state=row.state,
                reason=row.reason,
                attempts=row.attempts,
                repeats=row.repeats,
                at=row.finished_at,
            )
        if len(page) < _PAGE:
            return
        after = page[-1].id


async def how_it_goes(tx: Tx, bulletin_id: int, at: datetime) -> tuple[Progress, Pace] | None:
    """Both at once; None if there is no such bulletin."""
    how_far = await progress(tx, bulletin_id)
    return None if how_far is None else (how_far, await pace(tx, bulletin_id, how_far, at))
