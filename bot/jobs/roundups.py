"""The evening's round-up, put together slice by slice, for as many people as there are."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.jobs.runner import Closing, nothing
from handlers import roundup
from messages.render import short_day
from messages.vi import states
from storage import faults, roundups
from storage.bulletins import ROUNDUP
from storage.campaign import Campaign
from storage.database import Database, Urgency
from storage.jobs import Job
from storage.roundups import Roundup


@dataclass(frozen=True, kw_only=True)
class Roundups:
    """Work of kind `roundup`; payloads are made by handlers.schedule. Cut short, it goes on where it was."""

    database: Database
    campaign: Campaign
    now: Callable[[], datetime]

    async def make(self, job: Job) -> Closing:
        """Tell everyone who was passed over; nobody once the campaign is over."""
        due = datetime.fromisoformat(job.payload["due"])
        local = self.campaign.local(due)
        this = Roundup(
            due=due,
            day=local.date().isoformat(),
            until=datetime.fromisoformat(job.payload["until"]),
            title=f"{states.BULLETIN[ROUNDUP]} {short_day(local)}",
            words=lambda withheld: roundup.reply(self.campaign, due, withheld),
        )
        while self.campaign.phase(self.now()) != "closed":
            async with self.database.transaction(Urgency.SLICE) as tx:
                more = await roundups.tell(tx, this)
            faults.point("slice.after_commit")
            if not more:
                break
        return nothing
