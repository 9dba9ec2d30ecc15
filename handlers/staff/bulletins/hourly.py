"""Approved bulletins whose hour has come: sent as they were approved, or held and told about; daily ones again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers import publicity
from handlers.staff import pushing
from handlers.staff.bulletins import composing, quoting
from handlers.staff.bulletins.common import approving_agencies
from handlers.staff.bulletins.hours import A_DAY, last_day, next_hour
from messages.content import Lane, Reply
from messages.contexts import planning as words
from messages.render import Words, render
from storage import audience, audit, bulletins, desks, drafts, outbox, people
from storage.bulletins import growth
from storage.campaign import Campaign
from storage.database import Tx
from storage.drafts import NotNow
from storage.outbox import Outgoing
from storage.records import Address, Draft, Role

LATE = timedelta(hours=3)  # a morning's bulletin is not sent in the afternoon, after an outage
ACTOR = "lịch gửi tin"
Late = Callable[[datetime, datetime], timedelta]


def _plainly(due: datetime, now: datetime) -> timedelta:
    return now - due


@dataclass(frozen=True, kw_only=True)
class Hourly:
    """The chore; `wall` is real time, as a function."""

    campaign: Campaign
    wall: Callable[[], datetime]

    @staticmethod
    async def next(tx: Tx, after: datetime) -> datetime | None:
        """The first hour of an approved bulletin after this campaign instant."""
        return await drafts.next_due(tx, after)

    async def start(self, tx: Tx, now: datetime, late: Late = _plainly) -> None:
        """Start what is due, each once; `now` is campaign time, `late(due, now)` how late that really is."""
        for draft in await drafts.due(tx, now):
            why = await self._why_not(tx, draft, late(draft.send_at or now, now))
            again = next_hour(self.campaign, draft, now)
            try:
                if why == "late" and again:
                    await self._miss(tx, draft, again, now)
                elif why:
                    await self._hold(tx, draft, why, now, again)
                else:
                    await self._start(tx, draft, now)
            except NotNow:  # somebody changed or dropped it just now
                continue

    async def _why_not(self, tx: Tx, draft: Draft, late: timedelta) -> str:
        if draft.send_at is None or self.campaign.phase(draft.send_at + late) != "running":
            return "closed"
        view = await composing.look(tx, self.campaign, draft)
        if view.shown != draft.shown:
            return "changed"
        if await publicity.unasked(tx, draft):
            return "consent"
        if await quoting.unfit(tx, self.campaign, draft, draft.send_at + late):
            return "figures"
        return "late" if late > LATE else ""

    async def _start(self, tx: Tx, draft: Draft, now: datetime) -> None:
        view = await composing.look(tx, self.campaign, draft)
        size = await audience.count(tx, view.rule)
        approved = await drafts.approved_for(tx, draft)
        counted = size if approved is None else approved
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
        last = last_day(self.campaign, draft)
        if draft.daily_until is None or draft.send_at is None or last is None:
            return
        at = draft.send_at + A_DAY
        if self.campaign.local(at).date() > last:
            return
        made = await drafts.again(tx, draft, at)
        await self._as_approved(tx, made, "draft.repeated", {"draft": draft.id}, now)

    async def _miss(self, tx: Tx, draft: Draft, again: datetime, now: datetime) -> None:
        """A daily one that is too late once goes out at its next hour, as it was approved."""
        if draft.send_at is None or draft.daily_until is None:
            return
        waits = await drafts.put_off(tx, draft, again)
        await self._as_approved(tx, waits, "draft.missed", {"missed": draft.send_at.isoformat()}, now)
        told = words.Missed(
            id=draft.id,
            title=draft.title,
            missed=self.campaign.local(draft.send_at),
            at=self.campaign.local(again),
            daily=draft.daily_until,
        )
        await self._tell(tx, [*await self._writers(tx, draft), *await self._approvers(tx, draft)], told)

    async def _as_approved(
        self, tx: Tx, draft: Draft, action: str, detail: dict[str, str | int], now: datetime
    ) -> None:
        """Nothing but the day differs from what was approved: what it says then is what its hour looks for."""
        shown = (await composing.look(tx, self.campaign, draft)).shown
        await drafts.show_again(tx, draft, shown)
        await audit.write(tx, now, ACTOR, action, str(draft.id), {**detail, "shown": shown})

    async def _hold(self, tx: Tx, draft: Draft, why: str, now: datetime, again: datetime | None) -> None:
        """Back to its writers; a daily one keeps its other days, once they are approved anew."""
        await drafts.hold(tx, draft, again)
        await audit.write(tx, now, ACTOR, "draft.held", str(draft.id), {"why": why})
        writers, approvers = await self._writers(tx, draft), await self._approvers(tx, draft)
        wrote = {each.id for each in writers}
        await self._tell(tx, writers, self._held(draft, why, again, wrote=True))
        others = [each for each in approvers if each.id not in wrote]
        await self._tell(tx, others, self._held(draft, why, again, wrote=False))

    def _held(self, draft: Draft, why: str, again: datetime | None, *, wrote: bool) -> words.Held:
        at = self.campaign.local(again) if again else None
        return words.Held(id=draft.id, title=draft.title, why=why, again=at, wrote=wrote)

    @staticmethod
    async def _writers(tx: Tx, draft: Draft) -> list[Address]:
        found = [await people.addresses_of(tx, each) for each in sorted(draft.writers)]
        return [theirs[0] for theirs in found if theirs and theirs[0].reachable]

    async def _approvers(self, tx: Tx, draft: Draft) -> list[Address]:
        """Whoever may have approved it, and may approve it again."""
        keys = approving_agencies(self.campaign, draft)
        return [each for key in keys for each in await desks.holders(tx, Role.APPROVER, key)]

    async def _tell(self, tx: Tx, where: list[Address], what: Words) -> None:
        reply = Reply(text=render(what))
        once = {each.id: each for each in where}.values()
        out = [Outgoing(address=each, reply=reply, lane=Lane.ALERTS) for each in once]
        await outbox.put(tx, out, self.wall())
