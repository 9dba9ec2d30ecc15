"""Words from the desk: answers and ready ones, questions, notes, proposals, where else to go, and taking back."""

from handlers import albums, cards, seats, telling
from handlers import card_buttons as does
from handlers.albums import answer_name
from handlers.seats import Seat
from handlers.staff.triage.asked_words import HEARERS, Hearer, Offer, ask, offered, read_offered
from handlers.staff.triage.common import at_work, move
from handlers.turn import Turn
from messages import buttons
from messages.buttons import Press, Pressed
from messages.content import Choice, Reply
from messages.contexts import progress, triage
from messages.contexts import reports as words
from messages.render import Words
from messages.vi import states
from messages.vi.triage import KEPT, TOLD
from storage import bodies, reports
from storage.campaign import Campaign
from storage.outbox import Outgoing
from storage.records import NOTED, PROPOSED, REPLIED, Report, ReportEvent, ReportState

TAKE_BACK, TEMPLATE, SEND_TEMPLATE = "thuhoi", "mau", "guimau"
PROPOSAL_LIMIT = 2_000  # characters: the report to the People's Committee prints proposals whole
_SHOWN = 6  # ready answers under a prompt
_KEEPS_STATE = frozenset({ReportState.SUBMITTED, ReportState.DECIDED})


async def ask_answer(turn: Turn, code: str) -> None:
    """Trả lời: asks for the words, with the ready ones to choose from."""
    found = await at_work(turn, code, does.ANSWER)
    if found is None:
        return
    ready = turn.campaign.reply_templates[:_SHOWN]
    offers = [Offer(action=TEMPLATE, key=each.key, label=each.label) for each in ready]
    await ask(turn, found[0], does.ANSWER, offers)


async def template(turn: Turn, ref: str) -> None:
    """A ready answer, shown before it is sent."""
    code, seen, key = read_offered(ref)
    await _show_ready(turn, code, key, seen)


async def _show_ready(turn: Turn, code: str, key: str, _seen: int | None) -> None:
    found = await at_work(turn, code, does.ANSWER)
    said = _ready(turn.campaign, key)
    if found is None:
        return
    if not said:
        turn.say(words.NoSuchCode(code=code))
        return
    data = offered(found[0], SEND_TEMPLATE, key)
    turn.say(triage.Preview(code=code, words=said), [[Choice(label="Gửi câu này", data=data)]], subject=code)


def _ready(campaign: Campaign, key: str) -> str:
    found = next((each.text for each in campaign.reply_templates if each.key == key), "")
    return campaign.fill(found) if found else ""


async def send_template(turn: Turn, ref: str) -> None:
    """Gửi câu này."""
    code, _, key = read_offered(ref)
    if said := _ready(turn.campaign, key):
        await answer(turn, code, said, None)
    else:
        turn.say(words.NoSuchCode(code=code))


async def answer(turn: Turn, code: str, text: str, _seen: int | None) -> None:
    """The desk's words to the person, echoed with a way to take them back."""
    report = await reports.get(turn.tx, code)
    seat = await seats.here(turn, report) if report else None
    if report is None or seat is None:
        turn.say(words.NoSuchCode(code=code))
        return
    why = await telling.why_not(turn, report) or _closed(report)
    if seat is Seat.COMMITTEE:
        turn.say(triage.NotYours(code=code))
    elif why:
        turn.say(words.AnswerNotSent(code=code, why=why))
    else:
        await _send(turn, report, seat, text)


def _closed(report: Report) -> str:
    return "" if cards.is_open(report) else f"việc này {states.REPORT[report.state.value].lower()}"


async def _send(turn: Turn, report: Report, seat: Seat, text: str) -> None:
    token, desk = turn.token(), seats.name_here(turn, report, seat)
    said = words.Answer(code=report.code, desk=desk, words=text or "(xem tệp kèm theo)")
    await telling.answer(turn, report, said, answer_name(report.code, token), telling.tell_more(report))
    first = report.state is not ReportState.ANSWERED
    after = await _kept(turn, report, text, token)
    _echo(turn, report, words.AnswerSent(code=report.code), token, await _undo(turn, report, token))
    if first and after.state is ReportState.ANSWERED:
        await telling.others(turn, after, ReportState.ANSWERED, desk)
    await cards.refresh(turn, after)
    await cards.tell_others(turn, after, seat, TOLD["traloi"], text)


