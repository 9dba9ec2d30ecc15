"""Somebody simply writes: what it sounds like is offered, the words carried over; danger to life comes first."""

from dataclasses import replace
from typing import Any

from handlers import conversing
from handlers.choose import Option
from handlers.citizens.reports.bins import elsewhere
from handlers.intents import Reading, sounds_like
from handlers.map_links import is_point
from handlers.questions import FILES_LIMIT, choice_step, rest_of_album, to
from handlers.remarks import saying, typed
from handlers.rumours import asking
from handlers.running import run
from handlers.steps import Answers, Facts, Flow, flow
from handlers.turn import Turn
from messages.content import InboundKind
from messages.contexts import basics
from messages.encoding import dump_attachments
from messages.folding import words
from messages.render import render, rich
from storage.codes import is_code
from storage.records import Consent, Person, Role

_OFFERED = (
    "phananh",
    "guongtot",
    "kiemchung",
    "gopsuc",
    "huongdan",
    "vungxanh",
    "tinmoi",
    "kehoach",
    "soantin",
)
_AT_ONCE = frozenset(
    {"huongdan", "vungxanh", "kehoach", "theodoi", "tinmoi", "trogiup", "dangky", "dung", "riengtu"}
)
_ASKED = frozenset({"huongdan", "vungxanh"})  # of these, what people also ask about a bulletin
_PLACE = 6  # words: a commune with its district
_ELSEWHERE = frozenset({"khieunai", "tutap"})  # complaints, calls to gather: kept nowhere
_LIMIT = 4  # choices on a screen
_ELSE = "-else"


async def answer(turn: Turn) -> None:
    """Answer a message that is no command, no step and no thread."""
    inbound = turn.inbound
    if inbound.forwarded and turn.registry.offers("kiemchung") and await _passed_on(turn):
        return
    if inbound.kind is InboundKind.UNSUPPORTED:
        turn.say(basics.CannotRead(hotline=turn.campaign.contacts.health_line), [_help(turn)])
    elif inbound.location is not None or is_point(inbound.text):
        turn.say(basics.WhereFor(), [turn.registry.buttons("vungxanh", "dangky")])
    elif is_code(inbound.text):
        await _run(turn, "theodoi", inbound.text.strip())
    elif inbound.text.strip():
        await _read(turn, sounds_like(inbound.text))
    elif inbound.attachments:
        await _offer(turn, "", ("phananh", "guongtot"))
    else:
        turn.say(basics.NotUnderstood(stranger=_is_new(turn.person)), _menu(turn))


async def withheld(turn: Turn) -> None:
    """The platform keeps the words from us: say where help is, and never ask to write again.

    Whoever is in the middle of something sees the open question again below it: it still stands.
    """
    limits, hotline = turn.limits, turn.campaign.contacts.health_line
    told = basics.Withheld(hotline=hotline, films=limits.films, papers=limits.papers)
    if not await conversing.again(turn, turn.words(told)):
        turn.say(told)


async def _passed_on(turn: Turn) -> bool:
    """Somebody else's message is taken as a rumour to be checked. False if it is to be read as any other.

    What rumours say sounds like needs and deeds: only what nobody may overlook is taken for more than a rumour.
    """
    text = turn.inbound.text.strip()
    reading = sounds_like(text) if text else Reading()
    first = reading.intents[0].intent if reading.intents else ""
    if (reading.clear and first in _ELSEWHERE) or not (text or turn.inbound.attachments):
        return False
    if reading.emergency:
        emergency = turn.words(basics.Emergency(health_line=turn.campaign.contacts.health_line))
        await _offer(turn, emergency, ("phananh", "kiemchung", "huongdan"))
    elif Role.EDITOR in turn.roles:  # whose work it is to pass on what is true
        await _offer(turn, "", ("soantin", "kiemchung"))
    else:
        await asking.heard(turn, text, turn.inbound.attachments)
    return True


async def _read(turn: Turn, reading: Reading) -> None:
    health_line = turn.campaign.contacts.health_line
    first = reading.intents[0].intent if reading.intents else ""
    emergency = turn.words(basics.Emergency(health_line=health_line)) if reading.emergency else ""
    refusal = elsewhere(turn.inbound.text, turn.campaign)
    if refusal is not None:
        turn.say(refusal, [_help(turn)])
    elif emergency:
        await _offer(
            turn, emergency, tuple(guess.intent for guess in reading.intents) or ("phananh", "huongdan")
        )
    elif reading.clarify == "f1":
        turn.say(basics.ContactAsked(health_line=health_line), [turn.registry.buttons("huongdan", "phananh")])
    elif reading.sure and first in _AT_ONCE and not await _may_be_a_reply(turn, first):
        await _run(turn, first, _about(turn, first, turn.inbound.text))
    elif reading.sure and first == "kiemchung" and not turn.registry.offers("kiemchung"):
        turn.say(basics.Unverified(), [turn.registry.buttons("tinmoi", "trogiup")])
    elif first == "camon":
        turn.say(basics.Thanks(), [_help(turn)])
    elif first == "chao":
        await _run(turn, "start", "")
    elif not reading.intents and await _asks_of_a_place(turn):
        await _run(turn, "vungxanh", turn.inbound.text)  # nothing but a place: its zone is what can be told
    else:
        await _offer(turn, "", tuple(guess.intent for guess in reading.intents))


