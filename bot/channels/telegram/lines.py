"""Keep-alive HTTP/1.1 for one host and one kind of request: what a broadcast needs, and no more.

aiohttp's client spends three times as much on a message as writing and reading its bytes costs; at a thousand a
second that is most of a core. Lines are opened as they are needed, a few at a time and some to spare, carry one
request at a time (no pipelining: a cut must leave one message in doubt, not many), and are used the freshest first,
so that spare ones grow old and close.
"""

import asyncio
import math
import socket
import ssl
from collections import deque
from typing import Any
from urllib.parse import urlsplit

import aiohappyeyeballs

from bot.channels.base import Misconfigured, Unavailable
from bot.channels.leaving import left
from bot.channels.telegram.answer import Answer
from bot.channels.telegram.line import Line

CONNECT_TIMEOUT = 10.0  # seconds
IDLE = 50.0  # seconds after which a line is not trusted any more; servers hang up after 60 or more
_SWEEP = 1.0  # seconds between two looks at who has waited too long
_EYEBALLS = 0.25  # seconds' head start of each address before the next; RFC 8305
_NAMED = 60.0  # seconds for which a host's addresses are believed
_AT_ONCE = 8  # lines being opened: more would only hold each other up
_SPARE, _FOR_EACH = 4, 4  # lines to spare, but no more than one for each four in use


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
        self._wanted: deque[asyncio.Future[Line]] = deque()
        self._opening: set[asyncio.Task[None]] = set()
        self._found: tuple[float, list[Any]] = (-math.inf, [])  # the host's addresses, and since when
        self._sweep: asyncio.TimerHandle | None = None

    async def post(self, path: bytes, head: bytes, tail: bytes, seconds: float) -> Answer:
        """Post a body that is told in two parts, so that the second can be shared by many.

        Raises:
            Unavailable: no connection: certainly not sent.
            OutcomeUnknown: no answer.
        """
        line = self._take() or await self._next()
        request = b"POST %b HTTP/1.1\r\n%b%d\r\n\r\n%b%b" % (
            path,
            self._headers,
            len(head) + len(tail),
            head,
            tail,
        )
        loop = asyncio.get_running_loop()
        self._asking[line] = seconds
        answer = line.ask(request)
        loop.call_soon(left)  # uvloop writes at the end of the loop's round
        self._open_more()
        if self._sweep is None:
            self._sweep = loop.call_later(_SWEEP, self._look)
        try:
            found = await answer
        except BaseException:
            line.drop()  # an answer may still come, and would be taken for the next one's
            raise
        finally:
            del self._asking[line]
        if line.alive:
            self._give(line)
        return found

    async def close(self) -> None:
        """Cut everything; a later call opens new lines."""
        if self._sweep is not None:
            self._sweep.cancel()
            self._sweep = None
        for task in (opening := list(self._opening)):
            task.cancel()
        await asyncio.gather(*opening, return_exceptions=True)
        self._disappoint("closed")
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

    async def _next(self) -> Line:
        """The next line that is there, whether it was opened for us or given back."""
        while True:
            wanted: asyncio.Future[Line] = asyncio.get_running_loop().create_future()
            self._wanted.append(wanted)
            self._open_more()
            try:
                line = await wanted
            except asyncio.CancelledError:
                if wanted.done() and not wanted.cancelled() and wanted.exception() is None:
                    self._give(wanted.result())
                raise
            if line.alive:  # it may have been cut before we woke
                return line

    def _give(self, line: Line) -> None:
        """To whoever has waited longest."""
        while self._wanted:
            wanted = self._wanted.popleft()
            if not wanted.done():
                wanted.set_result(line)
                return
        self._free.append(line)

    def _open_more(self) -> None:
        """As many as are waited for and some to spare, so that a message at its turn finds one."""
        spare = min(_SPARE, len(self._asking) // _FOR_EACH)
        missing = len(self._wanted) + spare - len(self._free) - len(self._opening)
        for _ in range(min(missing, _AT_ONCE - len(self._opening))):
            task = asyncio.get_running_loop().create_task(self._add())
            self._opening.add(task)
            task.add_done_callback(self._opening.discard)

    async def _add(self) -> None:
        line, why = None, ""
        try:
            line = await self._open()
        except (OSError, TimeoutError, ValueError) as error:
            self._found = (-math.inf, [])  # the host may have moved
            why = type(error).__name__
        self._opening -= {asyncio.current_task()}
        if line is not None:
            self._give(line)
            self._open_more()
        else:  # whoever waits may still get a line from another try; if there is none, nobody will
            self._disappoint(why, 1 if self._opening else None)

    def _disappoint(self, why: str, most: int | None = None) -> None:
        """Tell those who have waited longest, or all, that there is no connection."""
        for _ in range(len(self._wanted) if most is None else min(most, len(self._wanted))):
            wanted = self._wanted.popleft()
            if not wanted.done():
                wanted.set_exception(Unavailable(f"no connection to the Bot API ({why})"))

    async def _open(self) -> Line:
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(CONNECT_TIMEOUT):
            found = await self._addresses()
            made = await aiohappyeyeballs.start_connection(found, happy_eyeballs_delay=_EYEBALLS)
            context = self._trusted() if self._secure else None
            name = self._host if self._secure else None
            _, line = await loop.create_connection(
                lambda: Line(loop, self._free), sock=made, ssl=context, server_hostname=name
            )
            return line

    async def _addresses(self) -> list[Any]:
        loop = asyncio.get_running_loop()
        if loop.time() - self._found[0] > _NAMED:
            found = await loop.getaddrinfo(self._host, self._port, type=socket.SOCK_STREAM)
            self._found = (loop.time(), list(found))
        return self._found[1]

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
