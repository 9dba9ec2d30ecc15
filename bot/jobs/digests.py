"""The files of a digest: drawn in a process of their own, sent to the desks, and by email."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.jobs.mail import Letter, Post
from bot.jobs.press import DOCX, XLSX, Press
from bot.jobs.runner import Closing, nothing
from bot.media import MediaStore
from handlers.staff import digest_files
from handlers.staff.digests import digest_text
from messages.content import Reply
from messages.contexts.digests import Charts, Documents
from messages.documents import DigestFiles, draw
from messages.markup import plain
from messages.render import moment, render
from storage import statistics
from storage.campaign import Campaign
from storage.database import Database, Tx
from storage.jobs import Job
from storage.records import Role
from storage.statistics import DigestData


@dataclass(kw_only=True)
class Digests:
    """Work of kinds `digest_files` (to desks) and `digest_email`; payloads are made by handlers.staff.digests."""

    database: Database
    campaign: Campaign
    store: MediaStore
    wall: Callable[[], datetime]
    post: Post | None = None
    press: Press = field(init=False)

    def __post_init__(self) -> None:
        """One press for these files and for others that are drawn (bot.jobs.honours)."""
        self.press = Press(store=self.store, wall=self.wall)

    async def send_files(self, job: Job) -> Closing:
        """Draw the files and send them to the addresses of the payload."""
        data, files = await self._files(job)
        charts = [await self.press.keep(chart.png, chart.name, "image/png") for chart in files.charts]
        papers = [
            await self.press.keep(files.docx, f"{files.stem}.docx", DOCX),
            await self.press.keep(files.xlsx, f"{files.stem}.xlsx", XLSX),
        ]
        captions = tuple(chart.caption for chart in files.charts)
        shown = Reply(text=render(Charts(captions=captions)), attachments=tuple(charts))
        office = Reply(text=render(Documents(until=data.until, agency="")), attachments=tuple(papers))
        agency = digest_files.letterhead(self.campaign).agency
        reader = Reply(text=render(Documents(until=data.until, agency=agency)), attachments=(papers[0],))

        async def close(tx: Tx) -> None:
            await self.press.put(tx, job.payload["addresses"], [shown, office])
            await self.press.put(tx, job.payload.get("readers", ()), [shown, reader])

        return close

    async def send_email(self, job: Job) -> Closing:
        """The digest's text and files, to the addresses that the campaign file gives the office.

        The table of every report, with what people wrote, stays with the office that collects them.
        """
        reader = bool(job.payload.get("reader"))
        to = recipients(self.campaign, Role.COMMITTEE if reader else Role.HOME_AFFAIRS)
        if self.post is None or not to:
            return nothing
        data, files = await self._files(job)
        subject = f"Tổng hợp khó khăn, vướng mắc đến {moment(data.until)}"
        attached = [
            (f"{files.stem}.docx", DOCX, files.docx),
            *([] if reader else [(f"{files.stem}.xlsx", XLSX, files.xlsx)]),
            *((chart.name, "image/png", chart.png) for chart in files.charts),
        ]
        await self.post.send(Letter(to=to, subject=subject, text=plain(digest_text(data)), files=attached))
        return nothing

    async def _files(self, job: Job) -> tuple[DigestData, DigestFiles]:
        since = datetime.fromisoformat(job.payload["since"])
        until = datetime.fromisoformat(job.payload["until"])
        self.press.warm()
        async with self.database.reading() as tx:
            data = await statistics.digest(tx, self.campaign, since, until)
            final = bool(job.payload.get("final"))
            dossier = await digest_files.gather(tx, self.campaign, data, final=final)
        return data, await self.press.draw(draw, dossier)

    def close(self) -> None:
        """Let the drawing process go."""
        self.press.close()


def recipients(campaign: Campaign, role: Role = Role.HOME_AFFAIRS) -> tuple[str, ...]:
    """Where the office with this role wants digests by email; from the campaign file."""
    return tuple(agency.email for agency in campaign.agencies_with(role) if agency.email)
