"""Updates pushed to us."""

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.channels.telegram import TelegramChannel
from tests.bot.channels.telegram.harness import Inbox
from tests.simulators.telegram import TelegramSimulator

HEADER = "X-Telegram-Bot-Api-Secret-Token"


@asynccontextmanager
async def pushed(
    telegram: TelegramSimulator, inbox: Inbox | None, **settings: Any
) -> AsyncIterator[tuple[TelegramChannel, str]]:
    """A channel behind its own HTTP server, and the address of its webhook."""
    app = web.Application()
    runner = web.AppRunner(app)
    late: list[TelegramChannel] = []

    async def handle(request: web.Request) -> web.Response:
        return await late[0].webhook(request)

    app.router.add_post("/telegram/x", handle)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/telegram/x"
    bot = TelegramChannel(telegram.token, telegram.url, webhook_url=url, **settings)
    late.append(bot)
    await bot.start()
    task = asyncio.create_task(bot.listen(inbox)) if inbox else None
    try:
        if task:
            await telegram.until(lambda: telegram.updates.webhook, 60, "setWebhook")
        yield bot, url
    finally:
        if task:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        await bot.close()
        await telegram.webhook.close()
        await runner.cleanup()


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramSimulator]:
    async with TelegramSimulator(webhook_retry=0.01) as running:
        running.user(1001, started=True)
        yield running


async def post(url: str, body: bytes, secret: str | None) -> int:
    headers = {} if secret is None else {HEADER: secret}
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data=io.BytesIO(body), headers=headers) as answer,
    ):
        return answer.status


async def test_a_push_is_stored_and_acknowledged(telegram: TelegramSimulator) -> None:
    """Telegram pushes with the secret that was set; presses and messages get their signs."""
    inbox = Inbox()
    async with pushed(telegram, inbox, webhook_secret="s3cret_-"):
        await telegram.user(1001).says("Một")
        await telegram.settled()
        await telegram.called("sendChatAction")
    assert telegram.webhook.secret == "s3cret_-"
    assert [(raw.key, raw.chat) for raw in inbox.raws] == [("800000001", "1001")]


async def test_a_push_that_is_not_stored_comes_again(telegram: TelegramSimulator) -> None:
    """No 200 before the inbox has it; nothing of it in the log."""
    inbox = Inbox(failures=2)
    with capture_logs() as logs:
        async with pushed(telegram, inbox):
            await telegram.user(1001).says("Một")
            await telegram.settled()
    assert inbox.keys == ["800000001"]
    assert telegram.webhook.pushes == 3
    assert len(telegram.webhook.secret) >= 32
    assert "secret words" not in str(logs)


async def test_strangers_are_turned_away(telegram: TelegramSimulator) -> None:
    """Without the secret nothing is read."""
    inbox = Inbox()
    async with pushed(telegram, inbox, webhook_secret="right") as (_, url):
        assert [await post(url, b"{}", secret) for secret in (None, "", "wrong", "right\xff")] == [403] * 4
        assert await post(url, b"{}", "right") == 200
    assert len(inbox.raws) == 1


async def test_what_cannot_be_parsed_is_stored_all_the_same(telegram: TelegramSimulator) -> None:
    """Bytes that are no JSON, and a body beyond the web server's usual megabyte."""
    inbox = Inbox()
    large = b'{"update_id":7,"message":{"text":"' + b"a" * 3_000_000 + b'"}}'
    async with pushed(telegram, inbox, webhook_secret="right") as (_, url):
        for body in (b"\xff\xfe no json", b"[" * 50_000, b"[1]", large):
            assert await post(url, body, "right") == 200
    assert [raw.body for raw in inbox.raws] == [b"\xff\xfe no json", b"[" * 50_000, b"[1]", large]
    assert all(key.startswith("sha256:") for key in inbox.keys[:3])
    assert inbox.keys[3] == "7"


async def test_before_anybody_listens_a_push_waits(telegram: TelegramSimulator) -> None:
    """503 makes Telegram try again."""
    async with pushed(telegram, None, webhook_secret="right") as (_, url):
        assert await post(url, b"{}", "right") == 503


async def test_a_secret_that_telegram_does_not_take_is_told_at_once() -> None:
    """The setting is named, the value is not."""
    with pytest.raises(ValueError, match="VUNGXANH_TELEGRAM_WEBHOOK_SECRET") as caught:
        TelegramChannel("1:a", webhook_url="https://example.org/t", webhook_secret="không được")
    assert "không được" not in str(caught.value)
