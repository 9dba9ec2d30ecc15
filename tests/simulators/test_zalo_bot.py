"""The simulator of the Bot Platform keeps to the reference (zalo.md, by section)."""

import aiohttp
import pytest

from tests.simulators.zalo_bot import ZaloBotSimulator
from tests.simulators.zalo_bot.server import TOKEN


async def _call(
    zalo: ZaloBotSimulator, method: str, token: str = TOKEN, **fields: object
) -> dict[str, object]:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{zalo.url}/bot{token}/{method}", json=fields) as answer,
    ):
        assert answer.status == 200, "failures come as HTTP 200 too (1.1)"
        return dict(await answer.json())


async def test_a_poll_gives_one_event_and_forgets_it() -> None:
    """1.2, 1.4: one object, no offset, destructive; an empty poll is 408 with HTTP 200."""
    async with ZaloBotSimulator() as zalo:
        await zalo.says("a", "một")
        await zalo.says("a", "hai")
        first = await _call(zalo, "getUpdates", timeout=1)
        assert isinstance(first["result"], dict)
        assert first["result"]["message"]["text"] == "một"
        assert (await _call(zalo, "getUpdates", timeout=1))["ok"] is True
        assert (await _call(zalo, "getUpdates", timeout=1))["error_code"] == 408


async def test_a_token_that_is_none_is_401() -> None:
    """1.6."""
    async with ZaloBotSimulator() as zalo:
        assert (await _call(zalo, "getMe", token="other"))["error_code"] == 401
        assert (await _call(zalo, "getMe"))["ok"] is True


@pytest.mark.parametrize(
    ("text", "code"), [("", 400), ("a" * 2000, None), ("a" * 2001, 400), ("😀" * 1001, 400)]
)
async def test_texts_have_a_limit(text: str, code: int | None) -> None:
    """1.7: 1 to 2,000 UTF-16 units."""
    async with ZaloBotSimulator() as zalo:
        zalo.known.add("a")
        assert (await _call(zalo, "sendMessage", chat_id="a", text=text)).get("error_code") == code


async def test_quotas_end_in_429_and_strangers_are_not_written_to() -> None:
    """1.6, 1.7: the month's messages, and only people who have written."""
    async with ZaloBotSimulator(monthly=1) as zalo:
        assert (await _call(zalo, "sendMessage", chat_id="a", text="x"))["error_code"] == 400
        zalo.known.add("a")
        assert (await _call(zalo, "sendMessage", chat_id="a", text="x"))["ok"] is True
        assert (await _call(zalo, "sendMessage", chat_id="a", text="x"))["error_code"] == 429


async def test_polls_and_webhooks_exclude_each_other() -> None:
    """1.4: with a webhook set, polling does not work; 1.2: its secret has 8 to 256 characters."""
    async with ZaloBotSimulator() as zalo:
        assert (await _call(zalo, "setWebhook", url="http://x", secret_token="short"))["error_code"] == 400
        assert (await _call(zalo, "setWebhook", url="http://x", secret_token="12345678"))["ok"] is True
        assert (await _call(zalo, "getUpdates", timeout=1))["ok"] is False
        assert (await _call(zalo, "deleteWebhook"))["ok"] is True
        assert (await _call(zalo, "getUpdates", timeout=1))["error_code"] == 408


async def test_pictures_are_public_addresses_that_it_fetches() -> None:
    """1.2: no uploads, no data addresses; fetched while the call waits."""
    async with ZaloBotSimulator() as zalo:
        event = await zalo.sends_photo("a")
        there = event["message"]["photo_url"]
        assert (await _call(zalo, "sendPhoto", chat_id="a", photo="data:x"))["error_code"] == 400
        assert (await _call(zalo, "sendPhoto", chat_id="a", photo=there))["ok"] is True
        assert (await _call(zalo, "sendPhoto", chat_id="a", photo=f"{zalo.url}/files/gone"))[
            "error_code"
        ] == 400
        assert zalo.fetched[0] == (there, 200)


async def test_more_people_than_the_plan_allows_are_not_served() -> None:
    """1.7: fifty on the free plan; what the next one meets is open (U), here it is the quota's 429."""
    async with ZaloBotSimulator(people=1) as zalo:
        zalo.known |= {"a", "b"}
        assert (await _call(zalo, "sendMessage", chat_id="a", text="x"))["ok"] is True
        assert (await _call(zalo, "sendMessage", chat_id="b", text="x"))["error_code"] == 429
        assert (await _call(zalo, "sendMessage", chat_id="a", text="x"))["ok"] is True
