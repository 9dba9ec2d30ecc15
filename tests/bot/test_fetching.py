"""Files that came over Zalo: fetched at once, cleaned, found again by whoever shows them, gone with their sender."""

import io
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from bot.channels.base import Refused, StrangeHost, Unavailable
from bot.fetching import Fetching
from bot.media import MediaStore
from messages.content import Attachment, AttachmentKind
from messages.encoding import dump_attachment, load_reply
from storage import erasure, grants, jobs, media, people
from storage.database import Database
from storage.jobs import Job
from storage.records import Role
from storage.tables import media as media_table
from storage.tables import outbox

NOW = datetime(2021, 8, 18, 3, tzinfo=UTC)
PHOTO = Attachment(kind=AttachmentKind.PHOTO, ref="a|https://f.zdn.vn/1.jpg", origin="zalo_bot:7")


def _picture() -> bytes:
    made, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "a camera"
    Image.new("RGB", (8, 8), "green").save(made, "JPEG", exif=exif)
    return made.getvalue()


class Platform:
    """Gives a file out as often as it is told, then never again."""

    name, bot = "zalo_bot", "7"

    def __init__(self, data: bytes, times: int = 1) -> None:
        self.data, self.left = data, times

    async def fetch(self, _attachment: Attachment) -> AsyncIterator[bytes]:
        if not self.left:
            raise Refused("its address may have expired")
        self.left -= 1
        yield self.data


def fetching_of(database: Database, folder: Path, *platforms: Any) -> Fetching:
    store = MediaStore(folder, database, wall=lambda: NOW)
    known = {(each.name, each.bot): each for each in platforms}
    return Fetching(database, store, lambda: known, lambda: NOW)


def _job(attachment: Attachment, chat: str = "a") -> Job:
    payload = {"attachment": dump_attachment(attachment), "chat": chat}
    return Job(id=1, kind="fetch_file", payload=payload, attempts=0)


async def _fetched(database: Database, folder: Path, platforms: Sequence[Any]) -> Fetching:
    fetching = fetching_of(database, folder, *platforms)
    async with database.transaction() as tx:
        await people.meet(tx, "zalo_bot", "7", "a", NOW)
    close = await fetching.work(_job(PHOTO))
    async with database.transaction() as tx:
        await close(tx)
    return fetching


async def test_a_photo_is_kept_when_it_comes_and_read_long_after(database: Database, tmp_path: Path) -> None:
    """The platform gives it out once; without what the camera wrote it is there for every other channel."""
    fetching = await _fetched(database, tmp_path, [Platform(_picture())])
    data = b"".join([chunk async for chunk in fetching.read(PHOTO)])
    assert not Image.open(io.BytesIO(data)).getexif()
    kept = await fetching.stored(PHOTO)
    assert kept is not None
    assert await fetching.public(lambda each: f"https://here/{each.ref}", PHOTO) == f"https://here/{kept.ref}"
    assert await fetching.work(_job(PHOTO)), "asked again, it is not fetched again"


async def test_what_cannot_be_had_is_left_out(database: Database, tmp_path: Path) -> None:
    """Gone, or no photo: the message goes on without it."""
    fetching = await _fetched(database, tmp_path, [Platform(b"no picture")])
    assert await fetching.stored(PHOTO) is None
    assert await fetching.public(lambda _: "x", PHOTO) is None
    with pytest.raises(Refused):
        await anext(fetching.read(PHOTO))


async def test_it_goes_with_its_sender(database: Database, tmp_path: Path) -> None:
    """Erasing a person takes their files out of the store at the next look, and the way to them at once."""
    fetching = await _fetched(database, tmp_path, [Platform(_picture())])
    async with database.transaction() as tx:
        address = await people.find_address(tx, "zalo_bot", "7", "a")
        assert address is not None
        assert address.person_id is not None
        await erasure.erase(tx, [address.person_id], NOW, NOW)
    assert await fetching.stored(PHOTO) is None
    async with database.transaction() as tx:
        assert await tx.all(select(media_table.c.until)) == [(NOW,)]
        assert len(await media.expired(tx, NOW)) == 1
    assert await fetching.work(_job(PHOTO)), "and nothing is fetched for somebody who is gone"
    assert await fetching.stored(PHOTO) is None


class Elsewhere(Platform):
    """Its files lie on a host that the operator has not named."""

    async def fetch(self, attachment: Attachment) -> AsyncIterator[bytes]:
        raise StrangeHost("cdn.example.org", "VUNGXANH_ZALO_BOT_MEDIA_HOSTS")
        yield b""


class Away(Platform):
    """It does not answer."""

    async def fetch(self, attachment: Attachment) -> AsyncIterator[bytes]:
        raise Unavailable("cut short")
        yield b""


async def _said(database: Database) -> list[str]:
    async with database.reading() as tx:
        rows = await tx.all(select(outbox.c.chat, outbox.c.body).order_by(outbox.c.id))
    return [f"{row.chat}: {load_reply(row.body).text}" for row in rows]


async def test_whoever_sent_what_is_refused_is_told_and_the_operator_once_for_each_host(
    database: Database, tmp_path: Path
) -> None:
    """They were told that it was received, and nobody will ever see it; an album of it is told of once."""
    fetching = fetching_of(database, tmp_path, Elsewhere(b""))
    async with database.transaction() as tx:
        await people.meet(tx, "zalo_bot", "7", "a", NOW)
        _, admin = await people.meet(tx, "zalo_bot", "7", "quan-tri", NOW)
        await grants.grant(tx, admin.id, Role.ADMIN, "", "test", NOW)
    for _ in range(3):
        close = await fetching.work(_job(PHOTO))
        async with database.transaction() as tx:
            await close(tx)
    mine, theirs = await _said(database)
    assert mine.startswith("a: Ảnh vừa gửi chưa nhận được")
    assert theirs.startswith("quan-tri: <b>Cần quản trị xem:</b>")
    assert "cdn.example.org" in theirs
    assert "VUNGXANH_ZALO_BOT_MEDIA_HOSTS" in theirs


async def test_why_a_photo_cannot_be_used_is_said(database: Database, tmp_path: Path) -> None:
    """What is wrong, and what to do."""
    await _fetched(database, tmp_path, [Platform(b"no picture")])
    (said,) = await _said(database)
    assert "Không đọc được ảnh này. Xin gửi ảnh JPEG, PNG hoặc WebP." in said


async def test_what_may_pass_is_tried_and_told_of_at_last(database: Database, tmp_path: Path) -> None:
    """Five times; then its sender hears of it as of what was refused."""
    fetching = fetching_of(database, tmp_path, Away(b""))
    async with database.transaction() as tx:
        await people.meet(tx, "zalo_bot", "7", "a", NOW)
    with pytest.raises(Unavailable):
        await fetching.work(_job(PHOTO))
    assert await _said(database) == []
    close = await fetching.work(replace(_job(PHOTO), attempts=jobs.ATTEMPTS - 1))
    async with database.transaction() as tx:
        await close(tx)
    assert len(await _said(database)) == 1
