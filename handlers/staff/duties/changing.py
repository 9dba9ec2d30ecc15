"""Changing a directive that stands: a later due time for all who still owe, or taking it back."""

from dataclasses import replace
from datetime import UTC, datetime

from handlers import conversing
from handlers.questions import text_step, to
from handlers.staff.duties import cards
from handlers.staff.duties.due import due_step
from handlers.staff.duties.viewing import directive_here
from handlers.steps import Answers, flow
from handlers.turn import Turn
from messages.content import ChatKind, Lane, Reply
from messages.contexts import basics
from messages.contexts import directives as office
from messages.contexts import duties as words
from messages.render import moment
from storage import bodies, duties
from storage.duties.urging import plan_of
from storage.overdue import Notice
from storage.records import Address, Directive, DirectiveState, Obligation
from storage.records.duties import UNDONE

REASON = 300  # UTF-16 units


async def ask_extension(turn: Turn, ref: str) -> None:
    """Gia hạn: asks until when."""
    directive = await _standing(turn, ref)
    if directive is not None:
        before = turn.campaign.local(directive.due_at).isoformat()
        await conversing.start(turn, EXTENDING.name, {"id": str(directive.id), "before": before})


async def ask_recall(turn: Turn, ref: str) -> None:
    """Thu hồi việc này: asks why."""
    directive = await _standing(turn, ref)
    if directive is not None:
        count = len(await duties.obligations_of(turn.tx, directive.id))
        answers = {"id": str(directive.id), "title": directive.title, "count": count}
        await conversing.start(turn, RECALLING.name, answers)


async def _standing(turn: Turn, ref: str) -> Directive | None:
    """The directive, if it stands and what is asked next can be answered here; otherwise says why not."""
    directive = await directive_here(turn, ref)
    if directive is None:
        return None
    if directive.state is DirectiveState.RECALLED:
        turn.say(words.DutyRecalled(title=directive.title, reason=directive.reason))
        return None
    if turn.address.kind is ChatKind.GROUP:
        turn.say(basics.NotHere(title="Sửa việc đã giao", private=True))
        return None
    return directive


async def _extend(turn: Turn, answers: Answers) -> None:
    directive = await _standing(turn, str(answers["id"]))
    if directive is None:
        return
    due = datetime.fromisoformat(str(answers["due"])).astimezone(UTC)
    upcoming = plan_of(turn.campaign.urging, due, turn.now).next(Notice.NONE)
    after = await duties.extend(turn.tx, directive, due, upcoming)
    if after is None:
        turn.say(words.DutyRecalled(title=directive.title, reason=""))
        return
    await turn.log("directive.extended", str(directive.id), due=due.isoformat())
    owed = [each for each in await duties.obligations_of(turn.tx, directive.id) if each.state in UNDONE]
    readers = await _refreshed(turn, after, owed)
    local, told = turn.campaign.local(due), 0
    for obligation in owed:
        said = words.DutyExtended(code=obligation.code, title=after.title, due=local)
        for address in readers.get(obligation.body, ()):
            turn.send(address, Reply(text=turn.words(said)), lane=Lane.ALERTS, subject=obligation.code)
            told += 1
    turn.say(office.DirectiveChanged(title=after.title, what=f"hạn mới {moment(local)}", told=told))


async def _recall(turn: Turn, answers: Answers) -> None:
    directive = await _standing(turn, str(answers["id"]))
    if directive is None:
        return
    reason = str(answers["reason"])
    if not await duties.recall(turn.tx, directive, reason, turn.now):
        turn.say(words.DutyRecalled(title=directive.title, reason=""))
        return
    await turn.log("directive.recalled", str(directive.id))
    after = replace(directive, state=DirectiveState.RECALLED, reason=reason)
    readers = await _refreshed(turn, after, await duties.obligations_of(turn.tx, directive.id))
    said = Reply(text=turn.words(words.DutyRecalled(title=after.title, reason=reason)))
    everyone = {each.id: each for found in readers.values() for each in found}
    for address in everyone.values():
        turn.send(address, said, lane=Lane.ALERTS)
    turn.say(office.DirectiveChanged(title=after.title, what="đã thu hồi", told=len(everyone)))


async def _refreshed(turn: Turn, directive: Directive, owed: list[Obligation]) -> dict[str, list[Address]]:
    """Bring the cards of these obligations up to date; returns who reads for each body."""
    readers = await bodies.officers_of(turn.tx, [each.body for each in owed])
    where = {each.id: each for found in readers.values() for each in found}
    turn.out += await cards.refresh(turn.tx, turn.campaign, directive, owed, turn.now, where)
    return readers


EXTENDING = flow(
    "giahan",
    "gia hạn một việc đã giao",
    (due_step("due", to(None), before="before"),),
    finish=_extend,
    cancelled="Hạn giữ như cũ.",
    guard=False,
)
RECALLING = flow(
    "thuhoiviec",
    "thu hồi một việc đã giao",
    (
        text_step(
            "reason",
            lambda a, _f: office.AskRecall(title=str(a["title"]), count=int(a["count"])),
            to(None),
            limit=REASON,
        ),
    ),
    finish=_recall,
    cancelled="Việc vẫn giữ như cũ, chưa thu hồi.",
    guard=False,
)
