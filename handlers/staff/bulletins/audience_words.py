"""An audience as staff type it: names one after another, "trừ" before those who are left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from handlers.choose import Chosen, Option, choose
from messages.folding import fold, phrase, tidy
from messages.vi.drafts import CHANNELS, LANGUAGES
from messages.vi.roles import ROLES
from storage.campaign import Campaign
from storage.records import Audience, Role
from storage.units import Units

_BETWEEN = re.compile(r"[;,\n]+")
_WITHOUT = re.compile(r"\s*(?:tru|khong gui(?: cho)?|ngoai tru)\s+")
_DISTRICT = re.compile(r"(?:huyen|thi xa|thanh pho|h\.|tx\.?|tp\.?)\s")
_EVERYONE = frozenset({"tat ca", "moi nguoi", "toan tinh", "ca tinh", "tat ca moi nguoi"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a text adds to a rule, and the names in it that mean nothing or several things (with which)."""

    audience: Audience
    unknown: tuple[str, ...] = ()
    unsure: dict[str, tuple[str, ...]] = field(default_factory=dict)


def hear(text: str, campaign: Campaign, audience: Audience) -> Heard:
    """Add what was typed to the rule."""
    unknown: list[str] = []
    unsure: dict[str, tuple[str, ...]] = {}
    leaving = False
    for name in _names(text, campaign.units):
        without = _WITHOUT.match(fold(name))
        leaving = leaving or bool(without)
        said = name[without.end() :] if without else name  # folding keeps one character for one
        found = _meant(said, campaign)
        if phrase(said) in _EVERYONE:
            audience = audience if leaving else Audience()
        elif isinstance(found, str):
            audience = added(audience, found, without=leaving)
        elif found:
            unsure[said] = found
        else:
            unknown.append(said)
    return Heard(audience=audience, unknown=tuple(unknown), unsure=unsure)


def _names(text: str, units: Units) -> Iterator[str]:
    """Piece by piece; a comma may stand inside a name: "Phường 3, thị xã Ngã Năm"."""
    pieces = [piece for each in _BETWEEN.split(text) if (piece := tidy(each))]
    while pieces:
        first, *rest = pieces
        whole = f"{first}, {rest[0]}" if rest else ""
        if whole and len(units.find(_bare(whole))) == 1 and _belongs(first, rest[0], units):
            first, rest = whole, rest[1:]
        yield first
        pieces = rest


def _belongs(first: str, second: str, units: Units) -> bool:
    """Whether the second only says in which district the first lies."""
    return len(units.find(_bare(first))) != 1 or bool(_DISTRICT.match(fold(second)))


def _bare(name: str) -> str:
    without = _WITHOUT.match(fold(name))
    return name[without.end() :] if without else name


def added(audience: Audience, key: str, *, without: bool = False) -> Audience:
    """The rule with one more part, or without it if it was there; `key` is "areas.31540", "roles.officer" ..."""
    what, _, value = key.partition(".")
    name = f"without_{what}" if without else what
    held: tuple[str, ...] = getattr(audience, name)
    kept = tuple(each for each in held if each != value) if value in held else (*held, value)
    changed: dict[str, Any] = {name: kept}
    return replace(audience, **changed)


def _meant(said: str, campaign: Campaign) -> str | tuple[str, ...]:
    """The key of the one thing meant; else what it could be, in words."""
    choice = choose(said, options(campaign))
    if isinstance(choice, Chosen):
        return choice.key
    units = campaign.units.find(said)
    if len(units) == 1:
        return f"areas.{units[0].code}"
    near = units or campaign.units.suggest(said)
    return tuple(campaign.units.full_label(unit.code) for unit in near)


def options(campaign: Campaign) -> list[Option]:
    """Everything but places that can be named."""
    bodies = [Option(key=f"bodies.{each.key}", label=each.name) for each in campaign.organisations]
    known = {each.key for each in bodies}
    bodies += [
        Option(key=f"bodies.{each.key}", label=each.name, words=(each.short,))
        for each in campaign.agencies
        if f"bodies.{each.key}" not in known
    ]
    roles = [
        Option(key=f"roles.{role}", label=ROLES[role])
        for role in Role
        if role is not Role.CITIZEN and role.value in ROLES
    ]
    return [*bodies, *roles, *colours(campaign), *topics(campaign), *_spoken(), *_apps()]


def colours(campaign: Campaign) -> list[Option]:
    """Zones by colour, where the campaign has any."""
    scale = campaign.zones.colours.values() if campaign.zones else ()
    return [Option(key=f"zones.{each.key}", label=f"Vùng {each.label}") for each in scale]


def topics(campaign: Campaign) -> list[Option]:
    """What people can have chosen."""
    return [Option(key=f"topics.{each.key}", label=f"Chủ đề: {each.label}") for each in campaign.topics]


def _spoken() -> list[Option]:
    return [Option(key=f"languages.{key}", label=f"Người dùng {name}") for key, name in LANGUAGES.items()]


def _apps() -> list[Option]:
    return [Option(key=f"channels.{key}", label=f"Người dùng {name}") for key, name in CHANNELS.items()]
