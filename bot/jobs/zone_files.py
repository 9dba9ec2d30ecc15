"""Files of zone changes: fetched from the channel that they came by, read, and told of line by line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.channels.base import Channel, Refused
from bot.jobs.runner import Closing, nothing
from bot.media import MediaStore
from handlers.staff.zones import checked
from messages.content import Attachment, AttachmentKind, Reply
from messages.encoding import load_attachment
from storage import jobs, outbox, people, zone_entries, zone_files, zone_states
from storage.campaign import Campaign
from storage.database import Database, Tx
from storage.jobs import Job
from storage.outbox import Outgoing
from storage.records import EntryState, ZoneEntry
from storage.zone_files import Sheet
from storage.zone_files.decoding import MOST_BYTES

KEPT = timedelta(days=30)
LOST = "lost"


@dataclass(kw_only=True)
class ZoneFiles:
    """Work of kind `zone_file`; payloads are made by handlers.staff.zones.entering."""

    database: Database
    campaign: Campaign
    store: MediaStore
    channels: Mapping[tuple[str, str], Channel]
    wall: Callable[[], datetime]

    async def check(self, job: Job) -> Closing:
        """Read the file and say what was found; nothing counts before its sender has confirmed."""
        async with self.database.reading() as tx:
            entry = await zone_entries.get(tx, int(job.payload["entry"]))
        if entry is None or entry.state is not EntryState.CHECKING or self.campaign.zones is None:
            return nothing
        data = await self._bytes(job)
        if data is None:
            return self._closing(job, entry, Sheet(), LOST, ())
        sheet = zone_files.read(data, self.campaign.units, self.campaign.zones)
        why = sheet.broken.value if sheet.broken else ""
        return self._closing(job, entry, sheet, why, await self._attached(sheet))

    async def _bytes(self, job: Job) -> bytes | None:
        """The file, cut beyond what is read of one; None if it cannot be had any more."""
        if "text" in job.payload:
            return str(job.payload["text"]).encode()
        attachment = load_attachment(job.payload["file"])
        channel_name, _, bot = attachment.origin.partition(":")
        channel = self.channels.get((channel_name, bot))
        if channel is None:
            return None
        got = bytearray()
        try:
            async for chunk in channel.fetch(attachment):
                got += chunk
                if len(got) > MOST_BYTES:
                    break
        except Refused:
            return None
        except Exception:
            if job.attempts + 1 >= jobs.ATTEMPTS:
                return None  # its sender is told, rather than left to wait
            raise
        return bytes(got)

    async def _attached(self, sheet: Sheet) -> tuple[Attachment, ...]:
        if len(sheet.flaws) <= checked.LISTED:
            return ()
        text = checked.bad_lines_text(self.campaign, [flaw.kept() for flaw in sheet.flaws])
        kept = await self.store.keep(
            text.encode("utf-8-sig"),
            AttachmentKind.DOCUMENT,
            "dong-loi.txt",
            mime="text/plain",
            until=self.wall() + KEPT,
        )
        return (kept,)

    def _closing(
        self, job: Job, entry: ZoneEntry, sheet: Sheet, why: str, attached: tuple[Attachment, ...]
    ) -> Closing:
        async def close(tx: Tx) -> None:
            now = await zone_entries.checked(tx, entry, sheet.changes, [flaw.kept() for flaw in sheet.flaws])
            if now is None:
                return
            if why:
                said = [checked.broken(now, why)]
            else:
                book = await zone_states.ledger(tx, self.campaign.zones)
                said = checked.found(self.campaign, now, book, attached)
            await self._put(tx, int(job.payload["address"]), now, said)

        return close

    async def _put(self, tx: Tx, address_id: int, entry: ZoneEntry, said: list[Reply]) -> None:
        address = await people.get_address(tx, address_id)
        if address is None or not address.reachable:
            return
        # The last one is the card: it is kept up to date by this name.
        names = [f"zone:{entry.id}:{address.id}" if reply.rows else "" for reply in said]
        out = [
            Outgoing(address=address, reply=reply, dedupe=name)
            for reply, name in zip(said, names, strict=True)
        ]
        await outbox.put(tx, out, self.wall())
