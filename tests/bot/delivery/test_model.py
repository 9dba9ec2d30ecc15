"""Whatever happens to a bulletin on its way, in whatever order: nobody is missing, nobody has it twice."""

import asyncio
import shutil
import tempfile
from collections import Counter
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.channels.base import PersonGone
from messages.content import Outbound, Reply, Send
from storage import bulletins, people
from storage.bulletins import ChangeKind
from storage.database import Database
from storage.records import BulletinState, Consent
from tests.bot.delivery.sending import Sending
from tests.simulators.channel import EPOCH
from tests.storage.world import bulletin, citizen, leave

LIVE = {BulletinState.SENDING, BulletinState.PAUSED}
POINTS = (
    "claim.after_commit",
    "deliver.before",
    "deliver.after",
    "receipt.before_commit",
    "receipt.after_commit",
)


class Campaigning(RuleBasedStateMachine):
    """One bulletin, people who come, go and block, an operator, and kills.

    What may come next is told by what was asked for, never by how far the sending has got: that is the machine's pace.
    A person is owed the bulletin if they were in its audience when it ended, or when it was started and ever since.
    """

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="vungxanh-model-"))
        shutil.copy(self.template, self.folder / "test.db")
        self.runner = asyncio.Runner()
        self.database = Database(f"sqlite+aiosqlite:///{self.folder}/test.db")
        self.sending = self._do(self._made())
        self.members: set[str] = set()
        self.blocked: set[str] = set()
        self.crashed = False
        self.version = 1
        self.state: BulletinState | None = None
        self.number = 0
        self.missed: set[str] = set()  # came back when it was done
        self.count = 0
        for _ in range(5):
            self.joins()

    async def _made(self) -> Sending:
        return Sending(self.database)

    def _do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    def teardown(self) -> None:
        try:
            self._do(self._finish())
        finally:
            self._do(self.database.close())
            self.runner.close()
            shutil.rmtree(self.folder, ignore_errors=True)  # a thread may just be taking SQLite's -wal away

    # What people do.

    @rule()
    def joins(self) -> None:
        self.count += 1
        chat = f"p{self.count}"
        self._do(self._join(chat))
        self.members.add(chat)

    async def _join(self, chat: str) -> None:
        async with self.database.transaction() as tx:
            address = await citizen(tx, chat)
            await bulletins.joined(tx, address.person_id or 0)

    @precondition(lambda self: self.members)
    @rule(data=st.data())
    def leaves(self, data: st.DataObject) -> None:
        chat = data.draw(st.sampled_from(sorted(self.members)))
        self._do(self._leave(chat))
        self.members.discard(chat)

    async def _leave(self, chat: str) -> None:
        async with self.database.transaction() as tx:
            address = await people.find_address(tx, "fake", "1", chat)
            assert address is not None
            await leave(tx, address)

    @rule(data=st.data())
    def comes_back(self, data: st.DataObject) -> None:
        away = sorted({f"p{each}" for each in range(1, self.count + 1)} - self.members - self.blocked)
        if away:
            chat = data.draw(st.sampled_from(away))
            self._do(self._return(chat))
            self.members.add(chat)
            over = self.state is not None and not (
                self._is(BulletinState.SENDING) or self._is(BulletinState.PAUSED)
            )
            (self.missed.add if over else self.missed.discard)(chat)

    async def _return(self, chat: str) -> None:
        async with self.database.transaction() as tx:
            _, person = await people.meet(tx, "fake", "1", chat, EPOCH)
            person = await people.consented(tx, person, Consent.AGREED)
            await bulletins.joined(tx, person.id)

    @precondition(lambda self: len(self.members) > 2)
    @rule(data=st.data())
    def blocks(self, data: st.DataObject) -> None:
        """The platform says so at the next message; nobody tells us before."""
        chat = data.draw(st.sampled_from(sorted(self.members)))
        self.blocked.add(chat)
        self.members.discard(chat)

    # What the operator does.

    @precondition(lambda self: self.state is None)
    @rule()
    def starts(self) -> None:
        async def start() -> int:
            async with self.database.transaction() as tx:
                return (await bulletin(tx, "bản 1")).id

        self.number = self._do(start())
        self.state = BulletinState.SENDING

    @precondition(lambda self: self.state is BulletinState.SENDING)
    @rule()
    def pauses(self) -> None:
        if self._is(BulletinState.SENDING):
            self._move(bulletins.pause)
        self.state = BulletinState.PAUSED

    @precondition(lambda self: self.state is BulletinState.PAUSED)
    @rule()
    def resumes(self) -> None:
        if self._is(BulletinState.PAUSED):
            self._move(bulletins.resume)
        self.state = BulletinState.SENDING

    @precondition(lambda self: self.state in LIVE)
    @rule()
    def changes(self) -> None:
        """And approves at once: those not yet reached get the new words."""
        if not (self._is(BulletinState.SENDING) or self._is(BulletinState.PAUSED)):
            return
        self.version += 1

        async def change() -> None:
            async with self.database.transaction() as tx:
                words = Reply(text=f"bản {self.version}")
                await bulletins.propose(tx, self.number, ChangeKind.CHANGE, words, "a", EPOCH)
                await bulletins.approve(tx, self.number, "b", EPOCH)

        self._do(change())

    @precondition(lambda self: self.state in LIVE and self.count > 8)
    @rule()
    def cancels(self) -> None:
        if self._is(BulletinState.SENDING) or self._is(BulletinState.PAUSED):
            self._move(lambda tx, number: bulletins.cancel(tx, number, EPOCH))
        self.state = BulletinState.CANCELLED

    def _move(self, move: Any) -> None:
        async def moving() -> None:
            async with self.database.transaction() as tx:
                await move(tx, self.number)

        self._do(moving())

    def _is(self, state: BulletinState) -> bool:
        async def look() -> BulletinState:
            async with self.database.reading() as tx:
                found = await bulletins.get(tx, self.number)
            assert found is not None
            return found.state

        return bool(self._do(look()) is state)

    # What the machine does.

    @precondition(lambda self: self.state is not None)
    @rule(more=st.integers(1, 6))
    def sends(self, more: int) -> None:
        """A process works until a few more have arrived, or nothing is left to do, and stops."""
        self._do(self._send(more))

    async def _send(self, more: int) -> None:
        self.sending.channel.script = self._platform
        wanted = len(self.sending.channel.taken) + more
        looks = 0
        async with self.sending.running():
            while len(self.sending.channel.taken) < wanted and looks < 5:
                await self.sending.clock.run_for(0.5)
                looks += 1

    @precondition(lambda self: self.state is BulletinState.SENDING)
    @rule(point=st.sampled_from(POINTS))
    def is_killed(self, point: str) -> None:
        self._do(self._crash(point))

    async def _crash(self, point: str) -> None:
        self.sending.channel.script = self._platform
        if not await self.sending.open_rows():
            return
        from tests.bot.delivery.sending import crash_or_idle

        self.crashed |= await crash_or_idle(self.sending, point)

    def _platform(self, message: Outbound) -> BaseException | None:
        return PersonGone("blocked") if message.chat in self.blocked else None

    # What must be so.

    def _served(self) -> Counter[str]:
        return Counter(
            each.message.chat for each in self.sending.channel.taken if isinstance(each.message, Send)
        )

    @invariant()
    def nobody_has_it_twice(self) -> None:
        """But for what was in flight in a kill, and that is counted."""
        served = self._served()
        twice = sum(served.values()) - len(served)
        assert twice == 0 or self.crashed
        rows = self._do(self.sending.deliveries())
        assert twice <= sum(row.repeats for row in rows) + sum(row.state == "sending" for row in rows)

    async def _finish(self) -> None:
        """Let it come to its end: whoever belongs to it then has it."""
        if self.state is None:
            return
        async with self.database.transaction() as tx:
            found = await bulletins.get(tx, self.number)
            assert found is not None
            if found.state is BulletinState.CANCELLED:
                return
            if found.state is BulletinState.PAUSED:
                await bulletins.resume(tx, self.number)
        self.sending.channel.script = self._platform
        async with self.sending.running():
            for _ in range(400):
                async with self.database.reading() as tx:
                    found = await bulletins.get(tx, self.number)
                if found is not None and found.state is BulletinState.DONE:
                    break
                await self.sending.clock.run_for(0.5)
        assert found is not None
        assert found.state is BulletinState.DONE
        served = self._served()
        # Who joined after it was done has not missed anything.
        had = {row.person_id for row in await self.sending.deliveries()}
        async with self.database.reading() as tx:
            for chat in self.members - self.missed:
                address = await people.find_address(tx, "fake", "1", chat)
                assert address is not None
                assert served[chat] >= 1 or address.person_id not in had, chat
        rows = await self.sending.deliveries()
        assert {row.state for row in rows} <= {"sent", "failed", "cancelled"}
        twice = sum(served.values()) - len(served)
        assert twice <= sum(row.repeats for row in rows)
        assert {row.version for row in rows if row.state == "sent"} <= set(range(1, self.version + 1))


def test_none_missing_none_twice(sqlite_template: Path) -> None:
    """Start, pause, resume, cancel, join, leave, come back, block, change, kill: in any order."""

    class Here(Campaigning):
        template = sqlite_template

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=40,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


pytestmark = pytest.mark.filterwarnings("default::ResourceWarning")
