"""Administrative units: the tree, the map, and the many ways people name a place."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.folding import fold
from storage.campaign import load_campaign
from storage.units import Unit, Units, UnitsError, read_successors, read_units

UNITS: Units = load_campaign().units
HEAD = "code,level,type,name,parent_code\n"


def found(text: str) -> list[str]:
    return [UNITS.full_label(unit.code) for unit in UNITS.find(text)]


def mentioned(text: str) -> list[str]:
    return [UNITS.full_label(unit.code) for unit in UNITS.mentions(text)]


def test_the_tree_is_the_province_of_2021() -> None:
    """11 districts; 80 xã, 17 phường, 12 thị trấn."""
    assert (len(UNITS), len(UNITS.districts), len(UNITS.communes)) == (121, 11, 109)
    types = [unit.type for unit in UNITS.communes]
    assert [types.count(kind) for kind in ("xa", "phuong", "thi_tran")] == [80, 17, 12]
    assert UNITS.province.code == "94"


def test_up_and_down_the_tree() -> None:
    """Children, ancestors and the district of a unit."""
    assert [unit.code for unit in UNITS.ancestors("31558")] == ["943", "94"]
    assert "31558" in {unit.code for unit in UNITS.children("943")}
    assert UNITS.district_of("31558") is UNITS["943"]
    assert UNITS.district_of("943") is UNITS["943"]
    assert UNITS.district_of("94") is None
    assert UNITS.children("31558") == []
    assert ("31558" in UNITS, UNITS.get("1")) == (True, None)


def test_labels() -> None:
    """Inside a sentence, at its start, and where names repeat."""
    ward = UNITS["31519"]
    assert (ward.label, ward.title) == ("phường 3", "Phường 3")
    assert UNITS.full_label("31519") == "Phường 3, thành phố Sóc Trăng"
    assert UNITS.full_label("948") == "Thị xã Ngã Năm"


def test_within_gathers_communes() -> None:
    """An area may mix levels; a commune stands for itself, nothing is counted twice."""
    assert UNITS.within(["31558"]) == {"31558"}
    assert len(UNITS.within(["943"])) == 13
    assert UNITS.within(["943", "31558"]) == UNITS.within(["943"])
    assert len(UNITS.within(["94"])) == 109
    assert UNITS.within([]) == set()
    with pytest.raises(KeyError):
        UNITS.within(["1"])


def test_nearest_district_never_names_a_commune() -> None:
    """A point is proposed its nearest district; over 40 km from all it is outside."""
    near = UNITS.nearest_district(9.603, 105.98)
    assert near is not None
    assert (near[0].code, near[0].level, round(near[1])) == ("941", "district", 1)
    assert UNITS.nearest_district(10.776, 106.701) is None
    assert UNITS.nearest_district(-9.6, 105.98) is None
    assert UNITS.locatable


@pytest.mark.parametrize(("km", "inside"), [(39, True), (41, False)])
def test_the_province_ends_forty_km_from_its_districts(km: int, inside: bool) -> None:
    """Out at sea, straight south of the southernmost centre: that one is nearest, and a degree is 111.2 km."""
    centres = [UNITS.centre(unit.code) or (90.0, 0.0) for unit in UNITS.districts]
    south, east = min(centres)
    found = UNITS.nearest_district(south - km / 111.195, east)
    assert (found is not None) is inside
    assert found is None or round(found[1]) == km


def test_what_units_became() -> None:
    """All 109 communes are mapped to the 43 units of 2025."""
    became = [UNITS.successor(unit.code) for unit in UNITS.communes]
    assert len({one.code for one in became if one}) == 43
    assert None not in became
    assert UNITS.successor("943") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("xa ke an", ["Xã Kế An, huyện Kế Sách"]),
        ("Kế An", ["Xã Kế An, huyện Kế Sách"]),
        ("KE AN!", ["Xã Kế An, huyện Kế Sách"]),
        ("Kế An, huyện Kế Sách", ["Xã Kế An, huyện Kế Sách"]),
        ("tôi ở xã Kế An ạ", ["Xã Kế An, huyện Kế Sách"]),
        ("xã Kế An tỉnh Sóc Trăng", ["Xã Kế An, huyện Kế Sách"]),
        ("P3 TP Sóc Trăng", ["Phường 3, thành phố Sóc Trăng"]),
        ("tp soc trang, phuong 3", ["Phường 3, thành phố Sóc Trăng"]),
        ("phường 3", ["Phường 3, thành phố Sóc Trăng", "Phường 3, thị xã Ngã Năm"]),
        ("p.03", ["Phường 3, thành phố Sóc Trăng", "Phường 3, thị xã Ngã Năm"]),
        ("3", ["Phường 3, thành phố Sóc Trăng", "Phường 3, thị xã Ngã Năm"]),
        ("3 nga nam", ["Phường 3, thị xã Ngã Năm"]),
        ("3 ngày nữa", []),
        ("P1, TX Vĩnh Châu", ["Phường 1, thị xã Vĩnh Châu"]),
        ("10", ["Phường 10, thành phố Sóc Trăng"]),
        ("tt lich hoi thuong", ["Thị trấn Lịch Hội Thượng, huyện Trần Đề"]),
        ("lich hoi thuong", ["Xã Lịch Hội Thượng, huyện Trần Đề", "Thị trấn Lịch Hội Thượng, huyện Trần Đề"]),
        ("Mỹ Xuyên", ["Huyện Mỹ Xuyên", "Thị trấn Mỹ Xuyên, huyện Mỹ Xuyên"]),
        ("huyen my xuyen", ["Huyện Mỹ Xuyên"]),
        ("xa long phu, h long phu", ["Xã Long Phú, huyện Long Phú"]),
        ("long phu long phu", ["Thị trấn Long Phú, huyện Long Phú", "Xã Long Phú, huyện Long Phú"]),
        ("huyện Long Phú xã Tân Thạnh", ["Xã Tân Thạnh, huyện Long Phú"]),
        ("hoà tú 2", ["Xã Hòa Tú II, huyện Mỹ Xuyên"]),
        ("Hòa Tú II", ["Xã Hòa Tú II, huyện Mỹ Xuyên"]),
        ("hoa tu 1", ["Xã Hòa Tú 1, huyện Mỹ Xuyên"]),
        ("Đại Ân", ["Xã Đại Ân 1, huyện Cù Lao Dung", "Xã Đại Ân 2, huyện Trần Đề"]),
        ("xã Phú Lộc", ["Thị trấn Phú Lộc, huyện Thạnh Trị"]),
        ("Ngả Năm", ["Thị xã Ngã Năm"]),
        ("ấp Châu Thành, xã An Ninh", ["Xã An Ninh, huyện Châu Thành"]),
        ("Sóc Trăng", ["Thành phố Sóc Trăng", "Tỉnh Sóc Trăng"]),
        ("không", []),
        ("ba", []),
        ("phường", []),
        ("", []),
    ],
)
def test_find_reads_places_as_people_type_them(text: str, expected: list[str]) -> None:
    """Diacritics, types, districts, old spellings, numbers; what is ambiguous comes back whole."""
    assert found(text) == expected


def test_ward_two_is_asked_about() -> None:
    """Phường 2 stands in three places."""
    assert len(UNITS.find("P2")) == 3
    assert [unit.code for unit in UNITS.find("P2 Vĩnh Châu")] == ["31801"]


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.code)
def test_every_unit_is_found_by_its_full_label(unit: Unit) -> None:
    """Whoever types the whole name gets that unit alone, with or without diacritics."""
    label = UNITS.full_label(unit.code)
    assert [one.code for one in UNITS.find(label)] == [unit.code]
    assert [one.code for one in UNITS.find(fold(label))] == [unit.code]
    assert unit in UNITS.find(unit.name)


def test_typed_diacritics_decide() -> None:
    """Where two names fold alike, the marks choose; without marks both are offered."""
    pair = [
        Unit(code="1", level="province", type="tinh", name="Tỉnh", parent=None),
        Unit(code="11", level="commune", type="xa", name="Tân Hưng", parent="1"),
        Unit(code="12", level="commune", type="xa", name="Tấn Hưng", parent="1"),
    ]
    units = Units(pair)
    assert [unit.code for unit in units.find("Tấn Hưng")] == ["12"]
    assert [unit.code for unit in units.find("xã Tân Hưng")] == ["11"]
    assert [unit.code for unit in units.find("tan hung")] == ["11", "12"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Xã Kế An vùng gì?", ["Xã Kế An, huyện Kế Sách"]),
        ("ap toi o xa tan thanh long phu co phai vung do hong", ["Xã Tân Thạnh, huyện Long Phú"]),
        ("vinh chau con vung do ko", ["Thị xã Vĩnh Châu"]),
        ("Phường 3 thành phố Sóc Trăng hôm nay màu gì", ["Phường 3, thành phố Sóc Trăng"]),
        ("Cho hỏi thị trấn Lịch Hội Thượng đang là vùng nào", ["Thị trấn Lịch Hội Thượng, huyện Trần Đề"]),
        ("Tra màu xã Đại Ân 2", ["Xã Đại Ân 2, huyện Trần Đề"]),
        ("my xuyen bua nay cam hay vang z", ["Huyện Mỹ Xuyên", "Thị trấn Mỹ Xuyên, huyện Mỹ Xuyên"]),
        ("từ Kế Sách qua Ngã Năm", ["Huyện Kế Sách", "Thị trấn Kế Sách, huyện Kế Sách", "Thị xã Ngã Năm"]),
        ("xa minh vung xanh hay do v", []),
        ("giữ an ninh trật tự", []),
        ("xã An Ninh vùng gì", ["Xã An Ninh, huyện Châu Thành"]),
        ("An Ninh vùng gì", ["Xã An Ninh, huyện Châu Thành"]),
        ("chị Mỹ Hương phát gạo", []),
        ("toi muon de cu anh Dung o ap 3 nau com cho chot", []),
        ("kẻ ăn người ở", []),
        ("Nhà tôi hết gạo rồi, 3 ngày nay, ai giúp với", []),
        ("", []),
    ],
)
def test_mentions_reads_places_in_passing(text: str, expected: list[str]) -> None:
    """Names in a sentence are heard; people, everyday words and bare numbers are not places."""
    assert mentioned(text) == expected


@pytest.mark.parametrize(
    ("text", "first"),
    [("ke anh", "31558"), ("lich hoi thuog", "31678"), ("xa phong namm", "31537"), ("vinh chao", "950")],
)
def test_misspelt_names_are_suggested_not_taken(text: str, first: str) -> None:
    """A near name is offered; `find` itself never guesses."""
    assert UNITS.find(text) == []
    assert first in {unit.code for unit in UNITS.suggest(text)}


def test_nothing_is_suggested_for_other_words() -> None:
    """A refusal is not taken for a place."""
    assert UNITS.suggest("thôi không cần") == []
    assert UNITS.suggest("") == []


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    """Whatever is typed, reading it gives units or nothing, never an error."""
    for units in (UNITS.find(text), UNITS.mentions(text), UNITS.suggest(text)):
        assert all(unit in UNITS for unit in {one.code for one in units})


def faults(folder: Path, text: str) -> dict[str, str]:
    path = folder / "units.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnitsError) as caught:
        read_units(path)
    return {problem.field: str(problem) for problem in caught.value.problems}


@pytest.mark.parametrize(
    ("rows", "field"),
    [
        ("1,province,tinh,A,\n2,commune,lang,B,1\n", "units.csv dòng 3, type"),
        ("1,province,tinh,A,\n2,commune,huyen,B,1\n", "units.csv dòng 3, type"),
        ("1,province,tinh,A,\n2,hamlet,xa,B,1\n", "units.csv dòng 3, level"),
        ("1,province,tinh,A,\n2,commune,xa,,1\n", "units.csv dòng 3, name"),
        ("1,province,tinh,A,\n2x,commune,xa,B,1\n", "units.csv dòng 3, code"),
        ("1,province,tinh,A,\n2,commune,xa,B,1\n2,commune,xa,C,1\n", "units.csv dòng 4, code"),
        ("1,province,tinh,A,\n2,commune,xa,B,7\n", "units.csv dòng 3, parent_code"),
        ("1,province,tinh,A,\n2,commune,xa,B,\n", "units.csv dòng 3, parent_code"),
        ("1,province,tinh,A,\n2,commune,xa,B,1\n3,commune,xa,C,2\n", "units.csv dòng 4, parent_code"),
        ("1,province,tinh,A,2\n2,commune,xa,B,1\n", "units.csv dòng 2, parent_code"),
        ("1,province,tinh,A,\n2,province,tinh,B,\n3,commune,xa,C,1\n", "units.csv"),
        ("1,province,tinh,A,\n", "units.csv"),
        ("", "units.csv"),
    ],
)
def test_faults_of_a_units_file_name_the_line(tmp_path: Path, rows: str, field: str) -> None:
    """Line, value and cure for everything that would make the tree wrong."""
    assert "Cách sửa" in faults(tmp_path, HEAD + rows)[field]


def test_missing_column_is_told_first(tmp_path: Path) -> None:
    """A file with other columns is told which."""
    told = faults(tmp_path, "code,name\n1,A\n")
    assert "level, type, parent_code" in told["units.csv dòng 1"]


def test_spreadsheet_byte_mark_is_no_fault(tmp_path: Path) -> None:
    """A file saved by a spreadsheet begins with a byte-order mark."""
    path = tmp_path / "units.csv"
    path.write_text("\ufeff" + HEAD + "1,province,tinh,A,\n2,commune,xa, B ,1\n\n", encoding="utf-8")
    assert [unit.name for unit in read_units(path)] == ["A", "B"]


def test_unreadable_files(tmp_path: Path) -> None:
    """A missing file and another encoding are told with their cure."""
    with pytest.raises(UnitsError, match="không có tệp này"):
        read_units(tmp_path / "no.csv")
    with pytest.raises(UnitsError, match="không đọc được"):
        read_successors(tmp_path)
    (tmp_path / "units.csv").write_bytes("mã".encode("utf-16"))
    with pytest.raises(UnitsError, match="UTF-8"):
        read_units(tmp_path / "units.csv")
