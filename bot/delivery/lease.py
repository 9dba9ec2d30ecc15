"""One sender per bot: two would break the platform's pace and the order of messages."""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from storage.database import Database
from storage.leases import advisory

_EVERY = 10.0  # seconds between two looks at whether the lease still holds


class LeaseTaken(RuntimeError):
    """Another process is sending already; the message says what to do."""

    def __init__(self, where: str) -> None:
        super().__init__(
            f"another `vungxanh run` is using this database ({where}); stop it first, there can be only one"
        )


@asynccontextmanager
async def lease(database: Database, name: str = "") -> AsyncIterator[None]:
    """Hold `name` (empty: the database as a whole) while inside.

    On SQLite a lock on a file beside the database, `<file>.lock` or `<file>.<name>.lock`; on PostgreSQL an
    advisory lock, and what happens inside is cancelled should its connection be lost.

    Raises:
        LeaseTaken: somebody else holds it.
        ExceptionGroup: the lock was lost.
    """
    if not database.is_sqlite:
        async with _advisory(database, name):
            yield
        return
    if not database.url.database:  # in memory: nobody else can have it
        yield
        return
    file = Path(f"{database.url.database}{f'.{name}' if name else ''}.lock")
    handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _lock(handle, file)
        yield
    finally:
        os.close(handle)  # which gives the lock back; the file stays, or two could hold two files of one name


def _lock(handle: int, file: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise LeaseTaken(str(file)) from None


@asynccontextmanager
async def _advisory(database: Database, name: str) -> AsyncIterator[None]:
    async with advisory(database, f"vungxanh:{name}") as check:
        if check is None:
            raise LeaseTaken(database.url.render_as_string())

        async def watch() -> None:
            while True:
                await asyncio.sleep(_EVERY)
                await check()

        async with asyncio.TaskGroup() as group:
            watching = group.create_task(watch())
            yield
            watching.cancel()
