"""A transaction, as storage functions take it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any, Protocol, Self, TypeVar
from weakref import WeakSet

from sqlalchemy import Executable, Row, Select
from sqlalchemy.engine import CursorResult
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncTransaction

Rows = Sequence[Row[Any]]
T = TypeVar("T")
# Steps that a database is at now. Whoever pretends that time passes (tests) lets none pass meanwhile.
under_way: "WeakSet[asyncio.Future[Any]]" = WeakSet()


async def whole(work: Awaitable[T]) -> T:
    """Let a step of the database end before a cancellation is heard.

    Cut off in the middle, the driver throws the connection away while its transaction may still hold the lock.
    """
    doing = asyncio.ensure_future(work)
    under_way.add(doing)
    try:
        return await asyncio.shield(doing)
    except asyncio.CancelledError:
        while not doing.done():
            with suppress(asyncio.CancelledError):  # heard already: it changes nothing that it comes again
                await asyncio.wait([doing])
        raise


class Tx:
    """A transaction as storage functions take it. `wake` names what to wake once it has committed."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection
        self.wake: set[str] = set()

    @property
    def dialect(self) -> str:
        """The engine in use: sqlite or postgresql."""
        return self.connection.dialect.name

    async def execute(self, statement: Executable, values: Any = None) -> CursorResult[Any]:
        """Run one statement."""
        return await whole(self.connection.execute(statement, values))

    async def all(self, statement: Executable, values: Any = None) -> Rows:
        """Every row."""
        return (await whole(self.connection.execute(statement, values))).all()

    async def first(self, statement: Executable, values: Any = None) -> Row[Any] | None:
        """The first row or None."""
        return (await whole(self.connection.execute(statement, values))).first()

    async def scalar(self, statement: Executable, values: Any = None) -> Any:
        """The first column of the first row or None."""
        return (await whole(self.connection.execute(statement, values))).scalar()

    async def nested(self) -> "Nested":
        """Begin a part that can be undone alone; end it by the one or the other."""
        return _Whole(await whole(self.connection.begin_nested().start()))

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """What happens inside is undone alone if it raises; what it wanted to wake is forgotten too."""
        before = set(self.wake)
        try:
            nested = await self.nested()
            try:
                yield
            except BaseException:
                await nested.rollback()
                raise
            await nested.commit()
        except BaseException:
            self.wake = before
            raise


class Nested(Protocol):
    """A savepoint."""

    async def commit(self) -> None:
        """Keep what happened since."""

    async def rollback(self) -> None:
        """Undo it."""


class _Whole:
    """A savepoint whose steps end before a cancellation is heard."""

    def __init__(self, begun: AsyncTransaction) -> None:
        self._begun = begun

    async def commit(self) -> None:
        await whole(self._begun.commit())

    async def rollback(self) -> None:
        await whole(self._begun.rollback())


class LazySavepoint(Tx):
    """A part of a transaction that can be undone alone; one that only reads costs no savepoint at all."""

    def __init__(self, outer: Tx) -> None:
        self.wake: set[str] = set()
        self._outer = outer
        self._nested: Nested | None = None

    @property
    def dialect(self) -> str:
        return self._outer.dialect

    async def nested(self) -> Nested:
        return await self._outer.nested()

    async def _ready(self, statement: Executable) -> None:
        if self._nested is None and not isinstance(statement, Select):
            self._nested = await self._outer.nested()

    async def execute(self, statement: Executable, values: Any = None) -> CursorResult[Any]:
        await self._ready(statement)
        return await self._outer.execute(statement, values)

    async def all(self, statement: Executable, values: Any = None) -> Rows:
        await self._ready(statement)
        return await self._outer.all(statement, values)

    async def first(self, statement: Executable, values: Any = None) -> Row[Any] | None:
        await self._ready(statement)
        return await self._outer.first(statement, values)

    async def scalar(self, statement: Executable, values: Any = None) -> Any:
        await self._ready(statement)
        return await self._outer.scalar(statement, values)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        nested, self._nested = self._nested, None
        if kind is None:
            self._outer.wake |= self.wake
        if nested is not None:
            await (nested.commit() if kind is None else nested.rollback())
