"""The tile grid of a campaign file: every district exactly once, no two in one place."""

from collections.abc import Iterator, Mapping, Sequence

from storage.campaign.contents import Tile
from storage.problems import Problem
from storage.units import Unit


def check_tiles(tiles: Sequence[Tile], known: Mapping[str, Unit]) -> Iterator[Problem]:
    """What is wrong with the tiles; a grid with a hole would keep a district's figures from its readers."""
    if not tiles:
        return
    level = "district" if any(unit.level == "district" for unit in known.values()) else "commune"
    wanted = {code: unit for code, unit in known.items() if unit.level == level}
    codes: dict[str, int] = {}
    places: dict[tuple[int, int], int] = {}
    for at, tile in enumerate(tiles):
        path = f"units.tiles[{at}]"
        if tile.code not in wanted:
            why = "không phải mã của một huyện, thị xã hoặc thành phố trong tỉnh"
            if level == "commune":
                why = "không phải mã của một xã, phường trong tỉnh"
            yield Problem(
                field=f"{path}.code", value=tile.code, why=why, cure="ghi mã GSO có trong tệp đơn vị"
            )
        elif tile.code in codes:
            why, cure = f"đã có ô ở units.tiles[{codes[tile.code]}]", "giữ một ô cho mỗi đơn vị"
            yield Problem(field=f"{path}.code", value=tile.code, why=why, cure=cure)
        place = tile.row, tile.column
        if place in places:
            value, why = f"hàng {tile.row}, cột {tile.column}", f"trùng chỗ với units.tiles[{places[place]}]"
            yield Problem(field=path, value=value, why=why, cure="đổi row hoặc column")
        codes.setdefault(tile.code, at)
        places.setdefault(place, at)
    missing = [unit.title for code, unit in wanted.items() if code not in codes]
    if missing:
        why = f"thiếu ô của {', '.join(missing)}"
        yield Problem(field="units.tiles", why=why, cure="thêm ô cho đủ, hoặc bỏ cả units.tiles")
