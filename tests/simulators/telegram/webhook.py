"""Updates pushed to the bot: in order within a chat, again and again until the answer is 2xx."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from tests.simulators.telegram.errors import bad_request, too_many
from tests.simulators.telegram.updates import Update, Updates

PORTS = frozenset({443, 80, 88, 8443})
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Webhook:
    """The pusher. A failed push is repeated after `first_wait` seconds, doubled each time up to a minute."""

    def __init__(
        self, updates: Updates, *, call: Callable[[str, dict[str, Any]], Awaitable[None]], first_wait: float
    ) -> None:
        self._updates = updates
        self._call = call
        self._first_wait = first_wait
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._next_set = 0.0
        self._places = asyncio.Semaphore(40)
        self._session: aiohttp.ClientSession | None = None
        self.secret = ""
        self.max_connections = 40
        self.pushes = 0
        self.last_error: tuple[int, str] | None = None
        updates.on_put = self._start

    def set(self, url: str, *, secret: str, max_connections: int, allowed: frozenset[str] | None) -> None:
        """Push to `url` from now on; raise 400 for what Telegram does not accept, 429 more than once a second."""
        _check_url(url)
        if len(secret) > 256:
            raise bad_request("secret token is too long")
        if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
            raise bad_request("secret token contains unallowed characters")
        now = self._updates.monotonic()
        if now < self._next_set:
            raise too_many(1, "webhook")
        self._next_set = now + 1
        self.secret, self.max_connections = secret, min(max(max_connections, 1), 100)
        self._places = asyncio.Semaphore(self.max_connections)
        self._updates.webhook = url
        if allowed is not None:
            self._updates.allowed = allowed
        for update in self._updates.pending:
            self._start(update)

    async def close(self) -> None:
        """Stop pushing; what waits keeps waiting."""
        self._updates.webhook = ""
        tasks = [task for task in self._busy.values() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None

    def info(self) -> dict[str, Any]:
        answer: dict[str, Any] = {
            "url": self._updates.webhook,
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates.pending),
        }
        if self._updates.webhook:
            answer |= {"max_connections": self.max_connections, "ip_address": "127.0.0.1"}
        if self._updates.allowed:
            answer["allowed_updates"] = sorted(self._updates.allowed)
        if self.last_error:
            answer |= {"last_error_date": self.last_error[0], "last_error_message": self.last_error[1]}
        return answer

    def _start(self, update: Update) -> None:
        if self._updates.webhook and update.key not in self._busy:
            self._busy[update.key] = asyncio.get_running_loop().create_task(self._drain(update.key))

    async def _drain(self, key: int) -> None:
        wait = self._first_wait
        try:
            while update := next((u for u in self._updates.pending if u.key == key), None):
                async with self._places:
                    done = await self._push(update)
                if done:
                    with suppress(ValueError):  # dropped meanwhile
                        self._updates.pending.remove(update)
                    self._updates.ring()
                    wait = self._first_wait
                else:
                    await asyncio.sleep(wait)
                    wait = min(2 * wait, 60.0)
                    self._updates.confirm(0)
        finally:
            self._busy.pop(key, None)

    async def _push(self, update: Update) -> bool:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60))
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.secret} if self.secret else {}
        self.pushes += 1
        try:
            async with self._session.post(self._updates.webhook, json=update.body, headers=headers) as answer:
                if 200 <= answer.status < 300:
                    await self._carry_out(await answer.read(), answer.content_type)
                    return True
                problem = f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            problem = str(error)
        self.last_error = (int(self._updates.now()), problem)
        self._updates.ring()
        return False

    async def _carry_out(self, body: bytes, content_type: str) -> None:
        """A method named in the answer's body is called; nobody learns its result."""
        if content_type != "application/json" or not body.strip():
            return
        values = _parsed(body)
        if "method" in values:
            await self._call(str(values["method"]), values)


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        values = json.loads(body)
    except ValueError:
        return {}
    return values if isinstance(values, dict) else {}


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    # Telegram reaches no loopback address at all; here it stands for the bot behind its HTTPS proxy.
    if parts.hostname in LOOPBACK:
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if (parts.port or 443) not in PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
