"""/neuten: somebody whom others told of reads what was told, and says whether they may be named."""

from handlers import naming
from handlers.cards import place_label, shortened
from handlers.registry import EVERYONE, Action, Command
from handlers.staff import unnamed
from handlers.staff.commending import cards, seats
from handlers.turn import Turn
from messages import buttons
from messages.buttons import Pressed
from messages.content import Choice, Reply
from messages.contexts import naming as words
from messages.contexts import reports as report_words
from messages.vi.commending import ANSWERED
from messages.vi.commending import NAMED as SAID
from storage import link_codes, nominations, nominees, seconding, tries
from storage.nominees import OFFERED, Asked
from storage.records import NAMED, Nomination, NominationEvent

HAND = "moitraloi"
YES, NO = "dongy", "khong"
_DEED = 1500


async def answer(turn: Turn, argument: str) -> None:
    """With a code: what was told, and the question; with a code and a choice: the answer."""
    verb, _, rest = argument.strip().partition(" ")
    if verb in {YES, NO} and rest:
        await _answered(turn, link_codes.read(rest), agrees=verb == YES)
    elif argument.strip():
        await _ask(turn, link_codes.read(argument))
    else:
        turn.say(words.NeedCode())


async def _ask(turn: Turn, code: str) -> None:
    asked = await _open(turn, code)
    if asked is None:
        return
    told = asked.nomination
    question = words.AskNaming(
        name=told.name,
        collective=told.collective,
        place=place_label(turn.campaign, told.place),
        deed=shortened(told.deed, _DEED),
        days=told.happened,
        nominator="" if told.name_withheld else told.nominator,
        issuer=turn.campaign.issuer,
    )
    turn.say(question, [[_choice("Đồng ý nêu tên", YES, code)], [_choice("Không nêu tên", NO, code)]])


async def _open(turn: Turn, code: str) -> Asked | None:
    """What the code asks; None, and then it was said why, if it asks nothing of who speaks."""
    if not await tries.may_try(turn.tx, turn.address.id, turn.now):
        turn.say(words.TooManyNomineeCodes(per_hour=tries.PER_HOUR))
        return None
    asked = await nominees.find(turn.tx, code, turn.now) if code else None
    if asked is None:
        turn.say(words.BadNomineeCode(), [turn.registry.buttons("trogiup")])
    elif await _told_it(turn, asked.nomination):
        turn.say(words.NotTheNominee())
    else:
        return asked
    return None


async def _told_it(turn: Turn, nomination: Nomination) -> bool:
    """Whether who speaks told of it: they hand the code on, they do not answer for another."""
    if nomination.person_id == turn.person.id:
        return not nomination.own
    return await seconding.tells_of(turn.tx, nomination.id, turn.person.id)


async def _answered(turn: Turn, code: str, *, agrees: bool) -> None:
    if await _open(turn, code) is None:
        return
    asked = await nominees.use(turn.tx, code, turn.now)
    if asked is None or not await _kept(turn, asked, agrees=agrees):
        turn.say(words.BadNomineeCode(), [turn.registry.buttons("trogiup")])
        return
    await _tell_locality(turn, asked.nomination.code, agrees=agrees)
    if not agrees:
        await unnamed.tell(turn, asked.nomination.code)
    turn.say(words.AnswerTaken(agrees=agrees), [turn.registry.buttons("trogiup")])


async def _kept(turn: Turn, asked: Asked, *, agrees: bool) -> bool:
    """Write the answer down, with the hand by which the code came; False if nothing can come of it any more."""
    nomination, by = asked.nomination, ANSWERED[asked.by_office]
    if not await nominations.change(turn.tx, nomination, OFFERED, named=agrees, named_by=by):
        return False
    await nominees.keep(turn.tx, nomination, turn.person.id, turn.now)
    said = NominationEvent(at=turn.now, kind=NAMED, words=f"{SAID[agrees]} ({by})")
    await nominations.note(turn.tx, nomination, said)
    return True


async def _tell_locality(turn: Turn, code: str, *, agrees: bool) -> None:
    """Those who verify it hear the answer; the other cards show it."""
    after = await nominations.get(turn.tx, code)
    if after is None:
        return
    told = Reply(text=turn.words(words.NomineeAnswered(code=code, agrees=agrees)))
    for address in await seats.local_people(turn, after):
        turn.send(address, told, subject=code)
    await cards.refresh(turn, after)


def _choice(label: str, verb: str, code: str) -> Choice:
    return Choice(label=label, data=buttons.command(naming.COMMAND, f"{verb}+{code}"))


async def hand(turn: Turn, code: str) -> None:
    """Mời người ấy trả lời: its nominator gets a code to hand on."""
    nomination = await nominations.get(turn.tx, code)
    if nomination is None or nomination.person_id != turn.person.id or not may_hand(nomination):
        turn.say(report_words.NoSuchCode(code=code))
        return
    await naming.show_code(turn, nomination, by_office=False)


def may_hand(nomination: Nomination) -> bool:
    """Whether its nominator may ask the nominee: it is about somebody else, and may still come to something."""
    return not nomination.own and nomination.state in OFFERED


def handing(nomination: Nomination) -> Choice:
    """The button for it."""
    return Choice(label="Mời người ấy trả lời", data=buttons.nomination(nomination.code, HAND))


ACTIONS = (Action(kind=Pressed.NOMINATION, name=HAND, run=hand, roles=EVERYONE, desk_members=False),)
COMMANDS = (
    Command(
        name=naming.COMMAND,
        title="Trả lời việc nêu tên",
        run=answer,
        words=("trả lời việc nêu tên",),
        menu=False,
    ),
)
FLOWS = ()
