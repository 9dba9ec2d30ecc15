"""An urgent alert that nobody has decided for a while: its approvers are asked once more, administrators are told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.staff.bulletins.submitting import approvers, names
from messages import buttons
from messages.content import Choice, Lane, Reply
from messages.contexts import drafts as words
from messages.render import render
from storage import audit, desks, drafts, outbox
from storage.campaign import Campaign
from storage.database import Tx
from storage.outbox import Outgoing
from storage.records import Address, Draft, Role

AFTER = timedelta(minutes=10)
ACTOR = "lịch gửi tin"


@dataclass(frozen=True, kw_only=True)
class Unanswered:
    """The chore; `wall` is real time, as a function."""

    campaign: Campaign
    wall: Callable[[], datetime]

    async def remind(self, tx: Tx, now: datetime) -> None:
        """Ask about each once, at night too; `now` is campaign time."""
        if self.campaign.phase(now) != "running":
            return
        for draft in await drafts.unanswered(tx, now - AFTER):
            if await drafts.urge(tx, draft, now):
                await self._ask(tx, draft, now)

    async def _ask(self, tx: Tx, draft: Draft, now: datetime) -> None:
        asked = await approvers(tx, self.campaign, draft)
        known = {each.person_id for each in asked}
        admins = [each for each in await desks.holders(tx, Role.ADMIN) if each.person_id not in known]
        called = tuple(await names(tx, asked))
        await audit.write(tx, now, ACTOR, "draft.urged", str(draft.id), {"approvers": len(asked)})
        out = [self._told(draft, each, called, decides=True) for each in asked]
        out += [self._told(draft, each, called, decides=False) for each in admins]
        await outbox.put(tx, out, self.wall())

    def _told(self, draft: Draft, address: Address, called: tuple[str, ...], *, decides: bool) -> Outgoing:
        agency = self.campaign.agency(draft.agency)
        told = words.StillWaits(
            id=draft.id,
            title=draft.title,
            agency=agency.name if agency else draft.agency,
            minutes=int(AFTER.total_seconds() // 60),
            approvers=called,
            decides=decides,
        )
        look = Choice(label="Xem lại và quyết định", data=buttons.command("duyettin", str(draft.id)))
        reply = Reply(text=render(told), rows=((look,),) if decides else ())
        return Outgoing(address=address, reply=reply, lane=Lane.ALERTS)
