"""The peers: messages to many chats as their documentation sends them."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from benchmarks.pinned import CLIENT, FIRST_CHAT, TOKEN, WORDS, Meter, answer, job, pin

Send = Callable[[int], Awaitable[Any]]
_WARM = 200


async def _measured(send: Send, count: int, workers: int) -> dict[str, float]:
    """So many messages by so many workers; the first are not measured."""
    await _all(send, FIRST_CHAT, _WARM, workers)
    meter = Meter()
    await _all(send, FIRST_CHAT + _WARM, count, workers)
    return meter.per(count)


async def _all(send: Send, first: int, count: int, workers: int) -> None:
    chats: Iterator[int] = iter(range(first, first + count))

    async def work() -> None:
        for chat in chats:
            await send(chat)

    await asyncio.gather(*(work() for _ in range(workers)))


async def ptb(given: dict[str, Any]) -> dict[str, float]:
    """python-telegram-bot with its default transport."""
    from telegram import Bot  # noqa: PLC0415

    async with Bot(TOKEN, base_url=f"{given['url']}/bot") as bot:
        return await _measured(lambda chat: bot.send_message(chat, WORDS), given["count"], given["workers"])


async def aiogram(given: dict[str, Any]) -> dict[str, float]:
    """Aiogram with its default session."""
    from aiogram import Bot  # noqa: PLC0415
    from aiogram.client.session.aiohttp import AiohttpSession  # noqa: PLC0415
    from aiogram.client.telegram import TelegramAPIServer  # noqa: PLC0415

    session = AiohttpSession(api=TelegramAPIServer.from_base(given["url"]))
    async with Bot(TOKEN, session=session) as bot:
        return await _measured(lambda chat: bot.send_message(chat, WORDS), given["count"], given["workers"])


async def bare(given: dict[str, Any]) -> dict[str, float]:
    """Aiohttp alone, the body encoded once: what Python's HTTP costs at least."""
    import json  # noqa: PLC0415

    import aiohttp  # noqa: PLC0415
    from yarl import URL  # noqa: PLC0415

    tail = b"," + json.dumps({"text": WORDS, "parse_mode": "HTML"}, ensure_ascii=False).encode()[1:]
    url, headers = URL(f"{given['url']}/bot{TOKEN}/sendMessage"), {"Content-Type": "application/json"}
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def send(chat: int) -> None:
            async with session.post(url, data=b'{"chat_id":%d' % chat + tail, headers=headers) as reply:
                assert json.loads(await reply.read())["result"]["message_id"]

        return await _measured(send, given["count"], given["workers"])


def main() -> None:
    """Run the job: kind (ptb, aiogram or bare), url, count, workers, uvloop."""
    pin(CLIENT)
    given = job()
    factory = None
    if given.get("uvloop"):
        import uvloop  # noqa: PLC0415

        factory = uvloop.new_event_loop
    with asyncio.Runner(loop_factory=factory) as runner:
        answer(**runner.run({"ptb": ptb, "aiogram": aiogram, "bare": bare}[given["kind"]](given)))


if __name__ == "__main__":
    main()
