"""The OpenAPI and the OAuth server over HTTP: application errors come with HTTP 200 and `error` other than 0."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any, Self

from aiohttp import web

from tests.simulators.zalo_oa.account import Account, Error

Script = Callable[[str], Awaitable[web.StreamResponse | None]]


class ZaloOaSimulator:
    """`async with ZaloOaSimulator() as zalo`: `zalo.url` is the root of all three APIs.

    Attributes:
        calls: every path that was asked for, in order.
        before: awaited before a call is handled, given its path; an answer from it is sent instead.
        after: awaited after a call was carried out and before it is answered.
        allowed: calls left before -32; None for no limit.
    """

    def __init__(self, account: Account | None = None) -> None:
        self.account = account or Account()
        self.calls: list[str] = []
        self.before: Script | None = None
        self.after: Script | None = None
        self.allowed: int | None = None
        self.called = asyncio.Event()
        app = web.Application(client_max_size=8 * 1024 * 1024)
        app.router.add_route("*", "/{path:.*}", self._handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        self.url = ""

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    def count(self, path: str) -> int:
        """How often a path was asked for."""
        return self.calls.count(path)

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        path = request.path
        self.calls.append(path)
        self.called.set()
        if self.before is not None and (instead := await self.before(path)) is not None:
            return instead
        try:
            answer = await self._answer(path, request)
        except Error as error:
            answer = _failure(path, error)
        if self.after is not None and (instead := await self.after(path)) is not None:
            return instead
        return web.json_response(answer)

    async def _answer(self, path: str, request: web.Request) -> dict[str, Any]:
        if path == "/v4/oa/access_token":
            form = await request.post()
            secret = request.headers.get("secret_key", "")
            return dict(self.account.renew(str(form.get("app_id")), secret, str(form.get("refresh_token"))))
        self.account.admit(request.headers.get("access_token", ""))
        if self.allowed is not None:
            self.allowed -= 1
            if self.allowed < 0:
                raise Error(-32, "Your application reached limit call api")
        if path.startswith("/v2.0/oa/upload/"):
            return _ok(await self._upload(path.rpartition("/")[2], request))
        body = json.loads(await request.read() or b"{}") if request.method == "POST" else {}
        return _ok(self._call(path, body))

    async def _upload(self, kind: str, request: web.Request) -> dict[str, Any]:
        form = await request.post()
        file = form.get("file")
        if not isinstance(file, web.FileField):
            raise Error(-201, "file is invalid!")
        name = self.account.upload(kind, file.file.read())
        return {"token": name} if kind == "file" else {"attachment_id": name}

    def _call(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        account = self.account
        known: dict[str, Callable[[], dict[str, Any]]] = {
            "/v3.0/oa/message/cs": lambda: self._message(body, version=3),
            "/v2.0/oa/message": lambda: self._message(body, version=2),
            "/v3.0/oa/message/template": lambda: account.template(
                body["user_id"], body["template_id"], body["template_data"]
            ),
            "/v2.0/article/create": lambda: {"token": account.create(body)},
            "/v2.0/article/verify": lambda: {"id": account.verify(body["token"])},
            "/v2.0/article/remove": lambda: account.remove(body["id"]),
            "/v2.0/oa/getoa": self._about,
        }
        if path not in known:
            raise Error(-212, "App has not registered this api")
        return known[path]()

    def _message(self, body: dict[str, Any], *, version: int) -> dict[str, Any]:
        if "target" not in body["recipient"]:
            return self.account.consult(body["recipient"]["user_id"], body["message"], version=version)
        (element,) = body["message"]["attachment"]["payload"]["elements"]
        sent = self.account.broadcast(element["attachment_id"], body["recipient"]["target"])
        return {"message_id": sent}

    def _about(self) -> dict[str, Any]:
        return {
            "oaid": self.account.oa_id,
            "name": "OA thử",
            "is_verified": True,
            "oa_type": 4 if self.account.government else 2,
            "num_follower": len(self.account.people),
            "package_name": "Gói thử",
        }


def _ok(data: dict[str, Any]) -> dict[str, Any]:
    return {"data": data, "error": 0, "message": "Success"}


def _failure(path: str, error: Error) -> dict[str, Any]:
    if path == "/v4/oa/access_token":
        return {"error": error.code, "error_name": error.message, "error_reason": error.message}
    return {"error": error.code, "message": error.message}