async def _undo(turn: Turn, report: Report, token: str) -> tuple[tuple[Choice, ...], ...]:
    """A button that takes the answer back, where the platform that it went to can."""
    author = await telling.author(turn, report)
    if author is None or not turn.limits_of(author.channel, author.bot).delete:
        return ()
    data = buttons.encode(Press(kind=Pressed.REPORT, ref=f"{report.code}+{token}", choice=TAKE_BACK))
    return ((Choice(label="Thu hồi", data=data),),)


async def _kept(turn: Turn, report: Report, text: str, token: str) -> Report:
    to = None if report.state in _KEEPS_STATE else ReportState.ANSWERED
    kind = to.value if to else REPLIED
    event = ReportEvent(at=turn.now, kind=kind, actor=turn.actor, words=text, ref=token)
    await reports.note(turn.tx, report, event, turn.inbound.attachments)
    await turn.log("report.answered", report.code)
    if to is None:
        return report
    await reports.move(turn.tx, report, to, turn.now)
    return telling.moved(report, to)


def _echo(
    turn: Turn,
    report: Report,
    what: Words,
    token: str,
    rows: tuple[tuple[Choice, ...], ...] = (),
    where: str = albums.PERSON,
) -> None:
    """Say that it went out; the rest of an album finds its way by this."""
    reply = Reply(text=turn.words(what), rows=rows)
    name = albums.name(turn, where, token)
    turn.out.append(Outgoing(address=turn.address, reply=reply, subject=report.code, dedupe=name))


async def take_back(turn: Turn, reference: str) -> None:
    """Thu hồi: delete the answer, files and all, where the platform still can."""
    code, _, token = reference.partition("+")
    report = await reports.get(turn.tx, code)
    seat = await seats.here(turn, report) if report else None
    rows = await bodies.shown(turn.tx, answer_name(code, token)) if token else []
    address = await telling.author(turn, report) if report else None
    if report is None or seat is None or not rows or address is None:
        turn.say(words.NoSuchCode(code=code))
        return
    for row, _ in rows:
        turn.out.append(Outgoing(address=address, reply=None, target=row, subject=code))
    stands = await reports.take_back(turn.tx, report, token)
    await turn.log("report.answer_taken_back", code)
    turn.say(words.AnswerTakenBack(code=code))
    if not stands and report.state is ReportState.ANSWERED:
        report = await _unanswered(turn, report)
    await cards.refresh(turn, report)
    told = words.DeskTold(
        code=code, body=seats.name_here(turn, report, seat), who=turn.actor.partition(" (")[0],
        what=TOLD["lay_lai"], words="",
    )  # fmt: skip
    await cards.under(turn, report, Reply(text=turn.words(told)), besides=turn.address.id)


async def _unanswered(turn: Turn, report: Report) -> Report:
    """The only answer is gone: somebody has it in hand, and its promise runs on."""
    await reports.move(turn.tx, report, ReportState.RECEIVED, turn.now)
    event = ReportEvent(at=turn.now, kind=ReportState.RECEIVED.value, actor=turn.actor)
    await reports.note(turn.tx, report, event)
    return telling.moved(report, ReportState.RECEIVED)


async def ask_question(turn: Turn, code: str) -> None:
    """Hỏi thêm."""
    await _ask_for(turn, code, does.ASK)


async def ask_where(turn: Turn, code: str) -> None:
    """Không thuộc thẩm quyền: the words say where to go."""
    await _ask_for(turn, code, does.NOT_OURS)


async def ask_note(turn: Turn, code: str) -> None:
    """Ghi chú nội bộ."""
    await _ask_for(turn, code, does.NOTE)


