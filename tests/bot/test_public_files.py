"""Files of ours at public addresses."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from prometheus_client import CollectorRegistry

from bot.http import HttpServer
from bot.http.files import PublicFiles
from bot.media import MediaStore
from messages.content import Attachment, AttachmentKind
from storage.database import Database

AT = datetime(2026, 1, 5, 3, tzinfo=UTC)
PHOTO = b"\xff\xd8\xff and the rest"
SECRET = b"s" * 32


@asynccontextmanager
async def served(files: PublicFiles) -> AsyncIterator[str]:
    async with HttpServer(
        host="127.0.0.1", port=0, registry=CollectorRegistry(), routes=files.routes()
    ) as server:
        yield server.url


async def get(root: str, address: str) -> tuple[int, bytes, str]:
    url = root + address.removeprefix("https://bot.example")
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status, await answer.read(), answer.headers.get("Content-Type", "")


@pytest.fixture
def store(tmp_path: Path, database: Database) -> MediaStore:
    return MediaStore(tmp_path / "media", database, wall=lambda: AT)


async def test_a_picture_is_fetched_by_its_address_until_it_is_over(store: MediaStore) -> None:
    """For an hour, by whoever has the address; then it leads nowhere."""
    now = [AT]
    kept = await store.keep(PHOTO, AttachmentKind.PHOTO)
    files = PublicFiles("https://bot.example", SECRET, store, wall=lambda: now[0])
    address = files.address(kept) or ""
    assert address.startswith("https://bot.example/tep/")
    assert address.endswith(f"/{kept.ref}.jpg")
    async with served(files) as root:
        assert await get(root, address) == (200, PHOTO, "image/jpeg")
        now[0] = AT + timedelta(minutes=59)
        assert (await get(root, address))[0] == 200
        now[0] = AT + timedelta(minutes=61)
        assert (await get(root, address))[0] == 404


async def test_an_address_that_anything_was_changed_in_leads_nowhere(store: MediaStore) -> None:
    """Neither a later hour, nor another file, nor another type, nor another secret, nor a path."""
    kept = await store.keep(PHOTO, AttachmentKind.PHOTO)
    other = await store.keep(b"somebody else's", AttachmentKind.PHOTO)
    files = PublicFiles("https://bot.example", SECRET, store, wall=lambda: AT)
    address = files.address(kept) or ""
    until, seal, name = address.split("/tep/")[1].split("/")
    foreign = PublicFiles("https://bot.example", b"t" * 32, store, wall=lambda: AT).address(kept) or ""
    changed = [
        f"/tep/{int(until) + 3600}/{seal}/{name}",
        f"/tep/{until}/{seal}/{other.ref}.jpg",
        f"/tep/{until}/{seal}/{kept.ref}.html",
        f"/tep/{until}/{seal[:-1]}/{name}",
        f"/tep/{until}/{'A' * 22}/{name}",
        f"/tep/{until}/{seal}/..%2f..%2fsecret.key",
        f"/tep/{until}/{seal}/",
        foreign,
    ]
    async with served(files) as root:
        assert [(await get(root, each))[0] for each in changed] == [404] * len(changed)


async def test_what_has_left_the_store_is_gone(store: MediaStore, tmp_path: Path) -> None:
    """An address keeps no file alive."""
    kept = await store.keep(PHOTO, AttachmentKind.PHOTO)
    files = PublicFiles("https://bot.example", SECRET, store, wall=lambda: AT)
    address = files.address(kept) or ""
    (tmp_path / "media" / kept.ref).unlink()
    assert files.address(kept) is None
    async with served(files) as root:
        assert (await get(root, address))[0] == 404


async def test_only_our_own_files_have_addresses_and_only_if_we_are_reached(store: MediaStore) -> None:
    """A citizen's photo on another platform has none; nor has anything while there is no public address."""
    kept = await store.keep(PHOTO, AttachmentKind.PHOTO)
    theirs = Attachment(kind=AttachmentKind.PHOTO, ref=kept.ref, origin="telegram:1")
    assert PublicFiles("https://bot.example", SECRET, store).address(theirs) is None
    assert PublicFiles(None, SECRET, store).address(kept) is None


async def test_only_a_picture_opens_in_a_page(store: MediaStore) -> None:
    """A document is offered as a download; what calls itself a page or a drawing runs nothing."""
    files = PublicFiles("https://bot.example", SECRET, store, wall=lambda: AT)
    given = {"bao-cao.docx": "attachment", "trang.html": "attachment", "hinh.svg": "attachment"}
    async with served(files) as root, aiohttp.ClientSession() as session:
        for name, shown in given.items():
            kept = await store.keep(name.encode(), AttachmentKind.DOCUMENT, name)
            url = root + (files.address(kept) or "").removeprefix("https://bot.example")
            async with session.get(url) as answer:
                assert answer.status == 200
                assert answer.headers["Content-Disposition"] == shown
                assert "sandbox" in answer.headers["Content-Security-Policy"]
