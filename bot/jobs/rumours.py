"""Pictures of rumours: fetched from the platform, known again or not, and whoever sent one is answered."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.channels.base import Channel, DeliveryError, Refused
from bot.jobs.runner import Closing, nothing
from bot.photos import PHOTO_BYTES, BadPhoto, fingerprint
from handlers.rumours import asking
from handlers.rumours.asking import Asked
from messages.content import Attachment
from messages.encoding import load_attachments
from storage import jobs, outbox, people
from storage.campaign import Campaign
from storage.database import Database, Tx
from storage.jobs import Job

_MOST = 10  # pictures of one enquiry: as many as an album has


@dataclass(frozen=True, slots=True, kw_only=True)
class _Aside:
    """As much of a turn as checking a rumour needs (handlers.rumours.office.Here)."""

    tx: Tx
    now: datetime
    wall: datetime
    campaign: Campaign
    token: Callable[[], str] = field(default=lambda: secrets.token_hex(4))


@dataclass(frozen=True, slots=True, kw_only=True)
class RumourPhotos:
    """Work of kind `rumour_photo`; payloads are made by handlers.rumours.asking.

    `now` is campaign time, `wall` real time; `kept` gives a picture that was fetched when it came.
    """

    database: Database
    campaign: Campaign
    channels: Mapping[tuple[str, str], Channel]
    now: Callable[[], datetime]
    wall: Callable[[], datetime]
    kept: Callable[[Attachment], Awaitable[bytes | None]] | None = None

    async def check(self, job: Job) -> Closing:
        """Fetch and compare the pictures; what cannot be fetched or read is said instead."""
        kept = job.payload.get("photos") or [job.payload["photo"]]
        photos = load_attachments(kept)[:_MOST]
        prints = [await self._print(photo, job) for photo in photos]
        return self._answer(job, photos, tuple(each for each in prints if each))

    async def _print(self, photo: Attachment, job: Job) -> str | None:
        """Its perceptual hash; None if it cannot be had, or shows too little."""
        try:
            return await asyncio.to_thread(fingerprint, await self._fetched(photo))
        except (BadPhoto, Refused):
            return None
        except (DeliveryError, TimeoutError, OSError):
            if job.attempts + 1 < jobs.ATTEMPTS:
                raise
            return None  # tried for minutes: they are told, and may send it again

    async def _fetched(self, photo: Attachment) -> bytes:
        if self.kept and (data := await self.kept(photo)) is not None:
            return data
        name, _, bot = photo.origin.partition(":")
        channel = self.channels.get((name, bot))
        if channel is None:
            raise BadPhoto(f"the channel {name} is not configured any more")
        return await _read(channel.fetch(photo))

    def _answer(self, job: Job, photos: tuple[Attachment, ...], prints: tuple[str, ...]) -> Closing:
        payload = job.payload
        if not payload:
            return nothing

        async def close(tx: Tx) -> None:
            address = await people.get_address(tx, payload["address"])
            if address is None:
                return  # erased meanwhile: nothing of what they asked is kept
            here = _Aside(tx=tx, now=self.now(), wall=self.wall(), campaign=self.campaign)
            asked = Asked(
                address=address,
                person_id=payload["person"],
                text=payload["text"],
                attachments=photos,
                photos=prints,
                besides=payload["besides"],
                remark=payload.get("remark", ""),
            )
            if payload.get("late"):
                await outbox.put(tx, await asking.known_photo(here, asked), self.wall())
                return
            readable = prints or asking.tells_enough(asked.text)
            out = await asking.check(here, asked) if readable else [asking.unread(address)]
            await outbox.put(tx, out, self.wall())

        return close


async def _read(chunks: AsyncIterator[bytes]) -> bytes:
    """All of it, as far as a picture may be large."""
    data = bytearray()
    async for chunk in chunks:
        data += chunk
        if len(data) > PHOTO_BYTES:
            raise BadPhoto("larger than a picture may be")
    return bytes(data)