async def _may_be_a_reply(turn: Turn, guess: str) -> bool:
    """Whether a question of the day may as well be about the bulletin that has just come: then both are offered."""
    asks = guess in _ASKED and not (guess == "vungxanh" and "vung" in words(turn.inbound.text))
    return asks and await typed.recent(turn) is not None


async def _asks_of_a_place(turn: Turn) -> bool:
    """Whether it asks about a place; more words than name one may, after a bulletin, be about that."""
    text = turn.inbound.text
    if not turn.campaign.units.mentions(text):
        return False
    return len(words(text)) <= _PLACE or await typed.recent(turn) is None


async def _offer(turn: Turn, emergency: str, intents: tuple[str, ...]) -> None:
    names = [
        name for name in dict.fromkeys(intents) if name in _OFFERED and turn.registry.offers(name, turn.roles)
    ]
    bulletin = None if emergency or turn.inbound.forwarded else await typed.recent(turn)
    if not names and not emergency and bulletin is None:
        turn.say(basics.NotUnderstood(stranger=_is_new(turn.person)), _menu(turn))
        return
    said = [[typed.ANSWER, await typed.label(turn, bulletin)]] if bulletin else []
    most = _LIMIT - 1 - len(said)
    answers: dict[str, Any] = {
        "carried": {
            "text": turn.inbound.text.strip(),
            "marked": turn.inbound.marked,
            "files": dump_attachments(turn.inbound.attachments),
            "album": turn.inbound.album,
        },
        "emergency": emergency,
        "offers": [
            *said,
            *([name, found.title] for name in names[:most] if (found := turn.registry.command(name))),
        ],
        "bulletin": bulletin.id if bulletin else 0,
    }
    await conversing.start(turn, OFFER.name, answers)


def _asks(answers: Answers, facts: Facts) -> str:
    files = not answers["carried"]["text"]
    said = basics.SoundsLike(
        emergency=rich(answers["emergency"]), files=files, stranger=_is_new(facts.person)
    )
    return render(said, facts.person.locale)


def _is_new(person: Person) -> bool:
    """Whether they wrote before they were greeted: nobody has told them yet that a machine answers."""
    return person.consent is Consent.UNASKED


def _options(answers: Answers, _facts: Facts) -> list[Option]:
    offers = [Option(key=name, label=title) for name, title in answers["offers"]]
    return [*offers, Option(key=_ELSE, label="Việc khác")]


async def _chosen(turn: Turn, answers: Answers) -> None:
    turn.carried = answers["carried"]
    name = answers["offer"]
    if name == _ELSE:
        await _run(turn, "trogiup", "")
    elif name == typed.ANSWER:
        await saying.send(turn, int(answers["bulletin"]), turn.carried)
    else:
        await _run(turn, name, _about(turn, name, turn.carried["text"]))


def _about(turn: Turn, name: str, text: str) -> str:
    """What a command is asked about: for zones the place that the words name, if they name one."""
    return text if name == "vungxanh" and turn.campaign.units.mentions(text) else ""


async def _run(turn: Turn, name: str, argument: str) -> None:
    command = turn.registry.command(name)
    if command is None:
        turn.say(basics.NotUnderstood(stranger=_is_new(turn.person)), _menu(turn))
    else:
        await run(turn, command, argument)


def _help(turn: Turn) -> list[Any]:
    return turn.registry.buttons("trogiup")


def _menu(turn: Turn) -> list[list[Any]]:
    names = ("phananh", "huongdan", "vungxanh", "kiemchung", "guongtot")
    return [[button] for button in turn.registry.buttons(*names)]


OFFER: Flow = flow(
    "goiy",
    "chọn việc",
    (replace(choice_step("offer", _asks, _options, to(None)), late=rest_of_album("carried", FILES_LIMIT)),),
    finish=_chosen,
    cancelled="Dạ, chúng tôi không giữ lại lời vừa nhắn.",
    guard=False,
)
FLOWS = (OFFER,)
