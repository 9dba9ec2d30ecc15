"""What an operator reads who mistyped something in the campaign file."""

import shutil
from pathlib import Path

import pytest

from storage.campaign import CampaignError, load_campaign

DATA = Path(__file__).parents[1] / "data"
GOOD = (DATA / "bac-son-nam.toml").read_text(encoding="utf-8")


def problems(folder: Path, *changes: tuple[str, str]) -> dict[str, str]:
    """Field -> the whole line told about it, after these replacements in a good file."""
    text = GOOD
    for old, new in changes:
        assert old in text, f"nothing to break: {old}"
        text = text.replace(old, new, 1)
    shutil.copy(DATA / "bac-son-nam-units.csv", folder)
    path = folder / "campaign.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CampaignError) as caught:
        load_campaign(path)
    assert all(problem.cure for problem in caught.value.problems)
    return {problem.field: str(problem) for problem in caught.value.problems}


def test_missing_file_names_the_variable(tmp_path: Path) -> None:
    """Who named a file that is not there reads which variable to mend."""
    with pytest.raises(CampaignError, match="VUNGXANH_CAMPAIGN"):
        load_campaign(tmp_path / "no.toml")


def test_folder_instead_of_a_file(tmp_path: Path) -> None:
    """A path that cannot be read is told, not raised through."""
    with pytest.raises(CampaignError, match="không đọc được"):
        load_campaign(tmp_path)


def test_bad_toml_names_the_line(tmp_path: Path) -> None:
    """A missing quote is found by its line."""
    told = problems(tmp_path, ('number = "9/KH-UBND"', 'number = "9/KH-UBND'))
    (field,) = told
    assert field == "campaign.toml dòng 2, cột 20"
    assert "ngoặc kép" in told[field]


def test_wrong_encoding(tmp_path: Path) -> None:
    """A file saved in another encoding is told so."""
    path = tmp_path / "campaign.toml"
    path.write_bytes(GOOD.encode("utf-16"))
    with pytest.raises(CampaignError, match="UTF-8"):
        load_campaign(path)


def test_all_problems_at_once_with_path_value_and_cure(tmp_path: Path) -> None:
    """One reading tells everything: kinds of values, unknown and missing names, and the units file too."""
    told = problems(
        tmp_path,
        ("starts = 2026-03-06", 'starts = "mai"'),
        ('time_zone = "Asia/Bangkok"', 'time_zone = "Asia/Hanoi"'),
        ('at = "20:00"', 'at = "20h"'),
        ('grace = "45m"', 'grace = "2 days"'),
        ("raw_chat_days = 10", "raw_chat_days = 0"),
        ('motto = "trồng cây nào, sống cây đó"', 'moto = "trồng"'),
        ('roles = ["home_affairs"', 'roles = ["boss"'),
        ('file = "bac-son-nam-units.csv"', 'file = "none.csv"'),
    )
    assert set(told) >= {
        "starts", "time_zone", "retention.raw_chat_days", "moto", "motto",
        "calendar[1].at (key “khep_lai”)", "calendar[0].grace (key “moi_toi”)",
        "agencies[0].roles[0] (key “so_nong_nghiep”)", str(tmp_path / "none.csv"),
    }  # fmt: skip
    assert "“mai”" in told["starts"]
    assert "2021-08-16" in told["starts"]
    assert "Asia/Ho_Chi_Minh" in told["time_zone"]
    assert "có phải là motto?" in told["moto"]
    assert "home_affairs" in told["agencies[0].roles[0] (key “so_nong_nghiep”)"]
    assert "“20h”" in told["calendar[1].at (key “khep_lai”)"]


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("ends = 2026-03-08", "ends = 2026-03-05", "ends"),
        ("nominations_until = 2026-03-20", "nominations_until = 2026-03-01", "nominations_until"),
        ("date = 2026-03-08", "date = 2026-03-09", "calendar[1].date"),
        ("until = 2026-03-07\n", "until = 2026-03-09\n", "calendar[0].until"),
        ("until = 2026-03-07\n", "from = 2026-03-08\nuntil = 2026-03-07\n", "calendar[0].until"),
        ('at = "18:45"', 'at = "11:30"', "calendar[0].at"),
        ('at = "18:45"', 'at = "23:30"', "calendar[0].grace"),
        ("{local_hotline}", "{hotline}", "calendar[0].text"),
        ('text = "Cảm ơn bà con."', 'text = ""', "calendar[1].text"),
        ('text = "Cảm ơn bà con."', 'text = "{open_count} việc."', "calendar[1].text"),
        ('key = "khep_lai"', 'key = "moi_toi"', "calendar[1].key"),
        ("date = 2026-03-08", "", "calendar[1].date"),
        (
            'date = 2026-03-08\nat = "20:00"',
            'until = 2026-03-08\ndate = 2026-03-08\nat = "20:00"',
            "calendar[1].date",
        ),
        ('kind = "closing"', 'kind = "digest"', "calendar[1].text"),
        ('kind = "roundup"', 'kind = "roundup"\ntext = "Điểm tin."', "calendar[2].text"),
        ('at = "17:15"', 'at = "11:45"', "calendar[2].at"),
        ('kind = "reminder"', 'kind = "reminder"\nwaiting = "Còn {open_count}."', "calendar[0].waiting"),
        ('kind = "hop_tac_xa"', 'kind = "htx"', "organisations[0].kind"),
        ('unit = "70003"', 'unit = "31558"', "organisations[0].unit"),
        ('unit = "70003"', 'parent = "htx_ben_gio"', "organisations[0].parent"),
        ('key = "htx_ben_gio"', 'key = "so_nong_nghiep"', "organisations[0].name"),
        ('key = "htx_ben_gio"', 'key = "70003"', "organisations[0].key"),
        ('[["08:00", "12:00"]]', '[["12:00", "08:00"]]', "working.hours[0]"),
        ("[contacts]", '[contacts]\nhealth_line = "115"', "contacts.health_line_label"),
        (
            'label = "Cây giống"',
            'label = "Cây giống"\n[[report_kinds]]\nkey = "khac"\nlabel = "cay giong"',
            "report_kinds[1].synonyms",
        ),
        (
            'file = "bac-son-nam-units.csv"',
            'file = "bac-son-nam-units.csv"\neveryday = ["1"]',
            "units.everyday[0]",
        ),
        (
            'file = "bac-son-nam-units.csv"',
            'file = "bac-son-nam-units.csv"\ncentres = [{ code = "70001", latitude = 9, longitude = 105 }]',
            "units.centres[0].code",
        ),
    ],
)
def test_what_cannot_be_is_refused(tmp_path: Path, old: str, new: str, field: str) -> None:
    """Each rule between fields is told by the field that breaks it."""
    assert field in problems(tmp_path, (old, new))


