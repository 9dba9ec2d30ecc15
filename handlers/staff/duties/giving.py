"""Giving a directive to its bodies: by the office, or by the calendar each day."""

from collections.abc import Sequence
from datetime import UTC, datetime

from handlers.staff.duties import cards
from storage import bodies, duties
from storage.campaign import Campaign, Entry
from storage.database import Tx
from storage.duties import NewDirective
from storage.duties.urging import plan_of
from storage.outbox import Outgoing
from storage.overdue import Notice
from storage.records import Addressees, Directive

CALENDAR = "calendar"  # who gave what the campaign file has given every day


async def give(
    tx: Tx, campaign: Campaign, new: NewDirective, now: datetime
) -> tuple[Directive, int, list[Outgoing]]:
    """Store it and draw the cards of all officers. Returns it, how many bodies were reached, and the cards."""
    keys = duties.bodies_of(campaign, new.addressees)
    plan = plan_of(campaign.urging, new.due_at, now)
    made, owed = await duties.give(tx, new, keys, now, notice_at=plan.next(Notice.NONE))
    readers = await bodies.officers_of(tx, keys)
    return made, len(readers), await cards.put(tx, campaign, made, owed, readers, now)


async def standing(tx: Tx, campaign: Campaign, entry: Entry, due: datetime) -> Sequence[Outgoing]:
    """The directive of a calendar entry that is due now (UTC)."""
    duty = entry.duty
    if duty is None:
        raise ValueError(f"the calendar entry {entry.key} asks nothing of anyone")
    until = datetime.combine(campaign.local(due).date(), duty.due, campaign.zone_info)
    new = NewDirective(
        title=duty.title,
        text=campaign.fill(entry.text),
        need=duty.need,
        due_at=until.astimezone(UTC),
        addressees=Addressees(levels=duty.levels, kinds=duty.kinds, areas=duty.areas),
        created_by=CALENDAR,
    )
    _, _, out = await give(tx, campaign, new, due)
    return out
