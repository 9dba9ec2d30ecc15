"""A channel of one account that talks to the simulator, with waits that are noted and not slept."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.channels.reach import NOWHERE
from bot.channels.zalo_oa import ZaloOaChannel
from bot.channels.zalo_oa.channel import Options
from bot.channels.zalo_oa.memory import Memory
from bot.channels.zalo_oa.webhook import Trust
from bot.channels.zalo_oa.wire import Wire
from bot.media import Handles, MediaStore
from messages.content import Choice, Reply, Send
from messages.window import Window
from storage.database import Database
from tests.bot.channels.zalo_oa.renewing import keeper
from tests.simulators.zalo_oa import ZaloOaSimulator

USER = "2512523625412515"


class Waits(list[float]):
    """The seconds that the channel would have slept."""

    async def __call__(self, seconds: float) -> None:
        self.append(seconds)


@asynccontextmanager
async def opened(
    zalo: ZaloOaSimulator, database: Database, folder: Path, **options: Any
) -> AsyncIterator[ZaloOaChannel]:
    """A channel that has been started."""
    account = zalo.account
    given = Options(
        app_id=account.app_id,
        oa_id=account.oa_id,
        hosts=("127.0.0.1",),
        window=options.pop("window", Window()),
    )
    lying = options.pop("lying", NOWHERE)
    tokens = keeper(database, folder / "left", zalo.url, *account.grant())
    channel = ZaloOaChannel(
        replace(given, **options),
        tokens,
        Wire(tokens, zalo.url),
        Trust(app_id=account.app_id, oa_id=account.oa_id, secrets=("S",)),
        Memory(database, account.oa_id),
        store=MediaStore(folder / "media", database).read,
        lying=lying,
        handles=lambda *mine: Handles(database, *mine),
        sleep=Waits(),
    )
    try:
        await channel.start()
        yield channel
    finally:
        await channel.close()


def say(text: str, *rows: tuple[Choice, ...], **more: Any) -> Send:
    """A Send to the one person."""
    files = more.pop("files", ())
    first = more.pop("first", 0)
    return Send(chat=USER, reply=Reply(text=text, rows=rows, attachments=files, first=first), **more)


def row(*labels: str) -> tuple[Choice, ...]:
    """Choices whose data is their number."""
    return tuple(Choice(label=label, data=f"1|s||k{number}|n") for number, label in enumerate(labels))
