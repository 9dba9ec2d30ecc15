"""The room over HTTP: its page, one WebSocket for what happens, and JSON for what people do.

Only this machine may use it, and only from its own page: it speaks for anybody on any of the phones.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import cache, wraps
from importlib.resources import files
from urllib.parse import quote

from aiohttp import WSCloseCode, web

from bot.channels.web.asked import ClockOrder, Done, Edit, Press, Say, body_of
from bot.channels.web.channel import Closed
from bot.channels.web.hub import Event
from bot.channels.web.media import PHOTO_BYTES, BadPhoto
from bot.channels.web.room import Room
from bot.channels.web.taking import Impossible
from bot.channels.web.wire import Said
from bot.http.local import is_local, is_own_page

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_PAGES = {
    "/": ("index.html", "text/html"),
    "/room/room.css": ("room.css", "text/css"),
    "/room/room.js": ("room.js", "text/javascript"),
    "/room/phone.js": ("phone.js", "text/javascript"),
    "/room/icon.svg": ("icon.svg", "image/svg+xml"),
}
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
_ACTS: dict[str, type[Done]] = {"say": Say, "press": Press, "edit": Edit}
_PULSE_SECONDS = 1.0
_ELSEWHERE = "Phòng diễn tập chỉ mở được trên chính máy đang chạy chương trình, qua 127.0.0.1 hoặc localhost."


class RoomApi:
    """The room's routes for bot.http.HttpServer; pass `close` to its `at_stop`."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def routes(self) -> list[web.RouteDef]:
        """Everything under /, /room and /media."""
        pages = [web.get(path, fenced(_page(*page))) for path, page in _PAGES.items()]
        return [
            *pages,
            web.get("/media/{ref}.jpg", fenced(self._media)),
            web.get("/media/{ref}/{name}", fenced(self._file)),
            web.get("/room/state", fenced(self._state)),
            web.get("/room/ws", fenced(self._watch)),
            web.post("/room/clock", fenced(self._clock)),
            web.post("/room/photos", fenced(self._photo)),
            web.post("/room/chats/{chat}/{act:say|press|edit}", fenced(self._act)),
        ]

    async def close(self) -> None:
        """End every open page's connection."""
        self._room.channel.hub.end()

    async def _state(self, _: web.Request) -> web.Response:
        return web.json_response(await self._room.state())

    async def _media(self, request: web.Request) -> web.StreamResponse:
        path = self._room.channel.media.path(request.match_info["ref"])
        if path is None:
            raise web.HTTPNotFound
        return web.FileResponse(path, headers={"Content-Type": "image/jpeg"})

    async def _file(self, request: web.Request) -> web.StreamResponse:
        """To save, never to show: whatever is in it does nothing on our page."""
        path = self._room.channel.media.path(request.match_info["ref"])
        if path is None:
            raise web.HTTPNotFound
        named = f"attachment; filename*=UTF-8''{quote(request.match_info['name'], safe='')}"
        headers = {"Content-Type": "application/octet-stream", "Content-Disposition": named}
        return web.FileResponse(path, headers=headers)

    async def _photo(self, request: web.Request) -> web.Response:
        try:
            ref = await self._room.channel.media.keep(await body_of(request, PHOTO_BYTES))
        except BadPhoto as error:
            return _no(400, str(error))
        return web.json_response({"photo": ref})

    async def _act(self, request: web.Request) -> web.Response:
        asked = _ACTS[request.match_info["act"]]
        said = self._checked((await asked.read(request)).said(request.match_info["chat"]))
        try:
            await self._room.channel.take([said])
        except Impossible as error:
            return _no(409, str(error))
        except Closed:
            return _no(503, "Chương trình đang khởi động hoặc đang dừng. Xin gửi lại sau giây lát.")
        return web.json_response({"taken": said.key})

    def _checked(self, said: Said) -> Said:
        """With the photo's size; raises HTTPException for a chat, a member or a photo that is not there."""
        channel = self._room.channel
        if said.chat not in channel.cast.chats:
            raise web.HTTPNotFound(text="Không có máy này trong phòng diễn tập.")
        if not channel.cast.name(said.chat, said.sender):
            raise web.HTTPBadRequest(text="Không có người này trong cuộc trò chuyện.")
        if not said.photo:
            return said
        path = channel.media.path(said.photo)
        if path is None:
            raise web.HTTPBadRequest(text="Không còn ảnh này. Xin chọn ảnh lại.")
        return said.with_photo_of(path.stat().st_size)

    async def _clock(self, request: web.Request) -> web.Response:
        order = await ClockOrder.read(request)
        clock = self._room.clock
        match order.do:
            case "pause":
                await clock.pause()
            case "resume":
                await clock.resume()
            case "run_at":
                await clock.run_at(order.speed)
            case "jump":
                await clock.jump()
        pulse = await self._pulse()
        self._room.channel.hub.publish(pulse)
        return web.json_response(pulse)

    async def _pulse(self) -> Event:
        return {"type": "pulse", **await self._room.pulse()}

    async def _watch(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(heartbeat=20, max_msg_size=1024)
        await socket.prepare(request)
        with self._room.channel.hub.watching() as events:
            pump = asyncio.create_task(self._pump(socket, events))
            try:
                async for _ in socket:
                    pass  # the page says nothing here; this notices when it leaves
            finally:
                pump.cancel()
                await asyncio.gather(pump, return_exceptions=True)
        return socket

    async def _pump(self, socket: web.WebSocketResponse, events: asyncio.Queue[Event | None]) -> None:
        """The state, then every event as it comes, and the pulse each second; until the queue ends."""
        loop = asyncio.get_running_loop()
        with suppress(ConnectionResetError):
            await socket.send_json(await self._room.state())
            beat = loop.time() + _PULSE_SECONDS
            while True:
                try:
                    async with asyncio.timeout_at(beat):
                        event = await events.get()
                except TimeoutError:
                    beat = loop.time() + _PULSE_SECONDS
                    event = await self._pulse()
                if event is None:
                    break
                await socket.send_json(event)
            await socket.close(code=WSCloseCode.GOING_AWAY)


def fenced(handler: Handler) -> Handler:
    """Refuse whoever is not on this machine, and pages that are not ours; add the room's headers."""

    @wraps(handler)
    async def inner(request: web.Request) -> web.StreamResponse:
        if not is_local(request):
            raise web.HTTPForbidden(text=_ELSEWHERE)
        acts = request.method != "GET" or request.path == "/room/ws"
        if acts and not is_own_page(request):
            raise web.HTTPForbidden(text="Yêu cầu này không đến từ trang của phòng diễn tập.")
        response = await handler(request)
        if not response.prepared:
            response.headers.update(_HEADERS)
        return response

    return inner


def _page(name: str, kind: str) -> Handler:
    async def page(_: web.Request) -> web.Response:
        return web.Response(body=_bytes(name), content_type=kind, charset="utf-8")

    return page


@cache
def _bytes(name: str) -> bytes:
    return (files("bot.channels.web.pages") / name).read_bytes()


def _no(status: int, why: str) -> web.Response:
    return web.json_response({"error": why}, status=status)
