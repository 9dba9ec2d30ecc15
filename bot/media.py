"""The store of files that we send: by content, under the data folder, uploaded to each platform once."""

import asyncio
import hashlib
import os
import re
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from bot.channels.base import Refused
from messages.content import Attachment, AttachmentKind
from storage import media
from storage.database import Database, Tx, Urgency

ORIGIN = "store"  # of attachments whose `ref` is the SHA-256 of a file of ours
FOLDER = "media"  # under the data folder; backups take it along
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_CHUNK = 1 << 16


def _wall() -> datetime:
    return datetime.now(UTC)


class MediaStore:
    """Files under `<folder>/<sha256>`, and what the platforms call them.

    Args:
        folder: where the files lie; made when the first one comes.
        database: where it is written which files there are, and until when.
        wall: real time.
    """

    def __init__(self, folder: Path, database: Database, wall: Callable[[], datetime] = _wall) -> None:
        self._folder = folder
        self._database = database
        self._wall = wall

    async def keep(
        self,
        data: bytes,
        kind: AttachmentKind,
        name: str = "",
        *,
        mime: str = "",
        until: datetime | None = None,
    ) -> Attachment:
        """Store a file, durably, and return what a Reply carries. The same bytes are one file.

        Opens a transaction of its own: do not call it inside one.

        Args:
            data: the bytes, as they are; take out of a photo what its camera wrote before.
            kind: how platforms show it.
            name: how the reader's device calls it.
            mime: its media type.
            until: real time at which the file may go; None for good.

        Raises:
            OSError: the folder cannot be written.
        """
        sha = hashlib.sha256(data).hexdigest()
        await asyncio.to_thread(self._write, sha, data)
        async with self._database.transaction(Urgency.SLICE) as tx:
            await media.kept(tx, sha, len(data), self._wall(), until)
        return Attachment(kind=kind, ref=sha, origin=ORIGIN, name=name, mime=mime, size=len(data))

    def _write(self, sha: str, data: bytes) -> None:
        """Whole or not at all, and on the disk before a row names it."""
        target = self._folder / sha
        if target.exists():
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        partial = self._folder / f".{sha}.{uuid4().hex}"
        with os.fdopen(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)

    def path(self, ref: str) -> Path | None:
        """Where the file lies; None if there is none, or the ref is no ref."""
        path = self._folder / ref if _SHA256.match(ref) else None
        return path if path is not None and path.is_file() else None

    async def open(self, ref: str) -> AsyncIterator[bytes]:
        """The file's bytes, 64 KiB at a time. Raises Refused if it is not in the store."""
        path = self.path(ref)
        if path is None:
            raise Refused("a file that is not in the store")
        with await asyncio.to_thread(path.open, "rb") as file:
            while chunk := await asyncio.to_thread(file.read, _CHUNK):
                yield chunk

    def read(self, attachment: Attachment) -> AsyncIterator[bytes]:
        """The same for an attachment, whatever channel asks. Raises Refused for one that is not ours."""
        if attachment.origin != ORIGIN:
            raise Refused(f"a file of {attachment.origin} is not in the store")
        return self.open(attachment.ref)

    async def forget(self, tx: Tx, _now: datetime) -> None:
        """Let go of files whose time is over; a chore of the calendar."""
        over = await media.expired(tx, self._wall())
        for sha in over:
            # First the file: a crash in between leaves a row that the next look finds again.
            (self._folder / sha).unlink(missing_ok=True)
        if over:
            await media.gone(tx, over)


class Handles:
    """What one bot's platform calls files of the store, remembered across restarts."""

    def __init__(self, database: Database, channel: str, bot: str) -> None:
        self._database = database
        self._mine = (channel, bot)

    async def find(self, attachment: Attachment) -> str | None:
        """The handle, None before the first upload."""
        if attachment.origin != ORIGIN:
            return None
        async with self._database.reading() as tx:
            return await media.handle(tx, *self._mine, attachment.ref, attachment.kind)

    async def learn(self, attachment: Attachment, handle: str) -> None:
        """It was uploaded."""
        if attachment.origin == ORIGIN:
            async with self._database.transaction(Urgency.RECEIPT) as tx:
                await media.uploaded(tx, *self._mine, attachment.ref, attachment.kind, handle)

    async def forget(self, attachment: Attachment) -> None:
        """The platform does not take the handle any more."""
        if attachment.origin == ORIGIN:
            async with self._database.transaction(Urgency.RECEIPT) as tx:
                await media.refused(tx, *self._mine, attachment.ref, attachment.kind)
