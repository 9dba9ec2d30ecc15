"""Zone colours as they were published. Nothing here computes a colour, and a blank is unknown, never green."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from storage.problems import Problem, Problems
from storage.units import Units
from storage.units.reading import read_rows

COLUMNS = ("code", "name", "zone")


class ZonesError(Problems):
    """A zones file that cannot be used; each problem names the line, the value and the cure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Colour:
    """One colour of the scale."""

    key: str
    label: str  # "xanh"
    level: str  # "bình thường mới"
    total: int | None  # communes of this colour in the published document; None if it does not say
    advice: str = ""  # what fits it, with the campaign's slots


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneStatus:
    """The published colour of one commune."""

    code: str
    colour: Colour
    document: str
    date: dt.date


class Zones:
    """The colours of one published document, as far as they are known commune by commune."""

    def __init__(
        self, *, document: str, date: dt.date, colours: Sequence[Colour], by_code: Mapping[str, str]
    ) -> None:
        self.document, self.date = document, date
        self.colours = {colour.key: colour for colour in colours}  # lowest risk first
        self._by_code = dict(by_code)

    def __repr__(self) -> str:
        return f"<Zones: {self.document}, {len(self._by_code)} communes known>"

    def __len__(self) -> int:
        return len(self._by_code)

    @property
    def known(self) -> Mapping[str, str]:
        """The colour's key by commune code, for the communes that the document is known to name."""
        return self._by_code

    def of(self, code: str) -> ZoneStatus | None:
        """The published colour of a commune; None = not known to us."""
        key = self._by_code.get(code)
        if key is None:
            return None
        return ZoneStatus(code=code, colour=self.colours[key], document=self.document, date=self.date)

    def risk(self, key: str) -> int:
        """How high a colour's risk is: 0 for the lowest of the scale. ValueError for none of its colours."""
        return list(self.colours).index(key)

    @property
    def safest(self) -> str:
        """The colour of the lowest risk."""
        return next(iter(self.colours))

    @property
    def totals(self) -> dict[str, int]:
        """How many communes the document counts of each colour; it may count more than it names."""
        return {key: colour.total for key, colour in self.colours.items() if colour.total is not None}


def read_zones(path: Path, units: Units, colours: Sequence[Colour]) -> dict[str, str]:
    """Commune code -> colour key from a CSV file (columns code, name, zone; a blank zone is left unknown).

    Raises ZonesError, or UnitsError if the file cannot be read at all.
    """
    rows = read_rows(path, COLUMNS)
    totals = {colour.key: colour.total for colour in colours}
    problems = [*_row_problems(rows, units, set(totals)), *_count_problems(path, rows, totals)]
    if problems:
        raise ZonesError(problems)
    return {row["code"]: row["zone"] for _, row in rows if row["zone"]}


def _row_problems(rows: list[tuple[str, dict[str, str]]], units: Units, known: set[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for where, row in rows:
        code, unit = row["code"], units.get(row["code"])
        if unit is None or unit.level != "commune":
            cure = "ghi mã của một xã, phường, thị trấn trong tệp đơn vị"
            yield Problem(field=f"{where}, code", value=code, why="không có xã nào mang mã này", cure=cure)
        elif unit.name != row["name"]:
            why, cure = f"mã {code} là {unit.label}", "sửa mã hoặc tên; có thể các dòng bị lệch"
            yield Problem(field=f"{where}, name", value=row["name"], why=why, cure=cure)
        if code in seen:
            cure = "giữ một dòng cho mỗi xã"
            yield Problem(field=f"{where}, code", value=code, why="xã này đã có ở dòng trên", cure=cure)
        seen.add(code)
        if row["zone"] and row["zone"] not in known:
            cure = f"dùng một trong: {', '.join(sorted(known))}; chưa biết thì để trống"
            yield Problem(field=f"{where}, zone", value=row["zone"], why="không có màu này", cure=cure)


def _count_problems(
    path: Path, rows: list[tuple[str, dict[str, str]]], totals: Mapping[str, int | None]
) -> Iterator[Problem]:
    counted = Counter(row["zone"] for _, row in rows)
    for key, total in totals.items():
        if total is not None and counted[key] > total:
            why = f"có {counted[key]} xã màu {key}, nhiều hơn {total} xã theo văn bản"
            yield Problem(field=path.name, why=why, cure="sửa tệp, hoặc sửa total trong tệp chiến dịch")
