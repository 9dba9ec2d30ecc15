"""Polls and pushes: what has come is stored before anything else, once, whatever happens."""

import asyncio
import json
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from copy import deepcopy
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.channels.base import Misconfigured, Raw
from bot.channels.zalo_bot import ZaloBotChannel
from bot.channels.zalo_bot.raw import event_of, raw
from bot.channels.zalo_bot.read import read
from bot.channels.zalo_bot.webhook import HEADER, Webhook
from tests.simulators.zalo_bot import ZaloBotSimulator
from tests.simulators.zalo_bot.server import TOKEN

SECRET = "a-secret-of-the-tests"


class Inbox:
    """Stores what is heard, or fails as often as it is told."""

    def __init__(self, fails: int = 0) -> None:
        self.kept: list[Raw] = []
        self.fails = fails
        self.came = asyncio.Event()
        self.gate = asyncio.Event()
        self.gate.set()
        self.asked = asyncio.Event()

    async def __call__(self, raws: Sequence[Raw]) -> None:
        self.asked.set()
        await self.gate.wait()
        if self.fails:
            self.fails -= 1
            raise OSError("the disk is full")
        self.kept += raws
        self.came.set()

    async def has(self, number: int) -> None:
        async with asyncio.timeout(20):
            while len(self.kept) < number:
                self.came.clear()
                await self.came.wait()


async def _at_once(_seconds: float) -> None:
    await asyncio.sleep(0)


@pytest.fixture
async def zalo() -> AsyncIterator[ZaloBotSimulator]:
    async with ZaloBotSimulator() as simulator:
        yield simulator


def polling(zalo: ZaloBotSimulator) -> ZaloBotChannel:
    return ZaloBotChannel(SecretStr(TOKEN), zalo.url, sleep=_at_once)


async def _stop(task: asyncio.Task[None], bot: ZaloBotChannel) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await bot.close()


async def test_every_event_is_kept_once_in_order(zalo: ZaloBotSimulator) -> None:
    """One at a time, through empty polls and errors."""
    bot, inbox = polling(zalo), Inbox()
    task = asyncio.create_task(bot.listen(inbox))
    zalo.fails("getUpdates", 500, 500)
    zalo.fails("getUpdates", 429)
    for number in range(5):
        await zalo.says("a", str(number))
    await inbox.has(5)
    await _stop(task, bot)
    assert [read(each.body, "1").text for each in inbox.kept] == list("01234")  # type: ignore[union-attr]
    assert len({each.key for each in inbox.kept}) == 5


async def test_a_failing_disk_loses_nothing(zalo: ZaloBotSimulator) -> None:
    """The queue has forgotten the event already: it is stored however often that takes, and no other is asked for."""
    bot, inbox = polling(zalo), Inbox(fails=4)
    await zalo.says("a", "một")
    await zalo.says("a", "hai")
    task = asyncio.create_task(bot.listen(inbox))
    await inbox.has(2)
    await _stop(task, bot)
    assert [read(each.body, "1").text for each in inbox.kept] == ["một", "hai"]  # type: ignore[union-attr]


async def test_a_stop_waits_for_what_has_come(zalo: ZaloBotSimulator) -> None:
    """Told to stop between the answer and the disk, it stores first."""
    bot, inbox = polling(zalo), Inbox()
    inbox.gate.clear()
    await zalo.says("a", "một")
    task = asyncio.create_task(bot.listen(inbox))
    await inbox.asked.wait()
    task.cancel()
    await asyncio.sleep(0)
    assert not task.done()
    inbox.gate.set()
    await _stop(task, bot)
    assert len(inbox.kept) == 1


def test_a_webhook_needs_a_secret() -> None:
    """Without one anybody could speak for anybody."""
    with pytest.raises(Misconfigured):
        ZaloBotChannel(SecretStr(TOKEN), webhook_url="https://bot.example.org/zalo")


@pytest.fixture
async def pushed(zalo: ZaloBotSimulator) -> AsyncIterator[tuple[ZaloBotSimulator, Inbox]]:
    """A channel that is pushed to, listening."""
    inbox = Inbox()
    holder: dict[str, ZaloBotChannel] = {}

    async def hook(request: web.Request) -> web.Response:
        return await holder["bot"].webhook(request)

    app = web.Application()
    app.add_routes([web.post("/zalo/here", hook)])
    async with TestServer(app) as server:
        bot = ZaloBotChannel(
            SecretStr(TOKEN),
            zalo.url,
            webhook_url=str(server.make_url("/zalo/here")),
            webhook_secret=SecretStr(SECRET),
            sleep=_at_once,
        )
        holder["bot"] = bot
        assert bot.path == "/zalo/here"
        task = asyncio.create_task(bot.listen(inbox))
        await zalo.hooked.wait()
        yield zalo, inbox
        await _stop(task, bot)


