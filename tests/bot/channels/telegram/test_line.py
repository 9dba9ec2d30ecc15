"""The line that broadcasts go over: whole answers however they are cut up, and a decision for every failure."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.base import Misconfigured, OutcomeUnknown, Unavailable
from bot.channels.leaving import hear
from bot.channels.telegram import lines as pool
from bot.channels.telegram.answer import Answer, read
from bot.channels.telegram.line import Line
from bot.channels.telegram.lines import Lines

PLAIN = b"HTTP/1.1 200 OK\r\nDate: x\r\ncontent-length: 5\r\n\r\nhello"
CHUNKED = b"HTTP/1.1 502 Bad\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nhel\r\n2\r\nlo\r\n0\r\n%b\r\n"
WHOLE = {
    "a length": (PLAIN, Answer(200, b"hello", True)),
    "chunks": (CHUNKED % b"", Answer(502, b"hello", True)),
    "trailers": (CHUNKED % b"A: b\r\n", Answer(502, b"hello", True)),
    "an interim answer": (b"HTTP/1.1 100 Continue\r\n\r\n" + PLAIN, Answer(200, b"hello", True)),
    "nothing to say": (b"HTTP/1.1 204 No Content\r\n\r\n", Answer(204, b"", True)),
    "goodbye": (
        b"HTTP/1.1 429 Slow\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno",
        Answer(429, b"no", False),
    ),
    "an old server": (b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", Answer(200, b"ok", False)),
}


@pytest.mark.parametrize("name", WHOLE)
@given(data=st.data())
@settings(max_examples=25)
def test_an_answer_is_read_once_it_is_whole(name: str, data: st.DataObject) -> None:
    """And not before, wherever the network cuts it."""
    arrived, answer = WHOLE[name]
    cut = data.draw(st.integers(0, len(arrived) - 1))
    assert read(arrived[:cut]) is None
    assert read(arrived) == answer


@given(data=st.data())
@settings(max_examples=60)
def test_whatever_arrives_is_an_answer_or_an_error(data: st.DataObject) -> None:
    """Nothing else is raised, and no length of rubbish is believed."""
    base = bytearray(data.draw(st.sampled_from([arrived for arrived, _ in WHOLE.values()])))
    for place in data.draw(st.lists(st.integers(0, len(base) - 1), max_size=4)):
        base[place] = data.draw(st.integers(0, 255))
    with suppress(ValueError):
        read(bytes(base), ended=True)


def test_an_answer_without_a_length_ends_with_the_line() -> None:
    """Then, and only then; one with a length that was cut short is none."""
    arrived = b"HTTP/1.1 200 OK\r\n\r\nhello"
    assert read(arrived) is None
    assert read(arrived, ended=True) == Answer(200, b"hello", False)
    assert read(PLAIN[:-1], ended=True) is None


def test_more_than_was_asked_for_ends_the_line() -> None:
    """What follows an answer would be taken for the answer to the next message."""
    assert read(PLAIN + b"HTTP/1.1") == Answer(200, b"hello", False)


Server = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def serving(serve: Server) -> AsyncIterator[Lines]:
    """Lines to a server that behaves as told."""

    async def each(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await serve(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(each, "127.0.0.1", 0)
    lines = Lines(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", b"X: y\r\n")
    try:
        yield lines
    finally:
        await lines.close()
        server.close()
        await server.wait_closed()


async def taken(reader: asyncio.StreamReader) -> bytes:
    """The body of the next request."""
    head = await reader.readuntil(b"\r\n\r\n")
    return await reader.readexactly(int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0]))


def answer(body: bytes, more: bytes = b"") -> bytes:
    return b"HTTP/1.1 200 OK\r\n%bContent-Length: %d\r\n\r\n%b" % (more, len(body), body)


async def test_lines_are_used_again_and_never_mixed_up() -> None:
    """Each gets its own answer, many at a time; one after the other share a line."""
    opened = [0]

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        opened[0] += 1
        while True:
            body = await taken(reader)
            await asyncio.sleep(0)
            writer.write(answer(body))

    async with serving(echo) as lines:
        for number in range(5):
            assert (await lines.post(b"/", b"%d" % number, b"!", 30)).body == b"%d!" % number
        assert opened == [1]
        found = await asyncio.gather(*(lines.post(b"/", b"%d" % each, b"?", 30) for each in range(40)))
        assert [each.body for each in found] == [b"%d?" % each for each in range(40)]
        assert opened[0] <= 40 + 4, "a few are kept spare"


async def test_it_is_told_when_a_request_has_left() -> None:
    """Once each, after the connection is there and before the answer."""
    told: list[str] = []
    arrived, late = asyncio.Event(), asyncio.Event()

    async def slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answer(await taken(reader)))
        arrived.set()
        await late.wait()

    async def posted(lines: Lines) -> None:
        hear(lambda: told.append("left"))
        await lines.post(b"/", b"a", b"", 30)
        told.append("answered")

    async with serving(slow) as lines:
        posting = asyncio.create_task(posted(lines))
        await asyncio.sleep(0)
        assert told == [], "there is no connection yet"
        await posting
        assert told == ["left", "answered"]
        late.set()


async def test_who_waits_for_a_line_takes_the_first_that_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    """Opened or given back; one that gave up waiting keeps none from the others."""
    monkeypatch.setattr(pool, "_AT_ONCE", 1)
    opened, on = [0], asyncio.Event()

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        opened[0] += 1
        while True:
            writer.write(answer(await taken(reader)))

    async with serving(echo) as lines:
        really = lines._open

        async def opening() -> Line:
            if opened[0]:
                await on.wait()
            return await really()

        monkeypatch.setattr(lines, "_open", opening)
        posts = [asyncio.create_task(lines.post(b"/", b"%d" % each, b"", 30)) for each in range(6)]
        await asyncio.sleep(0)
        posts[2].cancel()
        done, _ = await asyncio.wait(posts)
        assert [each.result().body for each in posts if each in done and not each.cancelled()] == [
            b"0", b"1", b"3", b"4", b"5",
        ]  # fmt: skip
        assert opened == [1]
        on.set()


async def test_a_line_that_says_goodbye_is_not_used_again() -> None:
    """The next message finds another."""

    async def once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answer(await taken(reader), b"Connection: close\r\n"))

    async with serving(once) as lines:
        for number in range(3):
            assert (await lines.post(b"/", b"%d" % number, b"", 30)).body == b"%d" % number


async def test_a_line_cut_while_idle_loses_no_message() -> None:
    """It is dropped as soon as the other side hangs up."""
    opened = [0]

    async def one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        opened[0] += 1
        writer.write(answer(await taken(reader)))
        await writer.drain()

    async with serving(one) as lines:
        await lines.post(b"/", b"a", b"", 30)
        while lines._free:  # noqa: ASYNC110 - the other side's goodbye tells nobody that it has arrived
            await asyncio.sleep(0.001)
        assert (await lines.post(b"/", b"b", b"", 30)).body == b"b"
        assert opened == [2]


async def test_cut_after_the_request_nobody_knows() -> None:
    """It may have been accepted: before, within and instead of an answer."""
    for said in (b"", PLAIN[:-2], b"SSH-2.0 hello\r\n\r\n"):

        async def cut(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, said: bytes = said) -> None:
            await taken(reader)
            writer.write(said)

        async with serving(cut) as lines:
            with pytest.raises(OutcomeUnknown):
                await lines.post(b"/", b"a", b"", 30)
            assert not lines._free


async def test_no_answer_in_time_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the answer that comes too late is not the next one's."""
    monkeypatch.setattr(pool, "_SWEEP", 0.01)
    late = asyncio.Event()

    async def slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            body = await taken(reader)
            if body == b"a":
                await late.wait()
            writer.write(answer(body))

    async with serving(slow) as lines:
        with pytest.raises(OutcomeUnknown):
            await lines.post(b"/", b"a", b"", 0.0)
        late.set()
        assert (await lines.post(b"/", b"b", b"", 30)).body == b"b"


