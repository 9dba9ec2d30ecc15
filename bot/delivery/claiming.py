"""Taking messages out of the database a little ahead of their turn: one short transaction each time."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.delivery import trouble
from bot.delivery.bell import Bell, Sleep
from bot.delivery.flight import Alert, Flight
from bot.delivery.lanes import LANES
from bot.delivery.permits import permitted
from bot.delivery.receipts import Receipts
from bot.delivery.verdict import Verdict
from messages.content import Reply
from messages.encoding import load_reply
from storage import bulletins, faults
from storage.claims import Claim, claim_outbox
from storage.database import Database, Tx, Urgency
from storage.deliveries import Wanted, claim_deliveries
from storage.outbox import BULK
from storage.records import BulletinState

_LOOK = 0.5  # seconds between two looks when nothing woke us
_LOOK_BEHIND = 0.1  # seconds after which what waited behind a message in flight is looked for
_QUIET_LOOK = 0.1  # the same while the hour forbids bulk: a rehearsal's night is short
_GATHER = 0.02  # seconds: what is not urgent is taken together
_PASSES = 3  # looks at one bulletin in one transaction
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
    _replies: dict[tuple[int, int], Reply] = field(default_factory=dict)
    _after: dict[int, int] = field(default_factory=dict)
    _dry: set[int] = field(default_factory=set)  # lanes in which nothing more could be taken
    _stale_at: float = math.inf  # when that must be looked at again
    _urgent: bool = True
    _wakes: int = 0
    _stopped: bool = False
    _troubled: bool = False

    def __post_init__(self) -> None:
        self._bell = Bell(self.sleep)

    def wake(self) -> None:
        """Something new may wait."""
        self._urgent = True
        self._wakes += 1
        self._dry.clear()
        self._bell.ring()

    def nudge(self) -> None:
        """There is room again: look soon."""
        self._bell.ring()

    def freed(self) -> None:
        """Chats are free again: what waited behind a message in flight can be taken."""
        moment = self.flight.steady.monotonic() + min(_LOOK_BEHIND, self.flight.channel.limits.chat_interval)
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
            self._dry.clear()

    def _gather(self, now: float) -> float:
        return min(_GATHER, self.flight.ahead(now) / 4 / self.flight.limiter.pace(now))

    async def claim(self) -> bool:
        """Take what there is room for. Returns whether there is more to look at right now."""
        flight = self.flight
        now = flight.steady.monotonic()
        allowed = self.may_send_bulk().lanes(LANES)
        room = {
            lane: wanted
            for lane, wanted in flight.room(now).items()
            if lane in allowed and lane not in self._dry
        }
        if not room or (flight.outage.on and flight.taken):
            return False
        if not self._dry:
            self._stale_at = math.inf
        async with self.database.transaction(Urgency.RECEIPT) as tx:
            claims, more = await self._take(tx, room, now)
        if claims:
            faults.point("claim.after_commit")
            claims, kept = permitted(claims, flight.channel, self.now(), flight.steady())
            for outcome in kept:
                self.receipts.add(outcome)
            flight.hold(claims, now)
            flight.counters.in_flight = len(flight.taken)
            self.taken()
        return more

    async def _take(self, tx: Tx, room: dict[int, int], now: float) -> tuple[list[Claim], bool]:
        verdict = self.may_send_bulk()
        flight, wakes = self.flight, self._wakes
        busy = flight.busy(now)
        lanes = {lane: wanted for lane, wanted in room.items() if lane < BULK or verdict.open}
        claims: list[Claim] = []
        if lanes:
            claims = await claim_outbox(tx, *flight.name, lanes, busy, flight.steady(), flight.free)
        for claim in claims:
            busy.add(claim.chat)
            room[claim.lane] -= 1
        unfinished: set[int] = set()
        for row in await bulletins.live(tx):
            if row.state != BulletinState.SENDING.value or room.get(row.lane, 0) <= 0:
                continue
            if verdict.allows(row.kind, urgent=row.urgent) and not self.flight.late(row, self.now()):
                self.flight.held.discard(row.id)
                left = min(room[row.lane], flight.free - len(claims))
                if left <= 0:
                    unfinished.add(row.lane)
                    continue
                found, more = await self._take_from(tx, row, left, busy)
                claims += found
                room[row.lane] -= len(found)
                unfinished |= {row.lane} if more else set()
        if wakes == self._wakes:  # else something came while we looked
            self._dry |= {lane for lane, left in room.items() if left > 0} - unfinished
        return claims, bool(unfinished)

    async def _take_from(self, tx: Tx, row: Any, room: int, busy: set[str]) -> tuple[list[Claim], bool]:
        """Claims of one bulletin; whether it should be looked at again at once."""
        found: list[Claim] = []
        for _ in range(_PASSES):
            after = self._after.get(row.id, 0)
            taken = await claim_deliveries(tx, self._wanted(row, after, room - len(found), busy))
            busy.update(claim.chat for claim in taken.claims)
            if taken.claims:
                self.flight.fuse.mend(row.id)
            found += taken.claims
            self._after[row.id] = taken.after
            if not taken.after and not row.filled:
                self.short()
            if len(found) >= room or not (taken.after or after):  # all of it, from the first to the last
                return found, False
        return found, True

    def _wanted(self, row: Any, after: int, limit: int, busy: set[str]) -> Wanted:
        flight = self.flight
        channel, bot = flight.name
        return Wanted(
            channel=channel,
            bot=bot,
            bulletin_id=row.id,
            lane=row.lane,
            urgent=row.urgent,
            version=row.version,
            reply=self._reply(row),
            rule=bulletins.rule(row),
            after=after,
            limit=limit,
            busy=busy,
            day=self.now().astimezone(flight.settings.zone).date().isoformat(),
            at=flight.steady(),
            paid=row.paid,
        )

    def _reply(self, row: Any) -> Reply:
        """The decoded words, one object for all who get them."""
        key = (row.id, row.version)
        if key not in self._replies:
            self._replies = {known: each for known, each in self._replies.items() if known[0] != row.id}
            self._replies[key] = load_reply(row.reply)
        return self._replies[key]
