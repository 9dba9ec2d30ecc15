"""Two clocks: campaign time, which a rehearsal may start elsewhere and run faster, and real time.

Rules, the calendar, quiet hours, expiry and promises go by `now()`. The limiter, HTTP, leases and backoff go by
`monotonic()`; a wait that must survive a restart is stored as `wall()`.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from storage import meta
from storage.database import Database, Tx

SLOWEST, FASTEST = 1.0, 3600.0  # at the fastest a campaign day takes 24 s
ANCHOR = "clock"
REACHED = "clock.reached"


class ClockError(ValueError):
    """The clock was asked for what it cannot do; the message says why and what to do."""


def real_now() -> datetime:
    """The machine's clock, UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Where a rehearsal's time hangs on real time.

    Attributes:
        began: campaign instant of the database's first start.
        real, campaign: the same instant on both clocks.
        speed: campaign seconds a real second. paused: campaign time stands at `campaign`.
    """

    began: datetime
    real: datetime
    campaign: datetime
    speed: float
    paused: bool = False

    def at(self, wall: datetime) -> datetime:
        """Campaign time when the machine's clock shows `wall`; never before the anchor."""
        passed = timedelta() if self.paused else max(timedelta(), wall - self.real)
        return self.campaign + passed * self.speed


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """How far the calendar has looked, in campaign time, and when that was in real time."""

    campaign: datetime
    real: datetime


def checked_speed(speed: float) -> float:
    """The speed.

    Raises:
        ClockError: it is not a number from 1 to 3600.
    """
    if not SLOWEST <= speed <= FASTEST:
        raise ClockError(f"a rehearsal runs {SLOWEST:.0f} to {FASTEST:.0f} times as fast, not {speed}")
    return speed


