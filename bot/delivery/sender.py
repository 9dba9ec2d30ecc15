"""The sender: what waits in the database leaves through a channel, at its pace, each message once.

Five loops share a `Flight`: one takes messages a little ahead of their turn, one sends them when the limiter
allows, one writes what became of them, one makes the deliveries of bulletins, one hears other processes.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import structlog

from bot.channels.base import Channel
from bot.channels.leaving import Telling, hear
from bot.delivery import trouble
from bot.delivery.attempt import Attempts
from bot.delivery.bell import Bell, Sleep
from bot.delivery.claiming import Claiming
from bot.delivery.departure import Departure
from bot.delivery.filling import Filling
from bot.delivery.flight import Alert, Flight, Settings, Steady
from bot.delivery.lease import lease
from bot.delivery.limiter import Limiter
from bot.delivery.metrics import Counters
from bot.delivery.quota import Quota
from bot.delivery.receipts import Receipts, held_key
from bot.delivery.verdict import OPEN, Verdict
from storage import meta, recovery
from storage.claims import Claim
from storage.database import Database, Urgency
from storage.receipts import Outcome
from storage.records import SendState
from storage.watching import watch

log = structlog.get_logger(__name__)

_TICK = 0.003  # seconds: waking up costs as much as a message does
_AT_A_GO = 8  # messages started before others of the loop have their turn
_WATCH_AGAIN = 1.0  # seconds before listening again after the connection was lost


def _wall() -> datetime:
    return datetime.now(UTC)


async def _unheard(alert: Alert) -> None:
    log.error("alert", kind=alert.kind, text=alert.text)


class Sender:
    """Sends for one (channel, bot); the channel must have been started, so that its bot is known.

    Args:
        database: where messages wait.
        channel: through which they leave.
        settings: how much at once, how far apart.
        now: campaign time, aware.
        may_send_bulk: whether reminders and bulletins may go out now; asked before each claim.
        alert: told what the operator must know.
        counters: what it counts; give the same object to `metrics.expose`.
        monotonic, wall, sleep: real time, for tests to replace.
    """

    def __init__(  # noqa: PLR0913 - clocks are arguments, so that tests need not wait
        self,
        database: Database,
        channel: Channel,
        *,
        settings: Settings | None = None,
        now: Callable[[], datetime] = _wall,
        may_send_bulk: Callable[[], Verdict] = lambda: OPEN,
        alert: Callable[[Alert], Awaitable[None]] = _unheard,
        counters: Counters | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        wall: Callable[[], datetime] = _wall,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        settings = settings or Settings()
        self.counters = counters or Counters()
        self._database = database
        self._sleep = sleep
        self._stopping = asyncio.Event()
        self._flights: set[asyncio.Task[None]] = set()
        self._flight = Flight(
            channel=channel,
            settings=settings,
            steady=Steady(monotonic, wall),
            alert=self._alerted(alert),
            counters=self.counters,
            limiter=Limiter(channel.limits, margin=settings.margin),
        )
        self._told = isinstance(channel, Telling)
        self._quota = Quota(limits=channel.limits, channel=channel.name, bot=channel.bot, zone=settings.zone)
        self._may_send_bulk = may_send_bulk
        may_send_bulk = self._verdict
        self._bell = Bell(sleep)
        self._attempts = Attempts(flight=self._flight)
        self._receipts = Receipts(
            database=database,
            flight=self._flight,
            quota=self._quota,
            sleep=sleep,
            written=self._receipts_written,
        )
        self._filling = Filling(
            database=database,
            flight=self._flight,
            sleep=sleep,
            now=now,
            may_send_bulk=may_send_bulk,
            filled=self._filled,
        )
        self._claiming = Claiming(
            database=database,
            flight=self._flight,
            receipts=self._receipts,
            sleep=sleep,
            now=now,
            may_send_bulk=may_send_bulk,
            taken=self._bell.ring,
            short=self._filling.wake,
        )

    async def run(self) -> None:
        """Send until `stop` is called.

        Raises:
            LeaseTaken: another process is sending for this bot.
        """
        channel, bot = self._flight.name
        async with lease(self._database, f"{channel}-{bot}"):
            await self._begin()
            self._database.on_wake("outbox", self._woken)
            async with asyncio.TaskGroup() as group:
                self._group = group
                intake = [group.create_task(each.run()) for each in (self._claiming, self._filling)]
                endless = [group.create_task(each) for each in (self._watch(), self._dispatch())]
                group.create_task(self._receipts.run())
                await self._stopping.wait()
                await _cancelled(*endless)
                self._claiming.stop()
                self._filling.stop()
                await asyncio.wait(intake)  # never cut off inside a transaction
                await self._land()
                self._receipts.stop()

    def stop(self) -> None:
        """Finish what is in flight (at most `Settings.grace` seconds), hand the rest back, and let `run` return."""
        self._stopping.set()

    @property
    def mute(self) -> bool:
        """Whether the platform takes nothing at the moment, from nobody's fault but its own or the operator's."""
        return self._flight.outage.on

    async def _begin(self) -> None:
        """Mend what a crash left, and remember what the platform has just counted."""
        flight = self._flight
        steady, limiter, name = flight.steady, flight.limiter, flight.name
        now, monotonic = steady(), steady.monotonic()
        async with self._database.transaction(Urgency.RECEIPT) as tx:
            recent = await recovery.recent(tx, *name, now)
            found = await recovery.recover(tx, *name, flight.channel.limits.retry_unknown, now)
            waits = await recovery.waits(tx, *name, now)
            held = await meta.get(tx, held_key(*name))
            await self._quota.load(tx, now)
        for sent in sorted(recent, key=lambda each: each.at):
            limiter.seed(sent.chat, monotonic + steady.seconds_until(sent.at), group=sent.group)
        for chat, until in waits.items():
            limiter.block(chat, monotonic + steady.seconds_until(until))
        if held:
            limiter.hold(monotonic + steady.seconds_until(datetime.fromisoformat(held)))
        self.counters.repeats += found.repeats
        if found.again or found.unknown:
            log.warning("recovered", again=found.again, repeats=found.repeats, unknown=found.unknown)

    def _verdict(self) -> Verdict:
        flight = self._flight
        return self._quota.allows(self._may_send_bulk(), flight.steady(), len(flight.taken))

    async def _dispatch(self) -> None:
        """Start each message when its slot comes: the choice is made then, so that an answer need not queue."""
        flight, at_a_go = self._flight, 0
        lanes, limiter, monotonic = flight.lanes, flight.limiter, flight.steady.monotonic
        while True:
            now = monotonic()
            if lanes.empty_at(now):
                ripe = lanes.next_at()
                await self._bell.wait(None if ripe is None else max(0.0, ripe - now))
            elif (wait := limiter.wait(now)) > 0:
                await self._sleep(max(wait, _TICK))
                at_a_go = 0
            elif flight.full:
                await self._bell.wait()
            elif (probe := flight.outage.wait(now, flight.flying)) != 0:
                await self._bell.wait(probe)
            elif (claim := lanes.take(now)) is not None:
                self._launch(claim, now)
                at_a_go += 1
                if at_a_go % _AT_A_GO == 0 and not limiter.off:
                    await asyncio.sleep(0)  # they are written before the next ones' turn

    def _launch(self, claim: Claim, now: float) -> None:
        flight = self._flight
        if (wait := flight.limiter.chat_wait(claim.chat, now, group=claim.group)) > 0:
            flight.lanes.add(claim, now, wait)
            return
        if claim.bulletin_id in flight.held:
            self._receipts.add(Outcome(claim=claim, state=SendState.WAITING))
            return
        free = claim.bulk and not claim.paid and flight.limiter.capped
        if free and (wait := flight.free_wait(claim, now)) > 0:
            flight.lanes.add(claim, now, wait)
            return
        flight.limiter.take(claim.chat, now, group=claim.group, free=free, told=self._told)
        flight.flying += 1
        task = self._group.create_task(self._fly(claim))
        self._flights.add(task)
        task.add_done_callback(self._flights.discard)
        if flight.lanes.count(claim.lane) <= flight.ahead(now) // 2:
            self._claiming.nudge()

    async def _fly(self, claim: Claim) -> None:
        flight = self._flight
        probing = flight.outage.on  # if it gets through, the others need wait no longer
        departure = Departure(flight.limiter, claim.chat, flight.steady.monotonic) if self._told else None
        if departure:
            hear(departure.left)
        try:
            self._receipts.add(await self._attempts.make(claim))
        finally:
            if departure:
                departure.over()
            flight.flying -= 1
            if probing or flight.outage.on or flight.limiter.off:
                self._bell.ring()

    async def _land(self) -> None:
        """Hand back what has not left; wait for what has, a while. What is still out then stays in flight."""
        for claim in self._flight.lanes.clear():
            self._receipts.add(Outcome(claim=claim, state=SendState.WAITING))
        if self._flights:
            _, out = await asyncio.wait(self._flights, timeout=self._flight.settings.grace)
            await _cancelled(*out)
            if out:
                log.warning("cut_off", messages=len(out))

    async def _watch(self) -> None:
        while True:
            try:
                await watch(self._database, "outbox", self._woken, self._sleep)
            except Exception as error:  # noqa: BLE001 - whatever the driver raises, listen again
                log.warning("watch_lost", kind=type(error).__name__)
            await self._sleep(_WATCH_AGAIN)
            self._woken()

    def _woken(self) -> None:
        self._claiming.wake()
        self._filling.wake()

    def _filled(self) -> None:
        self._claiming.wake()

    def _receipts_written(self) -> None:
        self._claiming.freed()
        if not self._flight.taken and self._claiming.dry:  # perhaps the last of a bulletin
            self._filling.wake()

    @staticmethod
    def _alerted(alert: Callable[[Alert], Awaitable[None]]) -> Callable[[Alert], Awaitable[None]]:
        async def tell(what: Alert) -> None:
            try:
                await alert(what)
            except Exception as error:  # noqa: BLE001 - sending goes on if nobody can be told
                trouble.tell("alert_failed", error, about=what.kind)

        return tell


async def _cancelled(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    if tasks:
        await asyncio.wait(tasks)
