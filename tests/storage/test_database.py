"""The database itself: what counts as its failure, and what as ours."""

import asyncio
import gc
import warnings
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import Engine, event, insert, select, text
from sqlalchemy.engine.interfaces import CacheStats
from sqlalchemy.exc import ProgrammingError

from storage.database import BROKEN, Database, LazySavepoint, Tx, Urgency
from storage.tables import meta


@pytest.mark.parametrize("statement", ["SELECT no_such FROM people", "SELECT 1 FROM no_such", "SELEC 1"])
async def test_a_statement_that_cannot_run_is_no_broken_database(database: Database, statement: str) -> None:
    """Or it would be tried again for ever; on both engines alike, reading and writing."""
    for opened in (database.transaction(), database.reading()):
        with pytest.raises(ProgrammingError) as raised:
            async with opened as tx:
                await tx.execute(text(statement))
        assert not isinstance(raised.value, BROKEN)


@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("times", [1, 2])
async def test_a_cancellation_at_any_step_gives_the_connection_back(database: Database, times: int) -> None:
    """Before it is open, in the middle, at its commit, heard once or twice: what comes next can write and read."""
    with warnings.catch_warnings(action="ignore"):
        gc.collect()  # what is found below was left by this test
    for steps in range(0, 60, 3):
        for work in (_written, _read):
            task = asyncio.create_task(work(database))
            for _ in range(steps):
                await asyncio.sleep(0)
            for _ in range(times):
                task.cancel()
                await asyncio.sleep(0)
            await asyncio.wait([task])
            assert await asyncio.wait_for(_written(database), 10) == await _read(database)
    gc.collect()  # a connection that was not given back warns here, and a warning fails the test


async def test_a_connection_that_was_lost_is_opened_anew(database: Database) -> None:
    """Whoever writes next finds another, in one hop or in several; a savepoint in one hop undoes its part alone."""

    async def write(tx: Tx) -> object:
        await tx.execute(insert(meta), {"key": "kept", "value": "1"})
        with suppress(ZeroDivisionError):
            async with LazySavepoint(tx) as part:
                await part.execute(insert(meta), {"key": "undone", "value": "1"})
                raise ZeroDivisionError
        async with tx.savepoint():
            await tx.execute(insert(meta), {"key": "kept too", "value": "1"})
        return [row.key for row in await tx.all(select(meta.c.key).order_by(meta.c.key))]

    await database.at_once(Urgency.TURN, _nothing)
    await database._writing.dispose()
    assert await database.at_once(Urgency.TURN, write) == ["kept", "kept too"]
    await database._writing.dispose()
    assert await _written(database) == 0


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
async def test_what_one_connection_compiled_serves_the_next(database: Database) -> None:
    """Making a statement's text takes longer than running it."""
    said: list[CacheStats] = []

    def note(*given: Any) -> None:
        if given[2] != "BEGIN IMMEDIATE":
            said.append(given[4].cache_hit)

    async def read(tx: Tx) -> None:
        await tx.all(select(meta))

    event.listen(Engine, "after_cursor_execute", note)
    try:
        for _ in range(3):
            await database.at_once(Urgency.TURN, read)
            await database._writing.dispose()
    finally:
        event.remove(Engine, "after_cursor_execute", note)
    assert said == [CacheStats.CACHE_MISS, CacheStats.CACHE_HIT, CacheStats.CACHE_HIT]


async def _nothing(tx: Tx) -> None:
    await tx.execute(text("SELECT 1"))


async def _written(database: Database) -> object:
    async with database.transaction() as tx, tx.savepoint():
        return await tx.scalar(text("SELECT count(*) FROM people"))


async def _read(database: Database) -> object:
    async with database.reading() as tx:
        return await tx.scalar(text("SELECT count(*) FROM people"))
