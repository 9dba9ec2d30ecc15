"""The channels under the contract, each against its platform's stand-in. A new one is registered in KITS."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.channels.base import Channel
from bot.channels.reach import Lying
from bot.channels.web import wire
from bot.channels.zalo_bot import ZaloBotChannel
from bot.media import MediaStore
from messages.content import Attachment
from storage.database import Database
from tests.bot.channels.telegram import harness, updates
from tests.bot.channels.web.stage import make
from tests.bot.channels.zalo_oa import account
from tests.simulators.telegram import TelegramSimulator
from tests.simulators.zalo_bot import ZaloBotSimulator
from tests.simulators.zalo_bot.server import TOKEN
from tests.simulators.zalo_oa import ZaloOaSimulator


@dataclass(frozen=True, kw_only=True)
class Kit:
    """A started channel, and one person on its platform.

    Attributes:
        chat: the person's private chat.
        texts: the words of the bot's messages that they are shown now, oldest first.
        files: how many files they are shown.
        said: an update in which they say these words, as the platform words it.
    """

    channel: Channel
    chat: str
    texts: Callable[[], Any]
    files: Callable[[], Any]
    said: Callable[[str], bytes]


Make = Callable[[Database, Path], AbstractAsyncContextManager[Kit]]


def _store(database: Database, folder: Path) -> MediaStore:
    """Where the files lie that are sent: the rehearsal room has its own in the same folder."""
    return MediaStore(folder / "media", database)


async def _at_once(_seconds: float) -> None:
    return


@asynccontextmanager
async def _telegram(database: Database, folder: Path) -> AsyncIterator[Kit]:
    async with TelegramSimulator(chat_burst=None) as telegram:
        lan = telegram.user(1001, started=True)
        async with harness.channel(
            telegram, sleep=_at_once, foreign=_store(database, folder).read
        ) as channel:

            async def texts() -> list[str]:
                return [message.text for message in lan.sees()]

            async def files() -> int:
                return sum(message.media is not None for message in lan.sees())

            def said(words: str) -> bytes:
                return updates.update("message", updates.message(text=words))

            yield Kit(channel=channel, chat="1001", texts=texts, files=files, said=said)


@asynccontextmanager
async def _zalo_bot(database: Database, folder: Path) -> AsyncIterator[Kit]:
    async with ZaloBotSimulator() as zalo:
        zalo.known.add("6ede9afa66b88fe6d6a9")
        store = _store(database, folder)

        async def lies(file: Attachment) -> str:
            zalo.files[file.ref] = (
                file.mime or "image/jpeg",
                b"".join([chunk async for chunk in store.read(file)]),
            )
            return f"{zalo.url}/files/{file.ref}"

        lying = Lying(fetched=lies, opened=lies)
        channel = ZaloBotChannel(SecretStr(TOKEN), zalo.url, lying=lying, sleep=_at_once)
        await channel.start()

        async def texts() -> list[str]:
            return [sent.text for sent in zalo.sent]

        async def files() -> int:
            return sum(bool(sent.photo) for sent in zalo.sent)

        def said(words: str) -> bytes:
            who = {"id": "6ede9afa66b88fe6d6a9"}
            message = {
                "from": {**who, "display_name": "Ted", "is_bot": False},
                "chat": {**who, "chat_type": "PRIVATE"},
                "text": words,
                "message_id": "2d758cb5e222177a4e35",
                "date": 1750316131602,
            }
            return json.dumps({"event_name": "message.text.received", "message": message}).encode()

        try:
            yield Kit(channel=channel, chat="6ede9afa66b88fe6d6a9", texts=texts, files=files, said=said)
        finally:
            await channel.close()


@asynccontextmanager
async def _zalo_oa(database: Database, folder: Path) -> AsyncIterator[Kit]:
    async with ZaloOaSimulator() as zalo:
        zalo.account.interacts(account.USER)
        async with account.opened(zalo, database, folder) as channel:

            async def texts() -> list[str]:
                return zalo.account.people[account.USER].texts

            async def files() -> int:
                return sum("attachment" in each["message"] for each in zalo.account.people[account.USER].got)

            def said(words: str) -> bytes:
                event = {
                    "app_id": zalo.account.app_id,
                    "sender": {"id": account.USER},
                    "recipient": {"id": zalo.account.oa_id},
                    "event_name": "user_send_text",
                    "message": {"text": words, "msg_id": "96d3cdf3af150460909"},
                    "timestamp": "1543908534740",
                }
                return json.dumps(event).encode()

            yield Kit(channel=channel, chat=account.USER, texts=texts, files=files, said=said)


@asynccontextmanager
async def _web(database: Database, folder: Path) -> AsyncIterator[Kit]:
    stage = make(database, folder)
    await stage.channel.start()

    async def texts() -> list[str]:
        shown: list[dict[str, Any]] = await stage.shown("citizen")
        return ["".join(run["text"] for run in each["runs"]) for each in shown if not each["mine"]]

    async def files() -> int:
        shown: list[dict[str, Any]] = await stage.shown("citizen")
        return sum(len(each["photos"]) + len(each.get("files", ())) for each in shown)

    def said(words: str) -> bytes:
        body = wire.Said(chat="citizen", key="11111111-2222", sender="citizen", text=words).body()
        return wire.raw_body("citizen", "citizen", "7", body)

    yield Kit(channel=stage.channel, chat="citizen", texts=texts, files=files, said=said)
    await stage.channel.close()


KITS: dict[str, Make] = {
    "telegram": _telegram,
    "zalo_bot": _zalo_bot,
    "zalo_oa": _zalo_oa,
    "web": _web,
}
