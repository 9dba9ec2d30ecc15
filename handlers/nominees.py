"""Whether two people tell of the same good deed, and what may be shown of one nomination to somebody else."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from handlers.likeness import area, excerpt
from handlers.steps import Answers
from handlers.turn import Turn
from messages.folding import phrase, words
from storage import seconding
from storage.campaign import Campaign
from storage.seconding import Told

SHOWN = 3
ENOUGH = 70.0
_NAME, _UNIT, _DEED = 0.5, 0.2, 0.3
_SAME_PLACE = 5.0
_NAMES_ALIKE = 70.0  # below this they are different people, whatever they did
_UNTOLD = 60.0  # likeness of a unit that one of the two did not tell
# How people are addressed before their names, folded: "Bà Sáu" and "Chị Sáu" may be one person.
_ADDRESS = re.compile(
    r"(?:(?:dong chi|bac si|y si|ong|ba|anh|chi|chu|co|di|cau|mo|thim|em|cu|thay|bac)\s)(?=\S)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar:
    """A nomination that somebody is asked about: what of it they may see. `voices` counts its nominator too."""

    code: str
    place: str
    day: date
    excerpt: str
    voices: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Who is told of: what likeness is judged by."""

    collective: bool
    name: str
    unit: str
    place: str
    deed: str


def alike(who: Who, told: Told) -> float:
    """Likeness by name, unit, deed and place, of 100 and a little more; from `ENOUGH` on it is worth asking."""
    mine, theirs = bare(who.name), bare(told.name)
    if who.collective != told.collective or not (mine and theirs) or _numbered_apart(who, told):
        return 0.0
    by_name = max(fuzz.token_sort_ratio(mine, theirs), 0.9 * fuzz.token_set_ratio(mine, theirs))
    if by_name < _NAMES_ALIKE:
        return 0.0
    units = phrase(who.unit), phrase(told.unit)
    by_unit = fuzz.token_set_ratio(*units) if all(units) else _UNTOLD
    by_deed = fuzz.token_set_ratio(phrase(who.deed), phrase(told.deed))
    near = _SAME_PLACE if who.place == told.place else 0.0
    return _NAME * by_name + _UNIT * by_unit + _DEED * by_deed + near


def bare(name: str) -> str:
    """The folded name without how its bearer is addressed."""
    return _ADDRESS.sub("", phrase(name), count=1) if phrase(name) else ""


def _numbered_apart(who: Who, told: Told) -> bool:
    """Tổ ấp 3 and tổ ấp 4 read alike, and are not the same."""
    numbers = [{word for word in words(f"{each.name} {each.unit}") if word.isdigit()} for each in (who, told)]
    return all(numbers) and numbers[0].isdisjoint(numbers[1])


def most_alike(who: Who, found: Sequence[Told]) -> list[Told]:
    """The few worth asking about, the most alike first; of equals the oldest, which others may have joined."""
    scored = [(alike(who, each), each) for each in found]
    ranked = sorted((each for each in scored if each[0] >= ENOUGH), key=lambda each: (-each[0], each[1].id))
    return [told for _, told in ranked[:SHOWN]]


async def similar(turn: Turn, answers: Answers) -> list[Similar]:
    """The nominations most alike to what `answers` tell so far: who, of which unit, what, where."""
    who = told_in(answers)
    if not (who.place and bare(who.name)):
        return []
    near = await seconding.candidates(turn.tx, f"{who.name}\n{who.deed}", area(turn.campaign, who.place))
    found = most_alike(who, near)
    voices = await seconding.counts(turn.tx, [told.id for told in found])
    asker = f"{who.name} {who.unit} {who.deed}"
    return [_shown(turn.campaign, told, asker, voices[told.id]) for told in found]


def told_in(answers: Answers) -> Who:
    """Whom the answers of the dialog tell of."""

    def said(step: str) -> str:
        return str((answers.get(step) or {}).get("text", ""))

    return Who(
        collective=answers.get("who") == "collective",
        name=said("name"),
        unit=said("unit"),
        place=str((answers.get("place") or {}).get("code", "")),
        deed=said("deed"),
    )


def _shown(campaign: Campaign, told: Told, asker: str, voices: int) -> Similar:
    known = told.place in campaign.units
    return Similar(
        code=told.code,
        place=campaign.units.full_label(told.place) if known else told.place,
        day=campaign.local(told.created_at).date(),
        excerpt=excerpt(f"{told.name}: {told.deed}", asker),
        voices=voices,
    )
