from collections.abc import AsyncIterator
from io import BytesIO

import aiohttp
import pytest

from bot.channels.web.api import RoomApi
from bot.http import HttpServer
from tests.bot.channels.web.stage import Stage, photo

SAY = "/room/chats/citizen/say"
FOREIGN = {"Origin": "http://elsewhere.example"}


@pytest.fixture
def engine_name() -> str:
    """One engine is enough here: test_channel and test_room hold the queries to both."""
    return "sqlite"


@pytest.fixture
async def browser(stage: Stage) -> AsyncIterator[aiohttp.ClientSession]:
    """A client on this machine, at the room's door."""
    api = RoomApi(stage.room)
    async with (
        HttpServer(host="127.0.0.1", port=0, routes=api.routes(), at_stop=[api.close]) as server,
        aiohttp.ClientSession(server.url) as session,
    ):
        yield session


@pytest.mark.parametrize("path", ["/", "/room/room.css", "/room/room.js", "/room/phone.js", "/room/icon.svg"])
async def test_the_page_brings_everything_itself(browser: aiohttp.ClientSession, path: str) -> None:
    """Each file is served, names no other server, and forbids the browser to load from any."""
    async with browser.get(path) as answer:
        words = (await answer.text()).replace("http://www.w3.org/", "")
        assert answer.status == 200
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        assert "Server" not in answer.headers
    assert "http://" not in words
    assert "https://" not in words
    assert "innerHTML" not in words


async def test_what_a_browser_sends_is_heard_before_it_is_acknowledged(
    browser: aiohttp.ClientSession, stage: Stage
) -> None:
    """200 means stored: the update is in the inbox by then."""
    body = {"key": "11111111-1111", "sender": "citizen", "text": "Nhà tôi hết gạo"}
    async with browser.post(SAY, json=body) as answer:
        assert answer.status == 200
        assert [each.text for each in stage.inbound] == ["Nhà tôi hết gạo"]


async def test_a_photo_is_sent_and_seen(browser: aiohttp.ClientSession, stage: Stage) -> None:
    """Upload, then say; the room serves it back as a JPEG."""
    async with browser.post("/room/photos", data=photo(), headers={"Content-Type": "image/png"}) as answer:
        ref = (await answer.json())["photo"]
    async with browser.post(SAY, json={"sender": "citizen", "photo": ref}) as answer:
        assert answer.status == 200
    async with browser.get(f"/media/{ref}.jpg") as answer:
        assert (answer.status, answer.content_type) == (200, "image/jpeg")
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert stage.inbound[0].attachments[0].size > 0


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        (SAY, {"sender": "citizen"}, 400),
        (SAY, {"sender": "citizen", "text": "  "}, 400),
        (SAY, {"sender": "officer", "text": "x"}, 400),
        (SAY, {"sender": "citizen", "text": "x" * 4097}, 400),
        (SAY, {"sender": "citizen", "lat": 91, "lon": 0}, 400),
        (SAY, {"sender": "citizen", "lat": 9}, 400),
        (SAY, {"sender": "citizen", "photo": "0" * 64}, 400),
        (SAY, {"sender": "citizen", "text": "x", "key": 'a"b'}, 400),
        (SAY, {"sender": "citizen", "text": "x", "more": 1}, 400),
        (SAY, {"sender": "citizen", "text": "x", "reply_to": "999"}, 409),
        (SAY, {"sender": "citizen", "text": "x" * 70_000}, 413),
        ("/room/chats/nobody/say", {"sender": "nobody", "text": "x"}, 404),
        ("/room/chats/citizen/press", {"sender": "citizen", "message": "1", "data": "1|s||0|n"}, 409),
        ("/room/chats/citizen/edit", {"sender": "citizen", "message": "1", "text": "x"}, 409),
        ("/room/clock", {"do": "run_at", "speed": 0}, 400),
        ("/room/clock", {"do": "explode"}, 400),
    ],
)
async def test_what_is_wrong_is_refused_in_words(
    browser: aiohttp.ClientSession, stage: Stage, path: str, body: dict[str, object], status: int
) -> None:
    """No request breaks the room; each gets a reason, and nothing is heard."""
    async with browser.post(path, json=body) as answer:
        assert answer.status == status
        assert await answer.text()
    assert stage.raws == []


