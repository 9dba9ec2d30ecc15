"""/capnhatvung: the steering committee's officers enter what decisions say of zones; two people stand behind each."""

from handlers import conversing
from handlers.citizens.zones import BOARD, MAP
from handlers.registry import EVERYONE, Action, Command
from handlers.seats import STAFF
from handlers.staff.zones import cards, deciding, entering, showing
from handlers.staff.zones.deciding import ROLES
from handlers.turn import Turn
from messages import buttons
from messages.buttons import Pressed
from messages.content import Choice
from messages.contexts import zone_entries as words
from storage import zone_entries, zone_states
from storage.records import EntryState, ZoneEntry

NAME = entering.NAME
_WAITING, _APPROVED = "cho", "roi"
_SHOWN = 5  # cards at once


async def update(turn: Turn, argument: str) -> None:
    """What can be done, or one of it."""
    if turn.campaign.zones is None:
        turn.say(words.NoScale())
        return
    match argument:
        case entering.BY_HAND | entering.BY_FILE:
            await entering.begin(turn, argument)
        case "cho":
            await _show(turn, (await zone_entries.undecided(turn.tx))[:_SHOWN], approved=False)
        case "roi":
            latest = await zone_entries.latest(turn.tx, _SHOWN, among=frozenset({EntryState.APPROVED}))
            await _show(turn, latest, approved=True)
        case _:
            if argument == conversing.FRESH:  # "leave that, enter this" was pressed
                await conversing.leave(turn)
            await _menu(turn)


async def _menu(turn: Turn) -> None:
    waiting = await zone_entries.undecided(turn.tx)
    book = await zone_states.ledger(turn.tx, turn.campaign.zones)
    communes = turn.campaign.units.communes
    known = sum(book.of(unit.code) is not None for unit in communes)
    turn.say(
        words.Menu(waiting=len(waiting), known=known, communes=len(communes)),
        [
            [_choice("Nhập một xã", entering.BY_HAND), _choice("Nhập nhiều xã", entering.BY_FILE)],
            [_choice("Đang chờ duyệt", _WAITING), _choice("Đã duyệt gần đây", _APPROVED)],
        ],
    )


def _choice(label: str, argument: str) -> Choice:
    return Choice(label=label, data=buttons.command(NAME, argument))


async def _show(turn: Turn, entries: list[ZoneEntry], *, approved: bool) -> None:
    if not entries:
        turn.say(words.NothingWaits(approved=approved), [turn.registry.buttons(NAME, roles=ROLES)])
    for entry in entries:
        await cards.put(turn, entry, [turn.address], anew=True)


_RUNS = {
    cards.SEND: deciding.send,
    cards.DROP: deciding.drop,
    cards.APPROVE: deciding.approve,
    cards.RETURN: deciding.ask_return,
    cards.ANNUL: deciding.ask_annul,
    cards.AGREE: deciding.agree,
    cards.KEEP: deciding.keep,
}
# Membership in a desk's group is not enough: who entered and who approved must be two holders of the role.
ACTIONS = (
    *(
        Action(kind=Pressed.ZONE, name=name, run=run, roles=ROLES, desk_members=False)
        for name, run in _RUNS.items()
    ),
    Action(kind=Pressed.ZONE, name=MAP, run=showing.show_map, roles=EVERYONE),
    Action(kind=Pressed.ZONE, name=BOARD, run=showing.show_board, roles=STAFF),
    Action(kind=Pressed.ZONE, name=showing.DRAWN, run=showing.send_pictures, roles=STAFF),
)
FLOWS = (entering.FLOW, deciding.FLOW)
COMMANDS = (
    Command(name=NAME, title="Cập nhật vùng", run=update, roles=ROLES, words=("cap nhat vung", "nhap vung")),
)
