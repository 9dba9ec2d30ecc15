"""A token keeper on a database and a folder: in this process, or in one that can be killed."""

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.channels.zalo_oa.oauth import Errand
from bot.channels.zalo_oa.tokens import TokenKeeper
from bot.channels.zalo_oa.vault import Vault
from storage.database import Database

SECRET = b"k" * 64
APP = "360846524940903967"


def keeper(
    database: Database, folder: Path, root: str, access: str = "", refresh: str = "", **more: Any
) -> TokenKeeper:
    """One account's tokens."""
    account = Errand(root=root, app_id=APP, app_secret="app-secret", refresh=refresh)
    return TokenKeeper(Vault(database, SECRET, APP), account, access, folder, **more)


class Clock:
    """Real time that a test moves; sleeping moves it too."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 5, 3, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def go(self, **more: float) -> None:
        """Let time pass."""
        self.now += timedelta(**more)

    async def sleep(self, seconds: float) -> None:
        """At once."""
        self.go(seconds=seconds)
        await asyncio.sleep(0)


async def _renew(url: str, folder: str, root: str, refresh: str) -> None:
    async with Database(url) as database:
        await keeper(database, Path(folder), root, refresh=refresh).current()


if __name__ == "__main__":
    asyncio.run(_renew(*sys.argv[1:]))
