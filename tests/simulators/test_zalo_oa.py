"""The simulated OpenAPI behaves as Zalo's documentation says: sections as in the notes of 23/11/2026."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from tests.simulators.zalo_oa import ZaloOaSimulator

START = datetime(2026, 1, 5, 5, tzinfo=UTC)  # 12:00 in Viet Nam
ARTICLE = {
    "type": "normal",
    "title": "Tin",
    "author": "UBND",
    "cover": {"cover_type": "photo", "photo_url": "https://a.vn/b.jpg", "status": "show"},
    "description": "Ngắn",
    "body": [{"type": "text", "content": "Dài"}],
}


class Client:
    """Speaks to the simulator with nothing of ours between."""

    def __init__(self, zalo: ZaloOaSimulator, session: aiohttp.ClientSession) -> None:
        self.zalo, self.session = zalo, session
        self.at = START
        zalo.account.now = lambda: self.at
        self.access, self.refresh = zalo.account.grant()

    async def post(self, path: str, body: Any) -> dict[str, Any]:
        headers = {"access_token": self.access}
        async with self.session.post(self.zalo.url + path, json=body, headers=headers) as answer:
            assert answer.status == 200, "errors come with HTTP 200 (2.1)"
            found: dict[str, Any] = await answer.json()
            return found

    async def renew(self, refresh: str) -> dict[str, Any]:
        form = {"refresh_token": refresh, "app_id": self.zalo.account.app_id, "grant_type": "refresh_token"}
        url = f"{self.zalo.url}/v4/oa/access_token"
        async with self.session.post(url, data=form, headers={"secret_key": "app-secret"}) as answer:
            found: dict[str, Any] = await answer.json()
            return found

    async def says(self, user: str, text: str = "x") -> int:
        body = {"recipient": {"user_id": user}, "message": {"text": text}}
        return int((await self.post("/v3.0/oa/message/cs", body))["error"])


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with ZaloOaSimulator() as zalo, aiohttp.ClientSession() as session:
        yield Client(zalo, session)


async def test_2_2_refresh_tokens_are_good_once(client: Client) -> None:
    """The new pair kills the old one at once; `expires_in` is text; a used token is -14014."""
    first = await client.renew(client.refresh)
    assert first["expires_in"] == "90000"
    assert (await client.post("/v2.0/oa/getoa", {}))["error"] == -216
    assert (await client.renew(client.refresh))["error"] == -14014
    client.access = first["access_token"]
    client.at += timedelta(hours=25, seconds=1)
    assert (await client.post("/v2.0/oa/getoa", {}))["error"] == -220


async def test_2_3_words_and_their_length(client: Client) -> None:
    """2,000 UTF-16 units go, one more is refused with -210, not cut."""
    client.zalo.account.interacts("1")
    assert await client.says("1", "a" * 2000) == 0
    assert await client.says("1", "a" * 2001) == -210
    assert await client.says("1", "") == -201
    assert await client.says("nobody") == -201


async def test_2_5_windows_and_rate(client: Client) -> None:
    """Free to 48 h, billed to 7 days (-211 when the package is empty), then -230; -32 beyond the rate."""
    account = client.zalo.account
    account.package = 1
    account.interacts("1")
    account.access[client.access] = client.at + timedelta(days=30)
    client.at += timedelta(hours=48)
    assert (await client.says("1"), account.billed) == (0, [])
    client.at += timedelta(minutes=1)
    assert (await client.says("1"), account.billed) == (0, ["1"])
    assert await client.says("1") == -211
    client.at += timedelta(days=6)
    assert await client.says("1") == -230
    client.zalo.allowed = 0
    assert await client.says("1") == -32


async def test_2_3_articles_are_made_verified_and_broadcast(client: Client) -> None:
    """-214 while Zalo is at it; articles only; -234 at night; -223 beyond the quota."""
    account = client.zalo.account
    account.broadcasts = 1
    token = (await client.post("/v2.0/article/create", ARTICLE))["data"]["token"]
    assert (await client.post("/v2.0/article/verify", {"token": token}))["error"] == -214
    number = (await client.post("/v2.0/article/verify", {"token": token}))["data"]["id"]
    element = {"media_type": "article", "attachment_id": number}
    attachment = {"type": "template", "payload": {"template_type": "media", "elements": [element]}}
    body = {"recipient": {"target": {}}, "message": {"attachment": attachment}}
    client.at = START + timedelta(hours=10)  # 22:00
    assert (await client.post("/v2.0/oa/message", body))["error"] == -234
    client.at = START
    assert (await client.post("/v2.0/oa/message", body))["error"] == 0
    assert (await client.post("/v2.0/oa/message", body))["error"] == -223
    assert (await client.post("/v2.0/article/create", ARTICLE | {"title": "a" * 151}))["error"] == -201


async def test_2_8_a_government_account(client: Client) -> None:
    """-235 on v3 and not on v2, as reported of a province; getoa says type 4."""
    account = client.zalo.account
    account.government = True
    account.interacts("1")
    assert await client.says("1") == -235
    body = {"recipient": {"user_id": "1"}, "message": {"text": "x"}}
    assert (await client.post("/v2.0/oa/message", body))["error"] == 0
    assert (await client.post("/v2.0/oa/getoa", {}))["data"]["oa_type"] == 4


async def test_an_unknown_api_is_minus_212(client: Client) -> None:
    """Nothing is answered with success that the simulator does not know."""
    assert (await client.post("/v3.0/oa/message/promotion", {}))["error"] == -212


async def test_who_does_not_follow_any_more_is_minus_213(client: Client) -> None:
    """2.7: until they write or follow again."""
    account = client.zalo.account
    account.interacts("1")
    account.person("1").follows = False
    assert await client.says("1") == 0, "they wrote"
    account.person("1").heard = None
    assert await client.says("1") == -213
    account.interacts("1")
    assert await client.says("1") == 0
