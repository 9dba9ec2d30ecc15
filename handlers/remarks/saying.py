"""A person replies to a bulletin: it is asked what the reply is for, then it goes to the agency's desk."""

from dataclasses import replace
from typing import Any

from handlers import conversing
from handlers.barring import barred
from handlers.choose import Option
from handlers.citizens.reports.bins import MOST_WORDS, elsewhere
from handlers.intents import sounds_like
from handlers.questions import FILES_LIMIT, choice_step, rest_of_album, to
from handlers.remarks import common
from handlers.running import run
from handlers.steps import Answers, Facts, flow
from handlers.threads import THREADS, About
from handlers.turn import Turn
from messages.content import ChatKind, Reply
from messages.contexts import dialogs
from messages.contexts import remarks as words
from messages.encoding import dump_attachments, load_attachments
from messages.length import utf16
from messages.masking import mask
from storage import bulletins, remarks
from storage.records import Bulletin, Remark, RemarkLine, RemarkState

DIALOG = "phanhoi"
SEND, REPORT, RUMOUR = "gui", "phananh", "kiemchung"


async def hears(turn: Turn, _told: About) -> bool:
    """Handle a reply to a bulletin. False if it is none, or says something that comes before all else."""
    if turn.address.kind is not ChatKind.PRIVATE or not turn.inbound.reply_to:
        return False
    number = await remarks.answered_bulletin(turn.tx, turn.address.id, turn.inbound.reply_to)
    bulletin = await bulletins.get(turn.tx, number) if number else None
    text = turn.inbound.text.strip()
    if bulletin is None or not (text or turn.inbound.attachments) or sounds_like(text).emergency:
        return False
    await _ask(turn, bulletin, text)
    return True


async def _ask(turn: Turn, bulletin: Bulletin, text: str) -> None:
    refusal = elsewhere(text, turn.campaign)
    if refusal is not None:
        turn.say(refusal)
        return
    if utf16(text) > MOST_WORDS:
        turn.say(dialogs.TooLong(length=utf16(text), limit=MOST_WORDS))
        return
    agency = turn.campaign.agency(await common.agency_of(turn, bulletin))
    carried = {
        "text": mask(text),
        "files": dump_attachments(turn.inbound.attachments),
        "album": turn.inbound.album,
    }
    others = [name for name in (REPORT, RUMOUR) if turn.registry.offers(name)]
    offers = [[name, command.title] for name in others if (command := turn.registry.command(name))]
    answers = {
        "bulletin": bulletin.id,
        "title": bulletin.title,
        "desk": agency.name if agency else turn.campaign.issuer,
        "carried": carried,
        "offers": offers,
    }
    await conversing.start(turn, DIALOG, answers)


def _asks(answers: Answers, _facts: Facts) -> words.WhatFor:
    text = str(answers["carried"]["text"])
    return words.WhatFor(title=str(answers["title"]), words=text, files=len(answers["carried"]["files"]))


def _options(answers: Answers, _facts: Facts) -> list[Option]:
    first = Option(key=SEND, label=f"Gửi {answers['desk']}", words=("gửi",))
    return [first, *(Option(key=name, label=title) for name, title in answers["offers"])]


async def _chosen(turn: Turn, answers: Answers) -> None:
    if answers["what"] != SEND:
        turn.carried = answers["carried"]
        if (command := turn.registry.command(str(answers["what"]))) is not None:
            await run(turn, command, "")
        return
    refusal = await barred(turn)
    if refusal is not None:
        turn.say(refusal)
        return
    bulletin = await bulletins.get(turn.tx, int(answers["bulletin"]))
    if bulletin is not None:
        await _keep(turn, bulletin, answers["carried"])


async def _keep(turn: Turn, bulletin: Bulletin, carried: Any) -> None:
    line = RemarkLine(at=turn.now, words=str(carried["text"]), attachments=load_attachments(carried["files"]))
    going = await remarks.current(turn.tx, bulletin.id, turn.person.id)
    if going is not None:
        await _more(turn, going, line)
        return
    agency = await common.agency_of(turn, bulletin)
    made = await remarks.add(turn.tx, bulletin.id, turn.person.id, agency, line)
    await common.put(turn, made)
    turn.say(_taken(turn, made), subject=made.code)


def _taken(turn: Turn, remark: Remark) -> words.Taken:
    return words.Taken(code=remark.code, desk=common.desk_name(turn, remark))


async def more(turn: Turn, remark: Remark, text: str) -> None:
    """What the person adds, or says to an answer: under the card."""
    refusal = elsewhere(text, turn.campaign) or await barred(turn)
    if refusal is not None:
        turn.say(refusal)
    elif remark.state is RemarkState.TURNED:
        common.goes_on(turn, remark)
    elif utf16(text) > MOST_WORDS:
        turn.say(dialogs.TooLong(length=utf16(text), limit=MOST_WORDS))
    else:
        line = RemarkLine(at=turn.now, words=mask(text), attachments=turn.inbound.attachments)
        await _more(turn, remark, line)


async def _more(turn: Turn, remark: Remark, line: RemarkLine) -> None:
    await remarks.note(turn.tx, remark, line)
    await remarks.move(turn.tx, remark, RemarkState.NEW)
    after = await remarks.get(turn.tx, remark.code) or remark
    told = words.FollowUp(code=remark.code, words=line.words, files=len(line.attachments))
    await common.refresh(turn, after, say=Reply(text=turn.words(told), attachments=line.attachments))
    turn.say(_taken(turn, after), subject=remark.code)


FLOW = flow(
    DIALOG,
    "phản hồi bản tin",
    (replace(choice_step("what", _asks, _options, to(None)), late=rest_of_album("carried", FILES_LIMIT)),),
    finish=_chosen,
    cancelled="Dạ, phản hồi chưa được gửi đi.",
    guard=False,
)
THREADS[""] = hears
