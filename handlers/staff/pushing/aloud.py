"""Bản đọc loa of a bulletin that was sent: for who answers for it, and for officers whose hamlets have loudspeakers."""

from dataclasses import replace

from handlers import publicity
from handlers.aloud import of_draft, of_words
from handlers.registry import Action
from handlers.staff.pushing.common import STEERERS, bulletin_of, cannot, number_of, press
from handlers.turn import Turn
from messages.buttons import Pressed
from messages.content import Choice
from messages.contexts import pushing as words
from messages.encoding import load_reply
from messages.markup import escape
from messages.render import Words
from messages.vi.bulletins import STEER, Steer
from storage import bulletins, drafts
from storage.records import Bulletin, BulletinState, Draft, Role

READERS = STEERERS | {Role.OFFICER, Role.HEAD}
_READ = frozenset({BulletinState.SENDING, BulletinState.PAUSED, BulletinState.DONE})


async def aloud(turn: Turn, ref: str) -> None:
    """What anyone may read is read out by any of them, the rest by who answers for it; never what was taken back."""
    made = await bulletins.public(turn.tx, number_of(ref)) or await bulletin_of(turn, ref)
    if made is None:
        return
    if made.state not in _READ:
        cannot(turn, made.id, made)
        return
    draft = await drafts.of_bulletin(turn.tx, made.id)
    read = _read(turn, made, draft)
    named = await _named(turn, made, draft)
    if not read:
        turn.say(words.NothingAloud(id=made.id))
    else:
        turn.say(named or escape(read))


def _read(turn: Turn, made: Bulletin, draft: Draft | None) -> str:
    """From its draft; new words since, and what had no draft, as they were sent."""
    if draft is not None and made.version == 1:
        return of_draft(turn.campaign, draft)
    return of_words(turn.campaign, load_reply(made.reply).text)


async def _named(turn: Turn, made: Bulletin, draft: Draft | None) -> Words | None:
    """Why it is not read out: it names somebody who, by now, does not agree to that. None if it may be."""
    if draft is None:
        return None
    return await publicity.unasked(turn.tx, replace(draft, text=load_reply(made.reply).text))


def button(bulletin: Bulletin) -> Choice:
    """The choice under a bulletin that is read again."""
    return press(bulletin.id, Steer.ALOUD.value, STEER[Steer.ALOUD])


ACTIONS = (Action(kind=Pressed.BULLETIN, name=Steer.ALOUD, run=aloud, roles=READERS, desk_members=False),)
