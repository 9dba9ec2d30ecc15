"""Đôn đốc: units are reminded of what comes due, and of what they let pass; their head is told. Each once."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.staff.duties import cards
from messages.content import Lane, Reply
from messages.contexts import duties as words
from messages.render import render
from messages.vi.duties import STATE
from storage import bodies, duties, outbox
from storage.campaign import Campaign
from storage.database import Tx
from storage.duties import urging
from storage.outbox import Outgoing
from storage.overdue import Notice
from storage.records import Address, Directive, Obligation, Role

AT_ONCE = 60  # duties in one transaction: it must stay short
LISTED = 6
_STEP = {Notice.SOON: "soon", Notice.OVERDUE: "overdue", Notice.ESCALATED: "escalated"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Urging:
    """The chore that reminds; `wall` is real time, by which the outbox counts."""

    campaign: Campaign
    wall: Callable[[], datetime]

    async def remind(self, tx: Tx, now: datetime) -> int:
        """Remind of what has come due, some at a time. Returns how many duties that was; harmless to repeat.

        Never in quiet hours, nor, where the campaign says so, while the offices are closed: what comes due then
        waits, and is told as it stands when they open.
        """
        local = self.campaign.local(now)
        closed = self.campaign.urging.working_only and not self.campaign.working.is_open(local)
        if closed or self.campaign.quiet.covers(local):
            return 0
        told: dict[tuple[Address, Notice], list[tuple[Directive, Obligation]]] = defaultdict(list)
        found = await urging.due(tx, now, AT_ONCE)
        readers = await bodies.officers_of(tx, [obligation.body for _, obligation in found])
        for directive, obligation in found:
            plan = urging.plan_of(self.campaign.urging, directive.due_at, directive.created_at)
            step = plan.reached(now)
            if step is Notice.NONE or not await urging.noticed(tx, obligation, step, plan.next(step)):
                following = plan.next(Notice(max(step, obligation.noticed)))
                await duties.change(tx, obligation.id, notice_at=following)
                continue
            for who in await self._heard(tx, obligation, step, readers.get(obligation.body, ())):
                told[who].append((directive, obligation))
        messages = [self._message(address, step, owed) for (address, step), owed in told.items()]
        await outbox.put(tx, messages, self.wall())
        return len(found)

    async def _heard(
        self, tx: Tx, obligation: Obligation, step: Notice, officers: Sequence[Address]
    ) -> list[tuple[Address, Notice]]:
        """The officers of the body; at the last step its head, who otherwise is spared the reminders."""
        if step is not Notice.ESCALATED:
            return [(address, step) for address in officers]
        heads = await bodies.people_of(tx, obligation.body, Role.HEAD)
        # Where a night lay between, its officers do not know yet.
        missed = officers if obligation.noticed < Notice.OVERDUE else ()
        return [*((each, step) for each in heads), *((each, Notice.OVERDUE) for each in missed)]

    def _message(
        self, address: Address, step: Notice, owed: Sequence[tuple[Directive, Obligation]]
    ) -> Outgoing:
        items = tuple(self._line(number, *each) for number, each in enumerate(owed[:LISTED], start=1))
        told = words.DutyReminder(step=_STEP[step], items=items, more=max(0, len(owed) - LISTED))
        rows = cards.officer_rows(*owed[0]) if len(owed) == 1 else ()
        reply = Reply(text=render(told), rows=rows)
        subject = owed[0][1].code if len(owed) == 1 else ""
        return Outgoing(address=address, reply=reply, lane=Lane.ALERTS, subject=subject)

    def _line(self, number: int, directive: Directive, obligation: Obligation) -> words.DutyLine:
        return words.DutyLine(
            number=number,
            code=obligation.code,
            title=directive.title,
            body=cards.body_name(self.campaign, obligation.body),
            due=self.campaign.local(directive.due_at),
            late=True,
            state=STATE[obligation.state.value].lower(),
        )
