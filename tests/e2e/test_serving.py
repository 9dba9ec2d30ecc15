"""The program's own HTTP: health, figures, and Telegram's pushes."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from storage.tables import inbox
from tests.e2e.program import Program, ready, running, settings
from tests.e2e.talk import hears, says
from tests.simulators.telegram import TelegramSimulator

SECRET = "a-secret-of-the-tests"
TOKEN_HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
async def web() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def test_it_says_that_it_is_well(
    program: Program, telegram: TelegramSimulator, web: aiohttp.ClientSession
) -> None:
    """Alive, ready, and counting what it sends."""
    await says(telegram.user(11), "/kehoach")
    async with web.get(f"{program.http.url}/healthz") as answer:
        assert (answer.status, await answer.text()) == (200, "ok")
    assert await ready(program.http.url) == {"ready": True}
    async with web.get(f"{program.http.url}/metrics") as answer:
        figures = await answer.text()
        assert answer.status == 200
    assert 'channel="telegram"' in figures


async def until_ready(web: aiohttp.ClientSession, url: str, wanted: dict[str, str]) -> str:
    """Ask until these are the reasons why it is not ready, none if it must be; returns the whole answer."""
    async with asyncio.timeout(60):
        while True:
            async with web.get(f"{url}/readyz") as answer:
                body = await answer.text()
            if json.loads(body).get("reasons", {}) == wanted:
                assert answer.status == (503 if wanted else 200)
                return body
            await asyncio.sleep(0.05)


async def test_it_is_not_ready_while_a_platform_refuses_it(
    folder: Path, telegram: TelegramSimulator, web: aiohttp.ClientSession
) -> None:
    """With a token that is no good, from the start or revoked meanwhile: it names the channel, and no token."""
    good = telegram.token
    telegram.revoke_token()
    async with running(settings(telegram, folder, telegram_token=good)) as program:
        url = program.http.url
        body = await until_ready(web, url, {"telegram": "not started: Misconfigured"})
        telegram.token = good
        await until_ready(web, url, {})
        await telegram.called("getUpdates")
        telegram.revoke_token()
        body += await until_ready(web, url, {"telegram": "hears nothing: Misconfigured"})
        telegram.token = good
        await until_ready(web, url, {})
    assert good.partition(":")[2] not in body


async def test_figures_go_to_another_machine_with_the_token_of_the_settings(
    folder: Path, telegram: TelegramSimulator, web: aiohttp.ClientSession
) -> None:
    """And to nobody else who comes from there."""
    given = settings(telegram, folder, metrics_token=SECRET)
    async with running(given) as program:
        for token, status in ((SECRET, 200), ("another", 403)):
            headers = {"X-Forwarded-For": "203.0.113.7", "Authorization": f"Bearer {token}"}
            async with web.get(f"{program.http.url}/metrics", headers=headers) as answer:
                assert answer.status == status


async def test_pushed_updates_are_stored_before_the_answer(
    folder: Path, telegram: TelegramSimulator, web: aiohttp.ClientSession, unused_tcp_port: int
) -> None:
    """With a webhook: Telegram is told 200 once the update is kept; strangers are told nothing."""
    url = f"http://127.0.0.1:{unused_tcp_port}/telegram/hook"
    given = settings(
        telegram,
        folder,
        telegram_webhook_url=url,
        telegram_webhook_secret=SECRET,
        http=f"127.0.0.1:{unused_tcp_port}",
    )
    async with running(given) as program:
        await telegram.called("setWebhook")
        await says(telegram.user(11), "/kehoach", "127")
        assert len(await program.rows(inbox)) == 1
        body = json.dumps({"update_id": 5, "message": None})
        async with web.post(url, data=body) as answer:
            assert answer.status in {401, 403, 404}
        for body in ("not JSON", "[]", "\ud800".encode("utf-16", "surrogatepass"), b"\xff\xfe", "{}"):
            async with web.post(url, data=body, headers={TOKEN_HEADER: SECRET}) as answer:
                assert answer.status == 200
        for _ in range(4):  # each answer is a batch, and each batch one of three tries
            await says(telegram.user(11), "/huongdan", "cho nơi nào")
        rows = await program.rows(inbox)
    assert len(rows) == 10
    assert {row.state for row in rows} <= {"handled", "ignored", "parked"}


async def test_it_waits_for_telegram_to_come_up(folder: Path, telegram: TelegramSimulator) -> None:
    """Started before the network: it is alive, says that it waits, and answers once Telegram is there."""
    an = telegram.user(11)
    await telegram.goes_down()
    async with running(settings(telegram, folder)):
        await an.says("/kehoach")
        await telegram.comes_back()
        await an.sees_text("127", timeout=60)


async def test_an_outage_of_telegram_loses_nothing(program: Program, telegram: TelegramSimulator) -> None:
    """What was asked before it is answered after it, once."""
    an = telegram.user(11)
    await says(an, "/kehoach")
    held = telegram.faults.stall("sendMessage")
    await an.says("/huongdan")
    await held.reached.wait()
    await telegram.goes_down()
    await telegram.comes_back()
    telegram.faults.clear()
    answer = await an.sees_text("cho nơi nào", timeout=60)
    assert answer.text
    await hears(an)
    await says(an, "/kehoach", "127")
