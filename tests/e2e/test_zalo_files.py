"""Files on their way to a Zalo bot, through the real program: fetched from it, or opened by their reader."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from bot import app
from bot.serving import serving
from bot.settings import Settings
from messages.content import AttachmentKind, Reply
from storage import outbox, people
from storage.outbox import Outgoing
from tests.bot.channels.web.stage import photo
from tests.e2e.program import MORNING, brisk, until
from tests.simulators.zalo_bot import ZaloBotSimulator

AN = "6ede9afa66b88fe6d6a9"


class Proxy:
    """What stands before the program in public: its address is known before the program's own."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self.session = session
        self.behind = ""

    async def pass_on(self, request: web.Request) -> web.Response:
        async with self.session.get(f"{self.behind}{request.path_qs}") as answer:
            return web.Response(status=answer.status, body=await answer.read())


@asynccontextmanager
async def public() -> AsyncIterator[tuple[Proxy, str]]:
    async with aiohttp.ClientSession() as session:
        proxy, site = Proxy(session), web.Application()
        site.router.add_get("/{path:.*}", proxy.pass_on)
        async with TestServer(site) as server:
            yield proxy, str(server.make_url("")).rstrip("/")


async def test_a_picture_is_fetched_and_a_table_is_opened_by_its_address(tmp_path: Path) -> None:
    """Zalo gets the picture from our server while its call waits; what it does not take is a link that works."""
    async with ZaloBotSimulator() as zalo, public() as (proxy, address):
        zalo.known.add(AN)
        given = Settings(
            _env_file=None,
            data_dir=tmp_path,
            clock=MORNING,
            http="127.0.0.1:0",
            public_url=address,
            zalo_bot_api=zalo.url,
            zalo_bot_token=SecretStr(zalo.token),
        )
        async with app.assembled(given, brisk) as parts, serving(parts) as http:
            proxy.behind = http.url
            picture = await parts.store.keep(photo("JPEG"), AttachmentKind.PHOTO, mime="image/jpeg")
            table = await parts.store.keep(b"PK table", AttachmentKind.DOCUMENT, "bang-ke.xlsx")
            async with parts.database.transaction() as tx:
                to, _ = await people.meet(tx, "zalo_bot", parts.channels[0].bot, AN, parts.clock.now())
                reply = Reply(text="Tổng hợp ngày 18/8.", attachments=(picture, table))
                await outbox.put(tx, [Outgoing(address=to, reply=reply)], parts.clock.wall())
            await until("the message", lambda: zalo.sent)
            (sent,) = zalo.sent
            assert zalo.fetched == [(sent.photo, 200)]
            assert sent.photo.startswith(address)
            assert sent.text.startswith("Tổng hợp ngày 18/8.")
            link = next(line for line in sent.text.splitlines() if "bang-ke.xlsx: " in line).split(": ", 1)[1]
            async with proxy.session.get(link) as answer:
                assert (answer.status, await answer.read()) == (200, b"PK table")
