"""Polling a queue that forgets what it hands out: an answer holds one event, and there is no offset to ask again.

So what has come is stored before anything else, however long that takes, and a stop waits for it.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

import structlog

from bot.channels.base import DeliveryError, Exhausted, Heard, Misconfigured, Raw
from bot.channels.zalo_bot.api import Api
from bot.channels.zalo_bot.errors import TimedOut
from bot.channels.zalo_bot.raw import event_of, raw

T = TypeVar("T")
log = structlog.get_logger(__name__)

WAIT = 30  # seconds that Zalo holds an empty poll
_BRIEF = 1  # the same after a failure: it is soon known whether Zalo answers again
_GRACE = 7.0  # seconds more until we call it lost
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
_LAST = 10.0  # seconds that a stop waits for an event to be stored
_AT_ONCE = 0.1  # seconds: an empty answer sooner than this comes from a server that does not wait with it


class Poll:
    """The receiver of one bot's events.

    Attributes:
        deaf: why nothing can be heard now; empty while Zalo answers.
    """

    def __init__(
        self,
        api: Api,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._api = api
        self._sleep = sleep
        self._monotonic = monotonic
        self.deaf = ""

    async def run(self, heard: Heard) -> None:
        """Poll until cancelled; every failure is logged with its cure and tried again."""
        await self._until_done(self._claim)
        while True:
            asked = self._monotonic()
            event = await self._until_done(self._next)
            if event is not None:
                await self._kept(heard, raw(event))
            elif self._monotonic() - asked < _AT_ONCE:
                await self._sleep(_AT_ONCE)

    async def _kept(self, heard: Heard, event: Raw) -> None:
        """Store it, even if we are told to stop meanwhile: nobody would hand it out again."""
        storing = asyncio.ensure_future(self._until_done(partial(heard, [event])))
        try:
            await asyncio.shield(storing)
        except asyncio.CancelledError:
            await _at_last(storing)
            raise

    async def _claim(self) -> None:
        """While a webhook is set, polls are refused."""
        await self._api.call("deleteWebhook", {})

    async def _next(self) -> dict[str, Any] | None:
        seconds = _BRIEF if self.deaf else WAIT
        try:
            return event_of(await self._api.call("getUpdates", {"timeout": seconds}, seconds + _GRACE))
        except TimedOut:
            return None

    async def _until_done(self, act: Callable[[], Awaitable[T]]) -> T:
        pause = _FIRST_PAUSE
        while True:
            try:
                done = await act()
            except DeliveryError as error:
                self.deaf = type(error).__name__
                wait = _LONGEST_PAUSE if isinstance(error, Exhausted | Misconfigured) else pause
                log.warning(
                    "zalo does not answer the poll",
                    error=type(error).__name__,
                    reason=str(error),
                    again_in=wait,
                )
            except Exception as error:  # noqa: BLE001 - whatever storage raises, what came must not be lost
                self.deaf = type(error).__name__
                wait = pause
                # Its words may hold the event: its class must do.
                log.error("an event could not be stored", error=type(error).__name__, again_in=wait)  # noqa: TRY400
            else:
                self.deaf = ""
                return done
            await self._sleep(wait)
            pause = min(pause * 2, _LONGEST_PAUSE)


async def _at_last(storing: asyncio.Future[None]) -> None:
    """Wait for it however often we are told to stop; if the disk does not come back, let go all the same."""
    end = time.monotonic() + _LAST
    while not storing.done() and (left := end - time.monotonic()) > 0:
        with suppress(asyncio.CancelledError):
            await asyncio.wait({storing}, timeout=left)
    storing.cancel()
