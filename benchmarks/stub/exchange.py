"""The stand-in's HTTP: one connection, the methods that it knows, the faults that it is told to make."""

import asyncio
import json
import re
import time
from functools import partial
from typing import cast

from benchmarks.pinned import BOT, WORDS
from benchmarks.stub.control import control
from benchmarks.stub.world import World
from tests.simulators.telegram.errors import ApiError, too_many

_CHAT = re.compile(rb'chat_id"?(?::|=|\r\n\r\n) ?"?(-?\d+)')
_NUMBER = {name: re.compile(rb'\b%s"?[:=] ?"?(-?\d+)' % name) for name in (b"offset", b"timeout", b"limit")}
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_ME = b'{"id":%s,"is_bot":true,"first_name":"B","username":"bench_bot"}' % BOT.encode()
_SENT = (
    b'{"message_id":%%d,"from":%s,"chat":{"id":%%d,"type":"private","first_name":"B"},"date":1790000000,'
    b'"text":%s%%s}' % (_ME, json.dumps(WORDS, ensure_ascii=False).encode())
)
_PHOTO = (
    b',"photo":[{"file_id":"AgACAgUAAxkBAAbench","file_unique_id":"AQADbench","width":1280,"height":960,'
    b'"file_size":90000}]'
)
_OK = b'{"ok":true,"result":%s}'
_HEAD = b"HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
_COUNTED = ("send", "edit", "deletemessage", "copy", "forward")


class Exchange(asyncio.Protocol):
    """One connection."""

    world = World()
    loop: asyncio.AbstractEventLoop

    def __init__(self) -> None:
        self._buffer = b""
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, error: Exception | None) -> None:  # noqa: ARG002
        if self.world.waiting is self:
            self.world.waiting = None

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            found = _LENGTH.search(self._buffer, 0, end)
            size = end + 4 + (int(found[1]) if found else 0)
            if len(self._buffer) < size:
                return
            request, self._buffer = self._buffer[:size], self._buffer[size:]
            path = request[: request.find(b"\r\n")].split(b" ")[1].decode()
            self._meet(path, request[end + 4 :])

    def _meet(self, path: str, body: bytes) -> None:
        _, place, name = path.partition("?")[0].split("/")[:3]
        if place == "control":
            self._answer(200, json.dumps(control(Exchange, name, json.loads(body or b"{}"))).encode())
            return
        method = name.lower()
        self.world.stats.calls[method] += 1
        if method.startswith(_COUNTED) and method != "sendchataction":
            self._counted(method, body)
        elif method == "getme":
            self.result(_ME)
        elif method == "getupdates":
            self._poll(body)
        else:
            self.result(b"true")

    def _counted(self, method: str, body: bytes) -> None:
        world = self.world
        found = _CHAT.search(body)
        chat = int(found[1]) if found else 0
        world.life_arrivals += 1
        if world.faults or world.blocked_every:
            self._faulty(method, chat)
        elif (status := self._taken(method, chat)) and world.latency:
            self.loop.call_later(world.latency, self._answer, *status)
        else:
            self._answer(*status)

    def _taken(self, method: str, chat: int) -> tuple[int, bytes]:
        world = self.world
        now = time.monotonic()
        try:
            world.flood.admit(chat)
        except ApiError as error:
            world.stats.refused[error.kind] += 1
            return error.code, json.dumps(error.body()).encode()
        world.took(chat, now)
        if not method.startswith("send"):
            return 200, _OK % b"true"
        world.message += 1
        return 200, _OK % (_SENT % (world.message, chat, _PHOTO if method == "sendphoto" else b""))

    def _faulty(self, method: str, chat: int) -> None:
        world = self.world
        if world.blocked_every and chat % world.blocked_every == 0:
            self._refuse(ApiError(403, "Forbidden: bot was blocked by the user"))
            return
        drawn = world.random.random()
        for kind, share in world.faults.items():
            drawn -= share
            if drawn < 0:
                world.stats.refused[kind] += 1
                getattr(self, f"_{kind}")(method, chat)
                return
        self._answer(*self._taken(method, chat))

    def _server_error(self, _method: str, _chat: int) -> None:
        self._refuse(ApiError(502, "Bad Gateway"))

    def _dropped(self, method: str, chat: int) -> None:
        status, _ = self._taken(method, chat)
        self.world.excused[chat] += status == 200
        self._transport.abort()

    def _throttled(self, _method: str, _chat: int) -> None:
        self._refuse(too_many(1, "fault"))

    def _stalled(self, method: str, chat: int) -> None:
        self.loop.call_later(2.0, lambda: self._answer(*self._taken(method, chat)))

    def _refuse(self, error: ApiError) -> None:
        self.world.stats.refused[error.kind] += 1
        self._answer(error.code, json.dumps(error.body()).encode())

    def _poll(self, body: bytes) -> None:
        world = self.world
        offset, seconds, limit = (
            int(found[1]) if (found := _NUMBER[name].search(body)) else default
            for name, default in ((b"offset", 0), (b"timeout", 0), (b"limit", 100))
        )
        while world.pending and world.pending[0][0] < offset:
            world.pending.popleft()
        if world.pending or not seconds:
            world.give(self, min(limit, len(world.pending)))
            return
        world.waiting = self
        self.loop.call_later(seconds, partial(self._give_up, world))

    def _give_up(self, world: World) -> None:
        if world.waiting is self:
            world.waiting = None
            self.result(b"[]")

    def result(self, value: bytes) -> None:
        """Answer with `ok`."""
        self._answer(200, _OK % value)

    def _answer(self, status: int, body: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(_HEAD % (status, len(body), body))
