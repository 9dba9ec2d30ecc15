"""A whole transaction on SQLite in one hop to another thread, instead of several for each statement.

A hop costs more than most statements do. Storage's functions need not know: they are coroutines whose only waits are
for `Tx`, so one that is given a `Tx` which never waits runs to its end like any function.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Executable, NestedTransaction, Row, create_engine
from sqlalchemy.engine import CursorResult
from sqlalchemy.pool import StaticPool

from storage.tx import Nested, Rows, Tx, whole

T = TypeVar("T")
Work = Callable[[Tx], Coroutine[Any, Any, T]]


class _NeverWaiting(Tx):
    """The same promises on a connection that answers at once."""

    def __init__(self, connection: Connection) -> None:
        self.wake: set[str] = set()
        self._here = connection

    @property
    def dialect(self) -> str:
        return self._here.dialect.name

    async def execute(self, statement: Executable, values: Any = None) -> CursorResult[Any]:
        return self._here.execute(statement, values)

    async def all(self, statement: Executable, values: Any = None) -> Rows:
        return self._here.execute(statement, values).all()

    async def first(self, statement: Executable, values: Any = None) -> Row[Any] | None:
        return self._here.execute(statement, values).first()

    async def scalar(self, statement: Executable, values: Any = None) -> Any:
        return self._here.execute(statement, values).scalar()

    async def nested(self) -> Nested:
        return _AtOnce(self._here.begin_nested())


class _AtOnce:
    """A savepoint that answers at once."""

    def __init__(self, begun: NestedTransaction) -> None:
        self._begun = begun

    async def commit(self) -> None:
        self._begun.commit()

    async def rollback(self) -> None:
        self._begun.rollback()


class _Connection(sqlite3.Connection):
    """Tells when it is closed: SQLAlchemy drops one that failed, and opens another when it needs it."""

    closed: Callable[[], None]

    def close(self) -> None:
        super().close()
        self.closed()


class Direct:
    """The writing connection, which SQLAlchemy's async engine opened, for a thread that has it to itself meanwhile."""

    def __init__(self, prepare: Callable[[Engine], None]) -> None:
        """`prepare` makes a new engine begin its transactions as ours do."""
        self._made: sqlite3.Connection | None = None
        # One for every connection that comes: what it compiled for one serves the next.
        self._engine = create_engine(
            "sqlite://", creator=lambda: self._made, poolclass=StaticPool, hide_parameters=True
        )
        prepare(self._engine)
        self._thread = ThreadPoolExecutor(1, "vungxanh-sqlite")

    @property
    def ready(self) -> bool:
        """Whether the connection is open."""
        return self._made is not None

    def opened(self, *args: Any, **options: Any) -> sqlite3.Connection:
        """Open it: what sqlite3.connect takes as its `factory`."""
        made = _Connection(*args, **options)
        made.closed = partial(self._lost, made)
        self._engine.dispose(close=False)  # forget the one before
        self._made = made
        return made

    def _lost(self, connection: sqlite3.Connection) -> None:
        if self._made is connection:
            self._made = None

    async def run(self, work: Work[T]) -> tuple[T, set[str]]:
        """Do it in a transaction; what it returned, and whom to wake. Only while nobody else has the connection."""
        return await whole(asyncio.get_running_loop().run_in_executor(self._thread, self._run, work))

    def _run(self, work: Work[T]) -> tuple[T, set[str]]:
        if not self.ready:
            raise RuntimeError("the connection is not open yet")
        with self._engine.begin() as connection:
            tx = _NeverWaiting(connection)
            return _driven(work(tx)), tx.wake

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown(wait=False)


def _driven(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine that has nothing to wait for."""
    try:
        work.send(None)
    except StopIteration as done:
        return done.value  # type: ignore[no-any-return]
    work.close()
    raise RuntimeError("a transaction in one hop may wait for nothing but its database")
