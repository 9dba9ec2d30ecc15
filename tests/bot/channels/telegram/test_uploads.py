"""A picture of the store: uploaded once, by its handle ever after, anew when Telegram forgets it."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from bot.media import Handles, MediaStore
from messages.content import Attachment, AttachmentKind, Reply, Send
from storage.database import Database
from tests.bot.channels.telegram.harness import Waits, channel, say
from tests.simulators.telegram import TelegramSimulator

READERS = range(1001, 1009)


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramSimulator]:
    async with TelegramSimulator(chat_burst=None) as running:
        yield running


async def everyone(telegram: TelegramSimulator) -> None:
    for chat in READERS:
        telegram.user(chat, started=True)


async def test_one_upload_for_all_readers_and_all_restarts(
    telegram: TelegramSimulator, database: Database, tmp_path: Path
) -> None:
    """The handle is on the disk: a new process sends by it."""
    await everyone(telegram)
    store = MediaStore(tmp_path, database)
    kept = await store.keep(b"\xff\xd8 picture", AttachmentKind.PHOTO, "a.jpg")
    for _ in range(2):
        async with channel(telegram, foreign=store.read, handles=partial(Handles, database)) as bot:
            await asyncio.gather(*(bot.deliver(say(chat, "Xem", attachments=(kept,))) for chat in READERS))
    calls = await telegram.called("sendPhoto", times=2 * len(READERS))
    uploads = [call for call in calls if "photo" not in call.values]
    assert len(uploads) == 1


async def test_a_handle_that_is_refused_is_replaced_by_one_upload(
    telegram: TelegramSimulator, database: Database, tmp_path: Path
) -> None:
    """Nobody's message fails for it, and one upload cures all that were in flight."""
    await everyone(telegram)
    store = MediaStore(tmp_path, database)
    kept = await store.keep(b"\xff\xd8 picture", AttachmentKind.PHOTO, "a.jpg")
    await Handles(database, "telegram", telegram.token.partition(":")[0]).learn(kept, "AgAD-outdated")
    async with channel(telegram, foreign=store.read, handles=partial(Handles, database)) as bot:
        await asyncio.gather(*(bot.deliver(say(chat, "Xem", attachments=(kept,))) for chat in READERS))
        handle = await Handles(database, "telegram", bot.bot).find(kept)
    shown = {telegram.user(chat).messages[-1].file_id for chat in READERS}
    assert shown == {handle}
    uploads = [call for call in await telegram.called("sendPhoto") if "photo" not in call.values]
    assert len(uploads) == 1


async def test_what_is_paid_for_says_so(
    telegram: TelegramSimulator, database: Database, tmp_path: Path
) -> None:
    """Text, photo and album alike; and nothing else does."""
    telegram.user(1001, started=True)
    store = MediaStore(tmp_path, database)
    photo: Attachment = await store.keep(b"\xff\xd8 picture", AttachmentKind.PHOTO)
    replies = (
        Reply(text="Tin"),
        Reply(text="Xem", attachments=(photo,)),
        Reply(text="", attachments=(photo,) * 2),
    )
    async with channel(telegram, foreign=store.read, sleep=Waits()) as bot:
        for paid in (True, False):
            for reply in replies:
                await bot.deliver(Send(chat="1001", reply=reply, paid=paid))
    for method in ("sendMessage", "sendPhoto", "sendMediaGroup"):
        first, second = await telegram.called(method, times=2)
        assert str(first.values["allow_paid_broadcast"]).lower() == "true"
        assert "allow_paid_broadcast" not in second.values
