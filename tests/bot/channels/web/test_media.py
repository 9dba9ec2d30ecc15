from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bot.channels.web import BadPhoto, MediaStore
from bot.channels.web.media import PHOTO_BYTES
from tests.bot.channels.web.stage import photo


def gps() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x010F] = "Camera"
    exif.get_ifd(0x8825)[1] = "N"
    return exif


def kept_in(folder: Path) -> int:
    return len(list(folder.iterdir()))


async def test_what_the_camera_wrote_is_gone_and_the_photo_upright(tmp_path: Path) -> None:
    """Nobody who sees the photo learns where or with what it was taken."""
    store = MediaStore(tmp_path)
    ref = await store.keep(photo("JPEG", (40, 30), exif=gps().tobytes()))
    path = store.path(ref)
    assert path is not None
    with Image.open(path) as kept:
        assert kept.format == "JPEG"
        assert kept.size == (30, 40)
        assert not dict(kept.getexif())
    assert b"Camera" not in path.read_bytes()


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("PNG", "L"), ("WEBP", "RGB")])
async def test_every_common_kind_becomes_a_jpeg(tmp_path: Path, kind: str, mode: str) -> None:
    """Transparent, palette and grey pictures are shown as well as photos."""
    store = MediaStore(tmp_path)
    path = store.path(await store.keep(photo(kind, mode=mode)))
    assert path is not None
    with Image.open(path) as kept:
        assert (kept.format, kept.mode) == ("JPEG", "RGB")


async def test_the_same_photo_is_kept_once(tmp_path: Path) -> None:
    """The store is addressed by content, and leaves no partial file behind."""
    store = MediaStore(tmp_path)
    assert await store.keep(photo()) == await store.keep(photo())
    assert kept_in(tmp_path) == 1


async def test_a_large_photo_is_made_smaller(tmp_path: Path) -> None:
    """A phone's photo is kept at the size a desk needs."""
    store = MediaStore(tmp_path)
    path = store.path(await store.keep(photo(size=(4000, 1000))))
    assert path is not None
    with Image.open(path) as kept:
        assert kept.size == (2560, 640)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg/>",
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 50,
        photo()[:60],
        photo("JPEG")[:200],
        photo("GIF"),
        photo("PNG", (9000, 6000), "1"),
        bytes(PHOTO_BYTES + 1),
    ],
    ids=["empty", "svg", "false", "cut", "cut jpeg", "gif", "bomb", "heavy"],
)
async def test_what_is_no_photo_is_refused_in_words(tmp_path: Path, data: bytes) -> None:
    """Broken, foreign, too large: the person is told what to do, and nothing is stored."""
    with pytest.raises(BadPhoto, match="Xin"):
        await MediaStore(tmp_path).keep(data)
    assert kept_in(tmp_path) == 0


def test_a_ref_is_never_a_path(tmp_path: Path) -> None:
    """Only the form of a hash is looked up: no way out of the folder."""
    store = MediaStore(tmp_path / "media")
    (tmp_path / "secret").write_bytes(BytesIO().getvalue())
    assert store.path("../secret") is None
    assert store.path("0" * 64) is None
    assert store.path("0" * 64 + "\n") is None
