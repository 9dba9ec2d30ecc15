"""The emulation board: what the published colours say of each commune since the eve of the campaign.

The plan counts two things (part IV): a green zone kept, and a move to a lower risk. Nothing here ranks or judges; the
council does. A commune whose colour on the eve is not known cannot be compared, and is counted apart.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from storage.campaign import Campaign
from storage.zone_states import Ledger
from storage.zones import Zones


class Standing(StrEnum):
    """What became of a commune since the eve."""

    KEPT = "kept"  # of the lowest risk on every day
    LOWER = "lower"  # a lower risk than on the eve
    HIGHER = "higher"
    BACK = "back"  # it had left the lowest risk, and is there again
    SAME = "same"  # another colour, unchanged
    NEW = "new"  # known now, but not on the eve
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One commune: colours' keys on the eve and on the day; empty where not known."""

    place: str
    standing: Standing
    eve: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A commune that moved on the day itself."""

    place: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many communes of each standing, and of each colour on the day (key; "" where not known)."""

    key: str
    standings: Mapping[Standing, int]
    colours: Mapping[str, int]

    @property
    def communes(self) -> int:
        """All of them."""
        return sum(self.standings.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The whole province on one day.

    Attributes:
        eve: the day that is compared with; day: the last whose decisions count.
        lines: every commune, in the units' order.
        lower, higher: communes that moved on that day itself.
        districts: those with most kept or lowered first, those equal in the units' order.
    """

    eve: date
    day: date
    lines: tuple[Line, ...]
    lower: tuple[Shift, ...]
    higher: tuple[Shift, ...]
    total: Tally
    districts: tuple[Tally, ...]


def first_day(campaign: Campaign, zones: Zones) -> date:
    """The day that is compared with: the eve of the campaign, or the list's, if that is later."""
    return max(campaign.starts - timedelta(days=1), zones.date)


def board(campaign: Campaign, book: Ledger, day: date) -> Board | None:
    """The board with the decisions dated up to this day; None if the campaign has no scale of colours.

    A day before the eve is taken for the eve.
    """
    zones = book.zones
    if zones is None:
        return None
    eve = first_day(campaign, zones)
    last = max(day, eve)
    days = [book.on(eve + timedelta(days=n)) for n in range((last - eve).days + 1)]
    codes = [unit.code for unit in campaign.units.communes]
    lines = tuple(_line(place, days, zones) for place in codes)
    lower, higher = _shifts(codes, days, zones)
    return Board(
        eve=eve,
        day=last,
        lines=lines,
        lower=lower,
        higher=higher,
        total=_tally("", lines),
        districts=_districts(campaign, lines),
    )


def _line(place: str, days: list[dict[str, str]], zones: Zones) -> Line:
    eve, now = days[0].get(place, ""), days[-1].get(place, "")
    return Line(place=place, standing=_standing(place, days, zones), eve=eve, now=now)


def _standing(place: str, days: list[dict[str, str]], zones: Zones) -> Standing:
    eve, now = days[0].get(place, ""), days[-1].get(place, "")
    if not now:
        return Standing.UNKNOWN
    if not eve:
        return Standing.NEW
    if zones.risk(now) != zones.risk(eve):
        return Standing.LOWER if zones.risk(now) < zones.risk(eve) else Standing.HIGHER
    if now != zones.safest:
        return Standing.SAME
    return Standing.KEPT if all(each.get(place) == now for each in days) else Standing.BACK


def _shifts(
    codes: Iterable[str], days: list[dict[str, str]], zones: Zones
) -> tuple[tuple[Shift, ...], tuple[Shift, ...]]:
    if len(days) < 2:
        return (), ()
    before, after = days[-2], days[-1]
    moved = [
        Shift(place=place, before=before[place], after=after[place])
        for place in codes
        if place in before and before[place] != after[place]
    ]
    lower = tuple(each for each in moved if zones.risk(each.after) < zones.risk(each.before))
    return lower, tuple(each for each in moved if each not in lower)


def _tally(key: str, lines: Iterable[Line]) -> Tally:
    mine = list(lines)
    return Tally(
        key=key,
        standings=Counter(line.standing for line in mine),
        colours=Counter(line.now for line in mine),
    )


def _districts(campaign: Campaign, lines: tuple[Line, ...]) -> tuple[Tally, ...]:
    grouped: dict[str, list[Line]] = {}
    for line in lines:
        district = campaign.units.district_of(line.place)
        if district is not None:
            grouped.setdefault(district.code, []).append(line)
    made = [_tally(code, mine) for code, mine in grouped.items()]
    return tuple(sorted(made, key=_order))


def _order(tally: Tally) -> tuple[int, int]:
    good = tally.standings.get(Standing.KEPT, 0) + tally.standings.get(Standing.LOWER, 0)
    return -good, tally.standings.get(Standing.HIGHER, 0)
