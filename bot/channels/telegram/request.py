"""The HTTP to the Bot API, ours and python-telegram-bot's; the token never leaves it in words."""

import io
import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from pydantic import SecretStr
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.channels.base import DeliveryError, Misconfigured, Refused, Unavailable
from bot.channels.leaving import left
from bot.channels.telegram.errors import Carried, broken, result
from bot.channels.telegram.lines import Lines

TIMEOUT = 30.0  # seconds for an ordinary call
UPLOAD_TIMEOUT = 180.0
_CONNECT = 10.0
_CHUNK = 64 * 1024
_JSON = {"Content-Type": "application/json"}


class Wire:
    """Calls to one bot's API.

    Every method raises DeliveryError and nothing else; no error, log line or repr holds the token, which is
    part of every address.
    """

    def __init__(self, token: SecretStr, api: str) -> None:
        """`api` is the root, as in https://api.telegram.org; nothing is opened before the first call."""
        self._token = token
        self._api = api.rstrip("/")
        self._session: aiohttp.ClientSession | None = None
        self._addresses: dict[str, URL] = {}
        self._lines: Lines | None = None
        self._paths: dict[str, bytes] = {}

    async def call(self, method: str, body: bytes | dict[str, Any], timeout: float = TIMEOUT) -> Any:  # noqa: ASYNC109 - HTTP's, per phase
        """Post JSON and return the `result`."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        status, payload = await self.exchange(self._address(method), data, timeout)
        return result(status, payload)

    async def post(self, method: str, head: bytes, tail: bytes) -> tuple[int, bytes]:
        """Post JSON told in two parts, the second shared by many requests; HTTP status and body.

        On lines of its own, not on aiohttp's session: see `lines`.
        """
        if self._lines is None:
            self._lines = Lines(self._api, b"Content-Type: application/json\r\n")
        if method not in self._paths:
            root = urlsplit(self._api).path
            self._paths[method] = f"{root}/bot{self._token.get_secret_value()}/{method}".encode()
        status, body, _ = await self._lines.post(self._paths[method], head, tail, TIMEOUT)
        return status, body

    async def exchange(
        self,
        address: URL,
        data: bytes | aiohttp.FormData,
        timeout: float,  # noqa: ASYNC109
    ) -> tuple[int, bytes]:
        """Post and return the HTTP status and body."""
        limits = aiohttp.ClientTimeout(total=timeout, connect=_CONNECT)
        headers = _JSON if isinstance(data, bytes) else None
        try:
            async with self._opened().post(
                address, data=data, headers=headers, timeout=limits, allow_redirects=False
            ) as answer:
                return answer.status, await answer.read()
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            decision = broken(error)
        raise decision

    async def download(self, address: str) -> AsyncIterator[bytes]:
        """The bytes of a file at the address that getFile led to."""
        limits = aiohttp.ClientTimeout(total=None, connect=_CONNECT, sock_read=TIMEOUT)
        decision: DeliveryError
        try:
            async with self._opened().get(web_address(address), timeout=limits) as answer:
                if answer.status != 200:
                    raise _undelivered(answer.status)
                async for chunk in answer.content.iter_chunked(_CHUNK):
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
        if self._lines is not None:
            await self._lines.close()

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            # The sender bounds what is in flight; a second bound here would only hide in time-outs.
            connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=60)
            self._session = aiohttp.ClientSession(
                connector=connector, cookie_jar=aiohttp.DummyCookieJar(), trace_configs=[_telling()]
            )
        return self._session

    def _address(self, method: str) -> URL:
        if method not in self._addresses:
            self._addresses[method] = web_address(f"{self._api}/bot{self._token.get_secret_value()}/{method}")
        return self._addresses[method]


def _telling() -> aiohttp.TraceConfig:
    """Says when the first bytes of a request's body are written; of an upload, well before its last."""

    async def sent(*_: object) -> None:
        left()

    trace = aiohttp.TraceConfig()
    trace.on_request_chunk_sent.append(sent)
    return trace


def web_address(text: str) -> URL:
    """Parse an address. Raises Misconfigured without repeating it."""
    try:
        return URL(text)
    except ValueError:
        pass
    raise Misconfigured("the Bot API root is no web address: check VUNGXANH_TELEGRAM_API")


def _undelivered(status: int) -> DeliveryError:
    if status >= 500 or status == 429:
        return Unavailable(f"HTTP {status} for a file")
    return Refused(f"HTTP {status} for a file: its address may have expired")


class WireRequest(BaseRequest):
    """python-telegram-bot's transport over `Wire` (its own, httpx, is 4 to 8 times slower)."""

    def __init__(self, wire: Wire) -> None:
        """Share `wire`, whose owner closes it."""
        self._wire = wire

    @property
    def read_timeout(self) -> float:
        """Seconds."""
        return TIMEOUT

    async def initialize(self) -> None:
        """Nothing to do: the session opens by itself."""

    async def shutdown(self) -> None:
        """Nothing to do: the session belongs to the channel."""

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002 - always POST: files are downloaded by `Wire`
        request_data: RequestData | None = None,
        *_: Any,
        **__: Any,
    ) -> tuple[int, bytes]:
        """Post, and raise `Carried` unless the answer is a result."""
        try:
            status, payload = await self._wire.exchange(web_address(url), *_body(request_data))
            result(status, payload)
        except DeliveryError as error:
            decision = error
        else:
            return status, payload
        raise Carried(decision)


def _body(data: RequestData | None) -> tuple[bytes | aiohttp.FormData, float]:
    if data is None or not data.contains_files:
        return json.dumps(data.parameters if data else {}).encode(), TIMEOUT
    # Names of files keep their letters: Telegram shows them as they come.
    form = aiohttp.FormData(data.json_parameters, quote_fields=False)
    for name, (filename, content, mime) in data.multipart_data.items():
        stream = io.BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, stream, filename=filename, content_type=mime)
    return form, UPLOAD_TIMEOUT
