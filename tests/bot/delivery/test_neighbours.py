"""Other processes: they write, we notice; they would send, they may not. And what the metrics page shows."""

import asyncio

import pytest
from prometheus_client import CollectorRegistry, generate_latest

from bot.delivery.flight import Settings, Steady
from bot.delivery.lease import LeaseTaken, lease
from bot.delivery.metrics import Counters, expose
from storage.database import Database
from storage.watching import watch
from tests.bot.delivery.sending import Sending, people_at
from tests.simulators.channel import FakeClock


async def test_what_another_process_writes_is_sent(sending: Sending, database_url: str) -> None:
    """The command line has a database of its own open; nothing in our process is woken by its commit."""
    (an,) = await people_at(sending.database, "an")
    async with Database(database_url) as other, sending.running():
        await sending.clock.run_for(5)
        neighbour = Sending(other)
        await neighbour.put(an, "từ dòng lệnh")
        await sending.clock.run(lambda: sending.channel.texts == ["từ dòng lệnh"])


async def test_a_commit_elsewhere_is_heard(database: Database, database_url: str) -> None:
    """By SQLite's data_version or PostgreSQL's notice, without looking at any table."""
    (an,) = await people_at(database, "an")
    heard = asyncio.Event()
    watching = asyncio.create_task(watch(database, "outbox", heard.set))
    async with Database(database_url) as other:
        neighbour = Sending(other)
        while not heard.is_set():
            await neighbour.put(an, "x")
            await asyncio.sleep(0.01)
        watching.cancel()
        await asyncio.wait([watching])


async def test_a_lease_has_one_holder(database: Database) -> None:
    """A second asks in vain, for that name only, until the first is done."""
    async with lease(database, "run"):
        with pytest.raises(LeaseTaken, match="another `vungxanh run`"):
            async with lease(database, "run"):
                pass
        async with lease(database, "other"):
            pass
    async with lease(database, "run"):
        pass


def test_counters_are_on_the_metrics_page() -> None:
    """By lane and state, with the channel's name."""
    counters = Counters(repeats=2, waiting={3: 7})
    counters.sent[0] += 5
    registry = CollectorRegistry()
    expose(counters, registry, channel="fake", bot="1")
    page = generate_latest(registry).decode()
    assert 'vungxanh_messages_total{bot="1",channel="fake",lane="answers",state="sent"} 5.0' in page
    assert 'vungxanh_repeats_total{bot="1",channel="fake"} 2.0' in page
    assert 'vungxanh_waiting{bot="1",channel="fake",lane="bulletins"} 7.0' in page


def test_waits_are_not_changed_by_setting_the_clock() -> None:
    """Real time is read once; from then on it runs with the monotonic clock."""
    clock = FakeClock()
    shown = [clock.wall()]
    steady = Steady(clock.monotonic, lambda: shown[0])
    before = steady()
    shown[0] = shown[0].replace(year=1999)
    clock.time += 60
    assert (steady() - before).total_seconds() == 60
    assert steady.seconds_until(before) == -60


def test_too_little_room_is_refused() -> None:
    """With words that say what is needed."""
    with pytest.raises(ValueError, match="room for 8"):
        Settings(in_flight=3)
