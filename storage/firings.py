"""What the calendar has done: one row for each schedule and due time, whoever came first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select

from storage.database import Tx
from storage.tables import firings
from storage.upserts import insert_into

_ROWS_AT_ONCE = 500  # five parameters a row, far below SQLite's 32,766


class Outcome(StrEnum):
    DONE = "done"
    SKIPPED = "skipped"


class Why(StrEnum):
    """Why a firing was skipped."""

    BEFORE_START = "before_start"  # due before the program was first started
    TOO_LATE = "too_late"  # the program was down longer than the entry's grace
    QUIET = "quiet"  # late, and by now it is night
    CLOSED = "closed"  # the campaign is over
    FAILED = "failed"  # it raised, again and again; the log says what


@dataclass(frozen=True, slots=True, kw_only=True)
class Fired:
    """A firing that is over.

    Attributes:
        schedule: the calendar entry's key.
        due_at: campaign time at which it was due.
        fired_at: campaign time at which it was done or skipped.
        why: why it was skipped; None if it was done.
    """

    schedule: str
    due_at: datetime
    fired_at: datetime
    why: Why | None = None

    @property
    def outcome(self) -> Outcome:
        """Done, unless there was a reason not to."""
        return Outcome.SKIPPED if self.why else Outcome.DONE


async def record(tx: Tx, fired: Sequence[Fired]) -> list[Fired]:
    """Take these firings; those already taken are left as they are. Returns the ones that were free.

    A second process that takes the same one waits for the first to commit and then finds it taken.
    """
    free: set[tuple[str, datetime]] = set()
    for start in range(0, len(fired), _ROWS_AT_ONCE):
        rows = [_row(each) for each in fired[start : start + _ROWS_AT_ONCE]]
        added = (
            insert_into(tx.dialect, firings)
            .values(rows)
            .on_conflict_do_nothing()
            .returning(firings.c.schedule, firings.c.due_at)
        )
        free |= {(row.schedule, row.due_at) for row in await tx.all(added)}
    return [each for each in fired if (each.schedule, each.due_at) in free]


def _row(fired: Fired) -> dict[str, object]:
    return {
        "schedule": fired.schedule,
        "due_at": fired.due_at,
        "fired_at": fired.fired_at,
        "outcome": fired.outcome.value,
        "note": fired.why.value if fired.why else "",
    }


async def every(tx: Tx) -> list[Fired]:
    """All firings so far, in order of due time."""
    rows = await tx.all(select(firings).order_by(firings.c.due_at, firings.c.schedule))
    return [
        Fired(
            schedule=row.schedule,
            due_at=row.due_at,
            fired_at=row.fired_at,
            why=Why(row.note) if row.note else None,
        )
        for row in rows
    ]


async def last_done(tx: Tx, schedules: Iterable[str], before: datetime) -> datetime | None:
    """When one of these schedules was last due and done, before this instant; None if never."""
    newest = select(func.max(firings.c.due_at)).where(
        firings.c.schedule.in_(list(schedules)),
        firings.c.due_at < before,
        firings.c.outcome == Outcome.DONE.value,
    )
    found: datetime | None = await tx.scalar(newest)
    return found
