"""The database: one way to write, one way to read, on SQLite and PostgreSQL alike.

SQLite has one writer. Writing transactions take turns in a fair queue, the more urgent first, because a
deferred read-then-write fails with "database is locked" at once, whatever the busy timeout.
"""

import asyncio
import heapq
import itertools
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from enum import IntEnum
from functools import partial
from typing import Any, Self

from sqlalchemy import Engine, Row, event, make_url
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import InterfaceError, OperationalError, ProgrammingError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import StaticPool

from storage import hops
from storage.direct import Direct, T, Work
from storage.tx import LazySavepoint, Rows, Tx, whole

__all__ = ["BROKEN", "Database", "LazySavepoint", "Rows", "Tx", "Urgency", "as_dict"]

BUSY_TIMEOUT_MS = 10_000  # how long another process (the command line) may hold the file
PREPARED = 512  # statements that SQLite need not read again; we say some hundreds, Python keeps 128 by itself
# The database itself fails (locked, full, gone): not the fault of what was being written.
BROKEN = (OperationalError, InterfaceError, ConnectionError)


class Urgency(IntEnum):
    """Who writes first: a person waits for a turn, a platform for a receipt, nobody for a slice."""

    TURN = 0
    RECEIPT = 1
    SLICE = 2


class _FairQueue:
    """One at a time, the more urgent first, first come first served within an urgency."""

    def __init__(self) -> None:
        self._taken = False
        self._order = itertools.count()
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []

    @asynccontextmanager
    async def turn(self, urgency: Urgency) -> AsyncIterator[None]:
        await self._enter(urgency)
        try:
            yield
        finally:
            self._leave()

    async def _enter(self, urgency: Urgency) -> None:
        if not self._taken:
            self._taken = True
            return
        called: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (urgency, next(self._order), called))
        try:
            await called
        except asyncio.CancelledError:
            if called.done() and not called.cancelled():
                self._leave()
            raise

    def _leave(self) -> None:
        while self._waiting:
            called = heapq.heappop(self._waiting)[2]
            if not called.done():
                called.set_result(None)
                return
        self._taken = False


class Database:
    """An open database. Use as `async with Database(url) as database:`."""

    _connection = hops.Connection  # SQLite's; the one place to have it run otherwise

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._writers = _FairQueue()
        self._listeners: dict[str, list[Callable[[], None]]] = {}
        self._direct = Direct(_begin_immediately)
        self._writing = self._open_engine(read_only=False)
        self._reading = self._open_engine(read_only=True)

    def _open_engine(self, *, read_only: bool) -> AsyncEngine:
        if not self.is_sqlite:
            return create_async_engine(
                self.url, pool_size=8, max_overflow=0, pool_pre_ping=True, hide_parameters=True
            )
        pool: dict[str, Any] = {"pool_size": 4}
        options: dict[str, Any] = {"cached_statements": PREPARED}
        if not read_only:
            pool = {"poolclass": StaticPool}
            options |= {"check_same_thread": False, "factory": self._direct.opened}
        open_file = partial(self._connection, self.url.database or ":memory:", **options)
        # Errors quote statements, never the values: those are what people wrote.
        engine = create_async_engine(self.url, hide_parameters=True, async_creator=open_file, **pool)
        _prepare_sqlite(engine, read_only=read_only)
        return engine

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Give every connection back."""
        await self._reading.dispose()
        await self._writing.dispose()
        self._direct.close()

    def on_wake(self, name: str, listener: Callable[[], None]) -> None:
        """Call `listener` after each commit whose transaction woke `name`."""
        self._listeners.setdefault(name, []).append(listener)

    @asynccontextmanager
    async def transaction(self, urgency: Urgency = Urgency.TURN) -> AsyncIterator[Tx]:
        """A writing transaction: committed at the end, undone if it raises. Short, with no network inside."""
        if self.is_sqlite:
            async with self._writers.turn(urgency), self._write() as tx:
                yield tx
        else:
            async with self._write() as tx:
                yield tx
        self._wake(tx.wake)

    async def at_once(self, urgency: Urgency, work: Work[T]) -> T:
        """A writing transaction that waits for nothing but the database: on SQLite one hop in all.

        There `work` runs in another thread: it may touch nothing that the loop's thread may change meanwhile.
        """
        if not self.is_sqlite:
            async with self.transaction(urgency) as tx:
                return await work(tx)
        async with self._writers.turn(urgency):
            if not self._direct.ready:
                async with _open(self._writing):
                    pass
            result, wake = await self._direct.run(work)
        self._wake(wake)
        return result

    def _wake(self, names: set[str]) -> None:
        for name in names:
            for listener in self._listeners.get(name, ()):
                listener()

    @asynccontextmanager
    async def _write(self) -> AsyncIterator[Tx]:
        async with _open(self._writing) as connection:
            transaction = await whole(connection.begin().start())
            try:
                yield Tx(connection)
            except BaseException:
                await whole(transaction.rollback())
                raise
            await whole(transaction.commit())

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Tx]:
        """A consistent view that cannot write: for pages, digests and statistics."""
        async with _open(self._reading) as connection:
            if not self.is_sqlite:
                await whole(
                    connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
                )
            await whole(connection.begin().start())
            yield Tx(connection)


@asynccontextmanager
async def _open(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A connection, given back whatever happens: also when a cancellation comes while it is being opened."""
    connection = engine.connect()
    try:
        await whole(connection.start())
        yield connection
    finally:
        if connection.sync_connection is not None:
            await whole(connection.close())


def _prepare_sqlite(engine: AsyncEngine, *, read_only: bool) -> None:
    """WAL, foreign keys, FULL; we say BEGIN ourselves, IMMEDIATE where we write."""
    # The time-out first: of two programs that open a new file at once, one waits for the other's switch to WAL.
    pragmas = [f"busy_timeout={BUSY_TIMEOUT_MS}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"]
    if read_only:
        pragmas.append("query_only=ON")

    @event.listens_for(engine.sync_engine, "connect")
    def connected(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    if read_only:
        event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
        event.listen(engine.sync_engine, "handle_error", _told_apart, retval=True)
    else:
        _begin_immediately(engine.sync_engine)


def _begin_immediately(engine: Engine) -> None:
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    event.listen(engine, "handle_error", _told_apart, retval=True)


def _told_apart(context: ExceptionContext) -> BaseException | None:
    """A statement that cannot be run ("no such column") is our mistake, as PostgreSQL's driver says; not BROKEN."""
    error = context.original_exception
    if getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_ERROR:
        return None
    return ProgrammingError(context.statement, context.parameters, error, hide_parameters=True)


def as_dict(row: Row[Any]) -> dict[str, Any]:
    """A row by column name."""
    return dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's documented accessor
