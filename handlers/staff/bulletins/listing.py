"""Lists of drafts a page at a time: nothing that waits is out of reach."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers import pages
from handlers.pages import MOST_PAGES
from handlers.staff.bulletins.common import cut, number_of
from handlers.turn import Turn
from messages import buttons
from messages.content import Choice
from storage import drafts
from storage.records import Draft

PAGE = 8
LABEL = 40  # characters of a draft's number and title on its button
_TURN = "trang"  # /duyettin trang 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: a button for each draft, and the way to the others. `more`: how many come after it."""

    drafts: tuple[Draft, ...]
    rows: tuple[tuple[Choice, ...], ...]
    more: int


async def page(turn: Turn, command: str, ids: Sequence[int], argument: str) -> Page:
    """The page that `argument` names ("trang 2"), else the first; `command` opens a draft by its number."""
    last = max((len(ids) - 1) // PAGE, 0)
    at = min(_asked(argument), last)
    found = [await drafts.get(turn.tx, each) for each in ids[at * PAGE : (at + 1) * PAGE]]
    shown = tuple(each for each in found if each is not None)
    rows = [
        (Choice(label=cut(f"{each.id}. {each.title}", LABEL), data=buttons.command(command, str(each.id))),)
        for each in shown
    ]
    ways = pages.turning(at, last, lambda to: buttons.command(command, f"{_TURN}+{to + 1}"))
    return Page(
        drafts=shown,
        rows=(*rows, *([tuple(ways)] if ways else [])),
        more=max(0, len(ids) - (at + 1) * PAGE),
    )


def _asked(argument: str) -> int:
    """The page asked for, from 0."""
    name, _, number = argument.strip().partition(" ")
    return min(max(number_of(number), 1), MOST_PAGES) - 1 if name == _TURN else 0
