"""The one aiohttp server of the program."""

import errno
import secrets
import traceback
from collections.abc import Awaitable, Callable, Iterable, Mapping
from hmac import compare_digest
from typing import Self

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest

from bot.http.local import is_local
from bot.http.ready import Check, faults

Hook = Callable[[web.Request], Awaitable[web.StreamResponse]]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

BODY_BYTES = 1 << 20  # platforms' updates are a few KB; routes that take more say so themselves
STOP_SECONDS = 5.0  # how long open requests may finish

log = structlog.get_logger(__name__)


class PortTaken(OSError):
    """Somebody else listens there already."""


class HttpServer:
    """Serves while open: `async with HttpServer(...) as server`.

    Args:
        host: address to listen on.
        port: 0 lets the system choose; see `port` once open.
        checks: what `/readyz` asks, by name; see `bot.http.ready.Check`.
        registry: the Prometheus registry behind `/metrics`.
        metrics_token: lets callers from elsewhere read `/metrics`; empty for loopback only.
        hooks: webhooks by path, as "/telegram/<path>"; called for POST only.
        routes: further pages, as the rehearsal room's.
        at_stop: called when stopping begins, so that lasting connections end.
    """

    def __init__(
        self,
        *,
        host: str,
        port: int,
        checks: Mapping[str, Check] | None = None,
        registry: CollectorRegistry = REGISTRY,
        metrics_token: str = "",
        hooks: Mapping[str, Hook] | None = None,
        routes: Iterable[web.AbstractRouteDef] = (),
        at_stop: Iterable[Callable[[], Awaitable[None]]] = (),
    ) -> None:
        self.host = host
        self.port = port
        self._checks = dict(checks or {})
        self._registry = registry
        self._metrics_token = metrics_token
        app = web.Application(middlewares=[_guarded], client_max_size=BODY_BYTES)
        app.add_routes([web.get("/healthz", _alive), web.get("/readyz", self._ready)])
        app.add_routes([web.get("/metrics", self._metrics), *routes])
        app.add_routes([web.post(path, hook) for path, hook in (hooks or {}).items()])
        app.on_response_prepare.append(_anonymous)
        for stop in at_stop:
            app.on_shutdown.append(_without_app(stop))
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=STOP_SECONDS)

    @property
    def url(self) -> str:
        """Where a browser on this machine finds it, without a slash at the end."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)  # noqa: S104 - read, not bound
        return f"http://{f'[{host}]' if ':' in host and '[' not in host else host}:{self.port}"

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen. Raises PortTaken, in words for the operator, if the port is in use."""
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self.host, self.port).start()
        except OSError as error:
            await self._runner.cleanup()
            if error.errno != errno.EADDRINUSE:
                raise
            raise PortTaken(
                f"Cổng {self.port} trên {self.host} đang có chương trình khác dùng. "
                "Cách sửa: tắt chương trình đó, hoặc chọn cổng khác (PORT=8081 make demo, VUNGXANH_HTTP)."
            ) from error
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Let open requests finish, then close. May be called twice."""
        await self._runner.cleanup()

    async def _ready(self, _: web.Request) -> web.Response:
        found = await faults(self._checks)
        if not found:
            return web.json_response({"ready": True})
        return web.json_response({"ready": False, "reasons": found}, status=503)

    async def _metrics(self, request: web.Request) -> web.Response:
        if not is_local(request) and not self._holds_token(request):
            raise web.HTTPForbidden(text="metrics: loopback or a bearer token only")
        return web.Response(
            body=generate_latest(self._registry), headers={"Content-Type": CONTENT_TYPE_LATEST}
        )

    def _holds_token(self, request: web.Request) -> bool:
        given = request.headers.get("Authorization", "").encode(errors="replace")
        expected = f"Bearer {self._metrics_token}".encode()
        return bool(self._metrics_token) and compare_digest(given, expected)


async def _alive(_: web.Request) -> web.Response:
    return web.Response(text="ok")


async def _anonymous(_: web.Request, response: web.StreamResponse) -> None:
    response.headers.popall("Server", None)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")


def _without_app(stop: Callable[[], Awaitable[None]]) -> Callable[[web.Application], Awaitable[None]]:
    async def stopping(_: web.Application) -> None:
        await stop()

    return stopping


@web.middleware
async def _guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A bug becomes a reference for the caller and one line in the log, without words or tokens in either."""
    try:
        return await handler(request)
    except (web.HTTPException, ConnectionResetError):
        raise
    except Exception as error:  # noqa: BLE001 - the last fence before a stack trace would reach the caller
        reference = f"L-{secrets.token_hex(4).upper()}"
        frames = traceback.extract_tb(error.__traceback__)
        log.error(  # noqa: TRY400 - the message of the exception may hold what people wrote
            "http_failed",
            reference=reference,
            error=type(error).__name__,
            at=[f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames[-6:]],
        )
        return web.Response(status=500, text=f"Lỗi máy chủ. Mã tra cứu: {reference}")
