"""A made-up campaign proves that nothing of the shipped one is in the code."""

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


def test_no_code_knows_the_shipped_campaign() -> None:
    """Province, plan and codes stand in the shipped files only."""
    files = [path for folder in CODE for path in (ROOT / folder).rglob("*.py")]
    assert len(files) > 10
    assert {path.relative_to(ROOT).parts[0] for path in files} == set(CODE)
    assert OF_ONE_CAMPAIGN.search((ROOT / "storage/shipped/plan127.toml").read_text(encoding="utf-8"))
    found = [path for path in files if OF_ONE_CAMPAIGN.search(path.read_text(encoding="utf-8"))]
    assert found == []