async def ask_proposal(turn: Turn, code: str) -> None:
    """Đề xuất hướng giải quyết."""
    await _ask_for(turn, code, does.PROPOSE)


async def _ask_for(turn: Turn, code: str, purpose: str) -> None:
    found = await at_work(turn, code, purpose)
    if found is not None:
        await ask(turn, found[0], purpose)


async def question(turn: Turn, code: str, text: str, _seen: int | None) -> None:
    """The desk's question; what the person says comes back under the card."""
    await _to_person(turn, code, text, does.ASK, ReportState.ASKED)


async def elsewhere(turn: Turn, code: str, text: str, _seen: int | None) -> None:
    """Not ours, and where to go instead."""
    await _to_person(turn, code, text, does.NOT_OURS, ReportState.NOT_OURS)


async def _to_person(turn: Turn, code: str, text: str, action: str, to: ReportState) -> None:
    found = await at_work(turn, code, action)
    if found is None:
        return
    report, seat = found
    if to is ReportState.NOT_OURS and not text:
        turn.say(triage.NeedText(code=code))
        return
    why = await telling.why_not(turn, report) if to is ReportState.ASKED else ""
    if why:
        turn.say(words.AnswerNotSent(code=code, why=why))
        return
    token = turn.token()
    after = await move(turn, report, to, said=text, ref=token)
    if after is None:
        return
    desk = seats.name_here(turn, report, seat)
    asks = to is ReportState.ASKED
    said = progress.Asked if asks else progress.NotOurs
    rows = telling.tell_more(report) if asks else telling.closing(report)
    await telling.answer(turn, after, said(code=code, desk=desk, words=text), answer_name(code, token), rows)
    if not asks:
        await telling.others(turn, after, to, desk)
    _echo(turn, report, triage.Kept(code=code, what=KEPT[action]), token)
    await cards.refresh(turn, after)
    await cards.tell_others(turn, after, seat, TOLD[action], text)


async def keep_note(turn: Turn, code: str, text: str, _seen: int | None) -> None:
    """Words that stay among officers."""
    await _inside(turn, code, text, does.NOTE, NOTED)


async def keep_proposal(turn: Turn, code: str, text: str, _seen: int | None) -> None:
    """What the office proposes to the People's Committee; the newest stands in the report to it."""
    if not text:
        turn.say(triage.NeedText(code=code))
    elif len(text) > PROPOSAL_LIMIT:
        turn.say(triage.TooLong(code=code, limit=PROPOSAL_LIMIT, length=len(text)))
        await ask_proposal(turn, code)
    else:
        await _inside(turn, code, text, does.PROPOSE, PROPOSED)


async def _inside(turn: Turn, code: str, text: str, action: str, kind: str) -> None:
    found = await at_work(turn, code, action)
    if found is None:
        return
    report, seat = found
    token = turn.token()
    event = ReportEvent(at=turn.now, kind=kind, actor=turn.actor, words=text, ref=token)
    await reports.note(turn.tx, report, event, turn.inbound.attachments)
    if kind == PROPOSED:
        await reports.change(turn.tx, report, proposal=text)
    await turn.log(f"report.{kind}", code)
    kept = turn.words(triage.Kept(code=code, what=KEPT[action]))
    # A reply to this line is one more of its kind, and never reaches the person.
    name = albums.name(turn, albums.INSIDE, token) or f"prompt:{action}:{code}:{report.version}:{token}"
    turn.out.append(Outgoing(address=turn.address, reply=Reply(text=kept), subject=code, dedupe=name))
    report = await reports.get(turn.tx, code) or report
    await cards.refresh(turn, report)
    await cards.tell_others(turn, report, seat, TOLD[action], text, answered_by=does.NOTE)


HEARERS |= {
    does.ANSWER: Hearer(said=answer, chosen=_show_ready),
    does.ASK: Hearer(said=question),
    does.NOT_OURS: Hearer(said=elsewhere),
    does.NOTE: Hearer(said=keep_note),
    does.PROPOSE: Hearer(said=keep_proposal),
}
