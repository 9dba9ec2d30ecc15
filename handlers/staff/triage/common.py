"""What every step of the desk's work begins and ends with."""

from handlers import card_buttons, cards, seats, telling
from handlers.closed import closed
from handlers.seats import Seat
from handlers.turn import Turn
from messages.contexts import reports as words
from messages.contexts import triage
from messages.vi import states
from storage import locations, overdue, reports
from storage.records import CLOSED_REPORTS, Report, ReportEvent, ReportState


async def at_work(turn: Turn, code: str, action: str) -> tuple[Report, Seat] | None:
    """The report and the seat of who acts, if both allow the action; otherwise says why not."""
    report = await reports.get(turn.tx, code)
    if report is None:
        turn.say(words.NoSuchCode(code=code))
        return None
    seat = await seats.here(turn, report)
    if seat is None or not card_buttons.belongs(action, seat):
        turn.say(triage.NotYours(code=code))
        return None
    if not card_buttons.may(action, report):
        await too_late(turn, report)
        return None
    return report, seat


async def too_late(turn: Turn, report: Report) -> None:
    """Somebody was faster: who, and how it stands now; the cards are brought up to date."""
    now = await reports.get(turn.tx, report.code) or report
    story = await reports.story(turn.tx, now, internal=True)
    by = next((event.actor for event in reversed(story) if event.kind == now.state.value), "")
    turn.say(words.CannotMove(code=now.code, state=states.REPORT[now.state.value], by=by.partition(" (")[0]))
    await cards.refresh(turn, now, quietly=True)


async def move(
    turn: Turn,
    report: Report,
    to: ReportState,
    *,
    said: str = "",
    ref: str = "",
    seen: int | None = None,
    **changes: object,
) -> Report | None:
    """Move it, write down and log who did; None if somebody was faster, which is then said."""
    moved = await reports.move(turn.tx, report, to, turn.now, among=_from(to), seen=seen, **changes)
    if not moved:
        await too_late(turn, report)
        return None
    event = ReportEvent(at=turn.now, kind=to.value, actor=turn.actor, words=said, ref=ref)
    await reports.note(turn.tx, report, event, turn.inbound.attachments if said or ref else ())
    await turn.log(f"report.{to.value}", report.code, **({"ref": ref} if ref else {}))
    after = telling.moved(report, to, **changes)
    if to in CLOSED_REPORTS:
        await locations.forget_location(turn.tx, report.id)  # the cards are drawn anew below
        await closed(turn, after)
    return after


def _from(to: ReportState) -> frozenset[ReportState] | None:
    return card_buttons.TAKEN_FROM if to is ReportState.RECEIVED else None


async def restart(turn: Turn, report: Report) -> Report:
    """Count the promise anew from now."""
    await overdue.start(turn.tx, turn.campaign, report, turn.now)
    return await reports.get(turn.tx, report.code) or report


def who(turn: Turn) -> str:
    """The officer's name, without the account."""
    return turn.actor.partition(" (")[0]
