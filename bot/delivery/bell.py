"""Waking a loop, and waiting for that or for a time."""

import asyncio
from collections.abc import Awaitable, Callable

Sleep = Callable[[float], Awaitable[None]]


class Bell:
    """Rung from anywhere in the loop's thread; a ring that nobody heard yet is not lost."""

    def __init__(self, sleep: Sleep) -> None:
        self._sleep = sleep
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Wake whoever waits, or the next to wait."""
        self._rung.set()

    async def wait(self, seconds: float | None = None) -> None:
        """Until rung, or `seconds` have passed."""
        if seconds is None:
            await self._rung.wait()
        elif not self._rung.is_set():
            await self._first_of(seconds)
        self._rung.clear()

    async def _first_of(self, seconds: float) -> None:
        both = (asyncio.ensure_future(self._sleep(seconds)), asyncio.ensure_future(self._rung.wait()))
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in both:
                each.cancel()
