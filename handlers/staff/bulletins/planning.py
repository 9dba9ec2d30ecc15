"""What is planned: bulletins that wait for their hour, warned about where they come close; the list for staff."""

from datetime import datetime, time, timedelta

from handlers.staff.bulletins import hours
from handlers.turn import Turn
from messages.contexts import planning as words
from messages.vi import states
from storage import drafts
from storage.campaign import Campaign
from storage.records import CHANGEABLE, Draft, DraftState

CLOSE = timedelta(minutes=30)
SHOWN = 12


async def notes(turn: Turn, draft: Draft) -> words.Notes:
    """What its writers and approvers are warned about; nothing more once it is sent or dropped."""
    if draft.state not in CHANGEABLE:
        return words.Notes(trouble="", opens=None, clashes=(), same_day=0)
    at = draft.send_at or (turn.now if draft.state is DraftState.SUBMITTED else None)
    return words.Notes(
        trouble=hours.trouble(turn.campaign, draft, turn.now),
        opens=hours.quiet_until(turn.campaign, draft, at) if at else None,
        clashes=await clashes(turn, draft),
        same_day=await crowded(turn, draft),
    )


async def clashes(turn: Turn, draft: Draft) -> tuple[str, ...]:
    """Other approved drafts that go out within half an hour of this one, for the same people or some of them."""
    at = draft.send_at or turn.now
    near = await drafts.planned(turn.tx, at - CLOSE, at + CLOSE)
    return tuple(
        f"bản nháp số {each.id} ({turn.campaign.local(each.send_at):%H:%M})"
        for each in near
        if each.id != draft.id and each.send_at and _meet(turn.campaign, each, draft)
    )


def _meet(campaign: Campaign, one: Draft, other: Draft) -> bool:
    """Whether they may reach the same people: their areas meet, or one of them has none."""
    mine, theirs = one.audience.areas, other.audience.areas
    if not mine or not theirs:
        return True
    return not set(campaign.units.covered(mine)).isdisjoint(campaign.units.covered(theirs))


async def crowded(turn: Turn, draft: Draft) -> int:
    """How many other bulletins that day has, if that is more than the campaign file calls enough; 0 otherwise."""
    first, last = _day_of(turn.campaign, draft.send_at or turn.now)
    planned = await drafts.planned(turn.tx, first, last)
    others = len([each for each in planned if each.id != draft.id]) + await drafts.begun(turn.tx, first, last)
    return others if others >= turn.campaign.limits.bulletins_a_day else 0


def _day_of(campaign: Campaign, at: datetime) -> tuple[datetime, datetime]:
    first = datetime.combine(campaign.local(at).date(), time.min, campaign.zone_info)
    return first, first + timedelta(days=1)


async def show(turn: Turn) -> None:
    """The list of what goes out from now on: agencies' bulletins, and what the calendar says by itself."""
    campaign = turn.campaign
    last = datetime.combine(campaign.ends, time.max, campaign.zone_info)
    found = [
        words.PlannedLine(
            at=campaign.local(each.send_at), what=f"{each.id}. {each.title}", daily=each.daily_until
        )
        for each in await drafts.planned(turn.tx, turn.now, last)
        if each.send_at
    ]
    coming = [each for each in campaign.firings if each.due > turn.now][:SHOWN]
    found += [
        words.PlannedLine(
            at=campaign.local(each.due),
            what=states.EVENT_NAME[each.entry.kind],
            daily=None,
        )
        for each in coming
    ]
    found.sort(key=lambda each: each.at)
    turn.say(words.Planned(lines=tuple(found[:SHOWN]), more=max(0, len(found) - SHOWN)))
