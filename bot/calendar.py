"""The calendar: real time ticks, campaign time says what is due, and each firing happens once.

APScheduler only wakes us. What is due are the campaign's firings between the instant looked at last (stored) and
now; each is a row unique by (schedule, due time), written in the transaction of its effect, so that a second
process, a double tick or a restart finds it taken.
"""

import asyncio
import logging
from bisect import bisect_right
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Self

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.chores import Chore, Chores, Hours
from bot.clock import Clock
from storage import faults, firings
from storage.campaign import Entry, Firing
from storage.database import BROKEN, Database, Tx, Urgency
from storage.firings import Fired, Why

Fire = Callable[[Tx, Entry, datetime], Awaitable[None]]
Objection = Callable[[Firing, datetime], Why | None]
Alert = Callable[[Tx, Sequence[Fired]], Awaitable[None]]
Coming = tuple[
    Entry | None, datetime
]  # an entry and its due time (UTC); no entry: one of the hours beside the plan

ON_TIME = timedelta(minutes=1)  # a tick or a busy moment makes nothing late
TRIES = 3  # a firing that raises this often is skipped, so that those after it get their turn
HOURS_EVERY = timedelta(seconds=20)  # campaign time; how soon after its hour something is begun
MARK_EVERY = timedelta(seconds=30)  # real time; looking again at what is marked too rarely finds it taken
REFRESH_EVERY = timedelta(seconds=1)  # real time; how soon another process's change to the clock is seen
_INSTANT = timedelta(microseconds=1)

log = structlog.get_logger(__name__)


