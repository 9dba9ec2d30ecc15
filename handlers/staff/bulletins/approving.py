"""/duyettin: what waits for an approver, and the decision about it."""

from handlers import conversing
from handlers.questions import text_step, to
from handlers.staff import pushing
from handlers.staff.bulletins import cards, composing
from handlers.staff.bulletins.common import (
    agencies_as,
    is_as_seen,
    may_approve,
    name_of,
    not_so,
    seen_of,
    tell_writers,
)
from handlers.staff.bulletins.submitting import why_not
from handlers.steps import Answers, Facts, flow
from handlers.turn import Turn
from messages import buttons
from messages.content import Choice
from messages.contexts import drafts as words
from storage import bulletins, drafts
from storage.drafts import NotNow, OwnWork
from storage.records import Draft, DraftState, Role

REASON_LIMIT = 500
_SHOWN = 8


async def waiting(turn: Turn, argument: str) -> None:
    """What waits; `argument` is a draft's number. A single one is shown at once."""
    found = await drafts.list_open(
        turn.tx, agencies_as(turn, Role.APPROVER), (DraftState.SUBMITTED,), limit=_SHOWN
    )
    if argument.isascii() and argument.isdigit():
        found = [each for each in found if str(each.id) == argument]
        if not found:
            draft = await drafts.get(turn.tx, seen_of(argument).id)
            not_so(turn, draft if draft and may_approve(turn, draft) else None, seen_of(argument).id)
            return
    if len(found) == 1:
        await cards.show(turn, found[0])
        return
    rows = [(Choice(label=_label(each), data=buttons.command("duyettin", str(each.id))),) for each in found]
    turn.say(words.Waiting(count=len(found)), rows)


def _label(draft: Draft) -> str:
    return f"{draft.id}. {draft.title[:40].rstrip()}"


async def approve(turn: Turn, ref: str) -> None:
    """Duyệt và gửi: exactly what was shown, to exactly whom."""
    draft = await _shown(turn, ref)
    if draft is None:
        return
    missing = why_not(turn, draft)
    if missing is not None:
        turn.say(missing)
        return
    try:
        passed = await drafts.approve(
            turn.tx, draft, turn.person.id, turn.actor, composing.fingerprint(turn.campaign, draft), turn.now
        )
    except OwnWork:
        turn.say(words.OwnWork(id=draft.id))
        return
    except NotNow as error:
        not_so(turn, error.draft, draft.id)
        return
    await _start(turn, passed)


async def _start(turn: Turn, draft: Draft) -> None:
    places = turn.campaign.units.covered(draft.audience.areas)
    counted = await bulletins.count_audience(turn.tx, draft.audience, places)
    await turn.log("draft.approved", str(draft.id), shown=draft.shown, counted=counted)
    new = composing.bulletin(turn.campaign, draft, turn.actor, counted)
    _, made = await drafts.start(turn.tx, draft, new, turn.now)
    await turn.log("bulletin.started", str(made.id), draft=draft.id, shown=draft.shown, counted=counted)
    told = words.Started(
        id=draft.id, number=made.id, title=draft.title, by=name_of(turn.actor), counted=counted
    )
    turn.say(told)
    await tell_writers(turn, draft, told)
    await pushing.follow(turn.tx, made, await pushing.deciders(turn.tx, made.id), turn.campaign, turn.wall)


async def ask_reason(turn: Turn, ref: str) -> None:
    """Trả lại: asks why."""
    draft = await _shown(turn, ref)
    if draft is not None:
        seen = {"draft": draft.id, "version": draft.version, "title": draft.title}
        await conversing.start(turn, RETURN.name, seen)


async def _shown(turn: Turn, ref: str) -> Draft | None:
    """The draft that waits for this approver as they saw it; otherwise says what it is now."""
    seen = seen_of(ref)
    draft = await drafts.get(turn.tx, seen.id)
    if draft is None:
        not_so(turn, None, seen.id)
    elif not may_approve(turn, draft):
        turn.say(words.NotYours(id=seen.id))
    elif draft.state is not DraftState.SUBMITTED:
        not_so(turn, draft, seen.id)
    elif not is_as_seen(turn.campaign, draft, seen):
        turn.say(words.ChangedMeanwhile(id=draft.id, title=draft.title))
        await cards.show(turn, draft)
    else:
        return draft
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


def _why(answers: Answers, _facts: Facts) -> words.AskReason:
    return words.AskReason(id=int(answers["draft"]), title=str(answers["title"]))


RETURN = flow(
    "tratin",
    "trả lại bản nháp",
    (text_step("reason", _why, to(None), limit=REASON_LIMIT),),
    finish=_returned,
    cancelled="Chưa trả lại. Bản nháp vẫn chờ duyệt.",
    guard=False,
)
