"""Steps that need one press: take, resolve, urgent or not, before the committee, reopen; and the card's folds."""

from handlers import card_buttons as does
from handlers import cards, seats, telling
from handlers.seats import Seat
from handlers.staff.triage.common import at_work, move, restart, too_late
from handlers.turn import Turn
from messages.contexts import progress
from messages.contexts import reports as words
from storage import links, overdue, reports
from storage.records import CALMED, URGED, Report, ReportEvent, ReportState


async def take(turn: Turn, code: str) -> None:
    """Tiếp nhận: somebody at the desk looks into it."""
    await _plain(turn, code, does.TAKE, ReportState.RECEIVED)


async def resolve(turn: Turn, code: str) -> None:
    """Đã giải quyết."""
    await _plain(turn, code, does.RESOLVE, ReportState.RESOLVED)


async def _plain(turn: Turn, code: str, action: str, to: ReportState) -> None:
    found = await at_work(turn, code, action)
    if found is None:
        return
    report, seat = found
    after = await move(turn, report, to)
    if after is not None:
        await telling.state(turn, after, to, seats.name_here(turn, report, seat))
        await cards.refresh(turn, after)


async def submit(turn: Turn, code: str) -> None:
    """Đã tổng hợp, trình UBND tỉnh: its office gets the card, the author is told."""
    found = await at_work(turn, code, does.SUBMIT)
    if found is None:
        return
    after = await move(turn, found[0], ReportState.SUBMITTED)
    if after is None:
        return
    desk, issuer = seats.desk_name(turn.campaign), turn.campaign.issuer
    await telling.this(turn, after, progress.Submitted(code=code, desk=desk, issuer=issuer))
    await telling.others(turn, after, ReportState.SUBMITTED, desk)
    await cards.refresh(turn, after)
    office = {each.id for each in await cards.desk_addresses(turn)}
    there = [each for each in await seats.committee(turn) if each.id not in office]
    await cards.put(turn, after, [(each, Seat.COMMITTEE) for each in there], anew=True)


async def reopen(turn: Turn, code: str) -> None:
    """Mở lại: it was closed by mistake, or too soon; Home Affairs has it again."""
    found = await at_work(turn, code, does.REOPEN)
    if found is None:
        return
    after = await move(turn, found[0], ReportState.REOPENED, duplicate_of="")
    if after is not None:
        after = await restart(turn, after)
        await telling.state(turn, after, ReportState.REOPENED, seats.desk_name(turn.campaign))
        await cards.refresh(turn, after)


async def urge(turn: Turn, code: str) -> None:
    """Khẩn: it cannot wait."""
    await _urgency(turn, code, does.URGE, urgent=True)


async def calm(turn: Turn, code: str) -> None:
    """Bỏ khẩn."""
    await _urgency(turn, code, does.CALM, urgent=False)


async def _urgency(turn: Turn, code: str, action: str, *, urgent: bool) -> None:
    found = await at_work(turn, code, action)
    if found is None:
        return
    report, _ = found
    if not await reports.set_urgent(turn.tx, report, urgent=urgent):
        await too_late(turn, report)
        return
    kind = URGED if urgent else CALMED
    await reports.note(turn.tx, report, ReportEvent(at=turn.now, kind=kind, actor=turn.actor))
    await turn.log(f"report.{kind}", code)
    await cards.refresh(turn, await _promised_anew(turn, report))


async def _promised_anew(turn: Turn, report: Report) -> Report:
    """Its promise follows its urgency, counted from when it was counted before."""
    now = await reports.get(turn.tx, report.code) or report
    await overdue.start(turn.tx, turn.campaign, now, now.counted_from or now.created_at)
    return await reports.get(turn.tx, report.code) or now


async def more(turn: Turn, code: str) -> None:
    """Việc khác…: all buttons of this card."""
    await _fold(turn, code, every=True)


async def less(turn: Turn, code: str) -> None:
    """Thu gọn."""
    await _fold(turn, code, every=False)


async def _fold(turn: Turn, code: str, *, every: bool) -> None:
    report = await reports.get(turn.tx, code)
    seat = await seats.here(turn, report) if report else None
    if report is None or seat is None:
        turn.say(words.NoSuchCode(code=code))
        return
    link = await links.find(turn.tx, turn.address.id, turn.inbound.message)
    pressed = link.outbox_id if link and link.subject == code else None
    row = pressed or await cards.row_here(turn, report)
    if row is not None:
        await cards.keyboard(turn, report, seat, row, every=every)
