"""Files on their way to a Zalo bot, through the real program: fetched from it, or opened by their reader."""

from pathlib import Path

import aiohttp
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


async def test_a_picture_is_fetched_and_a_table_is_opened_by_its_address(
    tmp_path: Path, unused_tcp_port: int
) -> None:
    """Zalo gets the picture from our server while its call waits; what it does not take is a link that works."""
    async with ZaloBotSimulator() as zalo:
        zalo.known.add(AN)
        given = Settings(
            _env_file=None,
            data_dir=tmp_path,
            clock=MORNING,
            http=f"127.0.0.1:{unused_tcp_port}",
            public_url=f"http://127.0.0.1:{unused_tcp_port}",
            zalo_bot_api=zalo.url,
            zalo_bot_token=SecretStr(zalo.token),
        )
        async with app.assembled(given, brisk) as parts, serving(parts), aiohttp.ClientSession() as session:
            picture = await parts.store.keep(photo("JPEG"), AttachmentKind.PHOTO, mime="image/jpeg")
            table = await parts.store.keep(b"PK table", AttachmentKind.DOCUMENT, "bang-ke.xlsx")
            async with parts.database.transaction() as tx:
                address, _ = await people.meet(tx, "zalo_bot", parts.channels[0].bot, AN, parts.clock.now())
                reply = Reply(text="Tổng hợp ngày 18/8.", attachments=(picture, table))
                await outbox.put(tx, [Outgoing(address=address, reply=reply)], parts.clock.wall())
            await until("the message", lambda: zalo.sent)
            (sent,) = zalo.sent
            assert [status for _, status in zalo.fetched] == [200]
            assert sent.photo == zalo.fetched[0][0]
            assert sent.text.startswith("Tổng hợp ngày 18/8.")
            link = next(line for line in sent.text.splitlines() if "bang-ke.xlsx: " in line).split(": ", 1)[1]
            async with session.get(link) as answer:
                assert (answer.status, await answer.read()) == (200, b"PK table")