async def test_only_json_and_only_our_own_page(browser: aiohttp.ClientSession, stage: Stage) -> None:
    """A form or a script of another site cannot speak for anybody on the phones."""
    body = {"sender": "citizen", "text": "x"}
    async with browser.post(SAY, data=b'{"sender":"citizen","text":"x"}') as answer:
        assert answer.status == 415
    for path in (SAY, "/room/clock", "/room/photos"):
        async with browser.post(path, json=body, headers=FOREIGN) as answer:
            assert answer.status == 403
    with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
        await browser.ws_connect("/room/ws", headers=FOREIGN)
    assert stage.raws == []


async def test_a_rebound_name_gets_nothing(browser: aiohttp.ClientSession) -> None:
    """A page that points its own name at this machine has that name in Host, and is refused everywhere."""
    for path in ("/", "/room/state", "/media/" + "0" * 64 + ".jpg"):
        async with browser.get(path, headers={"Host": "elsewhere.example"}) as answer:
            assert answer.status == 403


async def test_a_bad_photo_is_explained(browser: aiohttp.ClientSession) -> None:
    """The person reads what is wrong with the file; over 10 MB the upload is cut off."""
    async with browser.post("/room/photos", data=b"GIF89a") as answer:
        assert answer.status == 400
        assert "JPEG" in (await answer.json())["error"]
    async with browser.post("/room/photos", data=BytesIO(bytes((10 << 20) + 1))) as answer:
        assert answer.status == 413


async def test_every_page_sees_what_happens(browser: aiohttp.ClientSession, stage: Stage) -> None:
    """State first, then each message, change and removal as it is stored; the crowd's stay out of it."""
    async with browser.ws_connect("/room/ws") as first, browser.ws_connect("/room/ws") as second:
        for socket in (first, second):
            assert (await socket.receive_json())["type"] == "state"
        await stage.bot_says("citizen-007", "không hiện")
        await stage.bot_says("citizen", "hiện")
        for socket in (first, second):
            event = await arrived(socket)
            assert (event["type"], event["message"]["runs"]) == ("message", [{"text": "hiện"}])


async def arrived(socket: aiohttp.ClientWebSocketResponse) -> dict[str, dict[str, object]]:
    """The next event that is no pulse."""
    while (event := await socket.receive_json())["type"] == "pulse":
        pass
    return dict(event)


async def test_the_clock_obeys_and_tells_everybody(browser: aiohttp.ClientSession, stage: Stage) -> None:
    """Pause, speed and jump act on the campaign's clock; the answer and every page show the new state."""
    async with browser.ws_connect("/room/ws") as socket:
        await socket.receive_json()
        for body in ({"do": "run_at", "speed": 600}, {"do": "pause"}, {"do": "jump"}):
            async with browser.post("/room/clock", json=body) as answer:
                clock = (await answer.json())["clock"]
        assert (clock["speed"], clock["paused"]) == (600, True)
        async with browser.post("/room/clock", json={"do": "resume"}):
            assert not stage.clock.paused
        assert (await socket.receive_json())["type"] == "pulse"


async def test_stopping_ends_the_pages_connections(stage: Stage) -> None:
    """An open page does not hold up the program's end, and learns that it should connect again."""
    api = RoomApi(stage.room)
    server = HttpServer(host="127.0.0.1", port=0, routes=api.routes(), at_stop=[api.close])
    async with server, aiohttp.ClientSession(server.url) as session, session.ws_connect("/room/ws") as socket:
        await socket.receive_json()
        await server.stop()
        kinds = [message.type async for message in socket if message.type is not aiohttp.WSMsgType.TEXT]
        assert kinds == []
        assert socket.close_code == aiohttp.WSCloseCode.GOING_AWAY


async def test_a_browser_that_lags_is_told_to_start_afresh(stage: Stage) -> None:
    """A page that reads nothing costs bounded memory: its queue is ended, others go on."""
    with stage.channel.hub.watching() as queue:
        for number in range(1500):
            stage.channel.hub.publish({"type": "message", "number": number})
        assert queue.qsize() <= 1001
        assert queue.get_nowait() is None
