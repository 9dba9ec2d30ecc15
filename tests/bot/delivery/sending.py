"""A sender at work on a fake channel, with time that tests let pass."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select, union_all

from bot.channels.base import Limits
from bot.delivery.flight import Alert, Settings
from bot.delivery.sender import Sender
from bot.delivery.verdict import OPEN, Verdict
from messages.content import Lane, Reply
from storage import faults, outbox
from storage.database import Database, Rows
from storage.outbox import Outgoing
from storage.records import Address
from storage.tables import deliveries
from storage.tables import outbox as outbox_table
from tests.simulators.channel import EPOCH, LIMITS, FakeChannel, FakeClock

_STATES = union_all(select(outbox_table.c.state), select(deliveries.c.state)).subquery()
_OPEN = select(func.count()).select_from(_STATES).where(_STATES.c.state.in_(("waiting", "sending")))


class Crash(BaseException):
    """As if the process had been killed: nothing may catch it."""


@dataclass
class Sending:
    """One sender after the other on the same database: a new one is a restart."""

    database: Database
    limits: Limits = LIMITS
    settings: Settings = field(default_factory=Settings)
    verdict: Verdict = OPEN
    alerts: list[Alert] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clock = FakeClock()
        self.channel = FakeChannel(self.clock, self.limits)
        self.sender = self.new_sender()

    def new_sender(self) -> Sender:
        """A sender that has just been made."""

        async def alert(what: Alert) -> None:
            self.alerts.append(what)

        return Sender(
            self.database,
            self.channel,
            settings=self.settings,
            now=self.clock.wall,
            may_send_bulk=lambda: self.verdict,
            alert=alert,
            monotonic=self.clock.monotonic,
            wall=self.clock.wall,
            sleep=self.clock.sleep,
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """A sender at work; stopped at the end as SIGTERM would."""
        self.sender = self.new_sender()
        task = asyncio.create_task(self.sender.run())
        try:
            yield
        finally:
            self.sender.stop()
            self.channel.open.set()
            await self.clock.run(task.done)
        await task

    async def crash_at(self, point: str, times: int = 1) -> None:
        """Run a sender until it has passed `point` so many times, and kill it there."""
        left = [times]

        def hook(name: str) -> None:
            if name == point:
                left[0] -= 1
                if left[0] == 0:
                    raise Crash

        self.sender = self.new_sender()
        faults.listen(hook)
        try:
            task = asyncio.create_task(self.sender.run())
            await self.clock.run(task.done)
        finally:
            faults._hook.remove(hook)
        assert _has_crashed(task.exception()), f"{point} was never passed"

    async def run_until(self, condition: Callable[[], bool]) -> None:
        """Send until something is so, then stop."""
        async with self.running():
            await self.clock.run(condition)

    async def run_until_sent(self, count: int) -> None:
        """Send until so many messages were accepted and are written as sent, then stop."""
        await self.run_until(lambda: len(self.channel.taken) >= count)

    async def run_until_idle(self) -> None:
        """Send until nothing waits that may be sent."""
        step = 0.2
        async with self.running():
            while await self.open_rows():
                await self.clock.run_for(step)
                step = min(step * 1.1, 2.0)  # a long wait is not looked at as often

    async def open_rows(self) -> int:
        """How many messages are not finished."""
        async with self.database.reading() as tx:
            return int(await tx.scalar(_OPEN))

    async def put(self, address: Address, *texts: str, lane: Lane = Lane.ANSWERS, **more: Any) -> list[int]:
        """New messages, one for each text."""
        messages = [Outgoing(address=address, reply=Reply(text=text), lane=lane, **more) for text in texts]
        async with self.database.transaction() as tx:
            return await outbox.put(tx, messages, EPOCH)

    async def rows(self) -> Rows:
        """The outbox."""
        async with self.database.reading() as tx:
            return await tx.all(select(outbox_table).order_by(outbox_table.c.id))

    async def deliveries(self) -> Rows:
        """All deliveries."""
        async with self.database.reading() as tx:
            return await tx.all(select(deliveries).order_by(deliveries.c.id))

    async def states(self) -> list[str]:
        """The states of the outbox's rows, in order."""
        return [row.state for row in await self.rows()]


async def crash_or_idle(sending: Sending, point: str) -> bool:
    """Kill a sender at `point`, or stop it when it has nothing left to do before it gets there. Says which."""
    passed: list[str] = []

    def hook(name: str) -> None:
        if name == point and not passed:
            passed.append(name)
            raise Crash

    sending.sender = sending.new_sender()
    task = asyncio.create_task(sending.sender.run())
    faults.listen(hook)
    try:
        end = sending.clock.time + 2.0
        await sending.clock.run(lambda: task.done() or sending.clock.time >= end)
        sending.sender.stop()
        await sending.clock.run(task.done)
    finally:
        faults._hook.remove(hook)
    if (error := task.exception()) is not None and not _has_crashed(error):
        raise error
    return bool(passed)


def _has_crashed(error: BaseException | None) -> bool:
    if isinstance(error, BaseExceptionGroup):
        return any(map(_has_crashed, error.exceptions))
    return isinstance(error, Crash)


async def people_at(database: Database, *chats: str) -> Sequence[Address]:
    """People who only ask, in these chats: no bulletin is for them."""
    from tests.storage.world import alike

    async with database.transaction() as tx:
        return await alike(tx, chats, agreed=False)
