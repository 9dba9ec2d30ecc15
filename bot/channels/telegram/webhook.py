"""Updates pushed to us: stored before the 200 that tells Telegram to forget them.

https://core.telegram.org/bots/api#setwebhook: what is not answered with 2xx is pushed again until it expires.
"""

import asyncio
import hmac
import re
import secrets
from collections.abc import Callable, Sequence
from typing import Any

import structlog
from aiohttp import web

from bot.channels.base import DeliveryError, Heard, Throttled
from bot.channels.telegram.raw import KINDS, from_webhook
from bot.channels.telegram.request import Wire

log = structlog.get_logger(__name__)

_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}\Z")
_LARGEST = 32 * 1024 * 1024  # bytes; far above any real update, far below what would hurt
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0


class Webhook:
    """The receiver of one bot's pushed updates.

    Attributes:
        deaf: why Telegram does not push yet; empty once it has taken the address.
    """

    def __init__(
        self, wire: Wire, stored: Callable[[Sequence[Any]], None], *, url: str, secret: str | None
    ) -> None:
        """`url` is where Telegram reaches `handle`; without a `secret` one is made for this run.

        Raises:
            ValueError: the secret is not 1 to 256 of A-Z a-z 0-9 _ -.
        """
        if secret is not None and not _SECRET.match(secret):
            raise ValueError("VUNGXANH_TELEGRAM_WEBHOOK_SECRET: write 1 to 256 letters, digits, _ or -")
        self._wire = wire
        self._stored = stored
        self._url = url
        self._secret = secret or secrets.token_urlsafe(32)
        self._heard: Heard | None = None
        self.deaf = ""

    async def run(self, heard: Heard) -> None:
        """Ask Telegram to push, and take what it pushes until cancelled."""
        self._heard = heard
        try:
            await self._claim()
            await asyncio.Event().wait()
        finally:
            self._heard = None

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one push: 200 once it is stored, 403 for strangers, 503 while nobody listens."""
        shown = request.headers.get(_HEADER, "")
        if not hmac.compare_digest(shown.encode("utf-8", "replace"), self._secret.encode()):
            return web.Response(status=403)
        if self._heard is None:
            return web.Response(status=503)
        body = await _whole(request)
        if body is None:
            return web.Response(status=413)
        update, kept = from_webhook(body)
        try:
            await self._heard([kept])
        except Exception as error:  # noqa: BLE001 - Telegram pushes it again; its words stay out of the log
            log.error("a pushed update could not be stored", error=type(error).__name__)  # noqa: TRY400
            return web.Response(status=500)
        self._stored([update])
        return web.Response()

    async def _claim(self) -> None:
        pause = _FIRST_PAUSE
        fields = {"url": self._url, "secret_token": self._secret, "allowed_updates": KINDS}
        while True:
            try:
                await self._wire.call("setWebhook", fields)
            except DeliveryError as error:
                self.deaf = type(error).__name__
                wait = max(error.wait, pause) if isinstance(error, Throttled) else pause
                log.warning("telegram did not take the webhook", reason=str(error), again_in=wait)
                await asyncio.sleep(wait)
                pause = min(pause * 2, _LONGEST_PAUSE)
            else:
                self.deaf = ""
                return


async def _whole(request: web.Request) -> bytes | None:
    """The body, past aiohttp's limit of 1 MB: what Telegram sends is stored, whatever its size."""
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > _LARGEST:
            return None
    return bytes(body)
