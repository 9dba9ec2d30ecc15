"""/nhiemvu: what one's bodies owe; for the office every directive, how it stands, and who is missing."""

import re
from collections.abc import Sequence

from handlers.seats import DESK_ROLES
from handlers.staff.duties import cards, checking
from handlers.staff.duties.common import bodies_here, find, office_here
from handlers.turn import Turn
from messages import buttons
from messages.content import ChatKind, Choice
from messages.contexts import directives as office
from messages.contexts import duties as words
from messages.vi.duties import STATE
from storage import codes, duties
from storage.duties import Standing, Tally
from storage.records import Directive, DirectiveState, Obligation

SHOWN, PAGE = 10, 6
MINE = "cuatoi"
_PAGE = re.compile(r"trang\.(\d{1,4})\Z")


async def show(turn: Turn, argument: str) -> None:
    """A list, a card by its code, or a page."""
    said = argument.strip()
    page = _PAGE.match(said)
    if code := codes.read(said):
        await _card(turn, code)
    elif said != MINE and await office_here(turn):
        await _directives(turn, int(page[1]) if page else 0)
    else:
        await _mine(turn)


async def _card(turn: Turn, code: str) -> None:
    """The card anew, for the body's officers or for the office."""
    found = await find(turn, code)
    if found is not None and found[1].body in bodies_here(turn):
        directive, obligation = found
        readers = {obligation.body: [turn.address]}
        turn.out += await cards.put(
            turn.tx, turn.campaign, directive, [obligation], readers, turn.now, name=turn.token()
        )
    elif found is not None and await office_here(turn):
        await checking.show(turn, code)
    else:
        turn.say(words.DutyNotYours(code=code))


async def _mine(turn: Turn) -> None:
    owed = await duties.owed_by(turn.tx, bodies_here(turn))
    items = tuple(line(turn, number, *each) for number, each in enumerate(owed[:SHOWN], start=1))
    opens = [Choice(label=str(each.number), data=buttons.command("nhiemvu", each.code)) for each in items]
    rows = [opens[at : at + 5] for at in range(0, len(opens), 5)]
    hand_over = turn.registry.buttons("bangiao", roles=turn.roles) if bodies_here(turn) else []
    turn.say(
        words.MyDuties(items=items, more=max(0, len(owed) - SHOWN)), [*rows, hand_over] if hand_over else rows
    )


def line(turn: Turn, number: int, directive: Directive, obligation: Obligation) -> words.DutyLine:
    """One duty in a list."""
    return words.DutyLine(
        number=number,
        code=obligation.code,
        title=directive.title,
        body=cards.body_name(turn.campaign, obligation.body),
        due=turn.campaign.local(directive.due_at),
        late=directive.due_at < turn.now,
        state=STATE[obligation.state.value].lower(),
    )


async def _directives(turn: Turn, page: int) -> None:
    found = await duties.list_directives(turn.tx, PAGE + 1, page * PAGE)
    shown = found[:PAGE]
    standings = await duties.standing(turn.tx, [each.id for each in shown], turn.now)
    first = page * PAGE + 1
    items = tuple(
        _directive_line(turn, number, each, duties.tally(_of(standings, each)))
        for number, each in enumerate(shown, start=first)
    )
    opens = [
        Choice(label=str(number), data=cards.about(each.id, "xem"))
        for number, each in enumerate(shown, first)
    ]
    turning = [
        Choice(label=label, data=buttons.command("nhiemvu", f"trang.{to}"))
        for label, to, there in (
            ("Trang trước", page - 1, page > 0),
            ("Trang sau", page + 1, len(found) > PAGE),
        )
        if there
    ]
    rows = [row for row in (opens, turning, await _ways(turn)) if row]
    turn.say(office.Directives(items=items, first=first, total=await duties.count(turn.tx)), rows)


async def _ways(turn: Turn) -> list[Choice]:
    if turn.address.kind is ChatKind.GROUP:
        return []
    own = [Choice(label="Việc của đơn vị tôi", data=buttons.command("nhiemvu", MINE))]
    give = turn.registry.buttons("giaoviec", roles=turn.roles & DESK_ROLES)
    return [*give, *(own if bodies_here(turn) else [])]


def _of(standings: Sequence[Standing], directive: Directive) -> list[Standing]:
    return [each for each in standings if each.directive_id == directive.id]


def _directive_line(turn: Turn, number: int, directive: Directive, tally: Tally) -> office.DirectiveLine:
    return office.DirectiveLine(
        number=number,
        title=directive.title,
        due=turn.campaign.local(directive.due_at),
        recalled=directive.state is DirectiveState.RECALLED,
        given=tally.given,
        unacknowledged=tally.unacknowledged,
        undone=tally.undone,
        to_check=tally.to_check,
    )
