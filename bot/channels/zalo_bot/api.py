"""Calls to one bot's API, and downloads of what was sent to it; the token never leaves in words."""

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
from pydantic import SecretStr
from yarl import URL

from bot.channels.base import DeliveryError, Misconfigured, Refused, Unavailable
from bot.channels.zalo_bot.errors import broken, result

TIMEOUT = 30.0  # seconds for an ordinary call
PHOTO_TIMEOUT = 150.0  # Zalo fetches the picture while the call waits
_CONNECT = 10.0
_CHUNK = 64 * 1024
_JSON = {"Content-Type": "application/json"}


class Api:
    """One bot's API.

    Every method raises DeliveryError and nothing else; no error, log line or repr holds the token, which is part of
    every address.
    """

    def __init__(self, token: SecretStr, root: str, hidden: SecretStr | None = None) -> None:
        """`root` as in https://bot-api.zaloplatforms.com; nothing is opened before the first call.

        `hidden`: another secret that calls carry, and no words may hold.
        """
        self._token = token
        self._hidden = hidden
        self._root = root.rstrip("/")
        self._session: aiohttp.ClientSession | None = None

    async def call(self, method: str, fields: dict[str, Any], timeout: float = TIMEOUT) -> Any:  # noqa: ASYNC109 - HTTP's, for the whole call
        """Post JSON and return the `result`."""
        status, payload = await self._exchange(method, json.dumps(fields).encode(), timeout)
        return result(status, payload, self._secrets())

    async def _exchange(self, method: str, data: bytes, timeout: float) -> tuple[int, bytes]:  # noqa: ASYNC109
        limits = aiohttp.ClientTimeout(total=timeout, connect=_CONNECT)
        try:
            async with self._opened().post(
                self._address(method), data=data, headers=_JSON, timeout=limits, allow_redirects=False
            ) as answer:
                return answer.status, await answer.read()
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            decision = broken(error)
        raise decision

    async def download(self, address: URL, kinds: tuple[str, ...], most: int) -> AsyncIterator[bytes]:
        """The bytes of a file. Redirects are not followed: they would lead past the hosts that we trust.

        Raises:
            Refused: it is gone, of another type than one that begins like one of `kinds`, or over `most` bytes.
            Unavailable: it was cut short.
        """
        limits = aiohttp.ClientTimeout(total=None, connect=_CONNECT, sock_read=TIMEOUT)
        decision: DeliveryError
        try:
            async with self._opened().get(address, timeout=limits, allow_redirects=False) as answer:
                _check(answer.status, answer.content_type, kinds)
                size = 0
                async for chunk in answer.content.iter_chunked(_CHUNK):
                    size += len(chunk)
                    if size > most:
                        raise Refused(f"a file of over {most} bytes")
                    yield chunk
                return
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            decision = Unavailable(f"the file was cut short ({type(error).__name__})")
        raise decision

    async def close(self) -> None:
        """End the session; a later call opens another."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    def _secrets(self) -> tuple[str, ...]:
        token = self._token.get_secret_value()
        hidden = self._hidden.get_secret_value() if self._hidden else ""
        return token, token.partition(":")[2], hidden

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        return self._session

    def _address(self, method: str) -> URL:
        try:
            return URL(f"{self._root}/bot{self._token.get_secret_value()}/{method}")
        except ValueError:
            pass
        raise Misconfigured("the Bot Platform's root is no web address: check VUNGXANH_ZALO_BOT_API")


def _check(status: int, kind: str, kinds: tuple[str, ...]) -> None:
    if status >= 500 or status == 429:
        raise Unavailable(f"HTTP {status} for a file")
    if status != 200:
        raise Refused(f"HTTP {status} for a file: its address may have expired")
    if not kind.startswith(kinds):
        raise Refused(f"a file of type {kind[:40]}")
