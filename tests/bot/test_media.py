"""The store of files that we send, and what platforms call them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.channels.base import Refused
from bot.media import Handles, MediaStore
from messages.content import Attachment, AttachmentKind
from storage import media
from storage.database import Database

AT = datetime(2026, 1, 5, 3, tzinfo=UTC)
PHOTO, DOCUMENT = AttachmentKind.PHOTO, AttachmentKind.DOCUMENT


def store(folder: Path, database: Database, at: datetime = AT) -> MediaStore:
    return MediaStore(folder / "media", database, wall=lambda: at)


async def content(of: MediaStore, kept: Attachment) -> bytes:
    return b"".join([chunk async for chunk in of.read(kept)])


async def test_the_same_bytes_are_one_file(tmp_path: Path, database: Database) -> None:
    """Whatever they are called; and they come back as they were."""
    shelf = store(tmp_path, database)
    large = bytes(range(256)) * 1000
    first = await shelf.keep(large, DOCUMENT, "một.docx", mime="application/msword")
    second = await shelf.keep(large, DOCUMENT, "hai.docx")
    assert (first.ref, first.origin, first.name, first.size) == (second.ref, "store", "một.docx", 256_000)
    assert [file.name for file in (tmp_path / "media").iterdir()] == [first.ref]
    assert await content(shelf, second) == large


async def test_what_is_not_in_the_store_is_refused(tmp_path: Path, database: Database) -> None:
    """A path is no ref, another channel's file not ours."""
    shelf = store(tmp_path, database)
    for strange in (
        Attachment(kind=PHOTO, ref="../secret.key", origin="store"),
        Attachment(kind=PHOTO, ref="0" * 64, origin="store"),
        Attachment(kind=PHOTO, ref="0" * 64, origin="web:room"),
    ):
        with pytest.raises(Refused):
            await content(shelf, strange)


async def test_a_document_goes_when_its_time_is_over(tmp_path: Path, database: Database) -> None:
    """And what was once kept for good stays for good."""
    shelf = store(tmp_path, database)
    day = timedelta(days=1)
    short = await shelf.keep(b"short", DOCUMENT, until=AT + day)
    longer = await shelf.keep(b"longer", DOCUMENT, until=AT + day)
    assert (await shelf.keep(b"longer", DOCUMENT, until=AT + 3 * day)).ref == longer.ref
    good = await shelf.keep(b"good", PHOTO)
    await shelf.keep(b"good", PHOTO, until=AT + day)
    handles = Handles(database, "telegram", "1")
    await handles.learn(short, "file-1")
    later = store(tmp_path, database, AT + 2 * day)
    async with database.transaction() as tx:
        await later.forget(tx, AT)
    assert {file.name for file in (tmp_path / "media").iterdir()} == {longer.ref, good.ref}
    assert await handles.find(short) is None
    async with database.reading() as tx:
        assert await media.expired(tx, AT + 2 * day) == []


async def test_a_handle_is_remembered_by_bot_and_kind(tmp_path: Path, database: Database) -> None:
    """Bound to one bot, and a photo's handle sends no document."""
    kept = await store(tmp_path, database).keep(b"picture", PHOTO)
    await Handles(database, "telegram", "1").learn(kept, "old")
    await Handles(database, "telegram", "1").learn(kept, "file-1")
    assert await Handles(database, "telegram", "1").find(kept) == "file-1"
    assert await Handles(database, "telegram", "2").find(kept) is None
    as_document = Attachment(kind=DOCUMENT, ref=kept.ref, origin="store")
    assert await Handles(database, "telegram", "1").find(as_document) is None
    await Handles(database, "telegram", "1").forget(kept)
    assert await Handles(database, "telegram", "1").find(kept) is None
