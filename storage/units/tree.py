"""The units of one province as a tree, with the ways to find one."""

import math
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from messages.folding import phrase
from storage.units.names import Gazetteer
from storage.units.unit import Hints, Successor, Unit

_EARTH_KM = 6371.0088  # mean radius, IUGG


class Units:
    """The units of one province; they come from `read_units`, already known to form a tree."""

    def __init__(
        self,
        units: Iterable[Unit],
        hints: Hints | None = None,
        successors: Mapping[str, Successor] | None = None,
    ) -> None:
        self._by_code = {unit.code: unit for unit in units}
        self._children: dict[str | None, list[Unit]] = {}
        for unit in self._by_code.values():
            self._children.setdefault(unit.parent, []).append(unit)
        self._hints = hints or Hints()
        self._successors = dict(successors or {})
        self._names = Gazetteer(self._by_code, self._hints)

    def __repr__(self) -> str:
        return (
            f"<Units: {self.province.title}, {len(self.districts)} districts, {len(self.communes)} communes>"
        )

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._by_code.values())

    def __len__(self) -> int:
        return len(self._by_code)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __getitem__(self, code: str) -> Unit:
        """The unit with this code; KeyError if there is none (`get` for what people typed)."""
        return self._by_code[code]

    def get(self, code: str) -> Unit | None:
        """The unit with this code, or None."""
        return self._by_code.get(code)

    @cached_property
    def names(self) -> frozenset[str]:
        """What the units are called, folded: where these words stand they name a place."""
        return frozenset(phrase(unit.name) for unit in self)

    @property
    def province(self) -> Unit:
        """The one unit at the top."""
        return self._children[None][0]

    @property
    def districts(self) -> list[Unit]:
        """Every district, in the file's order; empty where the province has no district level."""
        return [unit for unit in self if unit.level == "district"]

    @property
    def communes(self) -> list[Unit]:
        """Every commune, in the file's order."""
        return [unit for unit in self if unit.level == "commune"]

    def children(self, code: str) -> list[Unit]:
        """The units right below this one."""
        return list(self._children.get(code, ()))

    def ancestors(self, code: str) -> list[Unit]:
        """The units above this one, nearest first."""
        found: list[Unit] = []
        parent = self._by_code[code].parent
        while parent is not None:
            found.append(self._by_code[parent])
            parent = found[-1].parent
        return found

    def district_of(self, code: str) -> Unit | None:
        """The district that a commune lies in, or the district itself; None without a district level."""
        return next((u for u in (self[code], *self.ancestors(code)) if u.level == "district"), None)

    def full_label(self, code: str) -> str:
        """With the district, as names repeat: "Phường 3, thành phố Cao Lãnh"."""
        unit, district = self[code], self.district_of(code)
        return f"{unit.title}, {district.label}" if district and district is not unit else unit.title

    def within(self, codes: Iterable[str]) -> set[str]:
        """Codes of all communes in these units, a commune being its own; KeyError on an unknown code."""
        found: set[str] = set()
        for code in codes:
            if self[code].level == "commune":
                found.add(code)
            else:
                found |= self.within(child.code for child in self.children(code))
        return found

    def covered(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Codes of every unit of any level that lies in these, themselves too, in the file's order."""
        chosen = set(codes)
        return tuple(
            unit.code
            for unit in self
            if unit.code in chosen or any(above.code in chosen for above in self.ancestors(unit.code))
        )

    def successor(self, code: str) -> Successor | None:
        """What this unit has become since, where the campaign's list of successors knows it."""
        return self._successors.get(code)

    @property
    def locatable(self) -> bool:
        """Whether a shared location can be matched to a district at all."""
        return bool(self._hints.centroids)

    def centre(self, code: str) -> tuple[float, float] | None:
        """Latitude and longitude of a district's centre, where the campaign file gives it."""
        return self._hints.centroids.get(code)

    @property
    def tiles(self) -> Mapping[str, tuple[int, int]]:
        """Row and column, from 1, of every district on the tile grid; empty where the campaign gives none.

        In a province without districts its communes have the tiles.
        """
        return self._hints.tiles

    def nearest_district(self, latitude: float, longitude: float) -> tuple[Unit, float] | None:
        """The district whose centre is nearest, and how many km off; None = outside, or not `locatable`.

        A commune is never inferred: centres of districts cannot carry that.
        """
        near = min(
            ((_km((latitude, longitude), centre), code) for code, centre in self._hints.centroids.items()),
            default=None,
        )
        if near is None or near[0] > self._hints.outside_km:
            return None
        return self[near[1]], near[0]

    def find(self, text: str) -> list[Unit]:
        """The units a person may mean who was asked for a place, best first; [] if none fits.

        With or without diacritics, type and district; more than one means that the person must be asked.
        """
        return self._names.find(text)

    def suggest(self, text: str) -> list[Unit]:
        """Up to five units whose names resemble a misspelt one; to be offered, never taken as the answer."""
        return self._names.suggest(text)

    def mentions(self, sentence: str) -> list[Unit]:
        """The units named in passing in a sentence, in its order; a name that fits several gives them all."""
        return self._names.mentions(sentence)


def _km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance of two (latitude, longitude) in degrees, by the haversine formula."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*one, *other))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))
