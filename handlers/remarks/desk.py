"""The agency's side of a thread: an answer, "seen", a report or a rumour of it; and what the person says to that."""

from handlers import cards, telling
from handlers import likeness as alike
from handlers.intents import suggest_kind
from handlers.registry import EVERYONE, Action
from handlers.remarks import common, rumours, saying
from handlers.remarks.common import ANSWER, NEWS, SEEN, TURN, VERIFY
from handlers.seats import DESK_ROLES
from handlers.staff.triage.asked_words import HEARERS, Hearer, ask
from handlers.threads import THREADS, About
from handlers.turn import Turn
from messages.buttons import Pressed
from messages.content import Reply
from messages.contexts import remarks as words
from messages.contexts import reports as report_words
from messages.vi.remarks import TO_RUMOUR
from storage import codes, likeness, people, remarks, reports
from storage.outbox import Outgoing
from storage.records import Remark, RemarkLine, RemarkState, Report
from storage.reports import NewReport

MORE = common.MORE
_MOST = 1500  # characters of what becomes a report: its card carries them whole


async def ask_answer(turn: Turn, code: str) -> None:
    """Trả lời: asks for the words."""
    found = await common.pressed(turn, code)
    if found is None:
        return
    if why := await _deaf(turn, found):
        turn.say(report_words.AnswerNotSent(code=code, why=why))
    else:
        await ask(turn, found, ANSWER)


async def _deaf(turn: Turn, remark: Remark) -> str:
    """Why the person cannot be answered; empty if they can."""
    if remark.state is RemarkState.TURNED:
        return TO_RUMOUR if remark.is_rumour else f"phản hồi này nay là việc {remark.became}"
    if remark.person_id is None:
        return telling.NO_ONE
    return "" if await common.reader(turn, remark) else telling.NO_WAY


async def answer(turn: Turn, code: str, text: str, _seen: int | None) -> None:
    """The desk's words to the person."""
    found = await common.pressed(turn, code)
    if found is None:
        return
    why, address = await _deaf(turn, found), await common.reader(turn, found)
    if why or address is None:
        turn.say(report_words.AnswerNotSent(code=code, why=why or telling.NO_WAY))
        return
    line = RemarkLine(at=turn.now, words=text, actor=turn.actor, attachments=turn.inbound.attachments)
    await remarks.note(turn.tx, found, line)
    await remarks.move(turn.tx, found, RemarkState.ANSWERED)
    await turn.log("remark.answered", code)
    said = words.Answer(code=code, desk=common.desk_name(turn, found), words=text)
    rows = ((common.press(found, MORE, "Nhắn thêm"),),)
    reply = Reply(text=turn.words(said), attachments=turn.inbound.attachments, rows=rows)
    turn.out.append(Outgoing(address=address, reply=reply, subject=code))
    await common.show(turn, code, "đã trả lời")
    turn.say(report_words.AnswerSent(code=code), subject=code)


async def seen(turn: Turn, code: str) -> None:
    """Đã xem: nothing to say to it."""
    found = await common.pressed(turn, code)
    if found is None:
        return
    if not await remarks.move(turn.tx, found, RemarkState.SEEN):
        turn.say(words.NotSo(code=code, state=common.state_of(found)))
        return
    await turn.log("remark.seen", code)
    await common.show(turn, code, "đã xem")


async def become(turn: Turn, code: str) -> None:
    """Thành khó khăn: what the person wrote goes to the desk of difficulties, and they are told."""
    found = await common.pressed(turn, code)
    if found is None:
        return
    new = await _report_of(turn, found)
    if new is None:
        turn.say(report_words.AnswerNotSent(code=code, why=telling.NO_ONE))
    elif not await remarks.move(turn.tx, found, RemarkState.TURNED):
        turn.say(words.NotSo(code=code, state=common.state_of(found)))
    else:
        report = await reports.add(turn.tx, new, turn.now)
        await likeness.index(turn.tx, report, alike.area(turn.campaign, report.place))
        await remarks.became(turn.tx, found, report.code)
        await turn.log("remark.turned", code, report=report.code)
        await cards.show(turn, report)
        await _tell(turn, found, report)
        await common.show(turn, code, f"đã chuyển thành việc {report.code}")


async def _report_of(turn: Turn, remark: Remark) -> NewReport | None:
    """The person's own words as a report, where they live; None if they have been erased."""
    person = await people.get(turn.tx, remark.person_id) if remark.person_id else None
    if person is None:
        return None
    said = [line for line in await remarks.lines(turn.tx, remark) if not line.actor]
    text = "\n".join(line.words for line in said if line.words)[:_MOST]
    return NewReport(
        person_id=person.id,
        kind=_kind(turn, text),
        place=person.place or turn.campaign.units.province.code,
        words=text,
        attachments=remarks.files_of(said),
    )


def _kind(turn: Turn, text: str) -> str:
    """The kind that the words speak of; the last of the campaign's kinds, "other", if of none."""
    kinds = {kind.key: (kind.label, *kind.synonyms) for kind in turn.campaign.report_kinds}
    return (suggest_kind(text, kinds) if text else None) or turn.campaign.report_kinds[-1].key


async def _tell(turn: Turn, remark: Remark, report: Report) -> None:
    address = await common.reader(turn, remark)
    if address is not None:
        told = words.Became(code=remark.code, report=report.code, desk=cards.desk_name(turn.campaign))
        turn.out.append(Outgoing(address=address, reply=Reply(text=turn.words(told)), subject=report.code))


async def ask_more(turn: Turn, code: str) -> None:
    """Nhắn thêm: asks the person."""
    found = await _own(turn, code)
    if found is None:
        return
    if found.state is RemarkState.TURNED:
        common.goes_on(turn, found)
    else:
        await ask(turn, found, MORE)


async def more(turn: Turn, code: str, text: str, _seen: int | None) -> None:
    """What the person adds."""
    if (found := await _own(turn, code)) is not None:
        await saying.more(turn, found, text)


async def _own(turn: Turn, code: str) -> Remark | None:
    found = await remarks.get(turn.tx, code)
    if found is None or found.person_id != turn.person.id:
        turn.say(report_words.NoSuchCode(code=code))
        return None
    return found


async def about(turn: Turn, told: About) -> bool:
    """A reply within a thread, from either end. False if the code is nobody's business here."""
    found = await remarks.get(turn.tx, told.code)
    if found is None or not (told.text or turn.inbound.attachments):
        return False
    if await common.at_desk(turn, found):
        await answer(turn, told.code, told.text, told.seen)
    elif found.person_id == turn.person.id:
        await saying.more(turn, found, told.text)
    else:
        return False
    return True


THREADS[codes.REMARK] = about
HEARERS[ANSWER] = Hearer(said=answer)
HEARERS[MORE] = Hearer(said=more)
_DESK = NEWS | DESK_ROLES
ACTIONS = (
    Action(kind=Pressed.REMARK, name=ANSWER, run=ask_answer, roles=_DESK),
    Action(kind=Pressed.REMARK, name=SEEN, run=seen, roles=_DESK),
    Action(kind=Pressed.REMARK, name=TURN, run=become, roles=_DESK),
    Action(kind=Pressed.REMARK, name=VERIFY, run=rumours.verify, roles=_DESK),
    Action(kind=Pressed.REMARK, name=MORE, run=ask_more, roles=EVERYONE),
)
