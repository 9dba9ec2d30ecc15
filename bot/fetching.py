"""Files that people send, across platforms: fetched at once where they are gone soon, and read wherever they go."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime, timedelta

import structlog

from bot.channels.base import Channel, DeliveryError, Refused
from bot.jobs.runner import Closing, nothing
from bot.media import ORIGIN, MediaStore
from bot.photos import BadPhoto, clean
from messages.content import Attachment, AttachmentKind
from messages.encoding import load_attachment
from storage import media, people
from storage.database import Database, Tx
from storage.jobs import Job

KEPT = timedelta(days=90)  # what came is needed until a report is settled; erasure takes it before
LONGEST = 20 << 20  # bytes
log = structlog.get_logger(__name__)


class Fetching:
    """Brings files from the channels they came to into the store.

    Args:
        channels: by (channel, bot); looked up at each use, because a bot's id is known once it has started.
        wall: real time.
    """

    def __init__(
        self,
        database: Database,
        store: MediaStore,
        channels: Callable[[], Mapping[tuple[str, str], Channel]],
        wall: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._store = store
        self._channels = channels
        self._wall = wall

    async def work(self, job: Job) -> Closing:
        """Fetch what a message brought: {"attachment": ..., "chat": ...}. Raises what may pass by itself."""
        attachment, chat = load_attachment(job.payload["attachment"]), str(job.payload["chat"])
        where = _origin(attachment)
        async with self._database.reading() as tx:
            known = await media.file_of(tx, *where, attachment.ref)
            theirs = await people.find_address(tx, *where, chat)
        if known or theirs is None:  # fetched already, or erased since
            return nothing
        try:
            kept = await self._kept(attachment)
        except (Refused, BadPhoto) as error:
            log.warning("file_not_taken", channel=where[0], why=str(error)[:200])
            return nothing

        async def close(tx: Tx) -> None:
            await media.fetched(tx, *where, chat, attachment, kept)

        return close

    async def _kept(self, attachment: Attachment) -> Attachment:
        data = b"".join([chunk async for chunk in self._from_channel(attachment)])
        mime = attachment.mime
        if attachment.kind is AttachmentKind.PHOTO:
            data, mime = await asyncio.to_thread(clean, data), "image/jpeg"
        until = self._wall() + KEPT
        return await self._store.keep(data, attachment.kind, attachment.name, mime=mime, until=until)

    async def _from_channel(self, attachment: Attachment) -> AsyncIterator[bytes]:
        channel = self._channels().get(_origin(attachment))
        if channel is None:
            raise Refused(f"a file of {attachment.origin}, which is not configured")
        size = 0
        async for chunk in channel.fetch(attachment):
            size += len(chunk)
            if size > LONGEST:
                raise Refused(f"a file of over {LONGEST} bytes")
            yield chunk

    async def stored(self, attachment: Attachment) -> Attachment | None:
        """The same file as one of the store, where it lies there already."""
        if attachment.origin == ORIGIN:
            return attachment
        async with self._database.reading() as tx:
            found = await media.file_of(tx, *_origin(attachment), attachment.ref)
        if found is None:
            return None
        sha, mime, size = found
        return Attachment(
            kind=attachment.kind, ref=sha, origin=ORIGIN, name=attachment.name, mime=mime, size=size
        )

    async def brought(self, attachment: Attachment) -> Attachment:
        """The same file as one of the store, fetched now if need be, for as long as an address is good for.

        Raises:
            DeliveryError, BadPhoto: it cannot be had.
        """
        return await self.stored(attachment) or await self._kept(attachment)

    async def read(self, attachment: Attachment) -> AsyncIterator[bytes]:
        """The file's bytes, whatever channel it came on. Raises a DeliveryError if it cannot be had."""
        try:
            found = await self.brought(attachment)
        except BadPhoto:
            raise Refused("no photo that can be read") from None
        async for chunk in self._store.open(found.ref):
            yield chunk

    async def public(self, address: Callable[[Attachment], str | None], attachment: Attachment) -> str | None:
        """Where a platform that takes files by address can fetch it; None if it cannot be had or reached."""
        try:
            return address(await self.brought(attachment))
        except (DeliveryError, BadPhoto) as error:
            log.warning("file_left_out", why=str(error)[:200])
            return None


def _origin(attachment: Attachment) -> tuple[str, str]:
    channel, _, bot = attachment.origin.partition(":")
    return channel, bot
