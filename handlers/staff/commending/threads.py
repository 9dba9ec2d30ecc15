"""Words about a nomination that answer a message of ours: an officer's to a card, a nominator's to an answer."""

from handlers import adding
from handlers.emergency import heed
from handlers.running import roles_here
from handlers.staff.commending import cards, does, seats
from handlers.staff.commending.telling import TELL_MORE
from handlers.staff.triage.asked_words import HEARERS, Hearer, ask
from handlers.threads import THREADS, VERBS, About
from handlers.turn import Turn
from messages.buttons import Pressed
from messages.calming import calm
from messages.content import ChatKind, Reply
from messages.contexts import basics
from messages.contexts import commending as words
from messages.contexts import reports as report_words
from messages.folding import phrase
from messages.masking import mask
from messages.vi import states
from messages.vi.commending import VERB
from storage import codes, nominations
from storage.records import PERSON_WROTE, WITHDRAWABLE, NominationEvent


async def continues(turn: Turn, about: About) -> bool:
    """Handle a message about this nomination. False if it belongs to nobody who has a part in it."""
    code, text, purpose = about.code, about.text, about.purpose
    nomination = await nominations.get(turn.tx, code)
    if nomination is None or turn.inbound.anonymous:
        return False
    mine = nomination.person_id == turn.person.id and turn.address.kind is ChatKind.PRIVATE
    held = await seats.here(turn, nomination)
    if held and (not mine or (purpose and purpose != TELL_MORE)):
        await _from_officer(turn, code, text, purpose or does.NOTE, about.seen)
        return True
    if mine and (text or turn.inbound.attachments):
        await tell_more(turn, code, text, None)
        return True
    return False


async def _from_officer(turn: Turn, code: str, text: str, purpose: str, seen: int | None) -> None:
    action = turn.registry.action(Pressed.NOMINATION, purpose)
    if action is not None and action.roles.isdisjoint(await roles_here(turn)):
        turn.say(basics.NotAllowed(title="việc này"))
    elif purpose in HEARERS and text:
        await HEARERS[purpose].said(turn, code, text, seen)
    elif action is not None:
        await action.run(turn, code)


async def ask_more(turn: Turn, code: str) -> None:
    """Kể thêm: asks the nominator for more."""
    nomination = await nominations.get(turn.tx, code)
    if nomination is None or nomination.person_id != turn.person.id:
        turn.say(report_words.NoSuchCode(code=code))
    elif nomination.state not in WITHDRAWABLE:
        state = states.NOMINATION_PUBLIC[nomination.state.value]
        turn.say(report_words.CannotMove(code=code, state=state, by=""))
    else:
        await ask(turn, nomination, TELL_MORE)


async def tell_more(turn: Turn, code: str, text: str, _seen: int | None) -> None:
    """More from the nominator: kept with the nomination, shown under its card, while the locality verifies it."""
    heed(turn, text)
    nomination = await nominations.get(turn.tx, code)
    if nomination is None or nomination.person_id != turn.person.id:
        turn.say(report_words.NoSuchCode(code=code))
        return
    if nomination.state not in WITHDRAWABLE:
        state = states.NOMINATION_PUBLIC[nomination.state.value]
        turn.say(report_words.CannotMove(code=code, state=state, by=""))
        return
    kept = mask(calm(text))
    if not await adding.taken(turn, kept):
        return
    await nominations.note(turn.tx, nomination, NominationEvent(at=turn.now, kind=PERSON_WROTE, words=kept))
    files = turn.inbound.attachments
    if files:
        await nominations.add_files(turn.tx, nomination, files)
    told = words.ToldMore(code=code, words=kept, files=len(files))
    await cards.under(turn, nomination, Reply(text=turn.words(told), attachments=files))
    turn.say(words.MoreTaken(code=code), subject=code)


HEARERS[TELL_MORE] = Hearer(said=tell_more)
THREADS[codes.NOMINATION] = continues
VERBS[codes.NOMINATION] = {phrase(verb): purpose for purpose, verb in VERB.items()}
