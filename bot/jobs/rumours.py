"""Pictures of rumours: fetched from the platform, known again or not, and whoever sent one is answered."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.channels.base import Channel, DeliveryError, Refused
from bot.jobs.runner import Closing, nothing
from bot.photos import PHOTO_BYTES, BadPhoto, fingerprint
from handlers.rumours import asking
from handlers.rumours.asking import Asked
from messages.content import Attachment
from messages.encoding import load_attachment
from storage import jobs, outbox, people
from storage.campaign import Campaign
from storage.database import Database, Tx
from storage.jobs import Job


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

    `now` is campaign time, `wall` real time.
    """

    database: Database
    campaign: Campaign
    channels: Mapping[tuple[str, str], Channel]
    now: Callable[[], datetime]
    wall: Callable[[], datetime]

    async def check(self, job: Job) -> Closing:
        """Fetch and compare one picture; what cannot be fetched or read is said instead."""
        photo = load_attachment(job.payload["photo"])
        try:
            print_ = await asyncio.to_thread(fingerprint, await self._fetched(photo))
        except (BadPhoto, Refused):
            print_ = None
        except (DeliveryError, TimeoutError, OSError):
            if job.attempts + 1 < jobs.ATTEMPTS:
                raise
            print_ = None  # tried for minutes: they are told, and may send it again
        return self._answer(job, photo, print_)

    async def _fetched(self, photo: Attachment) -> bytes:
        name, _, bot = photo.origin.partition(":")
        channel = self.channels.get((name, bot))
        if channel is None:
            raise BadPhoto(f"the channel {name} is not configured any more")
        return await _read(channel.fetch(photo))

    def _answer(self, job: Job, photo: Attachment, print_: str | None) -> Closing:
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
                attachments=(photo,),
                photo=print_ or "",
                besides=payload["besides"],
                remark=payload.get("remark", ""),
            )
            readable = print_ is not None or asking.tells_enough(asked.text)
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
