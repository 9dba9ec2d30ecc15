"""Events pushed to us: stored before the 200. The secret comes in a header, as we gave it to setWebhook."""

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable

import structlog
from aiohttp import web
from pydantic import SecretStr

from bot.channels.base import DeliveryError, Heard
from bot.channels.scrubbing import scrubbed
from bot.channels.zalo_bot.api import Api
from bot.channels.zalo_bot.raw import event_of, raw

log = structlog.get_logger(__name__)

HEADER = "X-Bot-Api-Secret-Token"
_LARGEST = 256 * 1024  # bytes; events hold words and addresses, never files
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0


class Webhook:
    """The receiver of one bot's pushed events.

    Attributes:
        deaf: why Zalo does not push yet; empty once it has taken the address.
    """

    def __init__(
        self,
        api: Api,
        *,
        url: str,
        secret: SecretStr,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`url` is where Zalo reaches `handle`, which takes nothing without the `secret`."""
        self._api = api
        self._url = url
        self._secret = secret
        self._sleep = sleep
        self._heard: Heard | None = None
        self.deaf = ""

    async def run(self, heard: Heard) -> None:
        """Ask Zalo to push, and take what it pushes until cancelled."""
        self._heard = heard
        try:
            await self._claim()
            await asyncio.Event().wait()
        finally:
            self._heard = None

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one push: 200 once it is stored, 403 for strangers, 503 while nobody listens."""
        shown = request.headers.get(HEADER, "").encode("utf-8", "replace")
        expected = self._secret.get_secret_value().encode()
        if not expected or not hmac.compare_digest(shown, expected):
            return web.Response(status=403)
        if self._heard is None:
            return web.Response(status=503)
        body = await request.content.read(_LARGEST + 1)
        while len(body) <= _LARGEST and (more := await request.content.read(_LARGEST + 1 - len(body))):
            body += more
        if len(body) > _LARGEST:
            return web.Response(status=413)
        event = _event(body)
        if event is None:  # a probe, or nothing that anybody said
            return web.Response()
        try:
            await self._heard([raw(event)])
        except Exception as error:  # noqa: BLE001 - Zalo may push it again; its words stay out of the log
            log.error("a pushed event could not be stored", error=type(error).__name__)  # noqa: TRY400
            return web.Response(status=503)
        return web.Response()

    async def _claim(self) -> None:
        pause = _FIRST_PAUSE
        fields = {"url": self._url, "secret_token": self._secret.get_secret_value()}
        while True:
            try:
                answer = await self._api.call("setWebhook", fields)
            except DeliveryError as error:
                self.deaf = type(error).__name__
                log.warning("zalo did not take the webhook", reason=str(error), again_in=pause)
                await self._sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)
                continue
            self.deaf = ""
            tried = answer.get("verification") if isinstance(answer, dict) else None
            if isinstance(tried, dict) and tried.get("ok") is False:  # saved, but not reached
                log.warning("zalo cannot reach the webhook", outcome=scrubbed(tried.get("outcome")))
            return


def _event(body: bytes) -> dict[str, object] | None:
    try:
        found = event_of(json.loads(body))
    except (ValueError, RecursionError):
        return None
    return found if found is not None and isinstance(found.get("event_name"), str) else None
