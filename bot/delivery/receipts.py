"""Writing what became of messages, as many as have come together, in one short transaction."""

import heapq
import itertools
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.delivery import trouble
from bot.delivery.bell import Bell, Sleep
from bot.delivery.flight import Alert, Flight
from bot.delivery.quota import Quota
from storage import bulletins, faults, meta, receipts
from storage.database import Database, Tx, Urgency
from storage.receipts import MOST, Outcome
from storage.records import SendState

_RETRY = (0.5, 1.0, 2.0, 5.0)  # seconds between tries while the database cannot be written to
_MUCH = 20  # in flight: then receipts are worth gathering


def held_key(channel: str, bot: str) -> str:
    """The name in `meta` of the real time until which the platform refuses the whole bot."""
    return f"held.{channel}.{bot}"


@dataclass(kw_only=True)
class Receipts:
    """Outcomes go in by `add`; `run` writes them and releases their claims.

    Attributes:
        written: called after each commit.
    """

    database: Database
    flight: Flight
    quota: Quota
    sleep: Sleep
    written: Callable[[], None]
    _waiting: deque[Outcome] = field(default_factory=deque)
    _due: list[float] = field(default_factory=list)
    _held: float = 0.0
    _stopped: bool = False

    def __post_init__(self) -> None:
        self._bell = Bell(self.sleep)
        self._held = self.flight.limiter.held_until

    def add(self, outcome: Outcome) -> None:
        """Have it written soon."""
        self._waiting.append(outcome)
        self._bell.ring()

    def next_due(self, now: float) -> float | None:
        """When the next message that waits by the platform's wish may be taken again (monotonic)."""
        while self._due and self._due[0] <= now:
            heapq.heappop(self._due)
        return self._due[0] if self._due else None

    async def run(self) -> None:
        """Write until stopped and everything is written."""
        while self._waiting or not self._stopped:
            if not self._waiting:
                await self._bell.wait()
            elif self.flight.settings.linger and self.flight.flying >= _MUCH:
                await self.sleep(self.flight.settings.linger)
                await self.write()
            else:
                await self.write()

    def stop(self) -> None:
        """Let `run` return once everything is written."""
        self._stopped = True
        self._bell.ring()

    async def write(self) -> None:
        """Write the next batch, however often it takes: what the platform said must not be lost."""
        batch = list(itertools.islice(self._waiting, MOST))
        blown = self._blown(batch)
        for tries in itertools.count():
            try:
                paused = await self._commit(batch, blown)
                break
            except Exception as error:  # noqa: BLE001 - a full disk, a locked file: it may pass
                await self._trouble(error, first=not tries)
                await self.sleep(_RETRY[min(tries, len(_RETRY) - 1)])
        for _ in batch:
            self._waiting.popleft()
        self._count(batch)
        faults.point("receipt.after_commit")
        self.written()
        for told in self.quota.alerts():
            await self.flight.alert(told)
        for bulletin_id in paused:
            await self.flight.alert(_fuse_alert(bulletin_id))

    async def _commit(self, batch: list[Outcome], blown: dict[int, list[int]]) -> list[int]:
        at, hold = self.flight.steady(), self._new_hold()

        async def write(tx: Tx) -> list[int]:
            await receipts.store(tx, batch, at)
            paused = [each for each in blown if await self._pause(tx, each, blown[each])]
            if hold is not None:
                await meta.put(tx, held_key(*self.flight.name), self.flight.steady.at(hold).isoformat())
            await self.quota.spend(tx, sum(map(_messages, batch)), at)
            faults.point("receipt.before_commit")
            return paused

        paused = await self.database.at_once(Urgency.RECEIPT, write)
        self._held = self._held if hold is None else hold
        return paused

    def _blown(self, batch: list[Outcome]) -> dict[int, list[int]]:
        """Bulletins whose refusals have jumped, and whom they were about."""
        found: dict[int, list[int]] = {}
        for each in batch:
            claim = each.claim
            if claim.bulletin_id and claim.address_id and each.state is SendState.FAILED:
                found.setdefault(claim.bulletin_id, []).extend(
                    self.flight.fuse.refused(claim.bulletin_id, claim.address_id) or ()
                )
        return {bulletin_id: refused for bulletin_id, refused in found.items() if refused}

    @staticmethod
    async def _pause(tx: Tx, bulletin_id: int, refused: list[int]) -> bool:
        """Pause it, and think nothing bad of the people. Returns whether it was going on until now."""
        await receipts.trust_again(tx, refused)
        try:
            await bulletins.pause(tx, bulletin_id, reason="fuse")
        except bulletins.CannotMove:
            return False
        return True

    def _new_hold(self) -> float | None:
        """Until when the whole bot waits, if that must be written: it outlives a restart."""
        until = self.flight.limiter.held_until
        return until if until > max(self._held, self.flight.steady.monotonic()) else None

    def _count(self, batch: list[Outcome]) -> None:
        flight = self.flight
        for each in batch:
            flight.release(each.claim)
            flight.counters.repeats += each.repeated
            if each.not_before is not None:
                now = flight.steady.monotonic()
                heapq.heappush(self._due, now + flight.steady.seconds_until(each.not_before))
            if each.state is not SendState.WAITING:
                getattr(flight.counters, each.state.value)[each.claim.lane] += 1
        flight.counters.in_flight = len(flight.taken)

    async def _trouble(self, error: Exception, *, first: bool) -> None:
        trouble.tell("receipts_not_written", error)
        if first:
            text = f"Không ghi được vào cơ sở dữ liệu ({type(error).__name__}): hãy xem ổ đĩa và quyền."
            await self.flight.alert(Alert(kind="storage", text=text))


def _messages(outcome: Outcome) -> int:
    """How many messages it cost; what nobody knows of may have cost one, beside the parts that are out."""
    return len(outcome.messages) + int(outcome.state is SendState.UNKNOWN)


def _fuse_alert(bulletin_id: int) -> Alert:
    text = (
        f"Bản tin số {bulletin_id} tạm dừng vì quá nhiều tin vừa gửi bị từ chối."
        " Hãy xem nền tảng có trục trặc không, rồi gửi tiếp hoặc huỷ."
    )
    return Alert(kind="fuse", text=text, bulletin_id=bulletin_id)
