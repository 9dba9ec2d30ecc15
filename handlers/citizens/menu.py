"""The menu: at most four choices where four will do, and only what is there to be used."""

from collections.abc import Iterable, Sequence

from handlers.registry import Command
from handlers.turn import Rows, Turn
from messages import buttons
from messages.content import Choice
from messages.contexts import welcome
from storage.records import Role

FIRST = ("phananh", "huongdan", "vungxanh")
MORE = ("kehoach", "tinmoi", "guongtot", "kiemchung", "theodoi", "gopsuc", "dangky", "ngonngu", "riengtu")
AFTER = ("kehoach", "huongdan", "theodoi")  # once the campaign has ended
ELSE = "khac"
_STAFF_SHOWN = 4


def menu_rows(turn: Turn) -> Rows:
    """The first screen: what this person needs most, their own duties, and the way to everything else."""
    names = AFTER if turn.campaign.phase(turn.now) == "closed" else FIRST
    rows = [(choice,) for choice in _buttons(turn, names)]
    other = Choice(label="Mục khác", data=buttons.command("trogiup", ELSE))
    return [*rows, *_pairs(_buttons(turn, _staff_names(turn))[:_STAFF_SHOWN]), (other,)]


def more_rows(turn: Turn) -> Rows:
    """The second screen: everything that is not on the first."""
    shown = AFTER if turn.campaign.phase(turn.now) == "closed" else FIRST
    names = [name for name in dict.fromkeys((*FIRST, *MORE)) if name not in shown]
    duties = _buttons(turn, _staff_names(turn))[_STAFF_SHOWN:]
    return _pairs([*_buttons(turn, names), *duties])


def lines(turn: Turn, names: Iterable[str]) -> tuple[welcome.Line, ...]:
    """Help on those of `names` that are there."""
    return tuple(welcome.Line(name=each.name, title=each.title) for each in usable(turn, names))


def citizen_lines(turn: Turn) -> tuple[welcome.Line, ...]:
    """Help on what everybody can do."""
    return lines(turn, dict.fromkeys((*FIRST, *MORE, "ngungtin", "xoadulieu")))


def staff_lines(turn: Turn) -> tuple[welcome.Line, ...]:
    """Help on this person's duties."""
    return lines(turn, _staff_names(turn))


def usable(turn: Turn, names: Iterable[str]) -> list[Command]:
    """Those of `names` that exist, that this person may use, and that are still on."""
    closed = turn.campaign.phase(turn.now) == "closed"
    found = (turn.registry.command(name) for name in names if turn.registry.offers(name, turn.roles))
    return [each for each in found if each and not (closed and each.during_only)]


def _staff_names(turn: Turn) -> list[str]:
    """What their roles let them do in private that citizens cannot, in the registry's order."""
    duties = (each for each in turn.registry.commands if Role.CITIZEN not in each.roles)
    return [
        each.name for each in duties if each.menu and each.private and not each.roles.isdisjoint(turn.roles)
    ]


def _buttons(turn: Turn, names: Iterable[str]) -> list[Choice]:
    return [Choice(label=each.title, data=buttons.command(each.name)) for each in usable(turn, names)]


def _pairs(choices: Sequence[Choice]) -> list[tuple[Choice, ...]]:
    return [tuple(choices[place : place + 2]) for place in range(0, len(choices), 2)]
