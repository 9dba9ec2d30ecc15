"""What became of a bulletin, as a chart and a table, for whoever asked."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.jobs.digests import Digests
from bot.jobs.press import XLSX
from bot.jobs.runner import Closing, nothing
from handlers.staff.pushing.results import outcome
from messages.content import AttachmentKind, Lane, Reply
from messages.contexts.pushing import ResultFiles
from messages.documents.drawing import draw_outcome
from messages.documents.outcome import caption
from messages.render import render
from storage import bulletins, outbox, people
from storage.database import Tx
from storage.jobs import Job
from storage.outbox import Outgoing

KEPT = timedelta(days=30)  # in the store; what was sent stays with the platform


@dataclass(frozen=True, kw_only=True)
class Results:
    """Work of kind `bulletin_results`; payloads are made by handlers.staff.pushing.results."""

    digests: Digests  # whose process draws
    now: Callable[[], datetime]

    async def send(self, job: Job) -> Closing:
        """Draw both and send them to the address of the payload."""
        digests = self.digests
        async with digests.database.reading() as tx:
            made = await bulletins.get(tx, int(job.payload["bulletin"]))
            if made is None:
                return nothing
            found = await outcome(tx, digests.campaign, made, digests.campaign.local(self.now()))
        png, xlsx = await digests.press.draw(draw_outcome, found)
        stem, until = f"ban-tin-{made.id}", digests.wall() + KEPT
        chart = await digests.store.keep(
            png, AttachmentKind.PHOTO, f"{stem}.png", mime="image/png", until=until
        )
        table = await digests.store.keep(
            xlsx, AttachmentKind.DOCUMENT, f"{stem}.xlsx", mime=XLSX, until=until
        )
        said = [
            Reply(text=render(ResultFiles(caption=caption(found))), attachments=(chart,)),
            Reply(text="", attachments=(table,)),
        ]

        async def close(tx: Tx) -> None:
            address = await people.get_address(tx, int(job.payload["address"]))
            if address is not None and address.reachable:
                out = [Outgoing(address=address, reply=each, lane=Lane.ALERTS) for each in said]
                await outbox.put(tx, out, digests.wall())

        return close
