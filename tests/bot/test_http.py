import asyncio
from unittest.mock import Mock

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request
from prometheus_client import CollectorRegistry, Counter
from structlog.testing import capture_logs

from bot.http import HttpServer, PortTaken
from bot.http.local import is_local, is_loopback
from bot.http.ready import faults


def server(**more: object) -> HttpServer:
    return HttpServer(host="127.0.0.1", port=0, **{"registry": CollectorRegistry(), **more})  # type: ignore[arg-type]


async def answered(
    served: HttpServer, path: str, method: str = "GET", headers: dict[str, str] | None = None
) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession(served.url) as session,
        session.request(method, path, headers=headers) as answer,
    ):
        return answer.status, await answer.text()


async def well() -> None:
    """A check that finds nothing wrong."""


async def lock() -> str:
    return "database: locked"


async def boom() -> None:
    raise ConnectionError("token 123:SECRET")


async def test_alive() -> None:
    """The process answers, whatever the state of what it leans on."""
    async with server(checks={"database": boom}) as served:
        assert await answered(served, "/healthz") == (200, "ok")


async def test_ready_only_if_every_check_is() -> None:
    """503 names what fails and why, never with the words of an exception, which may hold a secret."""
    async with server(checks={"database": well}) as served:
        assert (await answered(served, "/readyz"))[0] == 200
    async with server(checks={"database": lock, "telegram": boom, "web": well}) as served:
        status, body = await answered(served, "/readyz")
    assert status == 503
    assert '"database": "database: locked"' in body
    assert '"telegram": "ConnectionError"' in body
    assert "SECRET" not in body
    assert "web" not in body


async def test_a_check_that_hangs_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """The probe is answered in bounded time."""
    monkeypatch.setattr("bot.http.ready.CHECK_SECONDS", 0)

    async def hang() -> None:
        await asyncio.Event().wait()

    assert await faults({"database": hang}) == {"database": "no answer within 0 s"}


async def test_metrics_for_this_machine_or_a_token() -> None:
    """Through a proxy, or under another name, only the token opens; without one set, nothing does."""
    registry = CollectorRegistry()
    Counter("vungxanh_seen", "Seen.", registry=registry).inc()
    behind = {"X-Forwarded-For": "127.0.0.1"}
    async with server(registry=registry, metrics_token="s3cret") as served:
        status, body = await answered(served, "/metrics")
        assert (status, "vungxanh_seen_total 1.0" in body) == (200, True)
        assert (await answered(served, "/metrics", headers=behind))[0] == 403
        assert (await answered(served, "/metrics", headers={"Host": "public.example"}))[0] == 403
        for given, expected in (("Bearer s3cret", 200), ("Bearer wrong", 403), ("s3cret", 403)):
            headers = {**behind, "Authorization": given}
            assert (await answered(served, "/metrics", headers=headers))[0] == expected
    async with server(registry=registry) as served:
        headers = {**behind, "Authorization": "Bearer "}
        assert (await answered(served, "/metrics", headers=headers))[0] == 403


@pytest.mark.parametrize(
    ("peer", "host", "local"),
    [
        (("127.0.0.1", 5), "127.0.0.1:8080", True),
        (("::1", 5, 0, 0), "[::1]:8080", True),
        (("127.0.0.1", 5), "LocalHost", True),
        (("10.0.0.7", 5), "127.0.0.1:8080", False),
        (("127.0.0.1", 5), "10.0.0.7:8080", False),
        (("127.0.0.1", 5), "localhost.example:8080", False),
        (("127.0.0.1", 5), "[::1", False),
        (None, "127.0.0.1:8080", False),
    ],
)
def test_local_is_a_loopback_peer_under_a_loopback_name(peer: object, host: str, *, local: bool) -> None:
    """Neither another machine nor another name passes, whatever it claims."""
    transport = Mock()
    transport.get_extra_info.side_effect = lambda key, default=None: peer if key == "peername" else default
    request = make_mocked_request("GET", "/", headers={"Host": host}, transport=transport)
    assert is_local(request) is local
    assert is_loopback("0.0.0.0") is False


async def test_hooks_take_posts_only() -> None:
    """A webhook is found under its path by POST; a look at it finds nothing to see."""

    async def hook(request: web.Request) -> web.Response:
        return web.Response(text=await request.text() or "empty")

    async with server(hooks={"/telegram/abc": hook}) as served:
        assert await answered(served, "/telegram/abc", "POST") == (200, "empty")
        assert (await answered(served, "/telegram/abc"))[0] == 405
        assert (await answered(served, "/telegram/other", "POST"))[0] == 404


async def test_a_bug_shows_a_reference_and_nothing_else() -> None:
    """The caller gets a reference that the log has too; neither has the words that went wrong."""

    async def broken(_: web.Request) -> web.Response:
        raise ValueError("Nguyễn Văn A, 0900")

    with capture_logs() as logs:
        async with server(hooks={"/telegram/x": broken}) as served:
            status, body = await answered(served, "/telegram/x", "POST")
    (entry,) = logs
    assert status == 500
    assert body.endswith(entry["reference"])
    assert "Traceback" not in body
    assert "0900" not in str(entry) + body
    assert entry["error"] == "ValueError"
    assert "broken" in entry["at"][-1]


async def test_a_taken_port_is_explained() -> None:
    """The operator reads which port, and what to do."""
    async with server() as served:
        with pytest.raises(PortTaken, match=f"Cổng {served.port}.*Cách sửa"):
            await HttpServer(host="127.0.0.1", port=served.port, registry=CollectorRegistry()).start()


async def test_stopping_tells_whoever_asked_and_may_be_repeated() -> None:
    """What must end with the server is told once; a second stop does nothing."""
    ended = []

    async def stop() -> None:
        ended.append(1)

    served = server(at_stop=[stop])
    async with served:
        pass
    await served.stop()
    assert ended == [1]
