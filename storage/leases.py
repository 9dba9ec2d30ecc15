"""One holder at a time, across processes and machines, by PostgreSQL's advisory locks."""

import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from sqlalchemy import func, literal, select
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from storage.database import Database

_LOCKS = 127  # the first half of the lock's number: ours among other programs' locks in the same database


@asynccontextmanager
async def advisory(database: Database, name: str) -> AsyncIterator[Callable[[], Awaitable[None]] | None]:
    """Hold the lock `name` on a connection of its own.

    Yields None if somebody else holds it; else a function that raises as soon as it is lost.
    """
    key = zlib.crc32(name.encode()) - 2**31
    engine = create_async_engine(database.url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    try:
        async with engine.connect() as connection:
            taken = await connection.scalar(select(func.pg_try_advisory_lock(_LOCKS, key)))

            async def check() -> None:
                await connection.scalar(select(literal(1)))

            yield check if taken else None
    finally:
        await engine.dispose()
