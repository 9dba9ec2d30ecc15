"""Bringing a database to the schema of this program: forward only, all or nothing."""

import asyncio
import re
import sqlite3
import time
from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path
from typing import TypeVar

from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    String,
    Table,
    Text,
    cast,
    column,
    func,
    inspect,
    select,
    table,
)
from sqlalchemy.exc import OperationalError

from storage.database import BUSY_TIMEOUT_MS, Database, Tx
from storage.tables import metadata

T = TypeVar("T")
FOLDER = Path(__file__).parent / "migrations"
_TABLE = "alembic_version"
_AGAIN_S = 0.05  # between two tries
_LOCK = 127_002  # PostgreSQL: two programs must not migrate at once; SQLite has one writer


class NewerSchema(Exception):
    """The database was made by a later version of this program; the message says what to do."""

    def __init__(self, found: str) -> None:
        self.found = found
        super().__init__(
            f"Cơ sở dữ liệu ở phiên bản {found}, mới hơn chương trình này ({versions()[-1]})."
            " Cách sửa: cài phiên bản chương trình mới hơn, hoặc khôi phục bản sao lưu cũ."
        )


def versions() -> list[str]:
    """Every version of the schema, oldest first."""
    return list(_versions(FOLDER))


@cache
def _versions(folder: Path) -> tuple[str, ...]:
    """Each is a file, whose name begins with it; read once."""
    return tuple(sorted(each.name[:4] for each in (folder / "versions").glob("[0-9]*_*.py")))


async def migrate(url: str) -> list[str]:
    """Bring the database to the newest version, in one transaction. Returns the versions gone through.

    Raises:
        NewerSchema: it is of a later version than this program.
    """
    return await _patiently(lambda: _migrate(url))


async def _patiently(work: Callable[[], Awaitable[T]]) -> T:
    until = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            return await work()
        except OperationalError as error:
            busy = getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
            # A brand-new SQLite file is "locked" at once, whatever the busy timeout, while another turns on WAL.
            if not busy or time.monotonic() > until:
                raise
        await asyncio.sleep(_AGAIN_S)


async def _migrate(url: str) -> list[str]:
    async with Database(url) as database, database.transaction() as tx:
        await _alone(tx)
        return await tx.connection.run_sync(_upgrade)


async def _alone(tx: Tx) -> None:
    if tx.dialect == "postgresql":
        await tx.execute(select(cast(func.pg_advisory_xact_lock(_LOCK), Text)))


def _upgrade(connection: Connection) -> list[str]:
    ahead = _ahead(connection)
    if ahead:
        # Alembic is a tenth of a second's work to load, and nearly every start finds nothing to do for it.
        from storage.migrations.upgrading import upgrade  # noqa: PLC0415

        upgrade(connection, FOLDER)
    return ahead


async def begin(database: Database) -> None:
    """Give a brand-new database its tables: what `migrate` would leave, a third of a second sooner.

    Another program may have been quicker; then there is nothing to do.
    """
    await _patiently(lambda: _begun(database))


async def _begun(database: Database) -> None:
    async with database.transaction() as tx:
        await _alone(tx)
        await tx.connection.run_sync(_begin)


def _begin(connection: Connection) -> None:
    if inspect(connection).get_table_names():
        return
    metadata.create_all(connection, checkfirst=False)
    versions_table = Table(_TABLE, MetaData(), Column("version_num", String(32), primary_key=True))
    versions_table.create(connection)
    connection.execute(versions_table.insert(), {"version_num": versions()[-1]})


async def pending(database: Database) -> bool:
    """Whether migrations wait to be run. Raises NewerSchema."""
    async with database.reading() as tx:
        return bool(await tx.connection.run_sync(_ahead))


async def version(database: Database) -> str:
    """The version that the database is at; empty for a brand-new one."""
    async with database.reading() as tx:
        return await tx.connection.run_sync(_version)


async def is_new(database: Database) -> bool:
    """Whether there is nothing in it yet: no table at all."""
    async with database.reading() as tx:
        return not await tx.connection.run_sync(lambda connection: inspect(connection).get_table_names())


def _ahead(connection: Connection) -> list[str]:
    known, found = versions(), _version(connection)
    if found and found not in known:
        raise NewerSchema(re.sub(r"[^\w.-]", "?", found)[:40])
    return known[known.index(found) + 1 :] if found else known


def _version(connection: Connection) -> str:
    if not inspect(connection).has_table(_TABLE):
        return ""
    return connection.execute(select(column("version_num")).select_from(table(_TABLE))).scalar() or ""
