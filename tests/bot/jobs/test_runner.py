"""The runner: slow work outside of any transaction, its end inside one."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.jobs.runner import Closing, Runner, nothing
from storage import faults, jobs, meta
from storage.database import Database, Tx
from storage.jobs import Job

NOW = datetime(2021, 8, 18, 9, tzinfo=UTC)


class Killed(BaseException):
    """As if the process had been killed: nothing may catch it."""


class World:
    """A runner whose work is the test's own."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.at = NOW
        self.done: list[object] = []
        self.alerts: list[str] = []
        self.error: Exception | None = None
        self.runner = Runner(
            database=database, works={"count": self.count}, wall=lambda: self.at, alert=self.alert
        )

    async def count(self, job: Job) -> Closing:
        if self.error:
            raise self.error
        self.done.append(job.payload["n"])

        async def close(tx: Tx) -> None:
            await meta.put(tx, "counted", job.payload["n"])

        return close

    async def alert(self, _tx: Tx, what: str) -> None:
        self.alerts.append(what)

    async def wants(self, kind: str, **payload: object) -> None:
        async with self.database.transaction() as tx:
            await jobs.put(tx, kind, payload, self.at)

    async def counted(self) -> object:
        async with self.database.reading() as tx:
            return await meta.get(tx, "counted")


@pytest.fixture
def died() -> Iterator[list[str]]:
    """Points at which to be killed, each once."""
    points: list[str] = []

    def hook(name: str) -> None:
        if name in points:
            points.remove(name)
            raise Killed

    faults.listen(hook)
    yield points
    faults._hook.remove(hook)


@pytest.fixture
async def world(database: Database) -> World:
    return World(database)


async def test_each_job_is_done_once_in_order(world: World) -> None:
    """First come, first done; then there is nothing left."""
    await world.wants("count", n=1)
    await world.wants("count", n=2)
    while await world.runner.step():
        pass
    assert world.done == [1, 2]
    assert await world.counted() == 2


async def test_a_job_that_fails_does_not_stand_in_the_way(world: World) -> None:
    """The next one proceeds; after the fifth try the administrators are told."""
    await world.wants("unknown")
    await world.wants("count", n=7)
    while await world.runner.step():
        pass
    assert world.done == [7]
    for day in range(1, jobs.ATTEMPTS):
        world.at = NOW + timedelta(days=day)
        assert await world.runner.step()
    assert not await world.runner.step()
    assert len(world.alerts) == 1
    assert "5 lần thử" in world.alerts[0]


async def test_what_was_cut_short_is_done_again_and_ends_once(world: World) -> None:
    """A crash after the slow part repeats it; what it leads to happens once."""
    await world.wants("count", n=3)
    async with world.database.reading() as tx:
        job = await jobs.next_due(tx, world.at)
    assert job is not None
    await world.count(job)  # the slow part, then the crash
    await world.runner.step()
    assert world.done == [3, 3]
    assert await world.counted() == 3
    assert not await world.runner.step()


@pytest.mark.parametrize("point", [each for each in faults.POINTS if each.startswith("job.")])
async def test_killed_at_any_point_a_job_ends_once(world: World, point: str, died: list[str]) -> None:
    """Before the slow part, before or after its end is written: whoever starts next does what is left to do."""
    await world.wants("count", n=5)
    died.append(point)
    with pytest.raises(Killed):
        await world.runner.step()
    over = point == "job.after_commit"
    assert await world.counted() == (5 if over else None)
    assert await world.runner.step() is not over
    assert world.done == ([5, 5] if point == "job.before_commit" else [5])
    assert await world.counted() == 5
    assert not await world.runner.step()
    assert world.alerts == []


async def test_work_without_an_end_is_work(world: World) -> None:
    """An email leaves nothing to write."""
    async with world.database.transaction() as tx:
        await nothing(tx)


async def test_what_cannot_wait_waits_behind_no_slow_work(database: Database) -> None:
    """A photo whose address dies soon is fetched while documents are drawn and letters are sent."""
    began, gate, done = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def slow(_job: Job) -> Closing:
        began.set()
        await gate.wait()
        return nothing

    async def quick(_job: Job) -> Closing:
        done.set()
        return nothing

    async def alert(_tx: Tx, what: str) -> None:
        raise AssertionError(what)

    kinds = frozenset({"fetch"})
    drawing = Runner(database=database, works={"draw": slow}, wall=lambda: NOW, alert=alert, besides=kinds)
    fetching = Runner(database=database, works={"fetch": quick}, wall=lambda: NOW, alert=alert, only=kinds)
    for kind in ("draw", "fetch"):
        async with database.transaction() as tx:
            await jobs.put(tx, kind, {}, NOW)
    drawn = asyncio.create_task(drawing.step())
    await began.wait()
    assert await fetching.step()
    assert done.is_set()
    assert not await fetching.step(), "the other's work is not its own"
    gate.set()
    assert await drawn
    assert not await drawing.step()