class Clock:
    """The time. Opened by `Clock.open`; one per process, agreeing with the others through the database."""

    def __init__(
        self, database: Database, *, wall: Callable[[], datetime] = real_now, anchor: Anchor | None = None
    ) -> None:
        self._database = database
        self._wall = wall
        self._anchor = anchor
        self._latest = anchor.campaign if anchor else wall()

    @classmethod
    async def open(
        cls,
        database: Database,
        start: datetime | None = None,
        speed: float | None = None,
        *,
        wall: Callable[[], datetime] = real_now,
    ) -> Self:
        """The clock of this database.

        `start` makes the first start a rehearsal; later starts go on from the instant reached, whatever `start`
        says; a `speed` other than 1 alone begins one at this moment. `speed` None keeps the stored one (1 at
        first): what a command beside the running program wants.

        Raises:
            ClockError: `start` is naive, `speed` out of range, or the database has already lived in real time.
        """
        if start is not None and start.tzinfo is None:
            raise ClockError("a rehearsal starts at a time with a zone, as in 2021-08-16T06:00:00+07:00")
        if speed is not None:
            checked_speed(speed)
        async with database.transaction() as tx:
            clock = cls(database, wall=wall)
            await clock._load(tx)
            other_speed = speed not in {None, clock.speed}
            if clock._anchor is None and (start is not None or other_speed):
                await clock._begin(tx, start or wall(), speed or SLOWEST)
            elif other_speed:
                await clock._hang(tx, speed=speed)
        return clock

    @property
    def rehearsal(self) -> bool:
        """Whether campaign time is not real time."""
        return self._anchor is not None

    @property
    def speed(self) -> float:
        """Campaign seconds in a real second while not paused."""
        return self._anchor.speed if self._anchor else SLOWEST

    @property
    def paused(self) -> bool:
        """Whether campaign time stands still."""
        return self._anchor is not None and self._anchor.paused

    @property
    def began(self) -> datetime | None:
        """A rehearsal's first campaign instant; None in real time."""
        return self._anchor.began if self._anchor else None

    def now(self) -> datetime:
        """Campaign time, UTC. It never runs backwards, even when the machine's clock is set back."""
        wall = self._wall()
        self._latest = max(self._latest, self._anchor.at(wall) if self._anchor else wall)
        return self._latest

    def wall(self) -> datetime:
        """Real time, UTC, as the machine has it."""
        return self._wall()

    @staticmethod
    def monotonic() -> float:
        """Real seconds since some moment; never scaled, paused or set."""
        return time.monotonic()

    async def pause(self) -> None:
        """Hold campaign time where it is. Raises ClockError in real time, as do all of these."""
        await self._change(paused=True)

    async def resume(self) -> None:
        """Let campaign time run on at its speed."""
        await self._change(paused=False)

    async def run_at(self, speed: float) -> None:
        """Run at another speed (1 to 3600) from the instant reached, and no longer paused."""
        await self._change(speed=checked_speed(speed), paused=False)

    async def move_to(self, instant: datetime) -> None:
        """Go forward to this campaign instant. Speed and pause stay as they are.

        Raises:
            ClockError: the instant lies in the past, or time is real.
        """
        self.check_move(instant)
        await self._change(campaign=instant)

    def check_move(self, instant: datetime) -> None:
        """Raise ClockError if `move_to` would."""
        if self._anchor is None:
            raise _not_a_rehearsal()
        if instant < self.now():
            raise ClockError(
                f"campaign time does not run backwards: it is {self.now()}, later than {instant}"
            )

    async def refresh(self, tx: Tx) -> None:
        """Take over what another process did to the clock."""
        await self._load(tx)

    async def mark(self, tx: Tx, looked: datetime) -> None:
        """Keep how far the calendar has looked; a later start of a rehearsal is never before that."""
        reached = {"campaign": looked.isoformat(), "real": self._wall().isoformat()}
        await meta.put(tx, REACHED, reached)

    @staticmethod
    async def reached(tx: Tx) -> Reached | None:
        """How far the calendar has looked; None before its first look."""
        kept = await meta.get(tx, REACHED)
        return None if kept is None else Reached(**_instants(kept))

    async def _load(self, tx: Tx) -> None:
        kept = await meta.get(tx, ANCHOR)
        if kept is None:
            return
        instants = _instants({name: kept[name] for name in ("began", "real", "campaign")})
        first = self._anchor is None
        self._anchor = Anchor(**instants, speed=kept["speed"], paused=kept["paused"])
        reached = await self.reached(tx)
        floor = max(self._anchor.campaign, reached.campaign) if reached else self._anchor.campaign
        # Before the first load `_latest` is real time, which a rehearsal of the past must forget.
        self._latest = floor if first else max(self._latest, floor)

    async def _begin(self, tx: Tx, start: datetime, speed: float) -> None:
        if await self.reached(tx) is not None:
            raise ClockError(
                "this database has already run in real time; rehearse in one of its own:"
                " set VUNGXANH_DATA_DIR (or VUNGXANH_DATABASE) elsewhere, or unset VUNGXANH_CLOCK"
            )
        at = start.astimezone(UTC)
        self._anchor = Anchor(began=at, real=self._wall(), campaign=at, speed=speed)
        self._latest = at
        await self._store(tx)

    async def _change(self, **changes: Any) -> None:
        async with self._database.transaction() as tx:
            await self._load(tx)
            await self._hang(tx, **changes)

    async def _hang(self, tx: Tx, **changes: Any) -> None:
        """Hang campaign time anew on this real instant, with these changes."""
        if self._anchor is None:
            raise _not_a_rehearsal()
        # While this waited for its transaction, a fast rehearsal may have passed the instant asked for.
        now = self.now()
        to = max(now, changes.pop("campaign", now).astimezone(UTC))
        self._anchor = replace(self._anchor, real=self._wall(), campaign=to, **changes)
        self._latest = to
        await self._store(tx)

    async def _store(self, tx: Tx) -> None:
        anchor = self._anchor
        if anchor is not None:
            kept = {name: getattr(anchor, name).isoformat() for name in ("began", "real", "campaign")}
            await meta.put(tx, ANCHOR, {**kept, "speed": anchor.speed, "paused": anchor.paused})


def _not_a_rehearsal() -> ClockError:
    return ClockError("campaign time is real time; only a rehearsal (VUNGXANH_CLOCK) can be paused or moved")


def _instants(kept: dict[str, str]) -> dict[str, datetime]:
    return {name: datetime.fromisoformat(text) for name, text in kept.items()}
