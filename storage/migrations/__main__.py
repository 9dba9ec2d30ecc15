"""Writes the next migration: `python -m storage.migrations "what changes"`, then tidy it by hand.

It compares storage/tables with a scratch SQLite database migrated to the newest version.
"""

import asyncio
import sys
import tempfile

from alembic import command
from sqlalchemy import Connection

from storage import migrate
from storage.database import Database
from storage.migrations.upgrading import configuration


def _write(connection: Connection, message: str) -> None:
    config = configuration(connection, migrate.FOLDER)
    known = migrate.versions()
    command.revision(config, message, autogenerate=True, rev_id=f"{len(known) + 1:04}")


async def main(message: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/scratch.db"
        await migrate.migrate(url)
        async with Database(url) as database, database.transaction() as tx:
            await tx.connection.run_sync(_write, message)


if __name__ == "__main__":
    if len(sys.argv) != 2 or not sys.argv[1].strip():
        sys.exit('usage: python -m storage.migrations "what changes"')
    asyncio.run(main(sys.argv[1]))
