"""Photos sent in the room: checked, made anew without what the camera wrote into them, kept by content."""

import asyncio
import hashlib
import os
import re
from pathlib import Path
from uuid import uuid4

from bot.photos import PHOTO_BYTES, BadPhoto, clean

__all__ = ["PHOTO_BYTES", "BadPhoto", "MediaStore"]
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")


class MediaStore:
    """Files under `<folder>/<sha256>`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def keep(self, data: bytes) -> str:
        """Store a photo as a JPEG without metadata. Returns its ref; raises BadPhoto."""
        return await asyncio.to_thread(self._keep, data)

    def _keep(self, data: bytes) -> str:
        photo = clean(data)
        ref = hashlib.sha256(photo).hexdigest()
        target = self._folder / ref
        if not target.exists():
            self._folder.mkdir(parents=True, exist_ok=True)
            partial = self._folder / f".{ref}.{uuid4().hex}"
            partial.write_bytes(photo)
            os.replace(partial, target)  # noqa: PTH105 - atomic: a crash never leaves half a photo under its name
        return ref

    def path(self, ref: str) -> Path | None:
        """Where the file of this ref lies; None if there is none, or the ref is no ref."""
        path = self._folder / ref if _SHA256.match(ref) else None
        return path if path is not None and path.is_file() else None
