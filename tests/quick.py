"""A SQLite database for tests that tell stories: the same statements and rules, without the waiting.

Statements run where they are said instead of in a thread of their own, nothing waits for the disk, and what was
compiled for one test serves the next. Threads, disks and crashes have tests of their own (tests/storage, tests/e2e).
"""

import shutil
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite
from sqlalchemy import Engine, event

from storage import hops
from storage.database import Database

T = TypeVar("T")
Kept = Callable[[type[Database], str], Database]  # the fixture `kept`


class _Here(hops.Connection):
    """A connection that answers where it is asked."""

    def __init__(self, path: str, **options: Any) -> None:
        super().__init__(path, **options)
        self._tx = _AtOnce()  # type: ignore[assignment]

    def __await__(self) -> Generator[Any, None, aiosqlite.Connection]:
        return self._connect().__await__()


class _AtOnce:
    """Where aiosqlite puts what its thread is to do."""

    def put_nowait(self, asked: tuple[Any, Callable[[], Any]]) -> None:
        future, function = asked
        try:
            result = function()
        except BaseException as error:  # noqa: BLE001 - whoever asked hears of it, as from the thread
            future.set_exception(error)
        else:
            future.set_result(result)


class _Caller(ThreadPoolExecutor):
    """Works in the thread of who asks."""

    def submit(self, work: Callable[..., T], /, *given: Any, **named: Any) -> Future[T]:
        done: Future[T] = Future()
        try:
            done.set_result(work(*given, **named))
        except BaseException as error:  # noqa: BLE001 - whoever asked hears of it, as from the thread
            done.set_exception(error)
        return done


class KeptDatabase(Database):
    """A database that one test after another opens and closes."""

    async def close(self) -> None:
        """Give every connection back, and forget who listened."""
        await self._reading.dispose()
        await self._writing.dispose()
        self._listeners.clear()


class QuickDatabase(KeptDatabase):
    """One in a file."""

    _connection = _Here

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self._direct._thread = _Caller(1)
        for engine in (self._writing, self._reading):
            _hurry(engine.sync_engine)


def fresh(template: Path, path: Path) -> None:
    """Have the file hold what the template holds. Only while nobody has it open."""
    for ending in ("", "-wal", "-shm"):
        Path(f"{path}{ending}").unlink(missing_ok=True)
    shutil.copy(template, path)


def _hurry(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def opened(connection: Any, _record: object) -> None:
        connection.cursor().execute("PRAGMA synchronous=OFF")
