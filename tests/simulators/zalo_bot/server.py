"""The HTTP face of one simulated bot.

Each rule names where the reference has it: "zalo.md 1.4" is its section.
"""

import asyncio
import io
import json
from collections import deque
from dataclasses import dataclass, field
from itertools import count
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp import web
from PIL import Image

TOKEN = "12345689:simulated-zalo-secret-0001"
Json = dict[str, Any]
TEXT = 2000  # zalo.md 1.7: 1..2000, in UTF-16 units (unit: U)
SECRET_HEADER = "X-Bot-Api-Secret-Token"  # zalo.md 1.5


@dataclass
class Sent:
    """A message that the bot sent."""

    chat: str
    text: str
    photo: str = ""


@dataclass
class ZaloBotSimulator:
    """`async with ZaloBotSimulator() as zalo`; people speak by `says`, what the bot sent is in `sent`.

    people, monthly: quotas (zalo.md 1.7). patience: the longest that an empty poll is held, in seconds.
    faults: (error_code, HTTP status) to answer the next calls of a method with.
    """

    people: int = 50
    monthly: int = 3000
    patience: float = 0.05
    sent: list[Sent] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    faults: dict[str, deque[tuple[int, int]]] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    webhook: str = ""
    secret: str = ""
    token: str = TOKEN
    words: str = "simulated"  # how errors are described
    page: str = ""  # what a gateway answers every call with; empty: it is not in the way

    def __post_init__(self) -> None:
        self.known: set[str] = set()
        self.served: set[str] = set()  # who has ever been answered: the plan counts them
        self.fetched: list[tuple[str, int]] = []  # pictures that the platform fetched while a call waited
        self._queue: deque[Json] = deque()
        self._arrived = asyncio.Event()
        self.hooked = asyncio.Event()  # a webhook is set
        self._ids = count(1)
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.add_routes([web.post("/bot{token}/{method}", self._call), web.get("/files/{name}", self._file)])
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    # What people do

    async def says(self, chat: str, text: str) -> Json:
        """A text message; returns the event."""
        return await self._event(chat, "message.text.received", text=text)

    async def sends_photo(self, chat: str, *, field_name: str = "photo_url", caption: str = "") -> Json:
        """A picture: live events have `photo_url`, the documentation says `photo` (zalo.md 1.3)."""
        picture = io.BytesIO()
        written = Image.Exif()
        written[0x010F] = "a camera"  # who made it: what must not be passed on
        Image.new("RGB", (8, 8), "green").save(picture, "JPEG", exif=written)
        name = f"{next(self._ids)}.jpg"
        self.files[name] = ("image/jpeg", picture.getvalue())
        more = {field_name: f"{self.url}/files/{name}"} | ({"caption": caption} if caption else {})
        return await self._event(chat, "message.image.received", **more)

    async def sends(self, chat: str, event_name: str, **fields: str) -> Json:
        """Any other event."""
        return await self._event(chat, event_name, **fields)

    async def _event(self, chat: str, name: str, *, chat_type: str = "PRIVATE", **fields: str) -> Json:
        self.known.add(chat)
        message = {
            "from": {"id": chat, "display_name": "Ted", "is_bot": False},
            "chat": {"id": chat, "chat_type": chat_type},
            "message_id": f"{next(self._ids):020x}",
            "date": 1750316131602,
            **fields,
        }
        event: Json = {"event_name": name, "message": message}
        if self.webhook:
            await self.pushes({"ok": True, "result": event}, self.secret)
        else:  # zalo.md 1.4: what comes while nobody polls is kept only here, and handed out once
            self._queue.append(event)
            self._arrived.set()
        return event

    async def pushes(self, body: Any, secret: str) -> int:
        """A push to the webhook; the HTTP status of the answer."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {SECRET_HEADER: secret, "Content-Type": "application/json"}
        async with (
            aiohttp.ClientSession() as session,
            session.post(self.webhook, data=data, headers=headers) as answer,
        ):
            return answer.status

    @property
    def waiting(self) -> int:
        """Events that nobody has polled yet."""
        return len(self._queue)

    def fails(self, method: str, code: int, status: int = 200, times: int = 1) -> None:
        """Answer the next calls of a method with this error; HTTP 200 by default (zalo.md 1.1)."""
        self.faults.setdefault(method, deque()).extend([(code, status)] * times)

    # What the bot does

    async def _call(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        if self.page:
            return web.Response(text=self.page, status=404, content_type="text/html")
        if request.match_info["token"] != self.token:
            return _refusal(401, "Unauthorized")
        try:
            fields = json.loads(await request.read() or b"{}")
        except ValueError:
            return _refusal(400, "Bad Request")
        self.calls.append(method)
        if self.faults.get(method):
            code, status = self.faults[method].popleft()
            return _refusal(code, self.words, status)
        act = getattr(self, f"_{method}", None)
        return await act(fields) if act else _refusal(404, "Not Found")

    async def _getMe(self, _: Json) -> web.Response:  # noqa: N802 - the platform's names
        return _result(
            {
                "id": "1459232241454765289",
                "account_name": "bot.VDKyGxQvc",
                "account_type": "BASIC",
                "can_join_groups": False,
            }
        )

    async def _getUpdates(self, fields: Json) -> web.Response:  # noqa: N802
        """One object, handed out once; nothing in time is 408 with HTTP 200 (zalo.md 1.4)."""
        if self.webhook:
            return _refusal(400, "webhook is set")
        if not self._queue:
            self._arrived.clear()
            try:
                async with asyncio.timeout(min(float(fields.get("timeout", 30)), self.patience)):
                    await self._arrived.wait()
            except TimeoutError:
                return _refusal(408, "Request timeout")
        return _result(self._queue.popleft())

    async def _setWebhook(self, fields: Json) -> web.Response:  # noqa: N802
        if not 8 <= len(str(fields.get("secret_token", ""))) <= 256:
            return _refusal(400, "secret_token")
        self.webhook, self.secret = str(fields["url"]), str(fields["secret_token"])
        self.hooked.set()
        return _result({"url": self.webhook, "updated_at": 1749538250568})

    async def _deleteWebhook(self, _: Json) -> web.Response:  # noqa: N802
        self.webhook = ""
        return _result({"url": "", "updated_at": 1749538250568})

    async def _sendMessage(self, fields: Json) -> web.Response:  # noqa: N802
        if not 1 <= _units(str(fields.get("text", ""))) <= TEXT:
            return _refusal(400, "text is invalid")
        return self._take(Sent(chat=str(fields.get("chat_id")), text=fields["text"]))

    async def _sendPhoto(self, fields: Json) -> web.Response:  # noqa: N802
        """Public addresses only; fetched while the call waits (zalo.md 1.2)."""
        photo, caption = str(fields.get("photo", "")), str(fields.get("caption", ""))
        if not photo.startswith(("http://", "https://")):
            return _refusal(400, "must start with http:// or https://")
        if _units(caption) > TEXT:
            return _refusal(400, "caption is invalid")
        async with aiohttp.ClientSession() as session, session.get(photo) as answer:
            self.fetched.append((photo, answer.status))
            if answer.status != 200:
                return _refusal(400, "The photo URL is invalid")
        return self._take(Sent(chat=str(fields.get("chat_id")), text=caption, photo=photo))

    def _take(self, sent: Sent) -> web.Response:
        if len(self.sent) >= self.monthly:
            return _refusal(429, "Quota exceeded")  # zalo.md 1.6: no time until which to wait
        if sent.chat not in self.known:
            return _refusal(400, "chat not found")  # zalo.md 1.7: only who has written
        if sent.chat not in self.served:
            if len(self.served) >= self.people:
                return _refusal(429, "Quota exceeded")  # zalo.md 1.7: what the 51st person gets is open (U)
            self.served.add(sent.chat)
        self.sent.append(sent)
        return _result({"message_id": f"{next(self._ids):020x}", "date": 1749632637199})

    async def _file(self, request: web.Request) -> web.Response:
        kind, data = self.files.get(request.match_info["name"], ("", b""))
        return web.Response(body=data, content_type=kind) if kind else web.Response(status=404)


def _result(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _refusal(code: int, description: str, status: int = 200) -> web.Response:
    answer = {"ok": False, "error_code": code, "description": description}
    return web.json_response(answer, status=status)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
