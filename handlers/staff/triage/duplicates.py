"""Trùng: a report goes on as another one; the voices are added up, its author follows that one."""

from handlers import card_buttons as does
from handlers import cards, telling
from handlers.staff.triage.asked_words import HEARERS, Hearer, ask
from handlers.staff.triage.common import at_work, move
from handlers.turn import Turn
from messages.contexts import triage
from messages.vi.triage import KEPT
from storage import codes, reports, voices
from storage.records import Report, ReportState


async def ask_other(turn: Turn, code: str) -> None:
    """Asks which report it is the same as."""
    found = await at_work(turn, code, does.DUPLICATE)
    if found is not None:
        await ask(turn, found[0], does.DUPLICATE)


async def same_as(turn: Turn, code: str, text: str, _seen: int | None) -> None:
    """The other code was written."""
    found = await at_work(turn, code, does.DUPLICATE)
    if found is None:
        return
    report, _ = found
    other_code = codes.read(text) or codes.find(text) or ""
    other = await reports.get(turn.tx, other_code) if other_code else None
    why = _objection(report, other, other_code or text)
    if other is None or why:
        turn.say(triage.BadDuplicate(code=code, why=why), subject="")
        return
    after = await move(turn, report, ReportState.DUPLICATE, ref=other.code, duplicate_of=other.code)
    if after is None:
        return
    await voices.carry_over(turn.tx, report, other, turn.now)
    await telling.merged(turn, after, other)
    turn.say(triage.Kept(code=code, what=KEPT[does.DUPLICATE]))
    await cards.refresh(turn, after)
    await cards.refresh(turn, other)


def _objection(report: Report, other: Report | None, said: str) -> str:
    if other is None:
        return f"không có việc mã {cards.shortened(said, 20)}"
    if other.id == report.id:
        return "đây là chính việc đó"
    if not cards.is_open(other):
        return f"việc {other.code} đã khép lại; mở lại việc đó trước, hoặc chọn việc khác"
    return ""


HEARERS |= {does.DUPLICATE: Hearer(said=same_as)}
