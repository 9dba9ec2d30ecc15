"""The world breaks in the middle of a bulletin: nothing is lost, and repeats are only of what was in flight."""

import asyncio
import sqlite3
from collections import Counter
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.channels.base import DeliveryError, Misconfigured, OutcomeUnknown, Throttled, Unavailable
from messages.content import Outbound, Receipt, Send
from storage.database import Database
from storage.records import BulletinState
from storage.tables import addresses
from tests.bot.delivery.sending import Sending
from tests.bot.delivery.test_bulletins import started, state, until_state


@pytest.fixture
def file(sqlite_template: Path, tmp_path: Path) -> Path:
    """A database file, for faults that only files have."""
    import shutil

    path = tmp_path / "faults.db"
    shutil.copy(sqlite_template, path)
    return path


async def everyone_once(sending: Sending, people: int) -> None:
    """Each has it once, as far as the platform told, and each row says so."""
    chats = Counter(each.message.chat for each in sending.channel.taken)
    assert set(chats) == {f"c{number}" for number in range(1, people + 1)}
    assert set(chats.values()) == {1}
    assert {row.state for row in await sending.deliveries()} == {"sent"}


@pytest.mark.parametrize(
    "fault",
    [Unavailable("no route"), OutcomeUnknown("502"), Misconfigured("401 token revoked"), Throttled(3.0)],
    ids=lambda fault: type(fault).__name__,
)
async def test_the_network_or_the_platform_fails_for_a_while(sending: Sending, fault: DeliveryError) -> None:
    """Cut, 5xx, a token revoked and put back, throttled: everyone is served afterwards, nobody is given up."""
    sending.channel.limits = replace(sending.limits, rate=100.0)
    made = await started(sending, 30)
    refused = [0]
    times = 2 if isinstance(fault, Misconfigured) else 6  # a token is tried once a minute

    def script(message: Outbound) -> BaseException | None:
        refused[0] += 1
        return fault if 10 < refused[0] <= 10 + times else None

    sending.channel.script = script
    async with sending.running():
        await until_state(sending, made.id, BulletinState.DONE)
    await everyone_once(sending, 30)
    async with sending.database.reading() as tx:
        assert await tx.all(addresses.select().where(~addresses.c.reachable)) == []


async def test_dropped_after_it_was_accepted(sending: Sending) -> None:
    """Nobody can know: those are sent again and counted, no others."""
    made = await started(sending, 30)
    taken: list[str] = []

    def script(message: Outbound) -> BaseException | None:
        taken.append(message.chat)
        return (
            OutcomeUnknown("cut") if message.chat in {"c5", "c6"} and taken.count(message.chat) == 1 else None
        )

    sending.channel.script = script
    async with sending.running():
        await until_state(sending, made.id, BulletinState.DONE)
    arrived = Counter(taken)
    assert {chat for chat, count in arrived.items() if count > 1} == {"c5", "c6"}
    assert sum(row.repeats for row in await sending.deliveries()) == 2
    assert sending.sender.counters.repeats == 2


async def test_slow_answers_hold_up_only_their_own(sending: Sending) -> None:
    """What hangs is in flight; when it comes back everything is receipted, once."""
    made = await started(sending, 30)
    sending.channel.open.clear()
    async with sending.running():
        while sum(row.state == "sending" for row in await sending.deliveries()) < 30:
            await sending.clock.run_for(0.5)
        sending.channel.open.set()
        await until_state(sending, made.id, BulletinState.DONE)
    await everyone_once(sending, 30)


async def test_a_full_disk_loses_no_receipt(file: Path) -> None:
    """What the platform took is remembered until it can be written; nothing is sent twice for it."""
    async with Database(f"sqlite+aiosqlite:///{file}") as database:
        sending = Sending(database)
        made = await started(sending, 30)
        receipts = [0]

        def script(_: Outbound) -> Receipt | None:
            receipts[0] += 1
            return None

        sending.channel.script = script
        async with sending.running():
            await sending.clock.run(lambda: receipts[0] >= 3)
            async with database.transaction() as tx:
                await tx.execute(text("CREATE TABLE ballast (words TEXT)"))
            async with database.transaction() as tx:
                pages = (await tx.execute(text("PRAGMA page_count"))).scalar_one()
                await tx.execute(text(f"PRAGMA max_page_count={pages}"))
            filled = False
            while not filled:
                try:
                    async with database.transaction() as tx:
                        await tx.execute(text("INSERT INTO ballast VALUES (hex(randomblob(20000)))"))
                except Exception as error:  # noqa: BLE001 - the disk is full, as intended
                    filled = "full" in str(error)
                    assert filled
            await sending.clock.run_for(30)
            async with database.transaction() as tx:
                await tx.execute(text("PRAGMA max_page_count=1000000"))
            await until_state(sending, made.id, BulletinState.DONE)
        await everyone_once(sending, 30)


async def test_a_locked_database_is_waited_for(file: Path) -> None:
    """Somebody's tool holds the file for a while: claims and receipts go on when it lets go."""
    async with Database(f"sqlite+aiosqlite:///{file}") as database:
        sending = Sending(database)
        made = await started(sending, 30)
        async with sending.running():
            await sending.clock.run(lambda: bool(sending.channel.taken))
            with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as other:
                while not other.in_transaction:
                    with suppress(sqlite3.OperationalError):  # one of our own transactions holds it just now
                        other.execute("BEGIN IMMEDIATE")
                    await asyncio.sleep(0)
                await sending.clock.run_for(5, held=True)
                other.execute("ROLLBACK")
            await until_state(sending, made.id, BulletinState.DONE)
        await everyone_once(sending, 30)


async def test_a_clock_set_back_changes_no_wait(sending: Sending) -> None:
    """Waits go by a clock that nobody sets; a restart after it neither asks nor stands still."""
    sending.channel.limits = replace(sending.limits, rate=20.0)
    made = await started(sending, 40)
    back = [0.0]
    honest = sending.clock.wall

    def wall() -> object:
        from datetime import timedelta

        return honest() - timedelta(seconds=back[0])

    sending.clock.wall = wall  # type: ignore[method-assign, assignment]
    async with sending.running():
        await sending.clock.run(lambda: len(sending.channel.taken) >= 5)
        back[0] = 7200.0
        await sending.clock.run(lambda: len(sending.channel.taken) >= 10)
    async with sending.running():
        await until_state(sending, made.id, BulletinState.DONE)
    await everyone_once(sending, 40)
    assert sending.alerts == []
    assert await state(sending, made.id) is BulletinState.DONE
    assert all(isinstance(each.message, Send) for each in sending.channel.taken)
