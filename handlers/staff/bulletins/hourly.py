"""Approved bulletins whose hour has come: sent as they were approved, or held and told about; daily ones again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.staff import pushing
from handlers.staff.bulletins import composing
from messages.content import Lane, Reply
from messages.contexts import planning as words
from messages.render import Words, render
from storage import audience, audit, bulletins, drafts, outbox, people
from storage.bulletins import growth
from storage.campaign import Campaign
from storage.database import Tx
from storage.drafts import NotNow
from storage.outbox import Outgoing
from storage.records import Draft

LATE = timedelta(hours=3)  # a morning's bulletin is not sent in the afternoon, after an outage
ACTOR = "lịch gửi tin"
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Hourly:
    """The chore; `wall` is real time, as a function."""

    campaign: Campaign
    wall: Callable[[], datetime]

    async def start(self, tx: Tx, now: datetime) -> None:
        """Start what is due, each once; `now` is campaign time."""
        for draft in await drafts.due(tx, now):
            why = await self._why_not(tx, draft, now)
            try:
                if why:
                    await self._hold(tx, draft, why, now)
                else:
                    await self._start(tx, draft, now)
            except NotNow:  # somebody changed or dropped it just now
                continue

    async def _why_not(self, tx: Tx, draft: Draft, now: datetime) -> str:
        if self.campaign.phase(now) != "running":
            return "closed"
        if draft.send_at is None or now - draft.send_at > LATE:
            return "late"
        view = await composing.look(tx, self.campaign, draft)
        return "" if view.shown == draft.shown else "changed"

    async def _start(self, tx: Tx, draft: Draft, now: datetime) -> None:
        view = await composing.look(tx, self.campaign, draft)
        size = await audience.count(tx, view.rule)
        counted = size if draft.counted is None else draft.counted
        new = composing.bulletin(view, draft.decided_by, counted)
        _, made = await drafts.start(tx, draft, new, now)
        if growth.outgrown(made, size):  # asked about by the sender, as all that grew
            made = await bulletins.pause(tx, made.id, reason=bulletins.GROWN)
        detail = {"draft": draft.id, "shown": draft.shown, "counted": counted, "size": size}
        await audit.write(tx, now, ACTOR, "bulletin.started", str(made.id), detail)
        readers = await pushing.deciders(tx, made.id)
        await pushing.follow(tx, made, readers, self.campaign, self.wall())
        await self._again(tx, draft, now)

    async def _again(self, tx: Tx, draft: Draft, now: datetime) -> None:
        """A daily one waits for the next day, never after its last or the campaign's."""
        if draft.daily_until is None or draft.send_at is None:
            return
        at = draft.send_at + _A_DAY
        while at <= now:
            at += _A_DAY
        last = min(draft.daily_until, self.campaign.ends)
        if self.campaign.local(at).date() > last:
            return
        made = await drafts.again(tx, draft, at)
        shown = (await composing.look(tx, self.campaign, made)).shown
        await drafts.show_again(tx, made, shown)
        detail = {"draft": draft.id, "shown": shown}
        await audit.write(tx, now, ACTOR, "draft.repeated", str(made.id), detail)

    async def _hold(self, tx: Tx, draft: Draft, why: str, now: datetime) -> None:
        await drafts.hold(tx, draft)
        await audit.write(tx, now, ACTOR, "draft.held", str(draft.id), {"why": why})
        await self._tell(tx, draft, words.Held(id=draft.id, title=draft.title, why=why))

    async def _tell(self, tx: Tx, draft: Draft, what: Words) -> None:
        found = [await people.addresses_of(tx, each) for each in sorted(draft.writers)]
        where = [theirs[0] for theirs in found if theirs and theirs[0].reachable]
        reply = Reply(text=render(what))
        out = [Outgoing(address=each, reply=reply, lane=Lane.ALERTS) for each in where]
        await outbox.put(tx, out, self.wall())
