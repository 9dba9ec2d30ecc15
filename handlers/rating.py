"""Once a report is closed: its author says how it went, or that it is not solved."""

from handlers import cards, telling
from handlers.staff.triage.common import restart
from handlers.turn import Turn
from messages.content import Lane, Reply
from messages.contexts import progress
from messages.contexts import reports as words
from messages.vi import states
from storage import reports
from storage.records import RATED, Report, ReportEvent, ReportState

_SAYS = {True: "hài lòng", False: "chưa hài lòng"}


async def content(turn: Turn, code: str) -> None:
    """Hài lòng."""
    await _rate(turn, code, satisfied=True)


async def discontent(turn: Turn, code: str) -> None:
    """Chưa hài lòng."""
    await _rate(turn, code, satisfied=False)


async def _rate(turn: Turn, code: str, *, satisfied: bool) -> None:
    report = await _own(turn, code)
    if report is None:
        return
    if not await reports.rate(turn.tx, report, satisfied=satisfied):
        turn.say(progress.NotClosed(code=code, state=states.REPORT[report.state.value]))
        return
    if report.satisfied is not satisfied:
        event = ReportEvent(at=turn.now, kind=RATED, words=_SAYS[satisfied])
        await reports.note(turn.tx, report, event)
        await cards.refresh(turn, await reports.get(turn.tx, code) or report)
    rows = () if satisfied else telling.closing(report)[1:]
    turn.say(progress.RatingTaken(code=code, satisfied=satisfied), rows, subject=code)


async def not_solved(turn: Turn, code: str) -> None:
    """Chưa được giải quyết: it is open again, the desk is told, and the promise runs anew."""
    report = await _own(turn, code)
    if report is None:
        return
    closed = (ReportState.RESOLVED, ReportState.NOT_OURS)
    to = ReportState.REOPENED
    if not await reports.move(turn.tx, report, to, turn.now, among=closed, satisfied=None):
        turn.say(progress.NotClosed(code=code, state=states.REPORT[report.state.value]))
        return
    await reports.note(turn.tx, report, ReportEvent(at=turn.now, kind=to.value))
    after = await restart(turn, telling.moved(report, to))
    told = turn.words(words.NotSolved(code=code))
    await cards.under(turn, after, Reply(text=told), lane=Lane.ALERTS)
    await cards.refresh(turn, after)
    desk = telling.desk_of(turn, after)
    turn.say(progress.ReopenedTaken(code=code, desk=desk), telling.tell_more(after, "Nói thêm"), subject=code)


async def _own(turn: Turn, code: str) -> Report | None:
    report = await reports.get(turn.tx, code)
    if report is None or report.person_id != turn.person.id:
        turn.say(words.NoSuchCode(code=code))
        return None
    return report
