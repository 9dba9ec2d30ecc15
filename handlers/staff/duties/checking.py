"""The office's check of what a body reported: đạt, chưa đạt, cần bổ sung; told back with its words."""

from handlers.staff.duties import cards
from handlers.staff.duties.common import checked_here, move, too_late
from handlers.staff.duties.viewing import directive_here
from handlers.staff.triage.asked_words import HEARERS, Hearer, ask
from handlers.turn import Turn
from messages.content import Choice, Lane, Reply
from messages.contexts import directives as office
from messages.contexts import duties as words
from messages.contexts import triage
from messages.vi.duties import RESULT
from storage import bodies, duties
from storage.records import OBLIGATION_MOVES, Obligation, ObligationState

_TO = {
    cards.PASS: ObligationState.PASSED,
    cards.FAIL: ObligationState.FAILED,
    cards.MORE: ObligationState.MORE,
}


async def passed(turn: Turn, code: str) -> None:
    """Đạt."""
    await _check(turn, code, cards.PASS, "")


async def ask_failed(turn: Turn, code: str) -> None:
    """Chưa đạt: asks why."""
    await _ask(turn, code, cards.FAIL)


async def ask_more(turn: Turn, code: str) -> None:
    """Cần bổ sung: asks what."""
    await _ask(turn, code, cards.MORE)


async def _ask(turn: Turn, code: str, action: str) -> None:
    found = await checked_here(turn, code)
    if found is None:
        return
    if _TO[action] in OBLIGATION_MOVES[found[1].state]:
        await ask(turn, found[1], action)
    else:
        await too_late(turn, found[1])


async def failed(turn: Turn, code: str, text: str, _seen: int | None) -> None:
    """Chưa đạt, with the reason."""
    await _worded(turn, code, cards.FAIL, text)


async def more(turn: Turn, code: str, text: str, _seen: int | None) -> None:
    """Cần bổ sung, and what."""
    await _worded(turn, code, cards.MORE, text)


async def _worded(turn: Turn, code: str, action: str, text: str) -> None:
    if text:
        await _check(turn, code, action, text)
    else:
        turn.say(triage.NeedText(code=code))


async def _check(turn: Turn, code: str, action: str, text: str) -> None:
    found = await checked_here(turn, code)
    if found is None:
        return
    after = await move(turn, found, _TO[action], text, check_words=text)
    if after is None:
        return
    told = words.DutyChecked(
        code=code,
        title=found[0].title,
        result=RESULT[after.state.value],
        words=text,
        again=after.state is not ObligationState.PASSED,
    )
    reply = Reply(text=turn.words(told), rows=cards.officer_rows(found[0], after))
    for address in (await bodies.officers_of(turn.tx, [after.body])).get(after.body, ()):
        turn.send(address, reply, lane=Lane.ALERTS, subject=code)
    result = words.DutyDone(code=code, what=f"đã ghi kết quả kiểm tra: {RESULT[after.state.value]}")
    following = await duties.to_check(turn.tx, found[0].id)
    rows = [[_next(following)]] if following else []
    turn.say(result, rows, subject=code)


def _next(waiting: list[Obligation]) -> Choice:
    label = f"Kiểm tra tiếp ({len(waiting)})"
    return Choice(label=label, data=cards.about(waiting[0].directive_id, "kiemtra"))


async def show_next(turn: Turn, ref: str) -> None:
    """Kiểm tra: the report that waits longest for its check."""
    directive = await directive_here(turn, ref)
    if directive is None:
        return
    waiting = await duties.to_check(turn.tx, directive.id)
    if not waiting:
        turn.say(office.NothingToCheck(title=directive.title))
        return
    await show(turn, waiting[0].code)


async def show(turn: Turn, code: str) -> None:
    """The card as the office sees it, with the files of the report."""
    found = await checked_here(turn, code)
    if found is None:
        return
    directive, obligation = found
    story = await duties.story(turn.tx, obligation)
    text = cards.draw(turn.campaign, directive, obligation, story, turn.now)
    turn.say(text, cards.office_rows(directive, obligation), subject=code)
    if obligation.attachments:
        files = words.DutyFiles(code=code, count=len(obligation.attachments), reported=True)
        turn.say(files, attachments=obligation.attachments, subject=code)


HEARERS |= {cards.FAIL: Hearer(said=failed), cards.MORE: Hearer(said=more)}
