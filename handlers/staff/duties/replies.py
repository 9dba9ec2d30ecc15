"""A reply to a duty's card, or "NV-…: words": an officer's report, or the office's words on its check."""

from handlers.dialog import phrase_command
from handlers.running import roles_here
from handlers.staff.duties import doing
from handlers.staff.duties.common import Owed, bodies_here, find, office_here, owed_here
from handlers.staff.duties.numbers import read_number
from handlers.staff.triage.asked_words import HEARERS
from handlers.threads import THREADS, About
from handlers.turn import Turn
from messages.buttons import Pressed
from messages.contexts import basics
from messages.contexts import duties as words
from messages.encoding import dump_attachments
from messages.folding import phrase
from messages.length import utf16
from messages.masking import mask
from storage import codes
from storage.records import Need

_RECEIVED = frozenset({"da nhan", "nhan", "da nhan viec"})
_DONE = frozenset({"da thuc hien", "xong", "da xong", "bao cao"})


async def about(turn: Turn, told: About) -> bool:
    """Handle what is said about a duty. False if the code is nobody's business here."""
    found = await find(turn, told.code)
    if found is None:
        return False
    mine = found[1].body in bodies_here(turn)
    action = turn.registry.action(Pressed.OBLIGATION, told.purpose) if told.purpose else None
    if action is not None and (mine or await office_here(turn)):
        if action.roles.isdisjoint(await roles_here(turn)):
            turn.say(basics.NotAllowed(title="việc này"))
        elif told.purpose in HEARERS and told.text:
            await HEARERS[told.purpose].said(turn, told.code, told.text, told.seen)
        else:
            await action.run(turn, told.code)
        return True
    if not mine:
        turn.say(words.DutyNotYours(code=told.code))
        return True
    if phrase_command(told.text):
        return False
    await _from_officer(turn, told)
    return True


async def _from_officer(turn: Turn, told: About) -> None:
    said = phrase(told.text)
    if said in _RECEIVED and not turn.inbound.attachments:
        await doing.acknowledge(turn, told.code)
    elif (said in _DONE or not said) and not turn.inbound.attachments:
        await doing.report(turn, told.code)
    elif (found := await owed_here(turn, told.code)) is not None:
        await _report(turn, found, mask(told.text))


async def _report(turn: Turn, found: Owed, text: str) -> None:
    if not doing.may_report(found):
        done = words.DutyDone(code=found[1].code, what="việc này đã được kiểm tra là đạt")
        turn.say(done, subject=found[1].code)
        return
    need, files = found[0].need, dump_attachments(turn.inbound.attachments)
    album = {"album": turn.inbound.album} if turn.inbound.album else {}
    number = read_number(text)
    if utf16(text) > doing.REPORTS_IN or (need is Need.NUMBER and number is None):
        await doing.begin(turn, found, {})  # asks for what is wanted, in the size that is wanted
    elif need is Need.NUMBER and number is not None and not files:
        got = doing.number_answer(number, text)
        await doing.keep(turn, found, got["text"], number, [])
    elif need is Need.NUMBER and number is not None:
        shown = {"files": files, **album, "done": False}
        await doing.begin(turn, found, {"number": doing.number_answer(number, text), "photos": shown})
    elif need is Need.PHOTO and files:
        note = {"words": {"text": text, "files": []}} if text else {}
        await doing.begin(turn, found, {"proof": {"files": files, **album, "done": False}, **note})
    elif need is Need.PHOTO:
        await doing.begin(turn, found, {})
    elif files:
        # The rest of an album finds its way in while the dialog is open.
        await doing.begin(turn, found, {"words": {"text": text, "files": files, **album}})
    else:
        await doing.keep(turn, found, text, None, [])


THREADS[codes.OBLIGATION] = about
