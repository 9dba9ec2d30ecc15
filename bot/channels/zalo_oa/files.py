"""Files on their way to Zalo: uploaded once, sent by the id that came back, uploaded anew when that is forgotten.

Limits: a picture is JPEG or PNG of at most 1 MB, a document PDF, DOC, DOCX or CSV of at most 5 MB; ids die after
seven days (-100).
"""

import asyncio
import mimetypes
from collections.abc import AsyncIterator, Callable
from io import BytesIO
from pathlib import PurePosixPath
from typing import Protocol

from bot.channels.base import Refused
from bot.channels.reach import NOWHERE, Lying
from bot.channels.zalo_oa.wire import Wire
from messages.content import Attachment, AttachmentKind

PICTURE_BYTES, DOCUMENT_BYTES = 1024 * 1024, 5 * 1024 * 1024
DOCUMENTS = frozenset({".pdf", ".doc", ".docx", ".csv"})
_SIDES = (1600, 1200, 900, 640)  # pixels; the first that comes out small enough is sent
_MOST_PIXELS = 50_000_000
_QUALITY = 82

Reading = Callable[[Attachment], AsyncIterator[bytes]]


class Handles(Protocol):
    """What remembers ids across restarts."""

    async def find(self, attachment: Attachment) -> str | None: ...
    async def learn(self, attachment: Attachment, handle: str) -> None: ...
    async def forget(self, attachment: Attachment) -> None: ...


class Files:
    """Gives the id under which Zalo has a file of ours.

    Attributes:
        lying: where those can be had that Zalo does not take.
    """

    def __init__(self, wire: Wire, read: Reading, handles: Handles | None, lying: Lying = NOWHERE) -> None:
        self._wire = wire
        self._read = read
        self._handles = handles
        self.lying = lying
        self._uploading = asyncio.Lock()

    async def handle(self, attachment: Attachment) -> str:
        """Upload it if need be. Raises DeliveryError; Refused for what Zalo does not take."""
        async with self._uploading:  # of many who get the same picture, the first uploads it
            found = await self._handles.find(attachment) if self._handles else None
            if found is None:
                found = await self._upload(attachment)
                if self._handles:
                    await self._handles.learn(attachment, found)
            return found

    async def forget(self, attachment: Attachment) -> None:
        """Zalo does not know the id any more."""
        if self._handles:
            await self._handles.forget(attachment)

    async def _upload(self, attachment: Attachment) -> str:
        if attachment.kind is AttachmentKind.PHOTO:
            content = await asyncio.to_thread(picture, await self._whole(attachment, 16 * PICTURE_BYTES))
            data = await self._wire.upload("/v2.0/oa/upload/image", content, "anh.jpg", "image/jpeg")
            return _id(data.get("attachment_id"))
        name = attachment.name or f"tep{mimetypes.guess_extension(attachment.mime) or '.pdf'}"
        if PurePosixPath(name).suffix.lower() not in DOCUMENTS:
            raise Refused("Zalo takes PDF, DOC, DOCX and CSV only")
        content = await self._whole(attachment, DOCUMENT_BYTES)
        mime = attachment.mime or "application/octet-stream"
        data = await self._wire.upload("/v2.0/oa/upload/file", content, name, mime)
        return _id(data.get("token"))

    async def _whole(self, attachment: Attachment, most: int) -> bytes:
        content = bytearray()
        async for chunk in self._read(attachment):
            content += chunk
            if len(content) > most:
                raise Refused(f"a file of over {most} bytes")
        return bytes(content)


def _id(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise Refused("an upload was answered without an id")
    return value


def picture(content: bytes) -> bytes:
    """The picture as Zalo takes it: JPEG or PNG of at most 1 MB, made smaller if need be. Raises Refused."""
    if len(content) <= PICTURE_BYTES and content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return content
    from PIL import Image  # noqa: PLC0415 - a tenth of a second, for the first picture that is too large

    try:
        with Image.open(BytesIO(content)) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise Refused("a picture of too many pixels")
            whole = opened.convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Refused(f"no picture ({type(error).__name__})") from None
    for side in _SIDES:
        whole.thumbnail((side, side))
        smaller = BytesIO()
        whole.save(smaller, "JPEG", quality=_QUALITY, optimize=True)
        if smaller.tell() <= PICTURE_BYTES:
            return smaller.getvalue()
    raise Refused("a picture that cannot be made small enough")
