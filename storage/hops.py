"""SQLite's connections with one hop to their thread for a statement.

aiosqlite and SQLAlchemy make four between them: for the cursor, the statement, its rows and the end of the cursor. A
hop costs more than most statements do.
"""

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Self

import aiosqlite

_CHUNK = 64  # rows at a time where somebody iterates over a cursor of aiosqlite's own; we never do


class _Ended(NamedTuple):
    """What a statement left."""

    description: Any
    rowcount: int
    lastrowid: int | None
    rows: Sequence[Any]


class Connection(aiosqlite.Connection):
    """A connection whose cursors are asked for nothing but whole statements, as SQLAlchemy asks them."""

    def __init__(self, path: str, **options: Any) -> None:
        """Not open before it is awaited. `options` are those of sqlite3.connect."""
        super().__init__(lambda: sqlite3.connect(path, **options), _CHUNK)
        self._thread.daemon = True  # a program that ends without closing it does not wait for its thread

    def cursor(self) -> "Cursor":  # type: ignore[override]
        """A cursor, without a hop."""
        return Cursor(self)

    async def run(self, work: Callable[[sqlite3.Cursor], object]) -> _Ended:
        """Do something with a cursor in the connection's thread, and fetch all that comes of it."""
        return await self._execute(self._run, work)  # type: ignore[no-any-return, no-untyped-call]

    def _run(self, work: Callable[[sqlite3.Cursor], object]) -> _Ended:
        cursor = self._conn.cursor()
        try:
            work(cursor)
            rows = cursor.fetchall() if cursor.description else ()
            return _Ended(cursor.description, cursor.rowcount, cursor.lastrowid, rows)
        finally:
            cursor.close()


class Cursor:
    """A statement and what it left, as SQLAlchemy's adapter for asynchronous drivers asks for them."""

    arraysize = 1

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._ended = _Ended(None, -1, None, ())

    async def __aenter__(self) -> Self:
        return self

    @property
    def description(self) -> Any:
        """The columns of the rows; None where the statement gives none."""
        return self._ended.description

    @property
    def rowcount(self) -> int:
        """The rows changed; -1 where it changes none."""
        return self._ended.rowcount

    @property
    def lastrowid(self) -> int | None:
        """The row inserted last."""
        return self._ended.lastrowid

    async def execute(self, operation: str, parameters: Any = ()) -> None:
        """Run a statement, and fetch its rows."""
        self._ended = await self._connection.run(lambda cursor: cursor.execute(operation, parameters))

    async def executemany(self, operation: str, parameters: Any) -> None:
        """Run a statement for each of several sets of values."""
        self._ended = await self._connection.run(lambda cursor: cursor.executemany(operation, parameters))

    async def fetchall(self) -> Sequence[Any]:
        """The rows, fetched already."""
        return self._ended.rows

    async def close(self) -> None:
        """Nothing is open."""
