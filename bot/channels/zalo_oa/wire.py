"""The HTTP session to the OpenAPI: one envelope, one header, and no token in words."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Protocol

import aiohttp
from yarl import URL

from bot.channels.base import DeliveryError, Misconfigured, OutcomeUnknown, Refused, Unavailable
from bot.channels.zalo_oa.errors import TokenDead, broken, refusal

TIMEOUT = 30.0  # seconds for an ordinary call
UPLOAD_TIMEOUT = 120.0
_CONNECT = 10.0
_CHUNK = 64 * 1024
_LARGEST_ANSWER = 4 * 1024 * 1024

Json = dict[str, Any]


class Tokens(Protocol):
    """Where access tokens come from."""

    async def current(self) -> str:
        """A token that should be good. Raises DeliveryError."""
        ...

    async def renewed(self, stale: str) -> str:
        """Another one, because that one is not. Raises DeliveryError."""
        ...


class Wire:
    """Calls to one account's API. Every method raises DeliveryError and nothing else."""

    def __init__(self, tokens: Tokens, api: str) -> None:
        """`api` is the root, as in https://openapi.zalo.me."""
        self._tokens = tokens
        self._root = api.rstrip("/")
        self._session: aiohttp.ClientSession | None = None

    async def post(self, path: str, body: Json) -> Json:
        """Post JSON and return `data`."""

        async def ask(session: aiohttp.ClientSession, url: URL, headers: dict[str, str]) -> Json:
            return await _answer(session.post(url, json=body, headers=headers, **_limits(TIMEOUT)))

        return await self._call(path, ask)

    async def get(self, path: str, data: Json | None = None) -> Json:
        """Ask with the one query parameter `data`, and return `data`."""
        query = {"data": json.dumps(data)} if data is not None else {}

        async def ask(session: aiohttp.ClientSession, url: URL, headers: dict[str, str]) -> Json:
            return await _answer(session.get(url, params=query, headers=headers, **_limits(TIMEOUT)))

        return await self._call(path, ask)

    async def upload(self, path: str, content: bytes, name: str, mime: str) -> Json:
        """Post a file as the form field `file`, and return `data`."""

        async def ask(session: aiohttp.ClientSession, url: URL, headers: dict[str, str]) -> Json:
            form = aiohttp.FormData(quote_fields=False)
            form.add_field("file", content, filename=name, content_type=mime)
            return await _answer(session.post(url, data=form, headers=headers, **_limits(UPLOAD_TIMEOUT)))

        return await self._call(path, ask)

    async def download(self, url: str, most: int) -> AsyncIterator[bytes]:
        """The bytes of a file that a person sent: at most `most`, from the address itself and nowhere else."""
        limits = aiohttp.ClientTimeout(total=None, connect=_CONNECT, sock_read=TIMEOUT)
        decision: DeliveryError
        try:
            async with self._opened().get(URL(url), timeout=limits, allow_redirects=False) as answer:
                if answer.status != 200:
                    raise _undelivered(answer.status)
                taken = 0
                async for chunk in answer.content.iter_chunked(_CHUNK):
                    taken += len(chunk)
                    if taken > most:
                        raise Refused(f"a file of over {most} bytes")
                    yield chunk
                return
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            decision = Unavailable(f"the file was cut short ({type(error).__name__})")
        raise decision

    async def close(self) -> None:
        """End the session; a later call opens another."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def _call(
        self,
        path: str,
        ask: Callable[[aiohttp.ClientSession, URL, dict[str, str]], Awaitable[Json]],
    ) -> Json:
        """Ask; where the token is over, renew it once and ask once more."""
        url = _url(self._root + path)
        token = await self._tokens.current()
        try:
            return await self._ask(ask, url, token)
        except TokenDead:
            token = await self._tokens.renewed(token)
        return await self._ask(ask, url, token)

    async def _ask(
        self,
        ask: Callable[[aiohttp.ClientSession, URL, dict[str, str]], Awaitable[Json]],
        url: URL,
        token: str,
    ) -> Json:
        try:
            answer = await ask(self._opened(), url, {"access_token": token})
        except DeliveryError:
            raise
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError, RecursionError) as error:
            decision = broken(error)
        else:
            if (refused := refusal(answer, (token,))) is not None:
                raise refused
            data = answer.get("data")
            return data if isinstance(data, dict) else {}
        raise decision

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=60)
            self._session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
        return self._session


def _limits(total: float) -> Json:
    return {"timeout": aiohttp.ClientTimeout(total=total, connect=_CONNECT), "allow_redirects": False}


async def _answer(asking: Any) -> Json:
    """The envelope."""
    async with asking as response:
        payload = await response.content.read(_LARGEST_ANSWER)
        try:
            answer = json.loads(payload)
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict):
            raise OutcomeUnknown(f"HTTP {response.status} whose body is no answer of the OpenAPI")
        if response.status >= 500:
            raise OutcomeUnknown(f"HTTP {response.status}")
        return answer


def _url(text: str) -> URL:
    try:
        return URL(text)
    except ValueError:
        pass
    raise Misconfigured("địa chỉ API Zalo không hợp lệ: xem VUNGXANH_ZALO_OA_API")


def _undelivered(status: int) -> DeliveryError:
    if status >= 500 or status == 429:
        return Unavailable(f"HTTP {status} for a file")
    return Refused(f"HTTP {status} for a file: its address may have expired")
