"""To whom a directive goes: read from the answers of the dialog that writes it, and said in words."""

from collections.abc import Sequence
from typing import Any

from handlers.choose import Option
from handlers.questions import refuse, worded
from handlers.steps import Answers, Facts, Question, Said, Step
from handlers.turn import Turn
from messages.contexts import directives as office
from messages.vi.duties import LEVELS
from storage import bodies, duties
from storage.campaign import Campaign
from storage.records import Addressees
from storage.units import Unit

ALL = "tatca"
CHOICES: dict[str, tuple[str, tuple[str, ...]]] = {
    "district": ("Cấp huyện", ("district",)),
    "commune": ("Cấp xã", ("commune",)),
    "both": ("Cả huyện và xã", ("district", "commune")),
    "organisation": ("Sở, ban, ngành, tổ chức", ("organisation",)),
    ALL: ("Tất cả", ("organisation", "district", "commune")),
}
_NAMED = 6  # places named in a refusal, and in a summary


def choices(campaign: Campaign) -> list[Option]:
    """To whom a directive may go; no districts where the province has none, no organisations where none is named."""
    missing = set() if campaign.units.districts else {"district"}
    missing |= set() if campaign.organisations else {"organisation"}
    return [
        Option(key=key, label=label)
        for key, (label, levels) in CHOICES.items()
        if key == ALL or missing.isdisjoint(levels)
    ]


def addressees(answers: Answers) -> Addressees:
    """The rule that the answers make."""
    levels = CHOICES[str(answers["to"])][1]
    kind = answers.get("kinds") if "organisation" in levels else None
    units = levels != ("organisation",)
    areas = tuple((answers.get("areas") or {}).get("codes", ())) if units else ()
    return Addressees(levels=levels, kinds=(str(kind),) if kind and kind != ALL else (), areas=areas)


def in_words(campaign: Campaign, to: Addressees) -> str:
    """The rule as its reader understands it."""
    levels = [LEVELS[level].lower() for level in to.levels]
    kinds = [kind.label.lower() for kind in campaign.organisation_kinds if kind.key in to.kinds]
    if kinds:
        levels[to.levels.index("organisation")] = ", ".join(kinds)
    said = "; ".join(levels)
    areas = [_label(campaign, code) for code in to.areas if code in campaign.units]
    where = ", ".join(areas[:_NAMED]) + (f" và {len(areas) - _NAMED} nơi khác" if len(areas) > _NAMED else "")
    return f"{said} (ở {where})" if where else said


def _label(campaign: Campaign, code: str) -> str:
    """As inside a sentence: "xã Kế An, huyện Kế Sách"."""
    label = campaign.units.full_label(code)
    return label[0].lower() + label[1:]


async def counted(turn: Turn, answers: Answers) -> dict[str, int]:
    """For Facts: how many bodies are meant, and how many of them have nobody registered."""
    if not answers.get("to"):
        return {"count": 0, "unstaffed": 0}
    keys = duties.bodies_of(turn.campaign, addressees(answers))
    reached = await bodies.officers_of(turn.tx, keys)
    return {"count": len(keys), "unstaffed": len(keys) - len(reached)}


def areas_step(then: str) -> Step:
    """One or several places: {"codes": [GSO codes]}; none is the whole province."""

    def ask(_answers: Answers, facts: Facts) -> Question:
        units = facts.campaign.units
        options = [Option(key=ALL, label="Toàn tỉnh")]
        options += [Option(key=unit.code, label=unit.title) for unit in units.districts]
        text = worded(office.AskAreas(province=facts.campaign.province), facts)
        return Question(text=text, options=tuple(options), columns=2)

    def accept(said: Said, _answers: Answers, facts: Facts) -> dict[str, Any]:
        if said.choice:
            return {"codes": [] if said.choice == ALL else [said.choice]}
        names = [name.strip() for name in said.text.replace(";", ",").replace("\n", ",").split(",")]
        found = [_named(name, facts) for name in names if name]
        if not found:
            raise refuse(office.BadAreas(said="", among=()), facts)
        return {"codes": list(dict.fromkeys(unit.code for unit in found))}

    return Step(
        name="areas",
        ask=ask,
        accept=accept,
        then=lambda _a, _f: then,
        needless=lambda a, _f: CHOICES[str(a["to"])][1] == ("organisation",),
        free_text=True,
    )


def _named(name: str, facts: Facts) -> Unit:
    units = facts.campaign.units
    found: Sequence[Unit] = [unit for unit in units.find(name) if unit.level != "province"]
    if len(found) == 1:
        return found[0]
    districts = [unit for unit in found if unit.level == "district"]
    if len(districts) == 1:  # "Mỹ Tú" is the district; its town is "thị trấn …"
        return districts[0]
    among = tuple(units.full_label(unit.code) for unit in found[:_NAMED])
    raise refuse(office.BadAreas(said=name[:60], among=among), facts)
