"""A person replies to a bulletin: it is asked what the reply is for, then it goes to the agency's desk."""

from dataclasses import replace
from typing import Any

from handlers import conversing
from handlers.barring import barred
from handlers.choose import Option
from handlers.citizens.reports.bins import MOST_WORDS, elsewhere
from handlers.emergency import heed
from handlers.intents import sounds_like
from handlers.questions import FILES_LIMIT, choice_step, refuse, rest_of_album, text_step, to
from handlers.remarks import common
from handlers.running import run
from handlers.steps import Answers, Facts, Said, Step, flow
from handlers.threads import About
from handlers.turn import Turn
from messages.content import ChatKind, Reply
from messages.contexts import basics, dialogs
from messages.contexts import remarks as words
from messages.encoding import dump_attachments, load_attachments
from messages.length import utf16
from messages.masking import mask
from messages.render import Words
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
    await ask(turn, bulletin, text)
    return True


async def ask(turn: Turn, bulletin: Bulletin, text: str) -> None:
    """Show what was written about a bulletin, and ask what it is for."""
    refusal = _refusal(turn, text)
    if refusal is not None:
        turn.say(refusal)
        return
    carried = {
        "text": mask(text),
        "files": dump_attachments(turn.inbound.attachments),
        "album": turn.inbound.album,
    }
    await conversing.start(turn, DIALOG, {**await _about(turn, bulletin), "carried": carried}, step="what")


async def ask_words(turn: Turn, bulletin: Bulletin) -> None:
    """Ask what there is to say about a bulletin; where that goes is asked next."""
    await conversing.start(turn, DIALOG, await _about(turn, bulletin))


async def _about(turn: Turn, bulletin: Bulletin) -> Answers:
    others = [name for name in (REPORT, RUMOUR) if turn.registry.offers(name)]
    return {
        "bulletin": bulletin.id,
        "title": bulletin.title,
        "desk": await desk_of(turn, bulletin),
        "offers": [[name, command.title] for name in others if (command := turn.registry.command(name))],
    }


async def desk_of(turn: Turn, bulletin: Bulletin) -> str:
    """The name of the agency that reads what is said to it."""
    agency = turn.campaign.agency(await common.agency_of(turn, bulletin))
    return agency.name if agency else turn.campaign.issuer


def _refusal(turn: Turn, text: str) -> Words | None:
    """Why no agency is sent these words; None if one may be."""
    too_long = dialogs.TooLong(length=utf16(text), limit=MOST_WORDS) if utf16(text) > MOST_WORDS else None
    return elsewhere(text, turn.campaign) or too_long


def _words_step() -> Step:
    def asks(answers: Answers, _facts: Facts) -> words.AskRemark:
        return words.AskRemark(number=int(answers["bulletin"]), title=str(answers["title"]))

    plain = text_step("carried", asks, to("what"), limit=MOST_WORDS, least=1, voice=True)

    def accept(said: Said, answers: Answers, facts: Facts) -> Any:
        if sounds_like(said.text).emergency:  # the dialog is left, and help comes first
            raise refuse(basics.Emergency(health_line=facts.campaign.contacts.health_line), facts)
        if (refusal := elsewhere(said.text, facts.campaign)) is not None:
            raise refuse(refusal, facts)
        return plain.accept(said, answers, facts)

    return replace(plain, accept=accept)


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
    await send(turn, int(answers["bulletin"]), answers["carried"])


async def send(turn: Turn, bulletin_id: int, carried: Any) -> None:
    """Bring what was written, with its files, to the desk of the bulletin's agency; or says why not."""
    refusal = _refusal(turn, str(carried["text"])) or await barred(turn)
    if refusal is not None:
        turn.say(refusal)
        return
    bulletin = await bulletins.get(turn.tx, bulletin_id)
    if bulletin is not None:
        await _keep(turn, bulletin, {**carried, "text": mask(str(carried["text"]))})


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
    heed(turn, text)
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
    (
        _words_step(),
        replace(choice_step("what", _asks, _options, to(None)), late=rest_of_album("carried", FILES_LIMIT)),
    ),
    finish=_chosen,
    cancelled="Dạ, phản hồi chưa được gửi đi.",
    guard=False,
)
