"""One administrative unit, and the types a Vietnamese unit can have."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, NamedTuple

Level = Literal["province", "district", "commune"]


class UnitType(NamedTuple):
    """A type of unit: what it is called, how people shorten it, where it may stand."""

    name: str
    short: tuple[str, ...]  # folded, as typed before a name: "p 3", "tt lich hoi thuong"
    levels: frozenset[Level]


TYPES: Mapping[str, UnitType] = MappingProxyType(
    {
        "tinh": UnitType("tỉnh", (), frozenset({"province"})),
        "thanh_pho": UnitType("thành phố", ("tp",), frozenset({"province", "district"})),
        "quan": UnitType("quận", ("q",), frozenset({"district"})),
        "huyen": UnitType("huyện", ("h",), frozenset({"district"})),
        "thi_xa": UnitType("thị xã", ("tx",), frozenset({"district"})),
        "thi_tran": UnitType("thị trấn", ("tt",), frozenset({"commune"})),
        "phuong": UnitType("phường", ("p",), frozenset({"commune"})),
        "xa": UnitType("xã", ("x",), frozenset({"commune"})),
        "dac_khu": UnitType("đặc khu", (), frozenset({"commune"})),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One administrative unit as the statistics office lists it."""

    code: str  # GSO code, unique in the country
    level: Level
    type: str  # a key of TYPES
    name: str  # without its type: "1" with type "phuong" is Phường 1
    parent: str | None  # code of the unit above; None for the province

    @property
    def label(self) -> str:
        """Type and name as inside a sentence: "phường 1", "thị trấn Lịch Hội Thượng"."""
        return f"{TYPES[self.type].name} {self.name}"

    @property
    def title(self) -> str:
        """Type and name as a sentence begins or a button reads: "Phường 1"."""
        label = self.label
        return label[0].upper() + label[1:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Successor:
    """The unit that an old unit became part of when the country was redrawn."""

    code: str
    name: str  # with its type
    province: str  # GSO code of the new province
    note: str  # what the source leaves in doubt; often empty


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What a campaign adds to the bare list, so that places are recognised as people name them."""

    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # code -> other spellings
    everyday: frozenset[str] = frozenset()  # codes whose bare name is also an everyday word ("an ninh")
    centroids: Mapping[str, tuple[float, float]] = field(
        default_factory=dict
    )  # district -> latitude, longitude
    tiles: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # code -> row, column, from 1
    outside_km: float = 40.0  # farther than this from every district is outside the province
