"""The map and the board as pictures: they say what the figures say, and read without colour."""

import pytest

from messages.documents.canvas import WIDTH
from messages.documents.drawing import draw_zones
from messages.documents.tile import Tile
from messages.documents.zone_shapes import Patch, Shade, Standings, ZoneMap, ZoneTable, letters
from messages.documents.zones import map_chart, table_chart

SCALE = tuple(
    Shade(key=key, label=label, letter=letter)
    for key, label, letter in (
        ("xanh", "xanh", "X"),
        ("vang", "vàng", "V"),
        ("cam", "cam", "C"),
        ("do", "đỏ", "Đ"),
    )
)
PATCHES = (
    Patch(key="1", label="Huyện Kế Sách", colours=("xanh", "do", "", "xanh")),
    Patch(key="2", label="Thành phố Sóc Trăng", colours=("cam",)),
)
TILES = (Tile(key="1", label="Kế Sách", row=1, column=1), Tile(key="2", label="Sóc Trăng", row=2, column=2))


def shown(tiles: tuple[Tile, ...]) -> ZoneMap:
    return ZoneMap(title="Vùng", caption="Đến 18/8.", scale=SCALE, patches=PATCHES, tiles=tiles)


def squares(picture: ZoneMap) -> list[str]:
    return [
        str(patch.get_gid()) for patch in map_chart(picture).figure.axes[0].patches if "/" in patch.get_gid()
    ]


def words(picture: ZoneMap) -> list[str]:
    return [each.get_text() for each in map_chart(picture).figure.axes[0].texts]


@pytest.mark.parametrize("tiles", [TILES, ()], ids=["map", "list"])
def test_every_commune_is_a_square_with_its_letter(tiles: tuple[Tile, ...]) -> None:
    """Green first, the unknown last, with or without a map of tiles; each colour once in the legend."""
    picture = shown(tiles)
    found = [each for each in squares(picture) if not each.startswith("legend/")]
    assert found == ["1/xanh", "1/xanh", "1/do", "1/", "2/cam"]
    said = words(picture)
    assert said.count("X") == 3
    assert said.count("?") == 2
    assert "xanh: 2" in said
    assert "chưa có dữ liệu: 1" in said


def test_the_table_has_a_row_for_each_district_and_their_sum() -> None:
    """Nothing is cut but what does not fit, and that is drawn smaller."""
    rows = tuple(Standings(label=f"Thành phố Sóc Trăng {n}", counts=(n, 0, 1, 2, 3)) for n in range(11))
    table = ZoneTable(
        title="Bảng thi đua vùng xanh",
        caption="So với ngày 15/8/2021.",
        heads=tuple((sign, "nghĩa của dấu này") for sign in "✔▼▲=?"),
        rows=rows,
        total=Standings(label="Toàn tỉnh", counts=(55, 0, 11, 22, 33)),
    )
    chart = table_chart(table)
    said = [each.get_text() for each in chart.figure.axes[0].texts]
    assert [each for each in said if each.startswith("Thành phố")] == [each.label for each in rows]
    assert "55" in said
    drawn = draw_zones((shown(TILES), table))
    assert drawn.map.startswith(b"\x89PNG")
    assert drawn.board.startswith(b"\x89PNG")
    assert chart.figure.get_figwidth() * chart.figure.dpi == WIDTH


def test_letters_tell_the_colours_apart() -> None:
    """The shortest beginnings that do."""
    assert letters(["xanh", "vàng", "cam", "đỏ"]) == ("X", "V", "C", "Đ")
    assert letters(["xanh", "xám"]) == ("XAN"[:2], "XÁ")
    assert letters(["cấp 1", "cấp 2"]) == ("CẤP 1", "CẤP 2")
