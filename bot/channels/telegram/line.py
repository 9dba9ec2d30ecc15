"""One keep-alive HTTP/1.1 connection: one request at a time, its answer, and a decision for every failure."""

import asyncio
from collections import deque
from typing import cast

from bot.channels.base import OutcomeUnknown
from bot.channels.telegram.answer import Answer, read


class Line(asyncio.Protocol):
    """One connection: `ask`, then await the future; free again once that is done without an error."""

    def __init__(self, loop: asyncio.AbstractEventLoop, dropped: "deque[Line]") -> None:
        self._loop = loop
        self._dropped = dropped  # where it waits for work, and must not be found once it is cut
        self._transport: asyncio.Transport
        self._answer: asyncio.Future[Answer] | None = None
        self._arrived = b""
        self.since = loop.time()  # of its opening, its last request or answer
        self.alive = True

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def ask(self, request: bytes) -> asyncio.Future[Answer]:
        """Write a request; the future brings its answer, or OutcomeUnknown."""
        self._answer = self._loop.create_future()
        self._arrived = b""
        self.since = self._loop.time()
        self._transport.write(request)
        return self._answer

    def data_received(self, data: bytes) -> None:
        self._arrived = self._arrived + data if self._arrived else data
        self._read()

    def eof_received(self) -> None:
        self._read(ended=True)

    def connection_lost(self, error: Exception | None) -> None:
        self.drop()
        self._fail("the line was cut" + (f" ({type(error).__name__})" if error else ""))

    def expire(self, before: float) -> None:
        """Give it up if it has waited for its answer since `before`."""
        if self._answer is not None and self.since < before:
            self._fail("TimeoutError")

    def drop(self) -> None:
        """Use it no more."""
        if self.alive:
            self.alive = False
            self._transport.abort()
            if self in self._dropped:
                self._dropped.remove(self)

    def _read(self, *, ended: bool = False) -> None:
        try:
            found = read(self._arrived, ended=ended)
        except ValueError:
            self._fail("that is no HTTP")
            return
        if found is None:
            return
        answer, self._answer, self._arrived = self._answer, None, b""
        self.since = self._loop.time()
        if answer is None or not found.stays:  # what comes unasked would be taken for the next one's answer
            self.drop()
        if answer is not None and not answer.done():
            answer.set_result(found)

    def _fail(self, why: str) -> None:
        answer, self._answer = self._answer, None
        self.drop()
        if answer is not None and not answer.done():
            answer.set_exception(OutcomeUnknown(f"the Bot API did not answer ({why})"))
