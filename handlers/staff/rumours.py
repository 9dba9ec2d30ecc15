"""/dinhchinh: the communication agency's rumour desk: what is asked, what was answered, and every card's buttons."""

from collections.abc import Awaitable, Callable
from functools import partial

from handlers import conversing
from handlers.registry import Action, Command
from handlers.rumours import answering, office, prompting, publishing
from handlers.turn import Turn
from messages import buttons
from messages.buttons import Pressed
from messages.content import ChatKind, Choice
from messages.contexts import rumours as words
from storage import codes, rumours
from storage.records import Rumour, RumourState, Verdict

_NEW = "viet"  # what the button for a rumour that nobody asked about adds to the command
_SHOWN, _DONE, _WORDS = 8, 4, 120


async def desk(turn: Turn, argument: str) -> None:
    """What waits, the most asked about first; the card of one; or a correction that nobody has asked for."""
    code = codes.rumour(argument)
    if code:
        await _card(turn, code)
    elif argument.strip() in {_NEW, conversing.FRESH} and turn.address.kind is ChatKind.PRIVATE:
        await conversing.enter(turn, prompting.DIALOG, argument, {"code": "", "keep": ""})
    else:
        await _list(turn)


async def _card(turn: Turn, code: str) -> None:
    rumour = await rumours.get(turn.tx, code)
    if rumour is None:
        turn.say(words.NoSuchRumour(code=code))
    else:
        turn.out += await office.card_at(turn, rumour, turn.address, anew=True)


async def _list(turn: Turn) -> None:
    waiting = await rumours.waiting(turn.tx, _SHOWN)
    done = await rumours.waiting(turn.tx, _DONE, state=RumourState.ANSWERED)
    wanted = await rumours.demand(turn.tx, [each.id for each in (*waiting, *done)])

    def line(each: Rumour) -> words.Line:
        said = each.finding.claim if each.finding else each.words or "(ảnh)"
        shown = office.shortened(" ".join(said.split()), _WORDS)
        return words.Line(code=each.code, words=shown, askers=wanted[each.id].askers)

    listed = words.Listed(waiting=tuple(map(line, waiting)), answered=tuple(map(line, done)))
    made = [
        Choice(label=each.code, data=buttons.command("dinhchinh", each.code)) for each in (*waiting, *done)
    ]
    rows = [made[at : at + 3] for at in range(0, len(made), 3)]
    if turn.address.kind is ChatKind.PRIVATE:
        rows.append([Choice(label="Viết đính chính mới", data=buttons.command("dinhchinh", _NEW))])
    turn.say(listed, rows)


async def _verdict(turn: Turn, code: str, *, verdict: Verdict) -> None:
    await prompting.ask(turn, code, verdict)


def _action(name: str, run: Callable[[Turn, str], Awaitable[None]]) -> Action:
    return Action(kind=Pressed.RUMOUR, name=name, run=run, roles=office.DESK)


COMMANDS = (
    Command(
        name="dinhchinh",
        title="Tin đồn và đính chính",
        run=desk,
        roles=office.DESK,
        words=("đính chính",),
        groups=True,
    ),
)
FLOWS = (prompting.FLOW,)
ACTIONS = (
    *(_action(office.SAY[each], partial(_verdict, verdict=each)) for each in Verdict),
    _action(office.DROP, answering.drop),
    _action(office.CHANGE, answering.change),
    _action(answering.REWRITE, answering.change),
    _action(answering.SEND, answering.send),
    # A draft is somebody's own work, whom its second person can tell apart: membership in a group is not enough.
    Action(
        kind=Pressed.RUMOUR,
        name=office.PUBLISH,
        run=publishing.publish,
        roles=office.DESK,
        desk_members=False,
    ),
)
