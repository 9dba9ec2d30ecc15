"""Answers and what comes back: a reply to a card reaches the person, a reply to an answer reaches the desk."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from handlers import adding, albums, cards, seats, telling
from handlers.citizens.reports.bins import elsewhere
from handlers.emergency import heed
from handlers.rumours import asking, prompting
from handlers.running import roles_here
from handlers.seats import Seat
from handlers.staff.triage.asked_words import HEARERS, Hearer, ask, purpose_of
from handlers.staff.triage.common import restart
from handlers.turn import Turn
from messages.buttons import Pressed
from messages.calming import calm
from messages.content import ChatKind, Lane, Reply
from messages.contexts import basics
from messages.contexts import reports as words
from messages.folding import phrase
from messages.masking import mask
from messages.vi import states
from messages.vi.triage import VERB
from storage import bodies, codes, links, reports
from storage.outbox import Outgoing
from storage.quoting import hidden
from storage.records import PERSON_WROTE, Report, ReportEvent, ReportState

ANSWER = "traloi"
_ADDRESSED = re.compile(
    rf"\s*(?P<code>(?:{'|'.join(codes.PREFIXES)})\s*[-–—]\s*[0-9A-Z]{{5}})(?!\w)"
    r"\s*(?P<verb>[^:：\n]{0,40}?)\s*(?:[:：]\s*(?P<text>.*))?\Z",
    re.IGNORECASE | re.DOTALL,
)
_VERBS = {phrase(verb): purpose for purpose, verb in VERB.items()}


@dataclass(frozen=True, slots=True)
class About:
    """What a message is about: a matter's code, the words, the purpose they were asked for, the version then seen."""

    code: str
    text: str
    purpose: str = ""
    seen: int | None = None


# What is done with words about matters that are no reports, by the prefix of their codes; "" for words that name
# none. False: nobody's business.
THREADS: dict[str, Callable[[Turn, About], Awaitable[bool]]] = {}
VERBS: dict[str, Mapping[str, str]] = {}  # what may be written after their codes, folded, and its purpose


async def _of_a_rumour(turn: Turn) -> bool:
    return await asking.rest_of_album(turn) or await prompting.continues(turn)


async def continues(turn: Turn) -> bool:
    """Handle a message that belongs to the thread of a report or a nomination. False if it belongs to none."""
    if (not turn.inbound.anonymous and await albums.rest(turn)) or await _of_a_rumour(turn):
        return True
    about = await _about(turn)
    other = THREADS.get(codes.prefix_of(about.code))
    if other is not None and not turn.inbound.anonymous and await other(turn, about):
        return True
    report = await reports.get(turn.tx, about.code) if about.code else None
    if report is None:
        lost = bool(turn.inbound.reply_to) and turn.address.kind is ChatKind.PRIVATE
        lost = lost and await seats.desk_here(turn)
        if lost:
            turn.say(words.WhichReport())
        return lost
    if turn.inbound.anonymous or not (about.text or turn.inbound.attachments or about.purpose):
        return False
    mine = report.person_id == turn.person.id and turn.address.kind is ChatKind.PRIVATE
    seat = await seats.here(turn, report)
    if seat is not None and (not mine or about.purpose):
        await _from_desk(turn, report, seat, about)
        return True
    if mine:
        await follow_up(turn, report.code, about.text, None)
    return mine


async def replies_to_card(turn: Turn) -> bool:
    """Handle a reply to a card, whatever question stands open meanwhile: who replies to it says what it is about.

    False if it answers no card, or one that is nobody's business here: then it is an answer to the question.
    """
    if not turn.inbound.reply_to:
        return False
    link = await links.find(turn.tx, turn.address.id, turn.inbound.reply_to)
    return link is not None and bool(link.subject) and await continues(turn)


async def begins_with_code(turn: Turn) -> bool:
    """Handle "KK-7M2QX: words", whatever question stands open meanwhile. False if it is none, or nobody's business."""
    addressed = _ADDRESSED.match(turn.inbound.text.strip())
    return bool(addressed and addressed["text"]) and await continues(turn)


