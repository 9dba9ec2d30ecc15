"""Photos sent in the room: checked, made anew without what the camera wrote into them, kept by content."""

import asyncio
import hashlib
import os
import re
from io import BytesIO
from pathlib import Path
from uuid import uuid4

from PIL import Image, ImageOps

PHOTO_BYTES = 10 << 20
_PIXELS = 50_000_000
_LONGEST_SIDE = 2560
_TOO_MANY = "Ảnh có quá nhiều điểm ảnh (trên 50 triệu). Xin chọn ảnh nhỏ hơn."
_FORMATS = ("JPEG", "PNG", "WEBP")
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")


class BadPhoto(ValueError):
    """Not a photo we can take; the words are for the person who sent it."""


class MediaStore:
    """Files under `<folder>/<sha256>`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def keep(self, data: bytes) -> str:
        """Store a photo as a JPEG without metadata. Returns its ref; raises BadPhoto."""
        if len(data) > PHOTO_BYTES:
            raise BadPhoto("Ảnh lớn hơn 10 MB. Xin chọn ảnh nhỏ hơn.")
        return await asyncio.to_thread(self._keep, data)

    def _keep(self, data: bytes) -> str:
        clean = _reencoded(data)
        ref = hashlib.sha256(clean).hexdigest()
        target = self._folder / ref
        if not target.exists():
            self._folder.mkdir(parents=True, exist_ok=True)
            partial = self._folder / f".{ref}.{uuid4().hex}"
            partial.write_bytes(clean)
            os.replace(partial, target)  # noqa: PTH105 - atomic: a crash never leaves half a photo under its name
        return ref

    def path(self, ref: str) -> Path | None:
        """Where the file of this ref lies; None if there is none, or the ref is no ref."""
        path = self._folder / ref if _SHA256.match(ref) else None
        return path if path is not None and path.is_file() else None


def _reencoded(data: bytes) -> bytes:
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as image:
            _check_pixels(image)
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
            canvas = Image.new("RGB", upright.size, "white")
            shown = upright.convert("RGBA")
            canvas.paste(shown, mask=shown)
    except BadPhoto:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadPhoto(_TOO_MANY) from error
    # Pillow's readers answer a broken file with any of these, whatever the format.
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError) as error:
        raise BadPhoto("Không đọc được ảnh này. Xin gửi ảnh JPEG, PNG hoặc WebP.") from error
    out = BytesIO()
    canvas.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()


def _check_pixels(image: Image.Image) -> None:
    if image.width * image.height > _PIXELS:
        raise BadPhoto(_TOO_MANY)
