"""Pushes from Zalo: proven, stored, answered, all within two seconds.

What is not answered with 200 in 2 s comes again after 30 s, 5 min, 15 min, 30 min and 1 h; then Zalo turns the
webhook off until somebody turns it on again. So nothing here waits for anything but the inbox.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import structlog
from aiohttp import web

from bot.channels.base import Heard, Raw
from bot.channels.zalo_oa.raw import account, is_probe, parsed, raw, text
from bot.channels.zalo_oa.signature import signed

log = structlog.get_logger(__name__)

PATH = "/zalo/oa"
PATIENCE = 1.7  # seconds for storing, of the two that Zalo waits
_LARGEST = 1024 * 1024  # bytes; above what the web server takes anyway
_SAY_EVERY = 60.0  # seconds between two lines about unproven pushes

Proof = Literal["auto", "log", "enforce"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """What makes a push believed.

    Attributes:
        app_id, oa_id: what may stand in the signature; the push must be for this app, and this account if named.
        secrets: any of them may have signed.
        time: which timestamp is signed: body, header or either.
        proof: "log" only notes what is not proven, "enforce" turns it away, "auto" notes until the first push is
            proven (secret and variant are right then) and turns away from there on.
    """

    app_id: str
    oa_id: str = ""
    secrets: tuple[str, ...] = ()
    time: str = "either"
    proof: Proof = "auto"

    def __repr__(self) -> str:
        return f"Trust(proof={self.proof!r})"


@dataclass(slots=True)
class Seen:
    """How many pushes were proven, and how many not."""

    proven: int = 0
    unproven: int = 0
    last: Literal["", "proven", "unproven"] = ""


async def _forgotten() -> None:
    """Nobody keeps it."""


class Webhook:
    """The receiver of one account's pushes."""

    def __init__(
        self,
        trust: Trust,
        *,
        learned: Callable[[], Awaitable[None]] = _forgotten,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`learned` is told when the first push is proven."""
        self._trust = trust
        self._learned = learned
        self._monotonic = monotonic
        self.known_good = False  # a push was proven once, in this run or an earlier one
        self._noted = False  # and that is written down
        self._heard: Heard | None = None
        self._storing: set[asyncio.Task[None]] = set()
        self._say_at = -_SAY_EVERY
        self.seen = Seen()

    @property
    def enforcing(self) -> bool:
        """Whether what is not proven is turned away."""
        return self._trust.proof == "enforce" or (self._trust.proof == "auto" and self.known_good)

    async def run(self, heard: Heard) -> None:
        """Take what Zalo pushes until cancelled."""
        self._heard = heard
        try:
            await asyncio.Event().wait()
        finally:
            self._heard = None
            if self._storing:  # what Zalo was told to send again may still be stored
                await asyncio.wait(self._storing)

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one push over HTTP."""
        if (request.content_length or 0) > _LARGEST:
            return web.Response(status=413)
        return web.Response(status=await self.take(request.headers, await request.read()))

    async def take(self, headers: Mapping[str, str], body: bytes) -> int:
        """The status that a push is answered with.

        200 once it is stored, or if it is nothing to store; 403 for what is not proven while that is asked for;
        503 while nobody listens or storing takes too long: Zalo sends it again, and it is stored once.
        """
        if is_probe(body):
            return 200
        event = parsed(body)
        proven = event is not None and self._proven(headers, body, event)
        self._count(proven=proven)
        if not proven and self.enforcing:
            return 403
        self.known_good |= proven
        kept = raw(event, body) if event is not None and self._ours(event) else None
        if kept is None:
            return 200
        return 503 if self._heard is None else await self._store(self._heard, kept, learn=proven)

    def _proven(self, headers: Mapping[str, str], body: bytes, event: Mapping[str, Any]) -> bool:
        trust = self._trust
        ids = (trust.app_id, trust.oa_id)
        return signed(headers, body, event, ids=ids, secrets=trust.secrets, time=trust.time)

    def _ours(self, event: Mapping[str, Any]) -> bool:
        """Not for another app, nor another account that the same app serves."""
        app, oa = text(event.get("app_id")), account(event)
        return app in {"", self._trust.app_id} and (not self._trust.oa_id or oa in {"", self._trust.oa_id})

    async def _store(self, heard: Heard, kept: Raw, *, learn: bool) -> int:
        task = asyncio.ensure_future(self._keep(heard, kept, learn=learn))
        self._storing.add(task)
        task.add_done_callback(self._storing.discard)
        # Not cancelled when its time is over: it may still be stored, and what comes again has the same key.
        done, _ = await asyncio.wait([task], timeout=PATIENCE)
        if not done:
            log.warning("zalo_oa_push_late", seconds=PATIENCE)
            return 503
        error = task.exception()
        if error is not None:
            log.error("a pushed event could not be stored", error=type(error).__name__)
            return 503
        return 200

    async def _keep(self, heard: Heard, kept: Raw, *, learn: bool) -> None:
        await heard([kept])
        if learn and not self._noted:
            await self._learned()
            self._noted = True

    def _count(self, *, proven: bool) -> None:
        if proven:
            self.seen.proven += 1
            self.seen.last = "proven"
            return
        self.seen.unproven += 1
        self.seen.last = "unproven"
        if (now := self._monotonic()) - self._say_at >= _SAY_EVERY:
            self._say_at = now
            log.warning(
                "zalo_oa_push_unproven",
                turned_away=self.enforcing,
                proven=self.seen.proven,
                unproven=self.seen.unproven,
                cure="docs/zalo.md",
            )
