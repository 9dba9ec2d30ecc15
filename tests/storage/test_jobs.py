"""Slow work that waits."""

from datetime import UTC, datetime, timedelta

from bot.jobs.works import PATIENCE
from storage import jobs
from storage.database import Database

LETTERS = PATIENCE["digest_email"]
NOW = datetime(2021, 8, 18, 9, tzinfo=UTC)


async def test_a_job_under_one_name_is_wanted_once_ever(database: Database) -> None:
    """A firing that runs twice asks for its files once."""
    async with database.transaction() as tx:
        assert await jobs.put(tx, "draw", {"n": 1}, NOW, dedupe="16/8")
        assert not await jobs.put(tx, "draw", {"n": 2}, NOW, dedupe="16/8")
        assert await jobs.waiting(tx) == 1
        job = await jobs.next_due(tx, NOW)
        assert job is not None
        assert job.payload == {"n": 1}


async def test_done_is_said_once_and_forgets_what_it_was_about(database: Database) -> None:
    """Two that did the same work: the second one's words are undone by its caller."""
    async with database.transaction() as tx:
        await jobs.put(tx, "draw", {"n": 1}, NOW)
        job = await jobs.next_due(tx, NOW)
        assert job is not None
        assert await jobs.done(tx, job, NOW)
        assert not await jobs.done(tx, job, NOW)
        assert await jobs.next_due(tx, NOW) is None


async def test_what_fails_waits_longer_each_time_and_ends(database: Database) -> None:
    """Ten seconds, then twenty; the fifth time is the last."""
    async with database.transaction() as tx:
        await jobs.put(tx, "draw", {}, NOW)
        at, waits = NOW, []
        for attempt in range(jobs.ATTEMPTS):
            job = await jobs.next_due(tx, at)
            assert job is not None
            assert await jobs.failed(tx, job, "OSError", at) is (attempt == jobs.ATTEMPTS - 1)
            assert await jobs.next_due(tx, at) is None
            waits.append(timedelta(seconds=10 * 2**attempt))
            at += waits[-1]
        assert waits[:2] == [timedelta(seconds=10), timedelta(seconds=20)]
        assert await jobs.next_due(tx, at + timedelta(days=1)) is None


async def test_some_work_is_tried_for_hours(database: Database) -> None:
    """Letters: a server that is away all afternoon still takes them, and waits do not grow beyond an hour."""
    async with database.transaction() as tx:
        await jobs.put(tx, "letter", {}, NOW)
        at, tries = NOW, 0
        while job := await jobs.next_due(tx, at):
            tries += 1
            ended = await jobs.failed(tx, job, "SMTPDataError", at, LETTERS)
            assert ended is (tries == 10)
            if not ended:
                assert await jobs.next_due(tx, at + timedelta(minutes=1)) is None
                at += timedelta(hours=1)
                assert await jobs.next_due(tx, at) is not None
    assert tries == 10
    assert sum((LETTERS.wait(each) or timedelta() for each in range(1, 11)), timedelta()) > timedelta(hours=5)
