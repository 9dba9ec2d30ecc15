"""Answers and what comes back: a reply to a card reaches the person, a reply to an answer reaches the desk."""

import re
from dataclasses import replace

from handlers import cards
from handlers.turn import Turn
from messages import buttons
from messages.content import ChatKind, Choice, Reply
from messages.contexts import reports as words
from messages.masking import mask
from messages.vi import states
from storage import codes, desks, links, people, reports
from storage.outbox import Outgoing
from storage.records import Report, ReportEvent, ReportState

TAKE_BACK = "thuhoi"
_ADDRESSED = re.compile(r"\s*((?:KK|GT)\s*[-–—]\s*[0-9A-Z]{5})\s*[:：]\s*(.+)", re.IGNORECASE | re.DOTALL)


async def continues(turn: Turn) -> bool:
    """Handle a message that belongs to a report's thread. False if it belongs to none."""
    code, text = await _subject(turn)
    report = await reports.get(turn.tx, code) if code else None
    desk = await at_desk(turn)
    if report is None:
        lost = bool(turn.inbound.reply_to) and turn.address.kind is ChatKind.PRIVATE and desk
        if lost:
            turn.say(words.WhichReport())
        return lost
    if turn.inbound.anonymous or not (text or turn.inbound.attachments):
        return False
    if desk and report.person_id != turn.person.id:
        await _answer(turn, report, text)
        return True
    mine = report.person_id == turn.person.id and turn.address.kind is ChatKind.PRIVATE
    if mine:
        await _follow_up(turn, report, text)
    return mine


async def at_desk(turn: Turn) -> bool:
    """Whether this chat is where the desk works: its group, or a role holder's private chat."""
    if turn.address.kind is ChatKind.GROUP:
        agency = cards.desk_agency(turn.campaign)
        return agency is not None and agency.key in await desks.agencies_at(turn.tx, turn.address.id)
    return not turn.roles.isdisjoint(cards.DESK_ROLES)


async def _subject(turn: Turn) -> tuple[str, str]:
    """The code that this message is about, and its words without the code."""
    text = turn.inbound.text.strip()
    addressed = _ADDRESSED.match(text)
    if addressed:
        return codes.read(addressed[1]) or "", addressed[2].strip()
    if not turn.inbound.reply_to:
        return "", text
    link = await links.find(turn.tx, turn.address.id, turn.inbound.reply_to)
    return (link.subject if link else codes.find(turn.inbound.quoted)) or "", text


async def _answer(turn: Turn, report: Report, text: str) -> None:
    """The desk's words to the person, echoed with a way to take them back."""
    why = await _unreachable(turn, report)
    if why:
        turn.say(words.AnswerNotSent(code=report.code, why=why))
        return
    (address, *_) = await people.addresses_of(turn.tx, report.person_id or 0)
    desk = cards.desk_name(turn.campaign)
    said = turn.words(words.Answer(code=report.code, desk=desk, words=text or "(xem tệp kèm theo)"))
    reply = Reply(text=said, attachments=turn.inbound.attachments)
    token = turn.token()
    name = answer_name(report.code, token)
    turn.out.append(Outgoing(address=address, reply=reply, subject=report.code, dedupe=name))
    event = ReportEvent(at=turn.now, kind="answered", actor=turn.actor, words=text)
    await reports.note(turn.tx, report, event, turn.inbound.attachments)
    await reports.move(turn.tx, report, ReportState.ANSWERED, turn.now)
    await turn.log("report.answered", report.code)
    take_back = buttons.encode(
        buttons.Press(kind=buttons.Pressed.REPORT, ref=f"{report.code}+{token}", choice=TAKE_BACK)
    )
    turn.say(
        words.AnswerSent(code=report.code), [[Choice(label="Thu hồi", data=take_back)]], subject=report.code
    )
    await cards.refresh(turn, replace(report, state=ReportState.ANSWERED))


def answer_name(code: str, token: str) -> str:
    """The outbox name of one answer, by which it is found again to be taken back."""
    return f"answer:{code}:{token}"


async def _unreachable(turn: Turn, report: Report) -> str:
    if report.person_id is None:
        return "người gửi đã xóa dữ liệu của mình"
    if not cards.is_open(report):
        return f"việc này {states.REPORT[report.state.value].lower()}"
    addresses = await people.addresses_of(turn.tx, report.person_id)
    if not addresses or not addresses[0].reachable:
        return "người gửi đã chặn kênh này hoặc không còn dùng tài khoản"
    return ""


async def _follow_up(turn: Turn, report: Report, text: str) -> None:
    """More from the person: kept with the report, shown under its card."""
    if not cards.is_open(report):
        turn.say(words.CannotMove(code=report.code, state=states.REPORT[report.state.value]))
        return
    kept = mask(text)
    event = ReportEvent(at=turn.now, kind="person_wrote", words=kept)
    await reports.note(turn.tx, report, event, turn.inbound.attachments)
    more = words.FollowUp(code=report.code, words=kept, files=len(turn.inbound.attachments))
    await cards.under(turn, report, Reply(text=turn.words(more), attachments=turn.inbound.attachments))
    turn.say(words.FollowUpTaken(code=report.code, desk=cards.desk_name(turn.campaign)), subject=report.code)
