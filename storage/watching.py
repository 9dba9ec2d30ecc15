"""Noticing what other processes wrote: SQLite's data_version, PostgreSQL's LISTEN."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from storage.database import Database
from storage.tx import whole

EVERY = 0.1  # seconds between two looks at SQLite's file
_ALIVE = 10.0  # seconds between two looks at whether PostgreSQL still talks to us


async def watch(
    database: Database,
    name: str,
    heard: Callable[[], None],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Call `heard` whenever another process may have woken `name`. Runs until cancelled.

    On SQLite any commit on another connection counts, our own process's too: a look too many costs little.
    Raises what the driver raises once the connection is lost.
    """
    engine = create_async_engine(database.url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    try:
        async with engine.connect() as connection:
            follow = _versions if database.is_sqlite else _notices
            await follow(connection, name, heard, sleep)
    finally:
        await engine.dispose()


async def _versions(
    connection: AsyncConnection,
    _name: str,
    heard: Callable[[], None],
    sleep: Callable[[float], Awaitable[None]],
) -> None:
    seen = await whole(connection.scalar(text("PRAGMA data_version")))
    while True:
        await sleep(EVERY)
        version = await whole(connection.scalar(text("PRAGMA data_version")))
        if version != seen:
            seen = version
            heard()


async def _notices(
    connection: AsyncConnection,
    name: str,
    heard: Callable[[], None],
    sleep: Callable[[float], Awaitable[None]],
) -> None:
    raw = await connection.get_raw_connection()
    driver: Any = raw.driver_connection
    await driver.add_listener(name, lambda *_: heard())
    while True:
        await sleep(_ALIVE)
        await whole(connection.execute(text("SELECT 1")))
