"""What nominators and the nominee hear: confirmed, commended, or not this time; never what officers wrote."""

from collections.abc import Callable, Sequence

from handlers.cards import place_label
from handlers.turn import Turn
from messages import buttons
from messages.content import Choice, Reply
from messages.contexts import commending as words
from messages.render import Words
from storage import nominees, people, seconding
from storage.records import Address, Nomination

TELL_MORE = "gt_ketheo"


async def state(turn: Turn, nomination: Nomination) -> None:
    """Tell of the state that it has just come into, if that is one to be told of."""
    code, place = nomination.code, place_label(turn.campaign, nomination.place)
    match nomination.state.value:
        case "unverified":
            await _author(turn, nomination, words.Unverified(code=code, place=place), more=True)
        case "verified":
            await _nominators(turn, nomination, words.Verified(code=code, place=place))
        case "untrue" | "declined":
            confirmed = nomination.state.value == "declined"
            await _nominators(turn, nomination, words.NotThisTime(code=code, confirmed=confirmed))
        case "decided":
            await _both(turn, nomination, lambda mine: _decided(nomination, mine=mine))


def _decided(nomination: Nomination, *, mine: bool) -> Words:
    return words.Decided(
        code=nomination.code,
        award=nomination.award,
        number=nomination.decision_number,
        day=nomination.decision_date,
        mine=mine,
    )


async def decided(turn: Turn, found: Sequence[Nomination]) -> int:
    """Commended by one decision: everybody hears once of all that is theirs. Returns how many people that are."""
    theirs: dict[tuple[int, bool], list[Nomination]] = {}
    for each in found:
        nominee, everybody = await _concerned(turn, each)
        for person_id in everybody:
            theirs.setdefault((person_id, person_id == nominee), []).append(each)
    for (person_id, mine), deeds in theirs.items():
        first, *more = deeds
        told = words.DecidedMany(
            codes=tuple(each.code for each in deeds),
            award=first.award,
            number=first.decision_number,
            day=first.decision_date,
            mine=mine,
        )
        await _tell(turn, first, person_id, told if more else _decided(first, mine=mine))
    return len({person_id for person_id, _ in theirs})


async def corrected(turn: Turn, found: Sequence[Nomination]) -> int:
    """A decision about these was put right: whoever had read of it hears, once, what it is. Returns how many."""
    theirs: dict[tuple[int, bool, str], list[Nomination]] = {}
    for each in found:
        nominee, everybody = await _concerned(turn, each)
        for person_id in everybody:
            theirs.setdefault((person_id, person_id == nominee, each.award), []).append(each)
    for (person_id, mine, award), deeds in theirs.items():
        told = words.DecisionCorrected(
            codes=tuple(each.code for each in deeds),
            award=award,
            number=deeds[0].decision_number,
            day=deeds[0].decision_date,
            mine=mine,
        )
        await _tell(turn, deeds[0], person_id, told)
    return len({person_id for person_id, _, _ in theirs})


async def praised(turn: Turn, nomination: Nomination, praise: str) -> None:
    """Commended at once by its locality."""
    await _both(turn, nomination, lambda mine: words.Praised(code=nomination.code, praise=praise, mine=mine))


async def _both(turn: Turn, nomination: Nomination, made: Callable[[bool], Words]) -> None:
    """The nominee, if they can be reached, and everybody who told of them."""
    nominee, everybody = await _concerned(turn, nomination)
    for person_id in everybody:
        await _tell(turn, nomination, person_id, made(person_id == nominee))


async def _concerned(turn: Turn, nomination: Nomination) -> tuple[int | None, list[int]]:
    """(the nominee, if they can be reached; everybody who is told: they and whoever told of them)."""
    nominee = await nominees.of(turn.tx, nomination)
    if nominee is None and nomination.own and not nomination.collective:
        nominee = nomination.person_id
    first = [] if nominee is None else [nominee]
    return nominee, list(dict.fromkeys([*first, *await _who(turn, nomination)]))


async def _nominators(turn: Turn, nomination: Nomination, what: Words) -> None:
    for person_id in await _who(turn, nomination):
        await _tell(turn, nomination, person_id, what)


async def _author(turn: Turn, nomination: Nomination, what: Words, *, more: bool) -> None:
    if nomination.person_id is not None:
        await _tell(turn, nomination, nomination.person_id, what, more=more)


async def _who(turn: Turn, nomination: Nomination) -> list[int]:
    first = [] if nomination.person_id is None else [nomination.person_id]
    return list(dict.fromkeys([*first, *await seconding.others(turn.tx, nomination.id)]))


async def _tell(
    turn: Turn, nomination: Nomination, person_id: int, what: Words, *, more: bool = False
) -> None:
    address = await _reached(turn, person_id)
    if address is not None:
        data = buttons.nomination(nomination.code, TELL_MORE)
        rows = ((Choice(label="Kể thêm", data=data),),) if more else ()
        turn.send(address, Reply(text=turn.words(what), rows=rows), subject=nomination.code)


async def _reached(turn: Turn, person_id: int) -> Address | None:
    found = await people.addresses_of(turn.tx, person_id)
    return found[0] if found and found[0].reachable else None
