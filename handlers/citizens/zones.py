"""/vungxanh: the colour that was published for a commune. Nothing is computed, and unknown is not green."""

from collections.abc import Iterable, Iterator, Mapping

from handlers import conversing
from handlers.places import chosen_place, place_step
from handlers.questions import to
from handlers.registry import Command
from handlers.steps import Answers, Flow, flow
from handlers.turn import Rows, Turn
from messages import buttons
from messages.buttons import Press, Pressed
from messages.content import Choice
from messages.contexts import questions
from messages.contexts import zones as words
from messages.render import Words
from storage import zone_states
from storage.units import Unit
from storage.zone_states import Ledger
from storage.zones import Colour, ZoneStatus

NAME = "vungxanh"
MAP, BOARD = "bando", "bang"  # the actions that show the map, and the emulation board


async def look_up(turn: Turn, argument: str) -> None:
    """The colour of the place that `argument` names; without one, or if several have that name, which place?"""
    if not argument or argument == conversing.FRESH:
        await conversing.enter(turn, NAME, argument)
        return
    units = turn.campaign.units
    found = [unit for unit in units.find(argument) if unit.level != "province"]
    if len(found) == 1:
        await tell(turn, found[0])
    elif found:
        await _ask_among(turn, found, sure=True)
    elif guesses := units.suggest(argument):
        await _ask_among(turn, guesses, sure=False)
    else:
        await conversing.enter(turn, NAME, before=turn.words(questions.PlaceUnknown()))


async def _ask_among(turn: Turn, units: list[Unit], *, sure: bool) -> None:
    answers = {"place": {"among": [unit.code for unit in units], "sure": sure}}
    await conversing.enter(turn, NAME, answers=answers)


async def tell(turn: Turn, unit: Unit) -> None:
    """What is published about a commune, or about the communes of a district."""
    book = await zone_states.ledger(turn.tx, turn.campaign.zones)
    if unit.level == "commune":
        turn.say(_commune(turn, unit, book), _rows(turn))
    elif any(book.of(each.code) for each in turn.campaign.units.children(unit.code)):
        turn.say(_district(turn, unit, book), _rows(turn))
    else:
        turn.say(_unknown(turn, unit), _rows(turn))


def _commune(turn: Turn, unit: Unit, book: Ledger) -> Words:
    status = book.of(unit.code)
    if status is None:
        return _unknown(turn, unit)
    before = book.before(unit.code)
    return words.Known(
        place=turn.campaign.units.full_label(unit.code),
        colour=status.colour.label,
        level=status.colour.level,
        document=status.document,
        date=status.date,
        before=before.colour.label if before else "",
        before_date=before.date if before else None,
    )


def _unknown(turn: Turn, unit: Unit) -> Words:
    """The province's totals, as the campaign's list has them: they are of its day, and say so."""
    zones = turn.campaign.zones
    label = turn.campaign.units.full_label(unit.code)
    totals = zones.totals if zones else {}
    return words.Unknown(
        place=label[:1].lower() + label[1:],
        province=turn.campaign.province,
        document=zones.document if zones else "",
        date=zones.date if zones else None,
        totals=tuple(
            words.Total(colour=colour.label, count=totals[key])
            for key, colour in (zones.colours.items() if zones else ())
            if key in totals
        ),
    )


def _district(turn: Turn, district: Unit, book: Ledger) -> Words:
    communes = turn.campaign.units.children(district.code)
    found = {unit.code: status for unit in communes if (status := book.of(unit.code))}
    return words.District(
        place=district.title,
        sources=tuple(
            words.Source(document=document, date=date)
            for document, date in dict.fromkeys((each.document, each.date) for each in found.values())
        ),
        groups=tuple(_groups(communes, found, book.zones.colours.values() if book.zones else ())),
        unknown=len(communes) - len(found),
    )


def _groups(
    communes: list[Unit], found: Mapping[str, ZoneStatus], scale: Iterable[Colour]
) -> Iterator[words.Group]:
    for colour in scale:
        places = [unit.label for unit in communes if unit.code in found and found[unit.code].colour == colour]
        if places:
            yield words.Group(colour=colour.label, level=colour.level, places=tuple(places))


def _rows(turn: Turn) -> Rows:
    again = Choice(label="Tra nơi khác", data=buttons.command(NAME))
    rows = [turn.registry.buttons("huongdan"), [again, *_pressed(turn, MAP, "Bản đồ vùng")]]
    return [*rows, board] if (board := _pressed(turn, BOARD, "Bảng thi đua")) else rows


def _pressed(turn: Turn, action: str, label: str) -> list[Choice]:
    """The button, for those who may press it; none where there is no scale of colours to draw."""
    found = turn.registry.action(Pressed.ZONE, action)
    if found is None or turn.campaign.zones is None or found.roles.isdisjoint(turn.roles):
        return []
    return [Choice(label=label, data=buttons.encode(Press(kind=Pressed.ZONE, choice=action)))]


async def _finish(turn: Turn, answers: Answers) -> None:
    unit = turn.campaign.units.get(chosen_place(answers, "place"))
    if unit is not None:
        await tell(turn, unit)


FLOWS: tuple[Flow, ...] = (
    flow(
        NAME,
        "tra vùng",
        (
            place_step(
                "place",
                "Bà con muốn tra vùng ở đâu?",
                to(None),
                districts=True,
                help_text="Bà con gõ tên xã, phường, thị trấn, không dấu cũng được; tên trùng thì chúng tôi hỏi lại.",
            ),
        ),
        finish=_finish,
        cancelled="Dạ, đã bỏ việc tra vùng.",
        guard=False,
    ),
)
COMMANDS: tuple[Command, ...] = (
    Command(
        name=NAME,
        title="Tra vùng nơi tôi ở",
        run=look_up,
        words=("tra vùng", "vùng xanh", "nơi tôi ở vùng gì", "xem vùng"),
    ),
)
ACTIONS = ()
