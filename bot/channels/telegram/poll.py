"""Long polling in a loop of our own: an update is confirmed only after it is stored.

python-telegram-bot's updater confirms first and handles later, so that a crash loses up to 100 updates.
https://core.telegram.org/bots/api#getupdates; the server's rules: tdlib/telegram-bot-api, Client.cpp.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, TypeVar

import structlog

from bot.channels.base import DeliveryError, Heard, Misconfigured, Refused, Throttled
from bot.channels.telegram.errors import Contested
from bot.channels.telegram.raw import KINDS, number, raw
from bot.channels.telegram.request import Wire

T = TypeVar("T")

log = structlog.get_logger(__name__)

WAIT = 25  # seconds that Telegram holds an empty poll; at most 50
_BRIEF = 1  # the same after a failure: it is soon known whether Telegram answers again
_GRACE = 10.0  # seconds more until we call it lost
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
# After a week without updates Telegram may number them anew, from below; well before, we ask without an offset.
_QUIET = 3 * 24 * 3600.0
_AT_ONCE = 0.1  # seconds: an empty answer sooner than this comes from a server that does not wait with it
_UNMOVED = 3.0  # seconds between two polls with the same offset: faster ones are throttled


class Poll:
    """The receiver of one bot's updates.

    Attributes:
        deaf: why nothing can be heard now; empty while Telegram answers.
    """

    def __init__(
        self,
        wire: Wire,
        stored: Callable[[Sequence[Any]], None],
        *,
        last_update: Callable[[], Awaitable[int | None]] | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`stored` is told of updates that are stored and were not before, to acknowledge them."""
        self._wire = wire
        self._stored = stored
        self._last_update = last_update
        self._sleep = sleep
        self._monotonic = monotonic
        self.deaf = ""

    async def run(self, heard: Heard) -> None:
        """Poll until cancelled; every failure is logged with its cure and tried again."""
        await self._persist(self._claim)
        offset: int | None = None
        known = await self._last_update() if self._last_update else None
        moved = self._monotonic()
        while True:
            asked = self._monotonic()
            updates = await self._persist(partial(self._poll, offset))
            if not updates:
                if self._monotonic() - asked < _AT_ONCE:
                    await self._sleep(_AT_ONCE)
                offset = None if self._monotonic() - moved > _QUIET else offset
                continue
            await self._persist(partial(heard, [raw(update) for update in updates]))
            self._stored([update for update in updates if _fresh(update, known)])
            top = max((found for update in updates if (found := number(update)) is not None), default=None)
            if top is None:
                await self._sleep(_UNMOVED)
                continue
            offset, known, moved = top + 1, None, self._monotonic()

    async def _claim(self) -> None:
        try:
            await self._wire.call("deleteWebhook", {})
        except (Misconfigured, Refused) as error:
            log.warning(
                "telegram keeps an old webhook", **_told(error)
            )  # the poll itself tells if it matters

    async def _poll(self, offset: int | None) -> list[Any]:
        seconds = _BRIEF if self.deaf else WAIT
        fields: dict[str, Any] = {"timeout": seconds, "allowed_updates": KINDS}
        if offset is not None:
            fields["offset"] = offset
        found = await self._wire.call("getUpdates", fields, seconds + _GRACE)
        return found if isinstance(found, list) else []

    async def _persist(self, act: Callable[[], Awaitable[T]]) -> T:
        """Do it until it works. Nothing is confirmed meanwhile, so nothing is lost."""
        pause = _FIRST_PAUSE
        while True:
            try:
                done = await act()
            except DeliveryError as error:
                self.deaf = type(error).__name__
                wait = max(error.wait, pause) if isinstance(error, Throttled) else pause
                log.warning("telegram does not answer the poll", **_told(error), again_in=wait)
            except Exception as error:  # noqa: BLE001 - whatever storage raises, the poll must outlive it
                self.deaf = type(error).__name__
                wait = pause
                # Its words may hold the update: its class must do.
                log.error("updates could not be stored", error=type(error).__name__, again_in=wait)  # noqa: TRY400
            else:
                self.deaf = ""
                return done
            await self._sleep(wait)
            pause = min(pause * 2, _LONGEST_PAUSE)


def _told(error: DeliveryError) -> dict[str, str]:
    told = {"error": type(error).__name__, "reason": str(error)}
    if isinstance(error, Contested):
        told["cure"] = (
            "stop the other program that uses this token, or take its webhook away with deleteWebhook"
        )
    elif isinstance(error, Misconfigured):
        told["cure"] = "ask @BotFather for the token and set VUNGXANH_TELEGRAM_TOKEN"
    return told


def _fresh(update: Any, known: int | None) -> bool:
    found = number(update)
    return known is None or found is None or found > known
