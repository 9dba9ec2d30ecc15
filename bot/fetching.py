"""Files that people send, across platforms: fetched at once where they are gone soon, and read wherever they go."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.channels.base import Channel, DeliveryError, Refused, StrangeHost
from bot.jobs.runner import Closing, nothing
from bot.media import ORIGIN, MediaStore
from bot.photos import BadPhoto, clean
from bot.telling import alert
from messages.content import Attachment, AttachmentKind, Reply
from messages.contexts import basics
from messages.encoding import load_attachment
from messages.render import render
from messages.vi.files import LOST, STRANGE
from storage import jobs, media, meta, outbox, people
from storage.database import Database, Tx
from storage.jobs import Job
from storage.outbox import Outgoing
from storage.records import Address

KEPT = timedelta(days=90)  # what came is needed until a report is settled; erasure takes it before
LONGEST = 20 << 20  # bytes
_STRANGE = 20  # hosts of one platform that the administrators are told of
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
        except (DeliveryError, BadPhoto) as error:
            passes = isinstance(error, DeliveryError) and not isinstance(error, Refused)
            if passes and job.attempts + 1 < jobs.ATTEMPTS:
                raise
            log.warning("file_not_taken", channel=where[0], why=str(error)[:200])
            return partial(self._told, theirs, attachment, error)

        async def close(tx: Tx) -> None:
            await media.fetched(tx, *where, chat, attachment, kept)

        return close

    async def _told(self, theirs: Address, attachment: Attachment, error: Exception, tx: Tx) -> None:
        """Whoever sent it was told that it is there, and the administrators set the hosts: both hear of it."""
        at = self._wall()
        lost = basics.FileLost(
            what=LOST[attachment.kind], why=str(error) if isinstance(error, BadPhoto) else ""
        )
        # Of an album that is refused they hear once.
        name = f"file_lost:{theirs.id}:{at:%Y-%m-%d %H:%M}"
        await outbox.put(tx, [Outgoing(address=theirs, reply=Reply(text=render(lost)), dedupe=name)], at)
        if isinstance(error, StrangeHost):
            await _tell_of(tx, error, theirs.channel, at)

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

    async def content(self, attachment: Attachment) -> bytes | None:
        """The bytes, where it lies in the store already: its address may be dead by now."""
        found = await self.stored(attachment)
        if found is None:
            return None
        return b"".join([chunk async for chunk in self._store.open(found.ref)])

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


async def _tell_of(tx: Tx, error: StrangeHost, channel: str, at: datetime) -> None:
    """Once for each host, so that the operator can name it; a stranger's pushes make no flood of it."""
    name = f"strange_hosts.{channel}"
    known = await meta.get(tx, name) or []
    if error.host not in known and len(known) < _STRANGE:
        await meta.put(tx, name, [*known, error.host])
        await alert(tx, at, STRANGE.format(host=error.host or "(không tên)", setting=error.setting))


def _origin(attachment: Attachment) -> tuple[str, str]:
    channel, _, bot = attachment.origin.partition(":")
    return channel, bot
