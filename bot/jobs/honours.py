"""The files of a commendation dossier: drawn in a process of their own, sent to whoever asked."""

from dataclasses import dataclass
from datetime import datetime

from bot.jobs.press import DOCX, XLSX, Press
from bot.jobs.runner import Closing
from handlers.staff.commending import dossier
from messages.content import Reply
from messages.contexts.commending import Dossier
from messages.documents.honours import draw
from messages.render import render
from storage.campaign import Campaign
from storage.database import Database, Tx
from storage.jobs import Job


@dataclass(kw_only=True)
class HonourFiles:
    """Work of kind `honour_files`; payloads are made by handlers.staff.commending.dossier."""

    database: Database
    campaign: Campaign
    press: Press

    async def send_files(self, job: Job) -> Closing:
        """Draw the files and send them to the addresses of the payload; in one message, so that counts agree."""
        self.press.warm()
        async with self.database.reading() as tx:
            until = datetime.fromisoformat(job.payload["until"])
            honours = await dossier.gather(tx, self.campaign, until)
        files = await self.press.draw(draw, honours)
        papers = [
            await self.press.keep(files.submission, f"{files.stem}-to-trinh.docx", DOCX),
            await self.press.keep(files.roll, f"{files.stem}-danh-sach.docx", DOCX),
            await self.press.keep(files.book, f"{files.stem}-danh-sach.xlsx", XLSX),
            await self.press.keep(files.summaries, f"{files.stem}-tom-tat.docx", DOCX),
        ]
        told = Dossier(
            until=honours.until,
            collectives=len(honours.collectives),
            people=len(honours.people),
            note=" ".join(filter(None, (honours.note, honours.sudden_note if honours.sudden else ""))),
        )
        said = [Reply(text=render(told), attachments=tuple(papers))]

        async def close(tx: Tx) -> None:
            await self.press.put(tx, job.payload["addresses"], said)

        return close
