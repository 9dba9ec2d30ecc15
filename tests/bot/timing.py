"""Real time that stands still until a test moves it, and calendars small enough to reason about."""

from datetime import UTC, datetime, time, timedelta

from sqlalchemy import select

from bot.calendar import Calendar, Objection
from bot.chores import Hours
from bot.clock import Clock
from storage import audit, firings
from storage.campaign import Entry, Firing
from storage.database import Database, Tx
from storage.firings import Fired, Why
from storage.tables import audit as audit_table

REAL = datetime(2026, 8, 1, 3, tzinfo=UTC)
START = datetime(2021, 8, 18, 0, tzinfo=UTC)
GRACE = timedelta(hours=3)


class Wall:
    """The machine's clock."""

    def __init__(self, at: datetime = REAL) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def passes(self, **span: float) -> None:
        self.at += timedelta(**span)


def firing(key: str, due: datetime, grace: timedelta = GRACE) -> Firing:
    """A firing of an entry of its own."""
    entry = Entry(key=key, kind="reminder", at=time(7), grace=grace, date=due.date(), text="Nhắc")
    return Firing(entry=entry, due=due, until=due + grace)


def too_late(firing: Firing, at: datetime) -> Why | None:
    """The plainest rule about late firings."""
    return Why.TOO_LATE if at > firing.until else None


class Room:
    """A database with its calendar, which can be closed and opened again as a process is."""

    def __init__(
        self, database: Database, plan: list[Firing], wall: Wall, objection: Objection = too_late
    ) -> None:
        self.database = database
        self.plan = plan
        self.wall = wall
        self.objection = objection
        self.alerts: list[list[str]] = []

    async def open(
        self, start: datetime | None = START, speed: float | None = None, hours: Hours | None = None
    ) -> Calendar:
        """What a process has after its start."""
        clock = await Clock.open(self.database, start, speed, wall=self.wall)
        return Calendar(
            database=self.database,
            clock=clock,
            plan=self.plan,
            fires={"reminder": self._fire},
            objection=self.objection,
            alert=self._alert,
            hours=hours,
        )

    async def _fire(self, tx: Tx, entry: Entry, due: datetime) -> None:
        await audit.write(tx, due, "calendar", "fired", entry.key, {})

    async def _alert(self, tx: Tx, skipped: object) -> None:
        assert isinstance(skipped, list)
        self.alerts.append([each.schedule for each in skipped])

    async def effects(self) -> list[str]:
        """What the calendar really did, in order."""
        async with self.database.reading() as tx:
            return [row.subject for row in await tx.all(select(audit_table).order_by(audit_table.c.id))]

    async def fired(self) -> list[Fired]:
        """What the calendar says that it did."""
        async with self.database.reading() as tx:
            return await firings.every(tx)
