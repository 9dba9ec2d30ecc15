"""Once a report is closed: its author and those who joined it say how it went, or that it is not solved."""

from handlers import cards, telling
from handlers.staff.triage.common import restart
from handlers.turn import Turn
from messages.content import Lane, Reply
from messages.contexts import progress
from messages.contexts import reports as words
from messages.vi import states
from storage import ratings, reports, voices
from storage.records import RATEABLE, RATED, Report, ReportEvent, ReportState

_SAYS = {True: "hài lòng", False: "chưa hài lòng"}


async def content(turn: Turn, code: str) -> None:
    """Hài lòng."""
    await _rate(turn, code, satisfied=True)


async def discontent(turn: Turn, code: str) -> None:
    """Chưa hài lòng."""
    await _rate(turn, code, satisfied=False)


async def _rate(turn: Turn, code: str, *, satisfied: bool) -> None:
    report = await _reported(turn, code)
    if report is None:
        return
    new = await ratings.rate(turn.tx, report, turn.person.id, turn.now, satisfied=satisfied)
    if new is None:
        turn.say(progress.NotClosed(code=code, state=states.REPORT[report.state.value]))
        return
    if new:
        if _own(turn, report):  # of many who joined, the card shows how many, not when each
            event = ReportEvent(at=turn.now, kind=RATED, words=_SAYS[satisfied])
            await reports.note(turn.tx, report, event)
        await cards.refresh(turn, report, quietly=True)
    rows = () if satisfied else telling.closing(report)[1:]
    turn.say(progress.RatingTaken(code=code, satisfied=satisfied), rows, subject=code)


async def not_solved(turn: Turn, code: str) -> None:
    """Chưa được giải quyết: it is open again, the desk and all who reported it are told, the promise runs anew."""
    report = await _reported(turn, code)
    if report is None:
        return
    to = ReportState.REOPENED
    if not await reports.move(turn.tx, report, to, turn.now, among=RATEABLE):
        turn.say(progress.NotClosed(code=code, state=states.REPORT[report.state.value]))
        return
    await reports.note(turn.tx, report, ReportEvent(at=turn.now, kind=to.value))
    after = await restart(turn, telling.moved(report, to))
    told = turn.words(words.NotSolved(code=code, joined=not _own(turn, report)))
    await cards.under(turn, after, Reply(text=told), lane=Lane.ALERTS)
    await cards.refresh(turn, after)
    desk = telling.desk_of(turn, after)
    if _own(turn, report):
        await telling.others(turn, after, to, "")
    else:
        await telling.state(turn, after, to, "")
    rows = telling.tell_more(after, "Nói thêm") if _own(turn, report) else ()
    turn.say(progress.ReopenedTaken(code=code, desk=desk, own=_own(turn, report)), rows, subject=code)


def _own(turn: Turn, report: Report) -> bool:
    return report.person_id == turn.person.id


async def _reported(turn: Turn, code: str) -> Report | None:
    """The report, if whoever asks is its author or one of those who joined it."""
    report = await reports.get(turn.tx, code)
    if report is None or not (_own(turn, report) or await voices.joined(turn.tx, report.id, turn.person.id)):
        turn.say(words.NoSuchCode(code=code))
        return None
    return report