async def test_whoever_gives_up_waiting_takes_the_line_along() -> None:
    """A message that is cancelled at a stop leaves no answer behind for another."""
    asked, late = asyncio.Event(), asyncio.Event()

    async def slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            body = await taken(reader)
            asked.set()
            if body == b"a":
                await late.wait()
            writer.write(answer(body))

    async with serving(slow) as lines:
        giving_up = asyncio.create_task(lines.post(b"/", b"a", b"", 30))
        await asked.wait()
        giving_up.cancel()
        await asyncio.wait([giving_up])
        late.set()
        assert (await lines.post(b"/", b"b", b"", 30)).body == b"b"


async def test_nobody_there_means_certainly_not_sent(
    refusing_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A refused connection, an unknown name, a server that speaks no TLS; an address that is none says so."""
    look_up = asyncio.get_running_loop().getaddrinfo

    async def known(host: str, *more: Any, **options: Any) -> Any:
        if host.endswith(".invalid"):  # whatever the machine's own resolver makes of it
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return await look_up(host, *more, **options)

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", known)
    for root in (f"http://127.0.0.1:{refusing_port}", "http://no-such-host.invalid"):
        with pytest.raises(Unavailable):
            await Lines(root, b"").post(b"/", b"a", b"", 30)
    lines = Lines(f"http://127.0.0.1:{refusing_port}", b"")
    many = [lines.post(b"/", b"a", b"", 30) for _ in range(20)]
    for each in await asyncio.gather(*many, return_exceptions=True):
        assert isinstance(each, Unavailable), "nobody is left waiting"

    async def plain(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(PLAIN)

    async with serving(plain) as lines:
        with pytest.raises(Unavailable):
            await Lines(f"https://127.0.0.1:{lines._port}", b"").post(b"/", b"a", b"", 30)
    with pytest.raises(Misconfigured):
        Lines("nowhere", b"")
