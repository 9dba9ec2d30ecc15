"""Taking messages out of the database a little ahead of their turn: one short transaction each time."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from bot.delivery import trouble
from bot.delivery.bell import Bell, Sleep
from bot.delivery.flight import Alert, Flight
from bot.delivery.lanes import LANES
from bot.delivery.permits import permitted
from bot.delivery.receipts import Receipts
from bot.delivery.taking import Look, Words
from bot.delivery.verdict import Verdict
from storage import faults
from storage.database import Database, Urgency
from storage.outbox import BULK

_LOOK = 0.5  # seconds between two looks when nothing woke us
_LOOK_BEHIND = 0.1  # seconds after which what waited behind a message in flight is looked for, at most
_SOONEST = 0.05  # the same, at least: with much in flight some chat is free again every moment
_QUIET_LOOK = 0.1  # the same while the hour forbids bulk: a rehearsal's night is short
_GATHER = 0.02  # seconds: what is not urgent is taken together
_AFTER_TROUBLE = 1.0


@dataclass(kw_only=True)
class Claiming:
    """Keeps the lanes filled.

    Attributes:
        now: campaign time.
        may_send_bulk: asked before every claim of what is unasked.
        taken: called when there is something to send.
        short: called when a bulletin has too few deliveries at hand.
    """

    database: Database
    flight: Flight
    receipts: Receipts
    sleep: Sleep
    now: Callable[[], datetime]
    may_send_bulk: Callable[[], Verdict]
    taken: Callable[[], None]
    short: Callable[[], None]
    _words: Words = field(default_factory=Words)
    _after: dict[int, int] = field(default_factory=dict)
    _dry: set[int] = field(default_factory=set)  # lanes in which nothing more could be taken
    _bare: set[int] = field(default_factory=set)  # lanes for which the outbox had nothing more
    _stale_at: float = math.inf  # when that must be looked at again
    _urgent: bool = True  # something new may wait, and perhaps a person for it
    _wakes: int = 0
    _stopped: bool = False
    _troubled: bool = False

    def __post_init__(self) -> None:
        self._bell = Bell(self.sleep)

    def wake(self) -> None:
        """Something new may wait."""
        self._urgent = True
        self._wakes += 1
        self._afresh()
        self._bell.ring()

    def nudge(self) -> None:
        """There is room again: look soon."""
        self._bell.ring()

    def freed(self) -> None:
        """Chats are free again: what waited behind a message in flight can be taken."""
        wait = max(_SOONEST, min(_LOOK_BEHIND, self.flight.channel.limits.chat_interval))
        moment = self.flight.steady.monotonic() + wait
        self._stale_at = min(self._stale_at, moment)
        self._bell.ring()

    @property
    def dry(self) -> bool:
        """Whether the last look into every lane found nothing more."""
        return len(self._dry) == len(LANES)

    async def run(self) -> None:
        """Take until stopped."""
        while not self._stopped:
            try:
                more = await self.claim()
            except Exception as error:  # noqa: BLE001 - the database may be back in a moment
                await self._trouble(error)
                continue
            self._troubled = False
            if not more:
                await self._rest()

    def stop(self) -> None:
        """Let `run` return after the transaction that it is in."""
        self._stopped = True
        self._bell.ring()

    async def _trouble(self, error: Exception) -> None:
        trouble.tell("claim_failed", error)
        if not self._troubled:
            self._troubled = True
            text = f"Không đọc được hàng đợi gửi ({type(error).__name__}): hãy xem cơ sở dữ liệu."
            await self.flight.alert(Alert(kind="storage", text=text))
        await self.sleep(_AFTER_TROUBLE)

    async def _rest(self) -> None:
        now = self.flight.steady.monotonic()
        look = _LOOK if self.may_send_bulk().open else _QUIET_LOOK
        times = (now + look, self.receipts.next_due(now) or math.inf, self._stale_at)
        await self._bell.wait(max(0.0, min(times) - now))
        if not self._urgent and (gather := self._gather(now)):
            await self.sleep(gather)
        self._urgent = False
        if self.flight.steady.monotonic() >= min(times):
            self._afresh()

    def _gather(self, now: float) -> float:
        return min(_GATHER, self.flight.ahead(now) / 4 / self.flight.limiter.pace(now))

    async def claim(self) -> bool:
        """Take what there is room for. Returns whether there is more to look at right now."""
        flight = self.flight
        now = flight.steady.monotonic()
        verdict, wakes = self.may_send_bulk(), self._wakes
        room = self._room(verdict, now)
        if not self._dry:
            self._stale_at = math.inf
        if not room or (flight.outage.on and flight.taken):
            return False
        look = self._look(verdict, room, now)
        # Whoever asked waits for this as for the turn before it; bulk is at hand for a while.
        urgency = Urgency.TURN if LANES[0] in look.lanes else Urgency.RECEIPT
        await self.database.at_once(urgency, look.take)
        self._landed(look, now, fresh=wakes == self._wakes)
        return bool(look.unfinished)

    def _room(self, verdict: Verdict, now: float) -> dict[int, int]:
        allowed = verdict.lanes(LANES)
        room = self.flight.room(now)
        return {lane: most for lane, most in room.items() if lane in allowed and lane not in self._dry}

    def _look(self, verdict: Verdict, room: dict[int, int], now: float) -> Look:
        flight, (channel, bot), at = self.flight, self.flight.name, self.now()
        return Look(
            channel=channel,
            bot=bot,
            room=room,
            lanes={lane for lane in room if (lane < BULK or verdict.open) and lane not in self._bare},
            busy=flight.busy(now),
            most=flight.free,
            verdict=verdict,
            day=at.astimezone(flight.settings.zone).date().isoformat(),
            at=flight.steady(),
            late=partial(flight.late, now=at),
            words=self._words,
            after=self._after,
            per_topic=flight.settings.per_topic,
            withhold=flight.settings.roundup(at) is not None,
        )

    def _landed(self, look: Look, now: float, *, fresh: bool) -> None:
        """Queue what was taken; `fresh`: nothing came while we looked, so that what was empty still is."""
        flight = self.flight
        flight.held -= look.going
        for bulletin_id in look.served:
            flight.fuse.mend(bulletin_id)
        if look.short:
            self.short()
        if fresh:
            self._bare |= {
                lane for lane in look.lanes if look.room[lane] > 0 and len(look.claims) < look.most
            }
            self._dry |= {lane for lane, left in look.room.items() if left > 0} - look.unfinished
        if look.claims:
            faults.point("claim.after_commit")
            claims, kept = permitted(look.claims, flight.channel, self.now(), flight.steady())
            for outcome in kept:
                self.receipts.add(outcome)
            flight.hold(claims, now)
            flight.counters.in_flight = len(flight.taken)
            self.taken()

    def _afresh(self) -> None:
        self._dry.clear()
        self._bare.clear()