async def _about(turn: Turn) -> About:
    """Whether it names a code, with what is to be done, or answers one of our messages."""
    text = turn.inbound.text.strip()
    addressed = _ADDRESSED.match(text)
    if addressed:
        said, verb, code = addressed["text"], phrase(addressed["verb"]), codes.read(addressed["code"]) or ""
        purpose = VERBS.get(codes.prefix_of(code), _VERBS).get(verb, "")
        if purpose or (said and not verb):
            return About(code, (said or "").strip(), purpose)
    if not turn.inbound.reply_to:
        return About("", text)
    link = await links.find(turn.tx, turn.address.id, turn.inbound.reply_to)
    if link is None:
        return About(await _quoted(turn), text)
    purpose, seen = purpose_of(await bodies.name_of(turn.tx, link.outbox_id))
    return About(link.subject or await _quoted(turn), text, purpose, seen)


async def _quoted(turn: Turn) -> str:
    """The code of the message answered, where we have forgotten which that was.

    At a desk only a card, or what stands under one, begins with its code: a list of many is not about its first.
    """
    quoted = turn.inbound.quoted.strip()
    if await seats.desk_here(turn) and (codes.find(quoted[:10]) is None):
        return ""
    return codes.find(quoted) or ""


async def _from_desk(turn: Turn, report: Report, seat: Seat, about: About) -> None:
    purpose = about.purpose or (ANSWER if seat is not Seat.COMMITTEE else "ykien")
    action = turn.registry.action(Pressed.REPORT, purpose)
    if action is not None and action.roles.isdisjoint(await roles_here(turn)):
        turn.say(basics.NotAllowed(title="việc này"))
    elif purpose not in HEARERS:
        if action is not None:
            await action.run(turn, report.code)
    elif about.text or turn.inbound.attachments:
        await HEARERS[purpose].said(turn, report.code, about.text, about.seen)
    elif action is not None:
        await action.run(turn, report.code)


async def tell_more(turn: Turn, code: str) -> None:
    """Trả lời, Nhắn thêm: asks the author for words about their report."""
    report = await reports.get(turn.tx, code)
    if report is None or report.person_id != turn.person.id:
        turn.say(words.NoSuchCode(code=code))
    elif not cards.is_open(report):
        turn.say(words.CannotMove(code=code, state=states.REPORT[report.state.value], by=""))
    else:
        await ask(turn, report, telling.TELL)


async def follow_up(turn: Turn, code: str, text: str, _seen: int | None) -> None:
    """More from the person: kept with the report, shown under its card."""
    heed(turn, text)
    report = await reports.get(turn.tx, code)
    if report is None or report.person_id != turn.person.id:
        turn.say(words.NoSuchCode(code=code))
        return
    if not cards.is_open(report):
        closed = words.CannotMove(code=report.code, state=states.REPORT[report.state.value], by="")
        solved = report.state in {ReportState.RESOLVED, ReportState.NOT_OURS}
        turn.say(closed, telling.closing(report)[1:] if solved else ())
        return
    text = calm(text)
    refusal = elsewhere(text, turn.campaign)
    if refusal is not None:  # a complaint among the follow-ups is no more kept than one at the start
        turn.say(refusal)
        return
    if not await adding.taken(turn, text, asked=report.state is ReportState.ASKED):
        return
    kept, token = mask(text), turn.token()
    event = ReportEvent(at=turn.now, kind=PERSON_WROTE, words=kept, ref=token)
    await reports.note(turn.tx, report, event, turn.inbound.attachments)
    report = await _answered_us(turn, report)
    more = words.FollowUp(code=report.code, words=kept, files=len(turn.inbound.attachments))
    said = Reply(text=turn.words(more), attachments=turn.inbound.attachments)
    above = turn.words(replace(more, words=hidden(turn.campaign, kept)))
    await cards.under(turn, report, said, lane=Lane.ALERTS if report.urgent else Lane.ANSWERS, above=above)
    taken = turn.words(words.FollowUpTaken(code=report.code, desk=telling.desk_of(turn, report)))
    turn.out.append(
        Outgoing(
            address=turn.address,
            reply=Reply(text=taken),
            subject=report.code,
            dedupe=albums.name(turn, albums.DESK, token) or adding.receipt_name(turn, report.code),
        )
    )


async def _answered_us(turn: Turn, report: Report) -> Report:
    """The desk asked, the person has said: the desk has it in hand again, and its promise runs anew."""
    if report.state is not ReportState.ASKED:
        return report
    to = ReportState.RECEIVED
    if not await reports.move(turn.tx, report, to, turn.now):
        return report
    await reports.note(turn.tx, report, ReportEvent(at=turn.now, kind=to.value))
    after = await restart(turn, telling.moved(report, to))
    await cards.refresh(turn, after)
    return after


HEARERS[telling.TELL] = Hearer(said=follow_up)
