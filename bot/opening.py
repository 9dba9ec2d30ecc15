"""Opening the database: a brand-new one gets its tables, an old one must be migrated by the operator first."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.settings import Settings
from storage import migrate
from storage.database import Database


class Unmigrated(RuntimeError):
    """The database is of an earlier version."""

    def __init__(self) -> None:
        super().__init__(
            "Cơ sở dữ liệu thuộc phiên bản cũ. Cách sửa: sao lưu (vungxanh backup), rồi chạy vungxanh migrate."
        )


@asynccontextmanager
async def opened_database(settings: Settings) -> AsyncIterator[Database]:
    """The database of the settings, ready for use.

    Raises:
        Unmigrated: it is of an earlier version; the program does not change it by itself.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    async with Database(settings.database_url) as database:
        if await migrate.is_new(database):
            await migrate.begin(database)
        elif await migrate.pending(database):
            raise Unmigrated
        yield database
