"""The question "where?": by name, by district and commune, or by a shared location or a pasted map link.

A location only proposes the nearest district; no commune is ever inferred from it, and the point is dropped.
"""

from typing import Any

from handlers.choose import Option
from handlers.map_links import is_short, point_in
from handlers.questions import Then, refuse, worded
from handlers.steps import Answers, Facts, Question, Said, Step
from messages.content import Location
from messages.contexts import questions
from storage.units import Unit, Units

OTHER = "khac"


def place_step(
    name: str,
    asks: str,
    then: Then,
    *,
    districts: bool = False,
    skip: str = "",
    last: bool = False,
    help_text: str = "",
) -> Step:
    """A commune (with `districts`, a whole district too). The answer is {"code": GSO code} once resolved.

    Somebody whose place is known is offered it first; with `last`, then the place of what they sent last. On the way
    the answer holds {"district": code}, {"among": [codes], "sure": bool} or {"outside": true}; a skipped one is
    {"code": ""}.
    """

    def ask(answers: Answers, facts: Facts) -> Question:
        return _ask(answers.get(name) or {}, asks, skip, districts=districts, facts=facts)

    def accept(said: Said, answers: Answers, facts: Facts) -> dict[str, Any]:
        return _accept(said, answers.get(name) or {}, districts=districts, facts=facts)

    def after(answers: Answers, facts: Facts) -> str | None:
        return then(answers, facts) if "code" in (answers.get(name) or {}) else name

    needs = ("last_place",) if last else ()
    return Step(name=name, ask=ask, accept=accept, then=after, needs=needs, help=help_text, free_text=True)


def chosen_place(answers: Answers, name: str) -> str:
    """The GSO code that a place step ended with; empty if skipped."""
    return str((answers.get(name) or {}).get("code", ""))


def _ask(got: dict[str, Any], asks: str, skip: str, *, districts: bool, facts: Facts) -> Question:
    units = facts.campaign.units
    if "district" in got:
        return _ask_commune(got, districts=districts, facts=facts)
    if "among" in got:
        text = worded(questions.PlaceAmong(count=len(got["among"]), sure=got["sure"]), facts)
        options = [Option(key=code, label=units.full_label(code)) for code in got["among"]]
        return Question(text=text, options=(*options, Option(key=OTHER, label="Nơi khác")))
    locatable, shared = units.locatable, facts.limits.location
    text = worded(questions.Place(asking=asks, locatable=locatable, shared=shared), facts)
    if got.get("outside"):
        text = worded(questions.PlaceOutside(province=facts.campaign.province), facts)
    options = _remembered(facts)
    tops = units.districts or units.communes
    options += [Option(key=unit.code, label=unit.title) for unit in tops]
    if skip:
        options.append(Option(key="-", label=skip))
    return Question(text=text, options=tuple(options), columns=2)


def _remembered(facts: Facts) -> list[Option]:
    """Where they live, if they take news of it; where what they sent last was, if that is another place."""
    units, own, last = facts.campaign.units, facts.person.place or "", facts.loaded.get("last_place") or ""
    options = [Option(key=own, label=f"Nơi tôi ở: {units[own].title}")] if own in units else []
    if last in units and last != own:
        options.append(Option(key=last, label=f"Lần trước: {units[last].title}"))
    return options


def _ask_commune(got: dict[str, Any], *, districts: bool, facts: Facts) -> Question:
    units = facts.campaign.units
    district = units[got["district"]]
    communes = units.children(district.code)
    options = [Option(key=unit.code, label=unit.title) for unit in communes]
    if districts:
        options.append(Option(key=district.code, label=f"Cả {district.label}"))
    options.append(Option(key=OTHER, label="Chọn huyện khác"))
    text = worded(questions.PlaceIn(district=district.title, near=bool(got.get("near"))), facts)
    return Question(text=text, options=tuple(options), columns=2)


def _accept(said: Said, got: dict[str, Any], *, districts: bool, facts: Facts) -> dict[str, Any]:
    units = facts.campaign.units
    point = said.inbound.location or point_in(said.text)
    if point is not None:
        return _near(point, units)
    if is_short(said.text):
        raise refuse(questions.ShortMapLink(), facts)
    if said.choice == OTHER:
        return {}
    if said.choice == "-":
        return {"code": ""}
    if said.choice:
        return _settle(units[said.choice], districts=districts, whole="district" in got)
    return _named(said.text, got, districts=districts, facts=facts)


def _named(text: str, got: dict[str, Any], *, districts: bool, facts: Facts) -> dict[str, Any]:
    units = facts.campaign.units
    found = _matching(text, got, units)
    if not found:
        guesses = units.suggest(text) if text else []
        if guesses:
            return {"among": [unit.code for unit in guesses], "sure": False}
        raise refuse(questions.PlaceUnknown(), facts)
    if len(found) > 1:
        return {"among": [unit.code for unit in found], "sure": True}
    return _settle(found[0], districts=districts, whole=False)


def _matching(text: str, got: dict[str, Any], units: Units) -> list[Unit]:
    """The units a typed name may mean; the district already chosen narrows."""
    found = [unit for unit in units.find(text) if unit.level != "province"] if text else []
    inside = [unit for unit in found if unit.parent == got.get("district")]
    return inside or found


def _settle(unit: Unit, *, districts: bool, whole: bool) -> dict[str, Any]:
    if unit.level == "commune" or (districts and whole):
        return {"code": unit.code}
    return {"district": unit.code}


def _near(point: Location, units: Units) -> dict[str, Any]:
    near = units.nearest_district(point.lat, point.lon)
    return {"district": near[0].code, "near": True} if near else {"outside": True}
