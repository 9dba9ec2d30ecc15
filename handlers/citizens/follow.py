"""/theodoi: where my reports and nominations stand; anyone else's code tells its state only."""

from collections.abc import Awaitable, Callable

from handlers import cards, rating, telling, threads
from handlers.citizens import mine, nominee
from handlers.citizens.mine import Matter
from handlers.closed import closed
from handlers.registry import EVERYONE, Action, Command
from handlers.running import run
from handlers.staff.commending import cards as nomination_cards
from handlers.staff.offers import cards as offer_cards
from handlers.turn import Turn
from messages import buttons
from messages.buttons import Pressed
from messages.content import Choice, Reply
from messages.contexts import reports as words
from messages.vi import states
from storage import codes, locations, nominations, offers, reports, tries, voices
from storage.records import (
    PERSON_WROTE,
    RATEABLE,
    RATED,
    REPLIED,
    WITHDRAWABLE,
    Nomination,
    NominationEvent,
    NominationState,
    Offer,
    Report,
    ReportEvent,
    ReportState,
)

_KINDS = {Report: Pressed.REPORT, Nomination: Pressed.NOMINATION, Offer: Pressed.OFFER}
WITHDRAW = "rut"
_SAID = frozenset({"answered", REPLIED, "asked", "decided", "not_ours", PERSON_WROTE, RATED})


async def follow(turn: Turn, argument: str) -> None:
    """Without a code: a list of one's own, page by page. With one: its story, or for others its state."""
    page = mine.page_in(argument)
    if page is not None:
        await mine.show(turn, page)
        return
    code = codes.read(argument)
    if code is None:
        turn.say(words.NoSuchCode(code=argument.strip()[:20]), [turn.registry.buttons("theodoi")])
        return
    duties = turn.registry.command("nhiemvu")
    if codes.prefix_of(code) == codes.OBLIGATION and duties is not None:
        await run(turn, duties, code)  # an officer's: it has a list of its own
        return
    found = await _get(turn, code)
    if found is not None and found.person_id == turn.person.id:
        await _own(turn, found)
    elif isinstance(found, Report) and await voices.joined(turn.tx, found.id, turn.person.id):
        rows = telling.closing(found) if found.state in RATEABLE else ()
        turn.say(words.StateOnly(code=code, state=mine.state(found)), rows, subject=code)
    elif not await tries.may_try(turn.tx, turn.address.id, turn.now):
        turn.say(words.TooManyTries(per_hour=tries.PER_HOUR))
    elif found is None:
        turn.say(words.NoSuchCode(code=code), [turn.registry.buttons("theodoi")])
    else:
        turn.say(words.StateOnly(code=code, state=mine.state(found)))


async def _get(turn: Turn, code: str) -> Matter | None:
    if code.startswith(codes.REPORT):
        return await reports.get(turn.tx, code)
    if code.startswith(codes.OFFER):
        return await offers.get(turn.tx, code)
    return await nominations.get(turn.tx, code)


async def _own(turn: Turn, found: Matter) -> None:
    events = await reports.story(turn.tx, found) if isinstance(found, Report) else []
    lines = [_line(turn, event) for event in events]
    text = found.deed if isinstance(found, Nomination) else found.words
    context = words.MyOne(
        code=found.code,
        about=mine.about(turn, found),
        words=text,
        state=mine.state(found),
        story=tuple(lines[-8:]),
    )
    turn.say(context, _can_do(found), subject=found.code)


def _can_do(found: Matter) -> list[list[Choice]]:
    """Write more and withdraw while it is open; once it is closed say how it went."""
    rows: list[list[Choice]] = []
    if isinstance(found, Nomination) and nominee.may_hand(found):
        rows = [[nominee.handing(found)]]
    if isinstance(found, Report) and found.state in RATEABLE:
        rows = [list(row) for row in telling.closing(found)]
    if isinstance(found, Report) and cards.is_open(found):
        rows = [list(row) for row in telling.tell_more(found, "Nhắn thêm")]
    return [*rows, [Choice(label="Rút lại việc này", data=_withdraw(found))]] if _open(found) else rows


def _line(turn: Turn, event: ReportEvent) -> words.StoryLine:
    said = event.words if event.kind in _SAID else ""
    return words.StoryLine(at=turn.campaign.local(event.at), what=states.EVENT[event.kind], words=said[:300])


def _withdraw(found: Matter) -> str:
    kind = _KINDS[type(found)]
    return buttons.encode(buttons.Press(kind=kind, ref=found.code, choice=WITHDRAW))


def _open(found: Matter) -> bool:
    if isinstance(found, Offer):
        return offer_cards.is_open(found)
    return cards.is_open(found) if isinstance(found, Report) else found.state in WITHDRAWABLE


async def withdraw(turn: Turn, code: str) -> None:
    """Rút lại: its author takes it back; the desk is told."""
    found = await _get(turn, code)
    if found is None or isinstance(found, Offer) or found.person_id != turn.person.id:
        turn.say(words.NoSuchCode(code=code))
        return
    if isinstance(found, Report):
        moved = await reports.move(turn.tx, found, ReportState.WITHDRAWN, turn.now)
        found = await reports.get(turn.tx, code) or found
    else:
        moved = await nominations.move(turn.tx, found, NominationState.WITHDRAWN)
        found = await nominations.get(turn.tx, code) or found
    if not moved:
        turn.say(words.CannotMove(code=code, state=mine.state(found), by=""))
        return
    if isinstance(found, Report):
        await reports.note(turn.tx, found, ReportEvent(at=turn.now, kind="withdrawn"))
        await locations.forget_location(turn.tx, found.id)  # the cards are drawn anew below
        told = turn.words(words.Withdrawn(code=code, at_desk=True))
        await cards.under(turn, found, Reply(text=told))
        await cards.refresh(turn, found)
        await telling.others(turn, found, ReportState.WITHDRAWN, "")
        await closed(turn, found)
    else:
        await nominations.note(turn.tx, found, NominationEvent(at=turn.now, kind="withdrawn"))
        await nomination_cards.under(
            turn, found, Reply(text=turn.words(words.Withdrawn(code=code, at_desk=True)))
        )
        await nomination_cards.refresh(turn, found)
    turn.say(words.Withdrawn(code=code, at_desk=False), [turn.registry.buttons("theodoi", "trogiup")])


def _theirs(kind: Pressed, name: str, run: Callable[[Turn, str], Awaitable[None]]) -> Action:
    return Action(kind=kind, name=name, run=run, roles=EVERYONE, desk_members=False)


ACTIONS = (
    _theirs(Pressed.REPORT, WITHDRAW, withdraw),
    _theirs(Pressed.NOMINATION, WITHDRAW, withdraw),
    _theirs(Pressed.REPORT, telling.TELL, threads.tell_more),
    _theirs(Pressed.REPORT, telling.NOT_SOLVED, rating.not_solved),
    _theirs(Pressed.REPORT, telling.CONTENT, rating.content),
    _theirs(Pressed.REPORT, telling.DISCONTENT, rating.discontent),
)
COMMANDS = (
    Command(
        name="theodoi",
        title="Việc tôi đã gửi",
        run=follow,
        words=("theo dõi", "việc của tôi", "xem lại việc đã gửi"),
    ),
)
FLOWS = ()