async def test_a_push_is_stored_before_its_200(pushed: tuple[ZaloBotSimulator, Inbox]) -> None:
    """And only with the secret; a probe is answered, what cannot be stored is asked for again."""
    zalo, inbox = pushed
    event = await zalo.says("a", "một")
    assert [each.key for each in inbox.kept] == [raw(event).key]
    body = {"ok": True, "result": event}
    assert await zalo.pushes(body, "other") == 403
    assert await zalo.pushes(body, "") == 403
    assert await zalo.pushes({}, SECRET) == 200
    assert await zalo.pushes(b"x" * (300 * 1024), SECRET) == 413
    inbox.fails = 1
    assert await zalo.pushes(body, SECRET) == 503
    assert len(inbox.kept) == 1
    assert await zalo.pushes(event, SECRET) == 200, "without its envelope it is the same event"
    assert inbox.kept[0].key == inbox.kept[1].key


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.binary(max_size=200),
        st.recursive(
            st.none() | st.integers() | st.text(max_size=20),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(["ok", "result", "event_name", "message", "chat", "id"]), inner
                )
            ),
            max_leaves=8,
        ).map(lambda value: json.dumps(value).encode()),
    )
)
def test_whatever_is_pushed_has_a_key_or_is_nobodys(body: bytes) -> None:
    """Reading an event never raises on its way to the inbox; reading its words raises ValueError at most."""
    try:
        found = event_of(json.loads(body))
    except ValueError:
        return
    if found is None:
        return
    kept = raw(found)
    assert kept.key
    assert kept.chat
    with suppress(ValueError):
        read(kept.body, "1")


class Push:
    """A request, as far as a webhook looks at it."""

    def __init__(self, body: bytes, secret: str) -> None:
        self.headers = {HEADER: secret}
        self.content = self
        self._left = body

    async def read(self, most: int) -> bytes:
        self._left, taken = self._left[most:], self._left[:most]
        return taken


_EVENT = {
    "event_name": "message.text.received",
    "message": {
        "from": {"id": "6ede9", "display_name": "Ted", "is_bot": False},
        "chat": {"id": "6ede9", "chat_type": "PRIVATE"},
        "text": "Xin chào",
        "message_id": "2d758",
        "date": 1750316131602,
    },
}
_STRANGE = (None, True, 1.5, 1 << 70, "\ud800\0é", [], {}, ["x"], {"id": "\udfff"}, -1, "")


@settings(max_examples=40)
@given(seed=st.integers(0, 1 << 32))
def test_no_push_breaks_the_webhook_or_passes_without_the_secret(seed: int) -> None:
    """20,000 strange bodies, 500 from each seed: never a 5xx, nothing stored of strangers, what is stored is read."""
    asyncio.run(_is_beset(random.Random(seed)))


async def _is_beset(chance: random.Random) -> None:
    inbox = Inbox()
    hook = Webhook(None, url="", secret=SecretStr(SECRET))  # type: ignore[arg-type]
    hook._heard = inbox
    for _ in range(500):
        body = _strange(chance)
        secret = chance.choice((SECRET, "", "other", "\udce9"))
        answer = await hook.handle(Push(body, secret))  # type: ignore[arg-type]
        assert answer.status == (200 if secret == SECRET else 403), body
        assert secret == SECRET or not inbox.kept
        for kept in inbox.kept:
            with suppress(ValueError):
                read(kept.body, "1")
        inbox.kept.clear()


def _strange(chance: random.Random) -> bytes:
    """Noise, or an event with something in it changed or cut."""
    event: dict[str, Any] = deepcopy(_EVENT)
    for _ in range(chance.randrange(3)):
        place = chance.choice([event, *(each for each in event.values() if isinstance(each, dict))])
        if place:
            place[chance.choice(sorted(place))] = deepcopy(chance.choice(_STRANGE))
    body = json.dumps(event if chance.random() < 0.5 else {"ok": True, "result": event}).encode()
    kind = chance.randrange(4)
    if kind == 0:
        return chance.randbytes(chance.randrange(200))
    return body[: chance.randrange(len(body))] if kind == 1 else body
