"""/theodoi: where my reports and nominations stand; anyone else's code tells its state only."""

from handlers import cards
from handlers.registry import Action, Command
from handlers.turn import Turn
from messages import buttons
from messages.buttons import Pressed
from messages.content import Choice, Reply
from messages.contexts import reports as words
from messages.vi import states
from storage import codes, nominations, reports, tries
from storage.records import (
    Nomination,
    NominationState,
    Report,
    ReportEvent,
    ReportState,
    Role,
)

SHOWN = 6
WITHDRAW = "rut"


async def follow(turn: Turn, argument: str) -> None:
    """Without a code: a list of one's own. With one: its story, or for others its state."""
    if not argument.strip():
        await _mine(turn)
        return
    code = codes.read(argument)
    if code is None:
        turn.say(words.NoSuchCode(code=argument.strip()[:20]), [turn.registry.buttons("theodoi")])
        return
    found = await _get(turn, code)
    if found is not None and found.person_id == turn.person.id:
        await _own(turn, found)
    elif not await tries.may_try(turn.tx, turn.address.id, turn.now):
        turn.say(words.TooManyTries(per_hour=tries.PER_HOUR))
    elif found is None:
        turn.say(words.NoSuchCode(code=code), [turn.registry.buttons("theodoi")])
    else:
        turn.say(words.StateOnly(code=code, state=_state(found)))


async def _get(turn: Turn, code: str) -> Report | Nomination | None:
    if code.startswith(codes.REPORT):
        return await reports.get(turn.tx, code)
    return await nominations.get(turn.tx, code)


async def _mine(turn: Turn) -> None:
    own: list[Report | Nomination] = [
        *await reports.of_person(turn.tx, turn.person.id),
        *await nominations.of_person(turn.tx, turn.person.id),
    ]
    own.sort(key=lambda each: each.created_at, reverse=True)
    items = tuple(
        words.Mine(
            code=each.code,
            about=_about(turn, each),
            state=_state(each),
            at=turn.campaign.local(each.created_at).date(),
        )
        for each in own[:SHOWN]
    )
    rows = [
        [Choice(label=f"Xem {each.code}", data=buttons.command("theodoi", each.code))]
        for each in own[: SHOWN // 2]
    ]
    more = turn.registry.buttons("phananh") if not own else []
    turn.say(words.MyList(items=items, more=max(len(own) - SHOWN, 0)), [*rows, *([more] if more else [])])


async def _own(turn: Turn, found: Report | Nomination) -> None:
    events = await reports.story(turn.tx, found) if isinstance(found, Report) else []
    lines = [_line(turn, event) for event in events]
    text = found.words if isinstance(found, Report) else found.deed
    context = words.MyOne(
        code=found.code,
        about=_about(turn, found),
        words=text,
        state=_state(found),
        story=tuple(lines[-8:]),
    )
    rows = [[Choice(label="Rút lại việc này", data=_withdraw(found))]] if _open(found) else []
    turn.say(context, rows, subject=found.code)


def _line(turn: Turn, event: ReportEvent) -> words.StoryLine:
    said = event.words if event.kind in {"answered", "person_wrote"} else ""
    return words.StoryLine(at=turn.campaign.local(event.at), what=states.EVENT[event.kind], words=said[:300])


def _withdraw(found: Report | Nomination) -> str:
    kind = Pressed.REPORT if isinstance(found, Report) else Pressed.NOMINATION
    return buttons.encode(buttons.Press(kind=kind, ref=found.code, choice=WITHDRAW))


def _open(found: Report | Nomination) -> bool:
    return cards.is_open(found) if isinstance(found, Report) else found.state is NominationState.NEW


def _about(turn: Turn, found: Report | Nomination) -> str:
    if isinstance(found, Report):
        return cards.kind_label(turn.campaign, found.kind)
    return f"Giới thiệu gương: {found.name}"


def _state(found: Report | Nomination) -> str:
    table = states.REPORT if isinstance(found, Report) else states.NOMINATION
    return table[found.state.value]


async def withdraw(turn: Turn, code: str) -> None:
    """Rút lại: its author takes it back; the desk is told."""
    found = await _get(turn, code)
    if found is None or found.person_id != turn.person.id:
        turn.say(words.NoSuchCode(code=code))
        return
    if isinstance(found, Report):
        moved = await reports.move(turn.tx, found, ReportState.WITHDRAWN, turn.now)
    else:
        moved = await nominations.move(turn.tx, found, NominationState.WITHDRAWN)
    if not moved:
        turn.say(words.CannotMove(code=code, state=_state(found)))
        return
    if isinstance(found, Report):
        await reports.note(turn.tx, found, ReportEvent(at=turn.now, kind="withdrawn"))
        told = turn.words(words.Withdrawn(code=code, at_desk=True))
        await cards.under(turn, found, Reply(text=told))
    turn.say(words.Withdrawn(code=code, at_desk=False), [turn.registry.buttons("theodoi", "trogiup")])


_EVERYONE = frozenset(Role)
ACTIONS = (
    Action(kind=Pressed.REPORT, name=WITHDRAW, run=withdraw, roles=_EVERYONE, desk_members=False),
    Action(kind=Pressed.NOMINATION, name=WITHDRAW, run=withdraw, roles=_EVERYONE, desk_members=False),
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
