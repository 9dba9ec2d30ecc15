"""The tile grid: where a chart draws each district."""

import shutil
from pathlib import Path

import pytest

from storage.campaign import Campaign, CampaignError, load_campaign

DATA = Path(__file__).parents[1] / "data"
UNITS = 'file = "bac-son-nam-units.csv"'
WHOLE = ["70001", "70002", "70003", "70004", "70005"]


def with_tiles(folder: Path, *tiles: tuple[str, int, int]) -> Campaign:
    """The made-up campaign with this grid."""
    rows = ", ".join(f'{{ code = "{code}", row = {row}, column = {column} }}' for code, row, column in tiles)
    text = (DATA / "bac-son-nam.toml").read_text(encoding="utf-8")
    assert UNITS in text
    shutil.copy(DATA / "bac-son-nam-units.csv", folder)
    path = folder / "campaign.toml"
    path.write_text(text.replace(UNITS, f"{UNITS}\ntiles = [{rows}]", 1), encoding="utf-8")
    return load_campaign(path)


def test_the_shipped_grid_has_every_district_once(campaign: Campaign) -> None:
    """Eleven districts, eleven places, and the neighbours of the provincial town stand around it."""
    tiles = campaign.units.tiles
    assert set(tiles) == {unit.code for unit in campaign.units.districts}
    assert len(set(tiles.values())) == len(tiles) == 11
    assert tiles["941"] == (2, 4)
    assert tiles["946"] == (2, 5)
    assert tiles["943"] == (1, 4)


def test_a_campaign_may_do_without(tmp_path: Path) -> None:
    """No grid is no error: charts then list the districts instead."""
    assert not load_campaign(DATA / "bac-son-nam.toml").units.tiles
    assert not with_tiles(tmp_path).units.tiles


def test_without_districts_the_communes_have_the_tiles(tmp_path: Path) -> None:
    """A province of two levels can have its grid too."""
    made = with_tiles(tmp_path, *((code, 1, at) for at, code in enumerate(WHOLE, 1)))
    assert made.units.tiles["70005"] == (1, 5)


@pytest.mark.parametrize(
    ("tiles", "field", "told"),
    [
        ([("70", 1, 6), *((code, 1, at) for at, code in enumerate(WHOLE, 1))], "units.tiles[0].code", "“70”"),
        (
            [(code, 1, at) for at, code in enumerate([*WHOLE, "70001"], 1)],
            "units.tiles[5].code",
            "units.tiles[0]",
        ),
        ([(code, 1, min(at, 4)) for at, code in enumerate(WHOLE, 1)], "units.tiles[4]", "hàng 1, cột 4"),
        ([(code, 1, at) for at, code in enumerate(WHOLE[:-1], 1)], "units.tiles", "Đặc khu Hòn Vắng"),
        ([(code, 0, at) for at, code in enumerate(WHOLE, 1)], "units.tiles[0].row", "nhỏ hơn 1"),
        ([(code, 1, at + 4) for at, code in enumerate(WHOLE, 1)], "units.tiles[4].column", "lớn hơn 8"),
    ],
)
def test_a_grid_with_a_hole_or_a_clash_is_refused(
    tmp_path: Path, tiles: list[tuple[str, int, int]], field: str, told: str
) -> None:
    """Whoever wrote it reads which tile, and why."""
    with pytest.raises(CampaignError) as caught:
        with_tiles(tmp_path, *tiles)
    problems = {problem.field: str(problem) for problem in caught.value.problems}
    assert told in problems[field]
