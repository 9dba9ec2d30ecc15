"""The files of a digest: drawn in a process of their own, sent to the desks, and by email."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing import get_context
from typing import TypeVar

from bot.jobs.mail import Letter, Post
from bot.jobs.runner import Closing, nothing
from bot.media import MediaStore
from handlers.staff import digest_files
from handlers.staff.digests import digest_text
from messages.content import Attachment, AttachmentKind, Lane, Reply
from messages.contexts.digests import Charts, Documents
from messages.documents import DigestFiles, draw
from messages.markup import plain
from messages.render import moment, render
from storage import outbox, people, statistics
from storage.campaign import Campaign
from storage.database import Database, Tx
from storage.jobs import Job
from storage.outbox import Outgoing
from storage.records import Role
from storage.statistics import DigestData

T = TypeVar("T")
R = TypeVar("R")
KEPT = timedelta(days=30)  # in the store; what was sent stays with the platform
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(kw_only=True)
class Digests:
    """Work of kinds `digest_files` (to desks) and `digest_email`; payloads are made by handlers.staff.digests."""

    database: Database
    campaign: Campaign
    store: MediaStore
    wall: Callable[[], datetime]
    post: Post | None = None
    _pool: ProcessPoolExecutor | None = field(default=None, init=False)

    async def send_files(self, job: Job) -> Closing:
        """Draw the files and send them to the addresses of the payload."""
        data, files = await self._files(job)
        charts = [await self._keep(chart.png, chart.name, "image/png") for chart in files.charts]
        papers = [
            await self._keep(files.docx, f"{files.stem}.docx", DOCX),
            await self._keep(files.xlsx, f"{files.stem}.xlsx", XLSX),
        ]
        captions = tuple(chart.caption for chart in files.charts)
        said = [
            Reply(text=render(Charts(captions=captions)), attachments=tuple(charts)),
            Reply(text=render(Documents(until=data.until)), attachments=tuple(papers)),
        ]

        async def close(tx: Tx) -> None:
            await self._put(tx, job.payload["addresses"], said)

        return close

    async def send_email(self, job: Job) -> Closing:
        """The digest's text and files, to the addresses that the campaign file gives the office."""
        to = recipients(self.campaign)
        if self.post is None or not to:
            return nothing
        data, files = await self._files(job)
        subject = f"Tổng hợp khó khăn, vướng mắc đến {moment(data.until)}"
        attached = [
            (f"{files.stem}.docx", DOCX, files.docx),
            (f"{files.stem}.xlsx", XLSX, files.xlsx),
            *((chart.name, "image/png", chart.png) for chart in files.charts),
        ]
        await self.post.send(Letter(to=to, subject=subject, text=plain(digest_text(data)), files=attached))
        return nothing

    async def _files(self, job: Job) -> tuple[DigestData, DigestFiles]:
        since = datetime.fromisoformat(job.payload["since"])
        until = datetime.fromisoformat(job.payload["until"])
        async with self.database.reading() as tx:
            data = await statistics.digest(tx, self.campaign, since, until)
            final = bool(job.payload.get("final"))
            dossier = await digest_files.gather(tx, self.campaign, data, final=final)
        return data, await self.drawn(draw, dossier)

    async def drawn(self, drawing: Callable[[T], R], what: T) -> R:
        """Draw in a process that has no threads, sockets or locks of ours; made when first needed."""
        if self._pool is None:
            self._pool = ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn"))
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, drawing, what)
        except BrokenProcessPool:
            self.close()
            raise

    async def _keep(self, data: bytes, name: str, mime: str) -> Attachment:
        kind = AttachmentKind.PHOTO if mime == "image/png" else AttachmentKind.DOCUMENT
        return await self.store.keep(data, kind, name, mime=mime, until=self.wall() + KEPT)

    async def _put(self, tx: Tx, address_ids: Sequence[int], replies: Sequence[Reply]) -> None:
        found = [await people.get_address(tx, each) for each in address_ids]
        out = [
            Outgoing(address=address, reply=reply, lane=Lane.ALERTS)
            for address in found
            if address is not None and address.reachable
            for reply in replies
        ]
        await outbox.put(tx, out, self.wall())

    def close(self) -> None:
        """Let the drawing process go."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)


def recipients(campaign: Campaign) -> tuple[str, ...]:
    """Where the office wants digests by email; from the campaign file."""
    return tuple(agency.email for agency in campaign.agencies_with(Role.HOME_AFFAIRS) if agency.email)
