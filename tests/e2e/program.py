"""The real program, assembled as `vungxanh run` does it, against a simulated Telegram."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy import select

from bot import app
from bot.channels.base import Channel
from bot.channels.telegram import TelegramChannel
from bot.clock import Clock
from bot.http import HttpServer
from bot.parts import Parts
from bot.serving import serving
from bot.settings import Settings
from storage import bulletins, invites, people
from storage.bulletins import NewBulletin
from storage.campaign import Campaign
from storage.database import Database
from tests.simulators.telegram import TelegramSimulator

MORNING = "2021-08-18T09:00:00+07:00"  # the third day; the reminder of 07:00 is over, the digest at 16:00 is not due
ADMIN = 1001


def environment(telegram: TelegramSimulator, folder: Path, **more: str) -> dict[str, str]:
    """The environment that a program of this test runs in, and nothing of ours that happens to be set."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VUNGXANH_")}
    return kept | {
        "VUNGXANH_DATA_DIR": str(folder),
        "VUNGXANH_TELEGRAM_API": telegram.url,
        "VUNGXANH_TELEGRAM_TOKEN": telegram.token,
        "VUNGXANH_CLOCK": MORNING,
        "VUNGXANH_HTTP": "127.0.0.1:0",
        "VUNGXANH_ADMINS": f"telegram:{ADMIN}",
        **more,
    }


def settings(telegram: TelegramSimulator, folder: Path, **more: Any) -> Settings:
    """The same, as settings."""
    given: dict[str, Any] = {
        "data_dir": folder,
        "telegram_api": telegram.url,
        "telegram_token": telegram.token,
        "clock": MORNING,
        "http": "127.0.0.1:0",
        "admins": f"telegram:{ADMIN}",
    }
    return Settings(_env_file=None, **(given | more))


def brisk(settings: Settings, database: Database, clock: Clock, campaign: Campaign) -> Sequence[Channel]:
    """The channels of the settings, without Telegram's second between two messages to one chat.

    Conversations then last as long as the program needs; what keeps the pace has tests of its own.
    """
    channels = app.platforms(settings, database, clock, campaign)
    for channel in channels:
        channel.limits = replace(channel.limits, chat_interval=0.0, group_per_minute=1000, rate=1000.0)
    return channels


@dataclass(kw_only=True)
class Program:
    """A program at work, and looks into its database."""

    parts: Parts
    http: HttpServer

    @property
    def database(self) -> Database:
        return self.parts.database

    @property
    def channel(self) -> TelegramChannel:
        found = self.parts.channels[0]
        assert isinstance(found, TelegramChannel)
        return found

    async def invite(self, role: str, scope: str = "", uses: int = 1) -> str:
        """A fresh code."""
        async with self.database.transaction() as tx:
            code, _ = await invites.create(tx, role, scope, "a test", self.parts.clock.now(), uses=uses)
        return code

    async def send_bulletin(self, title: str, reply: Any) -> int:
        """To everybody who agreed."""
        new = NewBulletin(kind="bulletin", title=title, reply=reply, created_by="a test")
        async with self.database.transaction() as tx:
            return (await bulletins.start(tx, new, self.parts.clock.now())).id

    async def address(self, chat: int) -> Any:
        """What we know of a chat."""
        async with self.database.reading() as tx:
            return await people.find_address(tx, "telegram", self.channel.bot, str(chat))

    async def rows(self, table: Any) -> list[Any]:
        """Everything in a table, oldest first."""
        return await rows(self.database, table)


async def rows(database: Database, table: Any) -> list[Any]:
    """Everything in a table, oldest first."""
    async with database.reading() as tx:
        return list(await tx.all(select(table).order_by(*table.primary_key.columns)))


async def until(what: str, found: Callable[[], Any], seconds: float = 60.0) -> None:
    """Wait for something that nobody tells us of, such as a line in another process's log."""
    try:
        async with asyncio.timeout(seconds):
            while not found():  # noqa: ASYNC110 - it is not ours to set an event
                await asyncio.sleep(0.01)
    except TimeoutError:
        raise AssertionError(f"waited {seconds} s for {what}") from None


async def ready(url: str) -> Any:
    """What /readyz says once it says 200; on a slow machine a check may take longer than it is given."""
    async with aiohttp.ClientSession() as web, asyncio.timeout(60):
        while True:
            async with web.get(f"{url}/readyz") as answer:
                if answer.status == 200:
                    return await answer.json()


@asynccontextmanager
async def running(settings: Settings, channels_of: app.ChannelsOf = brisk) -> AsyncIterator[Program]:
    """The program at work."""
    async with app.assembled(settings, channels_of) as parts:
        # A part that dies asks the whole program to stop: here it must not stop the tests.
        told = asyncio.create_task(app.stop_asked())
        try:
            async with serving(parts) as http:
                yield Program(parts=parts, http=http)
        finally:
            told.cancel()
            await asyncio.wait([told])
        assert not parts.failed