class Calendar:
    """What happens by itself. Use as `async with Calendar(...)`: ticks inside, and ends between two firings."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        plan: Sequence[Firing],
        fires: Mapping[str, Fire],
        objection: Objection,
        alert: Alert,
        chores: Sequence[Chore] = (),
        hours: Hours | None = None,
    ) -> None:
        """`plan`: the campaign's firings; `fires`: what each kind of entry does, given its due time (UTC).

        `objection(firing, at)` says why a firing must not happen at the campaign instant `at` (its due time if it
        is not late); `alert` tells the operators what was skipped, in the transaction that skips it. `hours`: what has
        hours of its own, at which a rehearsal's jumps stop too.

        Raises:
            ValueError: a kind in the plan that `fires` does not know.
        """
        if unknown := {firing.entry.kind for firing in plan} - set(fires):
            raise ValueError(f"nothing does calendar entries of kind {', '.join(sorted(unknown))}")
        self.clock = clock
        self._database = database
        # Sorted and compared in UTC: two local times of one zone compare by their hands, not by the instant.
        self._plan = sorted(plan, key=_due)
        self._dues = [_due(firing) for firing in self._plan]
        self._fires = fires
        self._objection = objection
        self._alert = alert
        self._hours = hours
        mine = [Chore(name="hours", every=HOURS_EVERY, run=self._start_hours)] if hours else []
        self._chores = Chores(database, (*mine, *chores))
        self._down = timedelta()  # real time between the last two looks
        self._looked: datetime | None = None  # campaign time
        self._looked_at = clock.wall()  # real time of that look
        self._marked_at: datetime | None = None
        self._refreshed_at = clock.wall()
        self._failures: dict[tuple[str, datetime], int] = {}
        self._broken = False
        self._busy = asyncio.Lock()
        self._interval = 0.0
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 2}
        )

    async def __aenter__(self) -> Self:
        # It would report each of up to twenty ticks a second.
        logging.getLogger("apscheduler").setLevel(logging.WARNING)
        self._interval = interval(self.clock.speed)
        self._scheduler.start()
        self._scheduler.add_job(self.tick, self._trigger(), id="tick", next_run_time=datetime.now(UTC))
        return self

    async def __aexit__(self, *_: object) -> None:
        self._scheduler.pause()
        async with self._busy:  # APScheduler would cancel a tick half-way
            self._scheduler.shutdown(wait=False)
            if self._looked is not None:
                await self._mark(self._looked, self._looked_at)

    @property
    def looked_at(self) -> datetime:
        """Real time of the last look: a calendar that has not looked for long is not well."""
        return self._looked_at

    async def tick(self) -> None:
        """Do what is due. A failure is logged, and the next tick tries again."""
        if self._busy.locked():
            return  # the tick before still works, and will see what this one would have
        async with self._busy:
            try:
                await self._look()
            except Exception:
                if not self._broken:
                    log.exception("calendar.tick_failed")
                self._broken = True
            else:
                self._broken = False
        self._keep_pace()

    async def next_due(self) -> Coming | None:
        """What comes next; None once everything has been."""
        looked = self._looked or self.clock.now()
        index = bisect_right(self._dues, looked)
        firing = self._plan[index] if index < len(self._plan) else None
        hour = await self._next_hour(looked)
        if firing is not None and (hour is None or _due(firing) <= hour):
            return firing.entry, _due(firing)
        return None if hour is None else (None, hour)

    async def jump(self) -> Coming | None:
        """Move a rehearsal to the next due instant and do what is due then. Returns it; None if nothing is left.

        Raises:
            ClockError: time is real.
        """
        async with self._busy:
            await self._look()
            coming = await self.next_due()
            if coming is not None:
                await self._go(coming[1])
            return coming

    async def jump_to(self, instant: datetime) -> None:
        """Move a rehearsal to this campaign instant, stopping at each due instant on the way.

        Raises:
            ClockError: time is real, or the instant lies in the past.
        """
        async with self._busy:
            self.clock.check_move(instant)
            await self._look()
            while (coming := await self.next_due()) and coming[1] <= instant:
                await self._go(coming[1])
            await self._go(instant)

    async def _go(self, instant: datetime) -> None:
        # A running rehearsal may have reached the instant by itself since the last look.
        if instant > self.clock.now():
            await self.clock.move_to(instant)
        await self._look(every=True)  # a paused rehearsal may stand there for long

    async def _next_hour(self, after: datetime) -> datetime | None:
        if self._hours is None:
            return None
        async with self._database.reading() as tx:
            return await self._hours.next(tx, after)

    async def _start_hours(self, tx: Tx, now: datetime) -> None:
        if self._hours is not None:
            await self._hours.start(tx, now, self.late)

    async def _look(self, *, every: bool = False) -> None:
        """Do what is due; the chores whose time has come, or `every` one."""
        await self._refresh()
        looked = self._looked or await self._first_look()
        now, wall = self.clock.now(), self.clock.wall()
        self._down = max(timedelta(), wall - self._looked_at)
        due = self._plan[bisect_right(self._dues, looked) : bisect_right(self._dues, now)]
        if await self._do(due, now):
            self._looked, self._looked_at = now, wall
            if due or self._marked_at is None or abs(wall - self._marked_at) >= MARK_EVERY:
                await self._mark(now, wall)
        await self._chores.do(now, every=every)

    async def _refresh(self) -> None:
        wall = self.clock.wall()
        if self.clock.rehearsal and abs(wall - self._refreshed_at) >= REFRESH_EVERY:
            self._refreshed_at = wall
            async with self._database.reading() as tx:
                await self.clock.refresh(tx)

    async def _first_look(self) -> datetime:
        """Where this process takes over; at the database's first start, what is past is skipped in silence."""
        async with self._database.transaction(Urgency.RECEIPT) as tx:
            reached = await self.clock.reached(tx)
            if reached is not None:
                self._looked_at = reached.real
                self._looked = min(reached.campaign, self.clock.now())
                return self._looked
            first = (self.clock.began or self.clock.now()) - _INSTANT
            past = [self._fired(each, first, Why.BEFORE_START) for each in self._plan if _due(each) <= first]
            await firings.record(tx, past)
            await self.clock.mark(tx, first)
        if past:
            log.info("calendar.first_start", skipped=len(past), since=first.isoformat())
        self._looked = first
        return first

    async def _mark(self, now: datetime, wall: datetime) -> None:
        async with self._database.transaction(Urgency.SLICE) as tx:
            await self.clock.mark(tx, now)
        self._marked_at = wall

    async def _do(self, due: Sequence[Firing], now: datetime) -> bool:
        """Do these in order. Returns false when one failed: it and those after it wait for the next tick."""
        skipped: list[Fired] = []
        for firing in due:
            at = _due(firing) + self.late(_due(firing), now)
            why = self._objection(firing, at) or self._given_up(firing)
            if why is not None:
                skipped.append(self._fired(firing, at, why))
            elif not await self._fire(firing, at):
                return False
        if skipped:
            await self._skip(skipped)
        return True

    def late(self, due: datetime, now: datetime) -> timedelta:
        """How late `now` is for what was due then, for the rules about that: not at all unless we were really down."""
        late = now - due
        if self.clock.rehearsal:
            late = min(late / self.clock.speed, self._down)
        return late if late > ON_TIME else timedelta()

    def _given_up(self, firing: Firing) -> Why | None:
        failures = self._failures.get((firing.entry.key, _due(firing)), 0)
        return Why.FAILED if failures >= TRIES else None

    async def _fire(self, firing: Firing, at: datetime) -> bool:
        key = (firing.entry.key, _due(firing))
        try:
            async with self._database.transaction(Urgency.RECEIPT) as tx:
                if await firings.record(tx, [self._fired(firing, at)]):
                    await self._fires[firing.entry.kind](tx, firing.entry, _due(firing))
                faults.point("firing.before_commit")
        except BROKEN:
            raise  # not the firing's fault: it is tried again for as long as it takes
        except Exception:
            self._failures[key] = self._failures.get(key, 0) + 1
            log.exception("calendar.firing_failed", schedule=key[0], due=key[1].isoformat())
            return False
        faults.point("firing.after_commit")
        log.info("calendar.fired", schedule=key[0], due=key[1].isoformat())
        return True

    async def _skip(self, skipped: Sequence[Fired]) -> None:
        async with self._database.transaction(Urgency.RECEIPT) as tx:
            taken = await firings.record(tx, skipped)
            if taken:
                await self._alert(tx, taken)
        for each in taken:
            log.warning("calendar.skipped", schedule=each.schedule, due=each.due_at.isoformat(), why=each.why)

    @staticmethod
    def _fired(firing: Firing, at: datetime, why: Why | None = None) -> Fired:
        return Fired(schedule=firing.entry.key, due_at=_due(firing), fired_at=at, why=why)

    def _trigger(self) -> IntervalTrigger:
        return IntervalTrigger(seconds=self._interval, timezone=UTC)

    def _keep_pace(self) -> None:
        wanted = interval(self.clock.speed)
        if self._scheduler.running and wanted != self._interval:
            self._interval = wanted
            self._scheduler.reschedule_job("tick", trigger=self._trigger())


def interval(speed: float) -> float:
    """Real seconds between two ticks: 1 s up to speed 10, 50 ms from speed 200, so that demos stay smooth."""
    return min(1.0, max(0.05, 10 / speed))


def _due(firing: Firing) -> datetime:
    return firing.due.astimezone(UTC)
