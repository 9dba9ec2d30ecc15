"""Asking for approval: the draft is checked, its approvers are shown exactly what would go out."""

from dataclasses import replace

from handlers import publicity
from handlers.staff.bulletins import cards, hours, quoting
from handlers.staff.bulletins.common import (
    approving_agencies,
    choice,
    not_so,
    one_is_enough,
    writable,
)
from handlers.staff.bulletins.composing import View, look
from handlers.staff.bulletins.reach import reach
from handlers.staff.framing import too_long
from handlers.staff.gaps import gaps, labels
from handlers.turn import Turn
from messages.content import Choice, Lane
from messages.contexts import drafts as words
from messages.contexts import planning, trying
from messages.markup import visible
from messages.render import Words
from messages.vi.drafts import NO_NAME
from storage import desks, drafts, people
from storage.campaign import Campaign
from storage.database import Tx
from storage.drafts import NotNow
from storage.outbox import Outgoing
from storage.records import DRAFT_MOVES, Address, Draft, DraftKind, DraftState, Role

SURE = "guichac"


async def submit(turn: Turn, draft_id: int, *, sure: bool = False) -> None:
    """Submit it if it could go out; otherwise says what is missing, or asks once more."""
    draft = await writable(turn, draft_id)
    if draft is None:
        return
    if DraftState.SUBMITTED not in DRAFT_MOVES[draft.state]:
        not_so(turn, draft, draft.id)
        return
    draft = await in_time(turn, draft)
    view = await look(turn.tx, turn.campaign, draft)
    missing = await unfit(turn, view)
    if missing is not None:
        turn.say(missing)
        await cards.show(turn, draft)
    elif sure or not await asks_again(turn, view, SURE):
        await _submit(turn, view)


async def asks_again(turn: Turn, view: View, what: str) -> bool:
    """Whether its audience looks like a mistake: then that is said, with a button that does `what` all the same."""
    who = await reach(turn, view.rule)
    if who.odd:
        yes: Choice = choice(view, "Đúng, vẫn gửi", what)
        told = trying.OddAudience(id=view.draft.id, counted=who.counted, odd=who.odd, shares=who.shares)
        turn.say(told, [[yes, choice(view, "Sửa người nhận", "sua-audience")]])
    return bool(who.odd)


async def _submit(turn: Turn, view: View) -> None:
    draft = view.draft
    try:
        waits = await drafts.submit(
            turn.tx,
            draft,
            turn.person.id,
            turn.actor,
            view.shown,
            turn.now,
            on_call=approving_agencies(turn.campaign, draft)[1:],
        )
    except NotNow as error:
        not_so(turn, error.draft, draft.id)
        return
    await turn.log("draft.submitted", str(draft.id), shown=view.shown, version=draft.version)
    told = await _tell_approvers(turn, replace(view, draft=waits))
    turn.say(words.Submitted(id=draft.id, title=draft.title, approvers=tuple(told)))
    if one_is_enough(turn.campaign, draft):
        await cards.show(turn, waits)


async def unfit(turn: Turn, view: View) -> Words | None:
    """The same as `why_not`, and what must be looked up: whether a nominee has agreed, whether figures still hold."""
    return (
        why_not(turn, view)
        or await publicity.unasked(turn.tx, view.draft)
        or await quoting.unfit(turn.tx, turn.campaign, view.draft, turn.now)
    )


def why_not(turn: Turn, view: View) -> Words | None:
    """Why it cannot go out as it is; None if it can."""
    campaign, draft = turn.campaign, view.draft
    if campaign.phase(turn.now) != "running":
        return words.OutsideCampaign(starts=campaign.starts, ends=campaign.ends)
    if not visible(draft.text).strip():
        return words.NoText(id=draft.id)
    if draft.kind is DraftKind.CORRECTION and not draft.subject:
        return words.NoRumourBehind(id=draft.id)
    if left := gaps(draft):
        return words.GapsLeft(id=draft.id, labels=labels(campaign, left))
    return too_long(view.reply) or hours.why_not(campaign, draft, turn.now)


async def in_time(turn: Turn, draft: Draft) -> Draft:
    """The draft; what goes out daily and has missed its first hour now begins at its next one, and that is said."""
    passed = draft.send_at is not None and draft.send_at <= turn.now
    at = hours.next_hour(turn.campaign, draft, turn.now) if passed else None
    if at is None or draft.daily_until is None:
        return draft
    try:
        moved = await drafts.put_off(turn.tx, draft, at)
    except NotNow as error:  # what is done next compares too, and says so
        return error.draft or draft
    await turn.log("draft.hour_moved", str(draft.id), at=at.isoformat())
    local = turn.campaign.local(at)
    turn.say(planning.HourMoved(id=draft.id, title=draft.title, at=local, daily=draft.daily_until))
    return moved


async def approvers(tx: Tx, campaign: Campaign, draft: Draft) -> list[Address]:
    """Who may approve it, and can be reached; each once."""
    found = [
        address
        for key in approving_agencies(campaign, draft)
        for address in await desks.holders(tx, Role.APPROVER, key)
        if address.person_id not in draft.writers
    ]
    return list({address.person_id: address for address in found}.values())


async def _tell_approvers(turn: Turn, view: View) -> list[str]:
    """Show it to them. Returns their names."""
    told = await approvers(turn.tx, turn.campaign, view.draft)
    message, decision = await cards.approval(turn, view, own=False)
    for address in told:
        shown = (message, cards.pushed(turn, view, decision, address))
        turn.out += [Outgoing(address=address, reply=reply, lane=Lane.ALERTS) for reply in shown]
    return await names(turn.tx, told)


async def names(tx: Tx, told: list[Address]) -> list[str]:
    """What those are called who read there."""
    found = [await people.get(tx, each.person_id or 0) for each in told]
    return [each.name or NO_NAME for each in found if each]
