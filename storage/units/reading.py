"""Units and their successors read from CSV, with every fault of the file named by line, value and cure."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from storage.problems import Problem, Problems
from storage.units.unit import TYPES, Level, Successor, Unit

COLUMNS = ("code", "level", "type", "name", "parent_code")
SUCCESSOR_COLUMNS = ("old_code", "new_code", "new_name", "new_province_code", "note")
_LEVELS = ("province", "district", "commune")
_PARENT_LEVELS = {"district": ("province",), "commune": ("province", "district")}


class UnitsError(Problems):
    """A units file that cannot be used; each problem names the line, the value and the cure."""


def read_units(path: Path) -> list[Unit]:
    """The units of one CSV file (UTF-8; columns code, level, type, name, parent_code) as a tree.

    Raises UnitsError with every problem of the file.
    """
    rows = read_rows(path, COLUMNS)
    problems = [problem for where, row in rows for problem in _row_problems(where, row)]
    problems += _tree_problems(path, rows)
    if problems:
        raise UnitsError(problems)
    return [
        Unit(
            code=row["code"],
            level=cast("Level", row["level"]),
            type=row["type"],
            name=row["name"],
            parent=row["parent_code"] or None,
        )
        for _, row in rows
    ]


def read_successors(path: Path) -> dict[str, Successor]:
    """What became of each unit since, by its old code; raises UnitsError."""
    return {
        row["old_code"]: Successor(
            code=row["new_code"], name=row["new_name"], province=row["new_province_code"], note=row["note"]
        )
        for _, row in read_rows(path, SUCCESSOR_COLUMNS)
    }


def read_rows(path: Path, columns: tuple[str, ...]) -> list[tuple[str, dict[str, str]]]:
    """The rows of a CSV file with these columns, each with the words that name its line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UnitsError([_unreadable(path, error)]) from None
    except UnicodeDecodeError:
        why, cure = "tệp không phải UTF-8", "lưu lại tệp với bảng mã UTF-8 (CSV UTF-8)"
        raise UnitsError([Problem(field=path.name, why=why, cure=cure)]) from None
    reader = csv.DictReader(text.splitlines())
    missing = [column for column in columns if column not in (reader.fieldnames or ())]
    if missing:
        why = f"dòng đầu thiếu cột {', '.join(missing)}"
        cure = f"dòng đầu cần có: {','.join(columns)}"
        raise UnitsError([Problem(field=f"{path.name} dòng 1", why=why, cure=cure)])
    return [
        (f"{path.name} dòng {reader.line_num}", {column: (row[column] or "").strip() for column in columns})
        for row in reader
    ]


def _unreadable(path: Path, error: OSError) -> Problem:
    if isinstance(error, FileNotFoundError):
        return Problem(
            field=str(path), why="không có tệp này", cure="sửa đường dẫn, hoặc đặt tệp vào đúng chỗ"
        )
    why = f"không đọc được tệp ({error.strerror})"
    return Problem(field=str(path), why=why, cure="cho phép chương trình đọc tệp này")


def _row_problems(where: str, row: dict[str, str]) -> Iterator[Problem]:
    code, level, kind = row["code"], row["level"], row["type"]
    if not (code.isascii() and code.isdigit()):
        yield Problem(
            field=f"{where}, code", value=code, why="mã đơn vị phải là các chữ số", cure="ghi mã GSO"
        )
    if not row["name"]:
        yield Problem(
            field=f"{where}, name", value="", why="thiếu tên", cure="ghi tên, không kèm loại đơn vị"
        )
    if level not in _LEVELS:
        cure = f"dùng một trong: {', '.join(_LEVELS)}"
        yield Problem(field=f"{where}, level", value=level, why="không có cấp này", cure=cure)
    if kind not in TYPES:
        cure = f"dùng một trong: {', '.join(TYPES)}"
        yield Problem(field=f"{where}, type", value=kind, why="không có loại này", cure=cure)
    elif level in _LEVELS and level not in TYPES[kind].levels:
        why = f"{TYPES[kind].name} không đứng ở cấp {level}"
        yield Problem(field=f"{where}, type", value=kind, why=why, cure="sửa level hoặc type của dòng này")


def _tree_problems(path: Path, rows: list[tuple[str, dict[str, str]]]) -> Iterator[Problem]:
    first_seen: dict[str, str] = {}
    levels = {row["code"]: row["level"] for _, row in rows}
    for where, row in rows:
        code = row["code"]
        if code in first_seen:
            why = f"mã trùng với {first_seen[code]}"
            yield Problem(field=f"{where}, code", value=code, why=why, cure="giữ một dòng cho mỗi mã")
        first_seen.setdefault(code, where)
        yield from _parent_problems(where, row, levels)
    provinces = sum(row["level"] == "province" for _, row in rows)
    if provinces != 1:
        cure = "để đúng một dòng có level là province"
        yield Problem(field=path.name, why=f"có {provinces} đơn vị cấp tỉnh", cure=cure)
    if not any(row["level"] == "commune" for _, row in rows):
        cure = "thêm các dòng có level là commune"
        yield Problem(field=path.name, why="không có đơn vị cấp xã nào", cure=cure)


def _parent_problems(where: str, row: dict[str, str], levels: dict[str, str]) -> Iterator[Problem]:
    field, parent = f"{where}, parent_code", row["parent_code"]
    wanted = _PARENT_LEVELS.get(row["level"])
    if row["level"] == "province" and parent:
        yield Problem(
            field=field, value=parent, why="đơn vị cấp tỉnh không có cấp trên", cure="để trống ô này"
        )
    elif wanted and parent not in levels:
        why = "thiếu cấp trên" if not parent else "không có đơn vị nào mang mã này"
        yield Problem(
            field=field, value=parent, why=why, cure="ghi mã của đơn vị cấp trên, có trong cùng tệp"
        )
    elif wanted and levels[parent] not in wanted:
        why = f"cấp trên của {row['level']} không thể là {levels[parent]}"
        yield Problem(
            field=field, value=parent, why=why, cure=f"ghi mã của một đơn vị cấp {' hoặc '.join(wanted)}"
        )
