"""/duyettin: what waits for an approver, and the decision about it."""

from datetime import datetime

from handlers import conversing
from handlers.questions import text_step, to
from handlers.staff import pushing
from handlers.staff.bulletins import cards, composing, hours, listing
from handlers.staff.bulletins.common import (
    agencies_as,
    is_as_seen,
    may_approve,
    name_of,
    not_so,
    number_of,
    one_is_enough,
    seen_of,
    tell_writers,
)
from handlers.staff.bulletins.composing import View, look
from handlers.staff.bulletins.submitting import asks_again, in_time, unfit
from handlers.steps import Answers, Facts, flow
from handlers.turn import Turn
from messages.contexts import drafting, planning
from messages.contexts import drafts as words
from storage import audience, drafts
from storage.drafts import NotNow, OwnWork
from storage.records import Draft, DraftState, Role

REASON_LIMIT = 500
SURE = "duyetchac"


async def waiting(turn: Turn, argument: str) -> None:
    """What waits; `argument` is a draft's number. A single one is shown at once."""
    if number := number_of(argument):
        await _one(turn, number)
        return
    found = await _waiting(turn)
    shown = await listing.page(turn, "duyettin", found, argument)
    if len(found) == 1:
        await cards.show(turn, shown.drafts[0])
    else:
        turn.say(words.Waiting(count=len(found), more=shown.more), shown.rows)


async def _one(turn: Turn, number: int) -> None:
    draft = await drafts.get(turn.tx, number)
    mine = draft is not None and may_approve(turn, draft)
    if draft is not None and mine and draft.state is DraftState.SUBMITTED:
        await cards.show(turn, draft)
    else:
        not_so(turn, draft if mine else None, number)


async def _waiting(turn: Turn) -> list[int]:
    """Of their agencies, and alerts of those for which they are on call."""
    mine = agencies_as(turn, Role.APPROVER)
    calls = [each.key for each in turn.campaign.agencies if not set(mine).isdisjoint(each.on_call)]
    return await drafts.waiting_ids(turn.tx, mine, calls)


async def approve(turn: Turn, ref: str) -> None:
    """Duyệt và gửi: exactly what was shown, to exactly whom."""
    await _approve(turn, ref, sure=False)


async def approve_surely(turn: Turn, ref: str) -> None:
    """The same, after the audience was asked about."""
    await _approve(turn, ref, sure=True)


async def _approve(turn: Turn, ref: str, *, sure: bool) -> None:
    view = await _shown(turn, ref)
    if view is None:
        return
    draft = await in_time(turn, view.draft)
    if draft != view.draft:  # at another hour than was shown
        await cards.show(turn, draft)
        return
    alone = one_is_enough(turn.campaign, draft)
    missing = await unfit(turn, view)
    if missing is not None:
        turn.say(missing)
        return
    if turn.person.id in draft.writers and not alone:
        turn.say(words.OwnWork(id=draft.id))
        return
    if not sure and await asks_again(turn, view, SURE):
        return
    counted = await audience.count(turn.tx, view.rule)
    try:
        passed = await drafts.approve(
            turn.tx, draft, turn.person.id, turn.actor, view.shown, turn.now, alone=alone, counted=counted
        )
    except OwnWork:
        turn.say(words.OwnWork(id=draft.id))
    except NotNow as error:
        not_so(turn, error.draft, draft.id)
    else:
        await _start(turn, view, passed, counted)


async def _start(turn: Turn, view: View, draft: Draft, counted: int) -> None:
    detail: dict[str, object] = {"shown": view.shown, "counted": counted, "version": draft.version}
    if turn.person.id in draft.writers:
        detail["alone"] = True  # one person wrote and approved: a setting of the campaign file
    await turn.log("draft.approved", str(draft.id), **detail)
    if draft.send_at is not None:  # an hour that has passed is none that can be approved
        await _waits(turn, draft, draft.send_at)
        return
    new = composing.bulletin(view, turn.actor, counted)
    _, made = await drafts.start(turn.tx, draft, new, turn.now)
    await turn.log("bulletin.started", str(made.id), draft=draft.id, **detail)
    told = words.Started(
        id=draft.id,
        number=made.id,
        title=draft.title,
        by=name_of(turn.actor),
        counted=counted,
        opens=hours.quiet_until(turn.campaign, draft, turn.now),
    )
    turn.say(told)
    await tell_writers(turn, draft, told)
    await pushing.follow(turn.tx, made, await pushing.deciders(turn.tx, made.id), turn.campaign, turn.wall)


async def _waits(turn: Turn, draft: Draft, at: datetime) -> None:
    told = planning.Waits(
        id=draft.id,
        title=draft.title,
        by=name_of(turn.actor),
        at=turn.campaign.local(at),
        opens=hours.quiet_until(turn.campaign, draft, at),
        daily=draft.daily_until,
    )
    turn.say(told)
    await tell_writers(turn, draft, told)


async def ask_reason(turn: Turn, ref: str) -> None:
    """Trả lại: asks why."""
    view = await _shown(turn, ref)
    if view is not None:
        draft = view.draft
        seen = {"draft": draft.id, "version": draft.version, "title": draft.title}
        await conversing.start(turn, RETURN.name, seen)


async def _shown(turn: Turn, ref: str) -> View | None:
    """The draft that waits for this approver as they saw it; otherwise says what it is now."""
    seen = seen_of(ref)
    draft = await drafts.get(turn.tx, seen.id)
    if draft is None:
        not_so(turn, None, seen.id)
    elif not may_approve(turn, draft):
        turn.say(words.NotYours(id=seen.id))
    elif draft.state is not DraftState.SUBMITTED:
        not_so(turn, draft, seen.id)
    else:
        return await _unchanged(turn, draft, ref)
    return None


async def _unchanged(turn: Turn, draft: Draft, ref: str) -> View | None:
    view = await look(turn.tx, turn.campaign, draft)
    if view.shown != draft.shown:  # zone colours or the frame around its words: no writer's doing
        await drafts.show_again(turn.tx, draft, view.shown)
    if is_as_seen(view, seen_of(ref)):
        return view
    if seen_of(ref).mark:  # typed as "Duyệt 17" or "DUYET 17+3" it does not say to whom it was to go
        turn.say(words.ChangedMeanwhile(id=draft.id, title=draft.title))
    await cards.show(turn, draft)
    return None


async def _returned(turn: Turn, answers: Answers) -> None:
    draft = await drafts.get(turn.tx, int(answers["draft"]))
    if draft is None or not may_approve(turn, draft):
        turn.say(words.NotYours(id=int(answers["draft"])))
        return
    if draft.version != answers["version"]:
        not_so(turn, draft, draft.id)
        return
    reason = str(answers["reason"])
    try:
        back = await drafts.give_back(turn.tx, draft, turn.actor, reason, turn.now)
    except NotNow as error:
        not_so(turn, error.draft, draft.id)
        return
    await turn.log("draft.returned", str(draft.id), version=draft.version)
    turn.say(words.ReturnedBy(id=draft.id, title=draft.title))
    told = words.Returned(id=draft.id, title=draft.title, by=name_of(back.decided_by), reason=reason)
    await tell_writers(turn, back, told)


def _why(answers: Answers, _facts: Facts) -> drafting.AskReason:
    return drafting.AskReason(id=int(answers["draft"]), title=str(answers["title"]))


RETURN = flow(
    "tratin",
    "trả lại bản nháp",
    (text_step("reason", _why, to(None), limit=REASON_LIMIT),),
    finish=_returned,
    cancelled="Chưa trả lại. Bản nháp vẫn chờ duyệt.",
    guard=False,
)
