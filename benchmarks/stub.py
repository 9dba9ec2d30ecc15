"""A stand-in for the Bot API that is no limit itself: it counts, keeps Telegram's pace to the letter, fails on demand.

Speaks just enough HTTP/1.1 for the clients measured here (bodies with a length). Requests are stamped once
complete, before any latency; flood control is the simulator's. `/control/<verb>` is the runner's side.
"""

import asyncio
import gc
import itertools
import json
import random
import re
import sys
import time
from collections import Counter, deque
from functools import partial
from typing import Any, cast

import uvloop

from benchmarks.pinned import BOT, STUB, WORDS, pin
from tests.simulators.telegram.errors import ApiError, too_many
from tests.simulators.telegram.limits import Flood, Stats

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


class World:
    """Everything that a reset forgets."""

    def __init__(self, **config: Any) -> None:
        """Take what `/control/reset` says; see `benchmarks.control.Stub.reset`."""
        self.stats = Stats()
        self.flood = Flood(
            rate=config.get("rate"),
            chat_burst=config.get("chat_burst"),
            group_per_minute=None,
            least_pause=1,
            clock=time.monotonic,
            stats=self.stats,
        )
        self.latency = float(config.get("latency", 0.0))
        self.faults: dict[str, float] = config.get("faults", {})
        self.blocked_every = int(config.get("blocked_every", 0))
        self.random = random.Random(config.get("seed", 1))
        self.remember = bool(config.get("remember"))
        self.taken: dict[int, list[int]] = {}  # chat: how often taken, in which life of the program lately
        self.excused: Counter[int] = Counter()  # taken, but the answer was cut off
        self.repeats: Counter[int] = Counter()  # by the life in which the message was taken before
        self.life = 0
        self.life_arrivals = 0
        self.message = 0
        self.expected = 0  # answers to everything that somebody has written or is going to
        self.asked: dict[int, float] = {}
        self.latencies: list[float] = []
        self.pending: deque[tuple[int, bytes]] = deque()
        self.next_update = 800_000_001
        self.waiting: Exchange | None = None
        self.first_given = 0.0
        self.last_answered = 0.0

    def put(self, chat: int, text: str) -> None:
        """Queue a message of somebody to the bot."""
        who = {"id": chat, "first_name": "B", "language_code": "vi"}
        content: dict[str, Any] = {
            "message_id": self.next_update,
            "from": who | {"is_bot": False},
            "chat": {"id": chat, "first_name": "B", "type": "private"},
            "date": int(time.time()),
            "text": text,
        }
        if text.startswith("/"):
            content["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text)}]
        update = {"update_id": self.next_update, "message": content}
        self.pending.append((self.next_update, json.dumps(update, ensure_ascii=False).encode()))
        self.next_update += 1
        self.asked[chat] = time.monotonic()
        if self.waiting is not None:
            waiting, self.waiting = self.waiting, None
            self.give(waiting, 100)

    def give(self, to: "Exchange", limit: int) -> None:
        """Answer a getUpdates."""
        found = [body for _, body in itertools.islice(self.pending, limit)]
        if found and not self.first_given:
            self.first_given = time.monotonic()
        to.result(b"[%s]" % b",".join(found))

    def took(self, chat: int, now: float) -> None:
        """Remember a message that was taken."""
        if chat in self.asked:
            self.latencies.append(now - self.asked.pop(chat))
            self.expected -= 1
            self.last_answered = now
        if not self.remember:
            return
        known = self.taken.get(chat)
        if known is None:
            self.taken[chat] = [1, self.life]
        else:
            self.repeats[known[1]] += 1
            known[0] += 1
            known[1] = self.life


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


def control(server: type[Exchange], verb: str, given: dict[str, Any]) -> Any:
    """What the runner asks for."""
    world = server.world
    if verb == "reset":
        if world.waiting is not None:
            world.waiting.result(b"[]")
        server.world = World(**given)
    elif verb == "feed":
        _feed(server, given)
    elif verb == "kill":  # the program has just been killed: a new life begins
        world.life += 1
        world.life_arrivals = 0
    elif verb == "stats":
        return _stats(world, **given)
    elif verb == "latencies":
        found, world.latencies = world.latencies, []
        return {"latencies": found}
    elif verb == "served":
        return _served(world, **given)
    return {}


def _feed(server: type[Exchange], given: dict[str, Any]) -> None:
    """Somebody writes every `every` seconds (0: all at once), each from a chat of their own."""
    world = server.world
    every, began = given["every"], server.loop.time()
    world.expected += given["count"]

    def write(number: int) -> None:
        if server.world is world:
            world.put(given["first"] + number, given["text"])

    for number in range(given["count"]):
        if every:
            server.loop.call_at(began + number * every, write, number)
        else:
            write(number)


def _stats(world: World, after: float = 0.0, seconds: float = 0.0) -> dict[str, Any]:
    stats = world.stats
    began = stats.arrivals[0] + after if stats.arrivals else 0.0
    return {
        "arrived": stats.arrived,
        "accepted": stats.accepted,
        "in_window": sum(began <= at < began + seconds for at in stats.acceptances) if seconds else 0,
        "refused": dict(stats.refused),
        "flooded": stats.flooded,
        "busiest": stats.busiest() if seconds else 0,
        "first": stats.arrivals[0] if stats.arrivals else 0.0,
        "last": stats.arrivals[-1] if stats.arrivals else 0.0,
        "life_arrivals": world.life_arrivals,
        "first_given": world.first_given,
        "last_answered": world.last_answered,
        "unanswered": world.expected,
        "pending": len(world.pending),
        "repeats": dict(world.repeats),
        "life": world.life,
    }


def _served(world: World, first: int, count: int) -> dict[str, Any]:
    chats = range(first, first + count)
    reachable = [chat for chat in chats if not (world.blocked_every and chat % world.blocked_every == 0)]
    extra = {chat: taken[0] - 1 for chat, taken in world.taken.items() if taken[0] > 1 and chat in chats}
    return {
        "reachable": len(reachable),
        "missing": sum(chat not in world.taken for chat in reachable),
        "repeats": sum(extra.values()),
        "unexcused": sum(max(0, times - world.excused[chat]) for chat, times in extra.items()),
        "dropped": sum(world.excused[chat] for chat in chats),
    }


async def serve(seconds: float) -> None:
    """Serve on a free port, told on the first line, until the time is over or the runner ends us."""
    Exchange.loop = asyncio.get_running_loop()
    server = await Exchange.loop.create_server(Exchange, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    async with server:
        await asyncio.sleep(seconds)


if __name__ == "__main__":
    pin(STUB)
    gc.disable()  # its pauses would be taken for the client's unevenness; nothing here lives in circles
    uvloop.run(serve(float(sys.argv[1])))