def test_zones_are_checked_against_units(tmp_path: Path) -> None:
    """Colours are read by code, name and document; rows that slipped do not pass."""
    (tmp_path / "zones.csv").write_text(
        "code,name,zone\n70001,Đồng Mây,xanh\n70001,Đồng Mây,xanh\n70002,Bến Gió,tím\n99,X,\n",
        encoding="utf-8",
    )
    zones = """
        [zones]
        file = "zones.csv"
        document = "Thông báo 1"
        date = 2026-03-01
        colours = [{ key = "xanh", label = "xanh", level = "thường", total = 1 }]
        [who]"""
    told = problems(tmp_path, ("[who]", zones))
    assert set(told) == {
        "zones.csv dòng 3, code", "zones.csv dòng 4, name", "zones.csv dòng 4, zone", "zones.csv dòng 5, code",
        "zones.csv",
    }  # fmt: skip
    assert "“tím”" in told["zones.csv dòng 4, zone"]


def test_zone_totals_must_cover_the_province(tmp_path: Path) -> None:
    """Totals that do not add up to the communes are a misprint."""
    (tmp_path / "zones.csv").write_text("code,name,zone\n70001,Đồng Mây,xanh\n", encoding="utf-8")
    zones = """
        [zones]
        file = "zones.csv"
        document = "Thông báo 1"
        date = 2026-03-01
        colours = [{ key = "xanh", label = "xanh", level = "thường", total = 4 }]
        [who]"""
    assert set(problems(tmp_path, ("[who]", zones))) == {"zones.colours"}


@pytest.mark.parametrize(
    ("first", "second", "field"),
    [
        ('["example"]', '["example"]', "topics[1].kinds"),
        ('["alert"]', "[]", "topics[0].kinds"),
        ('["story"]', "[]", "topics[0].kinds[0] (key “t0”)"),
    ],
)
def test_kinds_that_no_topic_can_have_are_refused(
    tmp_path: Path, first: str, second: str, field: str
) -> None:
    """A kind of two topics, an urgent one, one that there is not."""
    topics = "\n".join(
        f'[[topics]]\nkey = "t{at}"\nlabel = "Chủ đề {at}"\nkinds = {kinds}\n'
        for at, kinds in enumerate((first, second))
    )
    told = problems(tmp_path, ('[[topics]]\nkey = "trong_cay"\nlabel = "Trồng cây"\n', topics))
    assert set(told) == {field}


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ("per_hour = 5\nper_day = 4", "limits.per_day"),
        ("per_hour = 0", "limits.per_hour"),
        ("block_hours = 721", "limits.block_hours"),
        ("bulletins_per_topic_a_day = -1", "limits.bulletins_per_topic_a_day"),
        ("per_minute = 1", "limits.per_minute"),
    ],
)
def test_limits_that_cannot_be_are_refused(tmp_path: Path, said: str, field: str) -> None:
    """A day below an hour, nothing at all, a block without end, a limit that nobody keeps."""
    told = problems(tmp_path, ("[working]", f"[limits]\n{said}\n\n[working]"))
    assert set(told) == {field}


@pytest.mark.parametrize(
    ("title", "source", "says"),
    [
        ("Tình hình ngày {so_lieu_ngay}", "", "{so_lieu_nguon}"),
        ("Tình hình", "{so_lieu_nguon}", "{so_lieu_ngay}"),
    ],
)
def test_a_template_with_figures_says_of_which_day_and_by_whom(
    tmp_path: Path, title: str, source: str, says: str
) -> None:
    """Nobody reads a number without its day and its source."""
    template = f"""
        [[figures]]
        key = "ca_moi"
        label = "Ca mới"
        [[bulletin_templates]]
        key = "tinh_hinh"
        label = "Tình hình"
        title = "{title}"
        text = "Ca mới: {{ca_moi}}"
        source = "{source}"
        [who]"""
    told = problems(tmp_path, ("[who]", template))
    assert set(told) == {"bulletin_templates[0].text"}
    assert says in told["bulletin_templates[0].text"]
