"""Keep-alive HTTP/1.1 for one host and one kind of request: what a broadcast needs, and no more.

aiohttp's client spends three times as much on a message as writing and reading its bytes costs; at a thousand a
second that is most of a core. Lines are opened as they are needed, carry one request at a time (no pipelining: a cut
must leave one message in doubt, not many), and are used the freshest first, so that spare ones grow old and close.
"""

import asyncio
import ssl
from collections import deque
from typing import cast
from urllib.parse import urlsplit

import aiohappyeyeballs

from bot.channels.base import Misconfigured, OutcomeUnknown, Unavailable
from bot.channels.telegram.answer import Answer, read

CONNECT_TIMEOUT = 10.0  # seconds
IDLE = 50.0  # seconds after which a line is not trusted any more; servers hang up after 60 or more
_SWEEP = 1.0  # seconds between two looks at who has waited too long
_EYEBALLS = 0.25  # seconds' head start of each address before the next; RFC 8305


class Line(asyncio.Protocol):
    """One connection: `ask`, then await the future; free again once that is done without an error."""

    def __init__(self, loop: asyncio.AbstractEventLoop, dropped: "deque[Line]") -> None:
        self._loop = loop
        self._dropped = dropped  # where it waits for work, and must not be found once it is cut
        self._transport: asyncio.Transport
        self._answer: asyncio.Future[Answer] | None = None
        self._arrived = b""
        self.since = 0.0  # loop time of the last request or answer
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


class Lines:
    """All lines to one host. Every method raises DeliveryError and nothing else."""

    def __init__(self, root: str, headers: bytes) -> None:
        """`root`: https://host:port; `headers` belong to every request, each ended by CRLF.

        Raises:
            Misconfigured: that is no web address.
        """
        parts = urlsplit(root)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise Misconfigured("the Bot API root is no web address: check VUNGXANH_TELEGRAM_API")
        self._secure = parts.scheme == "https"
        self._host = parts.hostname
        self._port = parts.port or (443 if self._secure else 80)
        self._headers = b"Host: %s\r\n%sContent-Length: " % (
            parts.netloc.rpartition("@")[2].encode(),
            headers,
        )
        self._context: ssl.SSLContext | None = None
        self._free: deque[Line] = deque()
        self._asking: dict[Line, float] = {}  # and the seconds for which each may wait
        self._sweep: asyncio.TimerHandle | None = None

    async def post(self, path: bytes, head: bytes, tail: bytes, seconds: float) -> Answer:
        """Post a body that is told in two parts, so that the second can be shared by many.

        Raises:
            Unavailable: no connection: certainly not sent.
            OutcomeUnknown: no answer.
        """
        line = self._take() or await self._open()
        request = b"POST %b HTTP/1.1\r\n%b%d\r\n\r\n%b%b" % (
            path,
            self._headers,
            len(head) + len(tail),
            head,
            tail,
        )
        self._asking[line] = seconds
        answer = line.ask(request)
        if self._sweep is None:
            self._sweep = asyncio.get_running_loop().call_later(_SWEEP, self._look)
        try:
            found = await answer
        except BaseException:
            line.drop()  # an answer may still come, and would be taken for the next one's
            raise
        finally:
            del self._asking[line]
        if line.alive:
            self._free.append(line)
        return found

    async def close(self) -> None:
        """Cut everything; a later call opens new lines."""
        if self._sweep is not None:
            self._sweep.cancel()
            self._sweep = None
        for line in [*self._free, *self._asking]:
            line.drop()

    def _take(self) -> Line | None:
        """The freshest line; if that is too old, so are all."""
        if not self._free:
            return None
        line = self._free.pop()
        if asyncio.get_running_loop().time() - line.since < IDLE:
            return line
        for each in (line, *self._free):
            each.drop()
        return None

    async def _open(self) -> Line:
        loop = asyncio.get_running_loop()
        why: BaseException
        try:
            async with asyncio.timeout(CONNECT_TIMEOUT):
                found = await loop.getaddrinfo(self._host, self._port, type=1)
                made = await aiohappyeyeballs.start_connection(found, happy_eyeballs_delay=_EYEBALLS)
                context = self._trusted() if self._secure else None
                name = self._host if self._secure else None
                _, line = await loop.create_connection(
                    lambda: Line(loop, self._free), sock=made, ssl=context, server_hostname=name
                )
                return line
        except (OSError, TimeoutError, ValueError) as error:
            why = error
        raise Unavailable(f"no connection to the Bot API ({type(why).__name__})")

    def _trusted(self) -> ssl.SSLContext:
        if self._context is None:
            self._context = ssl.create_default_context()
        return self._context

    def _look(self) -> None:
        """Give up whoever has waited too long: one timer for all, not one each."""
        loop = asyncio.get_running_loop()
        for line, seconds in list(self._asking.items()):
            line.expire(loop.time() - seconds)
        self._sweep = loop.call_later(_SWEEP, self._look) if self._asking else None
