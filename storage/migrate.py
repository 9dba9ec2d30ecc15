"""Bringing a database to the schema of this program: forward only, all or nothing."""

import asyncio
import logging
import re
import sqlite3
import time
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Text, cast, func, inspect, select
from sqlalchemy.exc import OperationalError

from storage.database import BUSY_TIMEOUT_MS, Database

FOLDER = Path(__file__).parent / "migrations"
_TABLE = "alembic_version"
# Alembic tells of each look at the version as if it were news.
logging.getLogger("alembic").setLevel(logging.WARNING)
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


def configuration(connection: Connection) -> Config:
    """Alembic's configuration for an open connection; there is no alembic.ini."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


def versions() -> list[str]:
    """Every version of the schema, oldest first."""
    return list(_versions())


@cache
def _versions() -> tuple[str, ...]:
    """Read once: each version is a file."""
    return tuple(reversed([each.revision for each in ScriptDirectory(str(FOLDER)).walk_revisions()]))


async def migrate(url: str) -> list[str]:
    """Bring the database to the newest version, in one transaction. Returns the versions gone through.

    Raises:
        NewerSchema: it is of a later version than this program.
    """
    until = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            return await _migrate(url)
        except OperationalError as error:
            busy = getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
            # A brand-new SQLite file is "locked" at once, whatever the busy timeout, while another turns on WAL.
            if not busy or time.monotonic() > until:
                raise
        await asyncio.sleep(_AGAIN_S)


async def _migrate(url: str) -> list[str]:
    async with Database(url) as database, database.transaction() as tx:
        if tx.dialect == "postgresql":
            await tx.execute(select(cast(func.pg_advisory_xact_lock(_LOCK), Text)))
        return await tx.connection.run_sync(_upgrade)


def _upgrade(connection: Connection) -> list[str]:
    ahead = _ahead(connection)
    if ahead:
        command.upgrade(configuration(connection), "head")
    return ahead


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
    return MigrationContext.configure(connection).get_current_revision() or ""
