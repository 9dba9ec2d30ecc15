"""Each line of a file of zone changes: which commune it means and which colour, or what is wrong with it."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum

from messages.folding import fold, has_diacritics, lower, phrase
from storage.units import Unit, Units
from storage.units.unit import TYPES
from storage.zone_files.decoding import CODE, NAME, ZONE, FileFlaw, decode, rows
from storage.zones import Zones

_SHOWN = 60  # characters of a bad cell that are shown
_LOST = ("?", "\ufffd")  # what is left of a letter that a code page could not hold


class Flaw(StrEnum):
    """What is wrong with one line."""

    NO_CODE = "no_code"
    UNKNOWN_CODE = "unknown_code"
    NOT_A_COMMUNE = "not_a_commune"
    NAME_DIFFERS = "name_differs"
    SWAPPED = "swapped"  # the cells of two columns stand in each other's place
    GARBLED = "garbled"  # letters were lost when the file was saved
    NO_COLOUR = "no_colour"
    UNKNOWN_COLOUR = "unknown_colour"
    REPEATED = "repeated"
    CONFLICT = "conflict"  # another line gives the same commune another colour


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFlaw:
    """A line that is not taken.

    Attributes:
        line: counted from 1, as a text editor shows it.
        value: the cell as it stands there, shortened.
        hint: what helps to put it right: a unit's name and code, the number of another line; may be empty.
    """

    line: int
    flaw: Flaw
    value: str = ""
    hint: str = ""

    def kept(self) -> dict[str, object]:
        """As JSON keeps it."""
        return asdict(self) | {"flaw": self.flaw.value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a file says: colours by commune from the lines that can be taken, and the lines that cannot.

    Attributes:
        broken: why nothing at all could be read; None if something was.
    """

    changes: Mapping[str, str] = field(default_factory=dict)
    flaws: tuple[LineFlaw, ...] = ()
    broken: FileFlaw | None = None


def read(data: bytes, units: Units, zones: Zones) -> Sheet:
    """The changes in a CSV file with columns code, name and zone (or mã, tên, vùng), in any order.

    A line counts only if its code is a commune's, its name is that commune's, and its colour one of the scale, by
    key or label, with or without diacritics. Of two lines that contradict each other neither is taken.
    """
    text = decode(data)
    if isinstance(text, FileFlaw):
        return Sheet(broken=text)
    found = rows(text)
    if isinstance(found, FileFlaw):
        return Sheet(broken=found)
    if not found:
        return Sheet(broken=FileFlaw.EMPTY)
    return _sheet(found, units, zones)


def _sheet(found: list[tuple[int, dict[str, str]]], units: Units, zones: Zones) -> Sheet:
    flaws: dict[int, LineFlaw] = {}
    good: dict[str, tuple[int, str]] = {}
    for line, cells in found:
        flaw = _flaw(line, cells, units, zones)
        if flaw is not None:
            flaws[line] = flaw
            continue
        code, colour = _code(cells[CODE]), colour_key(cells[ZONE], zones)
        first, before = good.setdefault(code, (line, colour))
        if first == line:
            continue
        label = units.full_label(code)
        if before == colour:
            flaws[line] = LineFlaw(line=line, flaw=Flaw.REPEATED, value=label, hint=str(first))
        else:
            flaws[line] = LineFlaw(line=line, flaw=Flaw.CONFLICT, value=label, hint=str(first))
            flaws[first] = LineFlaw(line=first, flaw=Flaw.CONFLICT, value=label, hint=str(line))
    changes = {code: colour for code, (line, colour) in good.items() if line not in flaws}
    return Sheet(changes=changes, flaws=tuple(flaws[line] for line in sorted(flaws)))


def _code(cell: str) -> str:
    """The digits: spreadsheets add a leading apostrophe, or make a number with a point of it."""
    return cell.lstrip("'’").removesuffix(".0").removesuffix(",0").strip()


def _flaw(line: int, cells: Mapping[str, str], units: Units, zones: Zones) -> LineFlaw | None:
    return next(_flaws(line, cells, units, zones), None)


def _flaws(line: int, cells: Mapping[str, str], units: Units, zones: Zones) -> Iterator[LineFlaw]:
    """The flaws of a line, the one that explains the others first."""
    code, name, zone = _code(cells[CODE]), cells[NAME], cells[ZONE]
    found = [*_unreadable(code, name, zone, zones), *_unit_flaws(code, name, units)]
    if not zone:
        found.append((Flaw.NO_COLOUR, name, ""))
    elif not colour_key(zone, zones):
        found.append((Flaw.UNKNOWN_COLOUR, zone, ""))
    for what, value, hint in found:
        yield LineFlaw(line=line, flaw=what, value=value[:_SHOWN], hint=hint)


Found = tuple[Flaw, str, str]  # what is wrong, the value, the hint


def _unreadable(code: str, name: str, zone: str, zones: Zones) -> Iterator[Found]:
    if _swapped(code, name, zone, zones):
        yield Flaw.SWAPPED, f"{code} | {name} | {zone}", ""
    for cell in (name, zone):
        if any(mark in cell for mark in _LOST):
            yield Flaw.GARBLED, cell, ""


def _unit_flaws(code: str, name: str, units: Units) -> Iterator[Found]:
    unit = units.get(code)
    if not code:
        yield Flaw.NO_CODE, name, _named(name, units)
    elif unit is None:
        yield Flaw.UNKNOWN_CODE, code, _named(name, units)
    elif unit.level != "commune":
        yield Flaw.NOT_A_COMMUNE, code, unit.label
    elif not _is_name_of(name, unit, units):
        yield Flaw.NAME_DIFFERS, name, units.full_label(code)


def _swapped(code: str, name: str, zone: str, zones: Zones) -> bool:
    """Whether a cell holds what belongs into another: digits where no code is, a colour where no zone is."""
    digits = [_is_code(cell) for cell in (code, name, zone)]
    elsewhere = bool(colour_key(code, zones) or colour_key(name, zones))
    return (not digits[0] and any(digits[1:])) or (elsewhere and not colour_key(zone, zones) and bool(zone))


def _is_code(cell: str) -> bool:
    bare = _code(cell)
    return len(bare) >= 3 and bare.isascii() and bare.isdigit()  # shorter digits are names: Phường 1


def colour_key(cell: str, zones: Zones) -> str:
    """The colour of the scale that a cell names, "vùng" before it or not; empty if none.

    Where there are diacritics they must be right: "dó" is no "đỏ".
    """
    marked = has_diacritics(cell)
    said = lower(cell).removeprefix("vùng ").strip() if marked else phrase(cell).removeprefix("vung ")
    for key, colour in zones.colours.items():
        names = (key, colour.label)
        if said in ({lower(each) for each in names} if marked else {phrase(each) for each in names}):
            return key
    return ""


def _is_name_of(name: str, unit: Unit, units: Units) -> bool:
    bare = _without_type(name)
    if phrase(bare) == phrase(unit.name) and (not has_diacritics(bare) or lower(bare) == lower(unit.name)):
        return True
    return any(found.code == unit.code for found in units.find(name)) if name else False


def _without_type(name: str) -> str:
    for kind in TYPES.values():
        if fold(name).startswith(f"{fold(kind.name)} "):
            return name[len(kind.name) + 1 :]
    return name


def _named(name: str, units: Units) -> str:
    """The communes that a name may mean, each with its code."""
    found = [unit for unit in units.find(name) if unit.level == "commune"] if name else []
    return "; ".join(f"{units.full_label(unit.code)}: {unit.code}" for unit in found[:3])
