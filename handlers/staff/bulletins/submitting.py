"""Asking for approval: the draft is checked, its approvers are shown exactly what would go out."""

from handlers.staff.bulletins import cards, composing
from handlers.staff.bulletins.common import not_so
from handlers.turn import Turn
from messages.content import Lane, Reply
from messages.contexts import drafts as words
from messages.markup import visible
from messages.render import Words
from storage import desks, drafts
from storage.drafts import NotNow
from storage.outbox import Outgoing
from storage.records import DRAFT_MOVES, Address, Draft, DraftState, Role


async def submit_draft(turn: Turn, draft: Draft) -> None:
    """Submit it if it could go out; otherwise says what is missing."""
    if DraftState.SUBMITTED not in DRAFT_MOVES[draft.state]:
        not_so(turn, draft, draft.id)
        return
    missing = why_not(turn, draft)
    if missing is not None:
        turn.say(missing)
        await cards.show(turn, draft)
        return
    shown = composing.fingerprint(turn.campaign, draft)
    try:
        waits = await drafts.submit(turn.tx, draft, turn.person.id, turn.actor, shown, turn.now)
    except NotNow as error:
        not_so(turn, error.draft, draft.id)
        return
    await turn.log("draft.submitted", str(draft.id), shown=shown, version=draft.version)
    told = await _tell_approvers(turn, waits)
    turn.say(words.Submitted(id=draft.id, title=draft.title, approvers=told))


def why_not(turn: Turn, draft: Draft) -> Words | None:
    """Why it cannot go out as it is; None if it can."""
    campaign = turn.campaign
    if campaign.phase(turn.now) != "running":
        return words.OutsideCampaign(starts=campaign.starts, ends=campaign.ends)
    if not visible(draft.text).strip():
        return words.NoText(id=draft.id)
    length = composing.length(composing.message(campaign, draft))
    return words.TooLong(length=length, limit=composing.LIMIT) if length > composing.LIMIT else None


async def approvers(turn: Turn, draft: Draft) -> list[Address]:
    """Who may approve it, and can be reached."""
    found = await desks.holders(turn.tx, Role.APPROVER, draft.agency)
    return [each for each in found if each.person_id not in draft.writers]


async def _tell_approvers(turn: Turn, draft: Draft) -> int:
    told = await approvers(turn, draft)
    shown: tuple[Reply, ...] = await cards.approval(turn, draft, own=False)
    for address in told:
        turn.out += [Outgoing(address=address, reply=reply, lane=Lane.ALERTS) for reply in shown]
    return len(told)
