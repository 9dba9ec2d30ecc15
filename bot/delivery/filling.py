"""The slow side of bulletins: deliveries made ahead of the claims, finished and ended ones tidied up."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog

from bot.delivery import trouble
from bot.delivery.bell import Bell, Sleep
from bot.delivery.flight import Alert, Flight
from bot.delivery.verdict import Bulk, Verdict
from storage import bulletins, faults, outbox
from storage.bulletins import growth
from storage.database import Database, Rows, Tx, Urgency
from storage.records import BulletinState

log = structlog.get_logger(__name__)

SLICE = 1000  # people looked at in one transaction
_LOW = 1000  # deliveries of a bulletin that should wait at least, while there are more to make
_LOOK = 0.5  # seconds between two looks when nothing woke us
_GOING_EVERY = 60.0  # seconds between two notes that sending is possible
_SIZE_EVERY = 30.0  # seconds between two looks at how many people a bulletin is for by now
_COUNT_EVERY = 5.0  # seconds between two counts of what waits


@dataclass(kw_only=True)
class Filling:
    """One slice after the other, each in a transaction that lets everybody else go first.

    Attributes:
        now: campaign time.
        may_send_bulk: when it says closed, everything unasked is cancelled with its reason, but for corrections.
        filled: called when there is something new to take.
    """

    database: Database
    flight: Flight
    sleep: Sleep
    now: Callable[[], datetime]
    may_send_bulk: Callable[[], Verdict]
    filled: Callable[[], None]
    _counted_at: float = 0.0
    _going_at: float = 0.0  # when that is written next
    _sized_at: float = 0.0
    _stopped: bool = False

    def __post_init__(self) -> None:
        self._bell = Bell(self.sleep)
        self._counted_at = self.flight.steady.monotonic() - _COUNT_EVERY
        self._going_at = self.flight.steady.monotonic()
        self._sized_at = self._going_at

    def wake(self) -> None:
        """A bulletin may have begun, moved or run short."""
        self._bell.ring()

    async def run(self) -> None:
        """Work until stopped."""
        while not self._stopped:
            try:
                more = await self.step()
            except Exception as error:  # noqa: BLE001 - the database may be back in a moment
                trouble.tell("filling_failed", error)
                more = False
            if not more:
                await self._bell.wait(_LOOK)

    def stop(self) -> None:
        """Let `run` return after the transaction that it is in."""
        self._stopped = True
        self._bell.ring()

    async def step(self) -> bool:
        """One slice of whatever is due. Returns whether more is due right now."""
        await self._count()
        verdict = self.may_send_bulk()
        async with self.database.reading() as tx:
            live, unswept = await bulletins.live(tx), await bulletins.unswept(tx)
            changes = await bulletins.due(tx)
            over = verdict.bulk is Bulk.CLOSED and (
                any(row.kind not in verdict.spared for row in live)
                or await outbox.over(tx, quiet=verdict.quiet)
            )
        if over:
            return await self._close(verdict)
        if await self._hold_late(live, verdict) or await self._hold_grown(live):
            return True
        await self._note_going(live)
        for row in live:
            going = row.state == BulletinState.SENDING.value and verdict.allows(row.kind, urgent=row.urgent)
            if going and await self._advance(row.id, filled=row.filled):
                return True
        if unswept and await self._sweep(unswept[0]):
            return True
        return await self._carry(changes)

    async def _hold_late(self, live: Rows, verdict: Verdict) -> bool:
        """What could not be sent for too long is asked about, never sent blindly. Returns whether any was."""
        late = [
            row.id
            for row in live
            if row.state == BulletinState.SENDING.value
            and verdict.allows(row.kind, urgent=row.urgent)
            and self.flight.late(row, self.now())
        ]
        for bulletin_id in late:
            self.flight.held.add(bulletin_id)
            async with self._slice() as tx:
                with suppress(bulletins.CannotMove):
                    await bulletins.hold(tx, bulletin_id)
            log.warning("bulletin_too_late", bulletin=bulletin_id)
            await self.flight.alert(_late_alert(bulletin_id))
        return bool(late)

    async def _hold_grown(self, live: Rows) -> bool:
        """What is for many more people than was approved is asked about, once. Returns whether any was."""
        now, asked = self.flight.steady.monotonic(), False
        if now >= self._sized_at:
            self._sized_at = now + _SIZE_EVERY
            for row in live:
                if row.state == BulletinState.SENDING.value:
                    asked = await self._pause_grown(row.id) or asked
        for row in filter(growth.unasked, live):
            asked = await self._ask_grown(row) or asked
        return asked

    async def _pause_grown(self, bulletin_id: int) -> bool:
        async with self.database.reading() as tx:
            if not await growth.watch(tx, bulletin_id):
                return False
        async with self._slice() as tx:
            with suppress(bulletins.CannotMove):
                await bulletins.pause(tx, bulletin_id, reason=bulletins.GROWN)
        return True

    async def _ask_grown(self, row: Any) -> bool:
        async with self.database.reading() as tx:
            size = await growth.size(tx, row)
        async with self._slice() as tx:
            first = await growth.note(tx, row, size)
        if first:
            log.warning("bulletin_grown", bulletin=row.id, approved=row.counted, now=size)
            await self.flight.alert(_grown_alert(row.id))
        return first

    async def _note_going(self, live: Rows) -> None:
        """Remember across restarts that sending is possible; while it is not, the time stands still."""
        now = self.flight.steady.monotonic()
        if not live or self.flight.outage.on or now < self._going_at:
            return
        self._going_at = now + _GOING_EVERY
        at = self.flight.steady()  # not later: an outage may begin while this waits for the database
        async with self._slice() as tx:
            await bulletins.going(tx, at)

    async def _carry(self, changes: list[int]) -> bool:
        """Tell the next people of approved words."""
        for change_id in changes:
            async with self._slice() as tx:
                more = await bulletins.carry(tx, change_id, self.flight.steady(), SLICE)
            faults.point("slice.after_commit")
            if more:
                self.filled()
                return True
        return False

    async def _close(self, verdict: Verdict) -> bool:
        async with self._slice() as tx:
            ended = await bulletins.close_all(tx, self.now(), verdict.reason, verdict.spared)
            rows = await outbox.cancel_bulk(tx, self.flight.steady(), verdict.reason)
            if not verdict.quiet:
                await outbox.release(tx)
        log.info("bulk_cancelled", bulletins=ended, messages=rows, reason=verdict.reason)
        return True

    async def _advance(self, bulletin_id: int, *, filled: bool) -> bool:
        """Fill it if it runs short, finish it if it is done."""
        if filled:
            async with self._slice() as tx:
                done = await bulletins.finish(tx, bulletin_id, self.now())
            if done:
                log.info("bulletin_done", bulletin=bulletin_id)
            return False
        async with self.database.reading() as tx:
            if not await bulletins.low(tx, bulletin_id, _LOW):
                return False
        async with self._slice() as tx:
            await bulletins.fill(tx, bulletin_id, SLICE)
        faults.point("slice.after_commit")
        self.filled()
        return True

    async def _sweep(self, bulletin_id: int) -> bool:
        async with self._slice() as tx:
            before = await bulletins.get(tx, bulletin_id)
            swept = await bulletins.sweep(tx, bulletin_id, self.flight.steady(), SLICE)
            after = await bulletins.get(tx, bulletin_id)
        faults.point("slice.after_commit")
        self.filled()
        # What is in flight holds the sweep up: look again when it has landed.
        return swept or before is None or after is None or after.cursor > before.cursor

    def _slice(self) -> AbstractAsyncContextManager[Tx]:
        return self.database.transaction(Urgency.SLICE)

    async def _count(self) -> None:
        now = self.flight.steady.monotonic()
        if now - self._counted_at >= _COUNT_EVERY:
            self._counted_at = now
            async with self.database.reading() as tx:
                self.flight.counters.waiting = await _waiting(tx)


def _late_alert(bulletin_id: int) -> Alert:
    text = (
        f"Bản tin số {bulletin_id} tạm dừng vì bị gián đoạn quá lâu hoặc đã quá giờ, có thể không còn đúng lúc."
        " Gửi tiếp cho những người chưa nhận, hay huỷ?"
    )
    return Alert(kind="late", text=text, bulletin_id=bulletin_id)


def _grown_alert(bulletin_id: int) -> Alert:
    text = (
        f"Bản tin số {bulletin_id} tạm dừng vì số người nhận tăng hơn 20% so với lúc duyệt."
        " Gửi tiếp cho tất cả, hay huỷ?"
    )
    return Alert(kind="grown", text=text, bulletin_id=bulletin_id)


async def _waiting(tx: Tx) -> dict[int, int]:
    counts = dict(await outbox.waiting(tx))
    for row in await bulletins.live(tx):
        counts[row.lane] = counts.get(row.lane, 0) + await bulletins.waiting(tx, row.id)
    return counts
