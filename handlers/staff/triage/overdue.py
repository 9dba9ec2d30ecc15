"""Reminding the desk of promises that come due, and somebody above of those that passed long ago; each once."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers import cards, seats
from handlers.card_buttons import NOTE
from messages.content import Lane, Reply
from messages.contexts import triage as words
from messages.render import render
from storage import bodies, desks, outbox, overdue, reports
from storage.campaign import Campaign
from storage.database import Tx
from storage.outbox import Outgoing
from storage.overdue import Notice
from storage.records import REMINDED, Address, Report, ReportEvent, Role

AT_ONCE = 30  # reports in one transaction: it must stay short
LISTED = 8
_STEP = {Notice.SOON: "soon", Notice.OVERDUE: "overdue", Notice.ESCALATED: "escalated"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminders:
    """The chore that reminds; `wall` is real time, by which the outbox counts."""

    campaign: Campaign
    wall: Callable[[], datetime]

    async def remind(self, tx: Tx, now: datetime) -> int:
        """Remind of what has come due, some at a time. Returns how many reports that was; harmless to repeat."""
        told: dict[tuple[Address, Notice], list[Report]] = defaultdict(list)
        found = await overdue.due(tx, now, AT_ONCE, self._urgencies(now))
        for report in found:
            plan = overdue.plan_of(
                self.campaign, urgent=report.urgent, start=report.counted_from or report.created_at
            )
            step = plan.reached(now)
            if step is Notice.NONE or not await overdue.noticed(tx, report, step, plan.next(step)):
                await reports.change(tx, report, notice_at=plan.next(Notice(max(step, report.noticed))))
                continue
            await reports.note(tx, report, ReportEvent(at=now, kind=REMINDED, ref=_STEP[step]))
            for address in await self._readers(tx, report, step):
                told[address, step].append(report)
        messages = [self._message(address, step, late) for (address, step), late in told.items()]
        await outbox.put(tx, messages, self.wall())
        return len(found)

    def _urgencies(self, now: datetime) -> tuple[bool, ...]:
        """At night only of what is promised round the clock."""
        if not self.campaign.quiet.covers(self.campaign.local(now)):
            return True, False
        night = {one.urgency for one in self.campaign.deadlines if one.clock == "round"}
        return tuple(urgent for urgent in (True, False) if ("urgent" if urgent else "normal") in night)

    async def _readers(self, tx: Tx, report: Report, step: Notice) -> list[Address]:
        """Those who work on it; at the last step those above them, or the administrators."""
        desk = seats.desk_agency(self.campaign)
        own = await desks.open_desks(tx, desk.key, Role.HOME_AFFAIRS) if desk else []
        if step is not Notice.ESCALATED:
            held = await bodies.reach(tx, report.handler) if report.handler else []
            return list({each.id: each for each in (*own, *held)}.values())
        above = await self._above(tx, report, desk.key if desk else "")
        return above or await desks.holders(tx, Role.ADMIN)

    async def _above(self, tx: Tx, report: Report, desk: str) -> list[Address]:
        deadline = self.campaign.deadline("urgent" if report.urgent else "normal")
        role = deadline.escalate_to if deadline else Role.HEAD
        if role is Role.HEAD:
            return await bodies.people_of(tx, report.handler or desk, Role.HEAD)
        found = [await desks.open_desks(tx, one.key, role) for one in self.campaign.agencies_with(role)]
        return list({each.id: each for some in found for each in some}.values())

    def _message(self, address: Address, step: Notice, late: Sequence[Report]) -> Outgoing:
        lines = tuple(self._line(report) for report in late[:LISTED])
        told = words.Reminder(step=_STEP[step], items=lines, more=max(0, len(late) - LISTED))
        reply = Reply(text=render(told))
        if len(late) > 1:
            return Outgoing(address=address, reply=reply, lane=Lane.ALERTS)
        (one,) = late
        # A reply to a reminder stays among officers.
        name = f"prompt:{NOTE}:{one.code}:{one.version}:{_STEP[step]}.{one.notice_at:%y%m%d%H%M}.{address.id}"
        return Outgoing(address=address, reply=reply, lane=Lane.ALERTS, subject=one.code, dedupe=name)

    def _line(self, report: Report) -> words.LateLine:
        about = f"{cards.kind_label(self.campaign, report.kind)} - {cards.place_label(self.campaign, report.place)}"
        due = self.campaign.local(report.due_at or report.created_at)
        holder = seats.body_name(self.campaign, report.handler)
        return words.LateLine(code=report.code, about=about, due=due, holder=holder)
