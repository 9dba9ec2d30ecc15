"""Databases full of people who agreed to be written to, made by SQL; and bulletins pushed far ahead."""

import asyncio
import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import Self

from benchmarks.pinned import BOT, FIRST_CHAT
from storage import migrate

_THEN = "2021-08-16 00:00:00.000000"
_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count) "
_PEOPLE = f"{_NUMBERS} INSERT INTO people (id, created_at, consent) SELECT i, :then, 'agreed' FROM n"  # noqa: S608
_ADDRESSES = f"""{_NUMBERS}
    INSERT INTO addresses (id, person_id, channel, bot, chat, kind, last_heard)
    SELECT i, i, 'telegram', :bot, CAST(:first + i - 1 AS TEXT), 'private', :then FROM n"""  # noqa: S608
_SENT = f"""{_NUMBERS}
    INSERT OR IGNORE INTO deliveries
        (bulletin_id, person_id, address_id, day, state, version, attempts, receipt, finished_at)
    SELECT :bulletin, i, i, '2021-08-16', 'sent', 1, 1, json_array(CAST(i AS TEXT)), :then FROM n"""  # noqa: S608


class Populations:
    """Makes each size once and hands out copies; everything is in one temporary folder."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="vungxanh-bench-")
        self.folder = Path(self._folder.name)
        self._copies = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def copy(self, people: int) -> Path:
        """A data folder of its own with a database of so many people; chats count up from FIRST_CHAT."""
        original = self.folder / f"{people}.sqlite3"
        if not original.exists():
            _make(original, people)
        self._copies += 1
        folder = self.folder / f"copy-{self._copies}"
        folder.mkdir()
        shutil.copyfile(original, folder / "vungxanh.sqlite3")
        return folder

    def drop(self, folder: Path) -> None:
        """Delete a copy: some are hundreds of megabytes."""
        shutil.rmtree(folder)


def address(folder: Path) -> str:
    """The database of a data folder, as SQLAlchemy takes it."""
    return f"sqlite+aiosqlite:///{folder / 'vungxanh.sqlite3'}"


def _make(file: Path, people: int) -> None:
    asyncio.run(migrate.migrate(f"sqlite+aiosqlite:///{file}"))
    values = {"count": people, "then": _THEN, "bot": BOT, "first": FIRST_CHAT}
    with sqlite3.connect(file) as connection:
        if people:
            connection.execute(_PEOPLE, values)
            connection.execute(_ADDRESSES, values)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def jump(folder: Path, bulletin: int, upto: int) -> None:
    """Make it as if the bulletin had reached everyone up to this person, and nobody after."""
    with sqlite3.connect(folder / "vungxanh.sqlite3") as connection:
        connection.execute("DELETE FROM deliveries WHERE bulletin_id = ? AND state <> 'sent'", (bulletin,))
        connection.execute(
            "UPDATE deliveries SET finished_at = ? WHERE bulletin_id = ?", (_THEN, bulletin)
        )  # long ago, or the limiter would remember them
        connection.execute(_SENT, {"count": upto, "then": _THEN, "bulletin": bulletin})
        connection.execute("UPDATE bulletins SET cursor = ?, filled = 0 WHERE id = ?", (upto, bulletin))
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
