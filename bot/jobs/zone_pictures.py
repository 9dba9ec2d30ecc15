"""The map and the emulation board as pictures: drawn in a process of their own, sent to whoever asked."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.jobs.runner import Closing, nothing
from bot.media import MediaStore
from handlers.staff.zones import board as boards
from handlers.staff.zones import morning, showing
from messages.content import Attachment, AttachmentKind, Reply
from messages.contexts.zone_board import Pictures
from messages.documents.drawing import draw_zones
from messages.documents.zone_shapes import ZonePictures
from messages.encoding import dump_attachment, load_attachment
from messages.render import render
from storage import meta, outbox, people, zone_board, zone_states
from storage.campaign import Campaign
from storage.database import Database, Tx
from storage.jobs import Job
from storage.outbox import Outgoing

KEPT = timedelta(days=30)  # in the store; what was sent stays with the platform
Draw = Callable[[Callable[[Any], Any], Any], Awaitable[Any]]


@dataclass(kw_only=True)
class ZoneDrawings:
    """Work of kinds `zone_pictures` (to whoever asked) and `zone_morning` (a draft); `draw` runs it elsewhere."""

    database: Database
    campaign: Campaign
    store: MediaStore
    draw: Draw
    now: Callable[[], datetime]
    wall: Callable[[], datetime]

    async def send(self, job: Job) -> Closing:
        """The map, and with `board` the board too, to the address of the payload; the map is kept for others."""
        async with self.database.reading() as tx:
            book = await zone_states.ledger(tx, self.campaign.zones)
            before = await meta.get(tx, showing.KEPT_MAP)
        made = zone_board.board(self.campaign, book, date.fromisoformat(job.payload["day"]))
        if made is None:
            return nothing
        captions, files = [boards.map_caption(made)], list[Attachment]()
        if job.payload["board"]:
            captions.append(boards.board_caption(made))
            files += await self._pictures(made)
        elif before and before["of"] == showing.map_of(book, made.day):
            files.append(load_attachment(before["file"]))  # drawn for somebody else meanwhile
        else:
            files.append((await self._pictures(made))[0])
        reply = Reply(text=render(Pictures(captions=tuple(captions))), attachments=tuple(files))
        kept = {"of": showing.map_of(book, made.day), "file": dump_attachment(files[0])}

        async def close(tx: Tx) -> None:
            if made.day == self.campaign.local(self.now()).date():
                await meta.put(tx, showing.KEPT_MAP, kept)
            address = await people.get_address(tx, int(job.payload["address"]))
            if address is not None and address.reachable:
                await outbox.put(tx, [Outgoing(address=address, reply=reply)], self.wall())

        return close

    async def morning(self, job: Job) -> Closing:
        """The board up to the day of the payload as a draft, its editors told."""
        zones = self.campaign.zones
        async with self.database.reading() as tx:
            book = await zone_states.ledger(tx, zones)
        made = zone_board.board(self.campaign, book, date.fromisoformat(job.payload["day"]))
        if made is None or zones is None or morning.agency_of(self.campaign) is None:
            return nothing
        pictures = await self._pictures(made)

        async def close(tx: Tx) -> None:
            told = await morning.draft(tx, self.campaign, zones, made, pictures, self.now())
            await outbox.put(tx, told, self.wall())

        return close

    async def _pictures(self, made: zone_board.Board) -> tuple[Attachment, Attachment]:
        assert self.campaign.zones is not None  # noqa: S101 - there is a board
        drawn: ZonePictures = await self.draw(
            draw_zones, boards.pictures(self.campaign, self.campaign.zones, made)
        )
        stem = f"vung-{made.day:%Y-%m-%d}"
        return (
            await self._keep(drawn.map, f"{stem}-ban-do.png"),
            await self._keep(drawn.board, f"{stem}-thi-dua.png"),
        )

    async def _keep(self, data: bytes, name: str) -> Attachment:
        return await self.store.keep(
            data, AttachmentKind.PHOTO, name, mime="image/png", until=self.wall() + KEPT
        )
