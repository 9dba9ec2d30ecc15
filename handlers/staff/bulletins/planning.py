"""What is planned: bulletins that wait for their hour, warned about where they come close; the list for staff."""

from datetime import datetime, time

from handlers.staff.bulletins import crowding, hours
from handlers.staff.bulletins.composing import View
from handlers.turn import Turn
from messages.contexts import planning as words
from messages.vi import states
from storage import drafts
from storage.records import CHANGEABLE, DraftState

SHOWN = 12


async def notes(turn: Turn, view: View) -> words.Notes:
    """What its writers and approvers are warned about; nothing more once it is sent or dropped."""
    draft = view.draft
    if draft.state not in CHANGEABLE:
        return words.Notes(trouble="", opens=None, clashes=(), same_day=0)
    at = draft.send_at or (turn.now if draft.state is DraftState.SUBMITTED else None)
    clashes, same_day = await crowding.around(turn, view)
    return words.Notes(
        trouble=hours.trouble(turn.campaign, draft, turn.now),
        opens=hours.quiet_until(turn.campaign, draft, at) if at else None,
        clashes=clashes,
        same_day=same_day,
    )


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
