"""Where none of our messages can be replied to: a bulletin is answered as what came last, or by its number."""

import re
from datetime import timedelta

from handlers.intents import sounds_like
from handlers.registry import EVERYONE, Action
from handlers.remarks import saying
from handlers.staff.bulletins.common import cut, number_of
from handlers.threads import THREADS, About
from handlers.turn import Turn
from messages import buttons
from messages.buttons import Press, Pressed
from messages.content import ChatKind, Choice
from messages.contexts import remarks as words
from messages.folding import words as words_of
from storage import bulletins, remarks
from storage.records import Bulletin, BulletinState

ANSWER = "phanhoi"  # typed: PHANHOI 12, PHANHOI 12: what there is to say
RECENT = timedelta(hours=24)  # so long after a bulletin has come, words may be about it
_TITLE = 40  # characters of it on a choice
_TYPED = re.compile(r"\s*(\D{7,24}?)(\d{1,9})(?:\s*([:：])\s*|\s+|\Z)(.*)\Z", re.DOTALL)
_NAMES = frozenset({"phanhoi", "phanhoiso", "phanhoibantin", "phanhoibantinso"})


async def recent(turn: Turn) -> Bulletin | None:
    """The bulletin that words may be about which name nothing; None where people can reply to it itself."""
    if turn.limits.replies or turn.address.kind is not ChatKind.PRIVATE:
        return None
    number = await remarks.latest_bulletin(turn.tx, turn.address.id, turn.wall - RECENT)
    found = await bulletins.get(turn.tx, number) if number else None
    return None if found is None or found.state is BulletinState.RECALLED else found


async def label(turn: Turn, bulletin: Bulletin) -> str:
    """The choice that sends what was written to its agency."""
    title = cut(bulletin.title, _TITLE)
    return f"Gửi {await saying.desk_of(turn, bulletin)}: trả lời bản tin “{title}”"


async def hears(turn: Turn, told: About) -> bool:
    """Handle PHANHOI 12: words, or a reply to a bulletin. False if it is neither."""
    match = _TYPED.match(turn.inbound.text) if turn.address.kind is ChatKind.PRIVATE else None
    if match is None or "".join(words_of(match[1])) not in _NAMES:
        return await saying.hears(turn, told)
    text = match[4].strip()
    if sounds_like(text).emergency:
        return False
    bulletin = await _theirs(turn, int(match[2]))
    if bulletin is None and text and not match[3]:
        return False  # "Phản hồi 2 lần rồi mà chưa ai trả lời"
    if bulletin is None:
        turn.say(words.NoBulletin(number=int(match[2])), [turn.registry.buttons("tinmoi")])
    elif text or turn.inbound.attachments:
        await saying.ask(turn, bulletin, text)
    else:
        await saying.ask_words(turn, bulletin)
    return True


async def _theirs(turn: Turn, number: int) -> Bulletin | None:
    """The bulletin of this number, if it came to them or anyone may read it."""
    if await remarks.has_had(turn.tx, number, turn.person.id):
        return await bulletins.get(turn.tx, number)
    return await bulletins.public(turn.tx, number)


async def answer(turn: Turn, ref: str) -> None:
    """Trả lời bản tin số 12: asks for the words."""
    number = number_of(ref)
    bulletin = await _theirs(turn, number)
    if bulletin is None or turn.address.kind is not ChatKind.PRIVATE:
        turn.say(words.NoBulletin(number=number), [turn.registry.buttons("tinmoi")])
    else:
        await saying.ask_words(turn, bulletin)


def button(bulletin: Bulletin) -> Choice:
    """The choice under a bulletin that is read again: it names the number too."""
    data = buttons.encode(Press(kind=Pressed.BULLETIN, ref=str(bulletin.id), choice=ANSWER))
    return Choice(label=f"Trả lời bản tin số {bulletin.id}", data=data)


THREADS[""] = hears
ACTIONS = (Action(kind=Pressed.BULLETIN, name=ANSWER, run=answer, roles=EVERYONE),)
