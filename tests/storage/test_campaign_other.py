"""A made-up campaign proves that nothing of the shipped one is in the code."""

import ast
import re
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from storage.campaign import Campaign, fill, load_campaign

ROOT = Path(__file__).parents[2]
HERE = ZoneInfo("Asia/Bangkok")
CODE = ("bot", "handlers", "messages", "storage")
OF_ONE_CAMPAIGN = re.compile(r"Sóc Trăng|soc_trang|127/KH", re.IGNORECASE)
OF_ITS_DAYS = re.compile(r"\b\d{1,2}/0?8\b|/2021\b|tháng 8 năm 2021")
SAID = {".csv", ".css", ".html", ".j2", ".js", ".mako", ".svg", ".toml"}  # besides code


@pytest.fixture(scope="module")
def other() -> Campaign:
    return load_campaign(ROOT / "tests/data/bac-son-nam.toml")


def test_other_dates_and_zone(other: Campaign) -> None:
    """Its three days are counted in its own time zone."""
    assert other.zone_info == HERE
    assert other.day_number(datetime(2026, 3, 8, 23, tzinfo=HERE)) == 3
    assert other.phase(datetime(2021, 8, 20, tzinfo=HERE)) == "before"
    assert not other.operator_may_send


def test_other_calendar(other: Campaign) -> None:
    """A daily entry ends where it says; a sentence about a contact it lacks is left out."""
    due = [(each.entry.key, each.due.date()) for each in other.firings if each.entry.kind != "roundup"]
    expected = [("moi_toi", date(2026, 3, 6)), ("moi_toi", date(2026, 3, 7)), ("khep_lai", date(2026, 3, 8))]
    assert due == expected
    assert fill(other.calendar[0].text, other) == "Đến 8/3/2026, bà con nhớ tưới cây."


def test_other_units_have_two_levels(other: Campaign) -> None:
    """Without districts nothing is located, and communes are still found by name."""
    assert (other.units.districts, len(other.units.communes)) == ([], 5)
    assert other.units.nearest_district(9.6, 105.9) is None
    assert not other.units.locatable
    assert [unit.code for unit in other.units.find("xa dong may")] == ["70001"]
    assert [unit.code for unit in other.units.find("P2")] == ["70004"]
    assert other.units.full_label("70005") == "Đặc khu Hòn Vắng"
    assert other.units.within(["70"]) == {unit.code for unit in other.units.communes}


def test_other_offices(other: Campaign) -> None:
    """Its offices work on Saturdays but for a holiday, and are quiet at noon."""
    assert not other.working.is_working_day(date(2026, 3, 7))
    assert other.working.is_working_day(date(2026, 3, 14))
    assert other.quiet.covers(datetime(2026, 3, 6, 12, 30, tzinfo=HERE))
    assert not other.quiet.covers(datetime(2026, 3, 6, 23, tzinfo=HERE))


def test_other_bodies(other: Campaign) -> None:
    """An organisation that is no agency is a scope of its own; nothing is left to fill in."""
    scope = other.scope("htx_ben_gio")
    assert scope is not None
    assert (scope.kind, scope.name) == ("organisation", "Hợp tác xã Bến Gió")
    assert other.scope("so_noi_vu") is None
    assert (other.unfilled(), other.awaiting_approval(), other.zones) == ([], [], None)


def files(*endings: str) -> list[Path]:
    """What we wrote, but for the shipped campaign."""
    found = [path for folder in CODE for path in (ROOT / folder).rglob("*") if path.suffix in endings]
    assert len(found) > 10
    return [path for path in found if path.parent != ROOT / "storage/shipped"]


def strings(code: str) -> str:
    """Every text in a module but what only its readers see: docstrings (and comments)."""
    tree = ast.parse(code)
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docs = {
        id(node.body[0].value) for node in ast.walk(tree) if isinstance(node, kinds) and _documented(node)
    }  # type: ignore[attr-defined]
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docs]
    return "\n".join(node.value for node in texts if isinstance(node.value, str))


def _documented(node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return bool(node.body) and isinstance(node.body[0], ast.Expr)


def test_no_code_knows_the_shipped_campaign() -> None:
    """Province, plan and codes stand in the shipped files only; so it is in templates, pages and tables."""
    written = files(".py", *SAID)
    assert {path.relative_to(ROOT).parts[0] for path in written} == set(CODE)
    assert {path.suffix for path in written} >= {".py", ".j2", ".js", ".html", ".csv"}
    assert OF_ONE_CAMPAIGN.search((ROOT / "storage/shipped/plan127.toml").read_text(encoding="utf-8"))
    found = [path for path in written if OF_ONE_CAMPAIGN.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_no_words_name_a_day_of_the_shipped_campaign() -> None:
    """An example that people are shown is a day of their own campaign: 18/8 is refused in March."""
    said = [path for path in files(*SAID) if OF_ITS_DAYS.search(path.read_text(encoding="utf-8"))]
    said += [path for path in files(".py") if OF_ITS_DAYS.search(strings(path.read_text(encoding="utf-8")))]
    assert said == []
    assert OF_ITS_DAYS.search(strings('"""Doc 16/8."""\nEXAMPLE = "ví dụ 18/8"'))
    assert not OF_ITS_DAYS.search(strings('"""Doc 16/8."""\nEXAMPLE = "ví dụ"  # 18/8'))
