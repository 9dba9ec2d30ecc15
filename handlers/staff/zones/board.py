"""The emulation board: its words for one screen, and what its pictures show."""

from itertools import islice

from messages.contexts import zone_board as words
from messages.documents.tile import Tile
from messages.documents.zone_shapes import Patch, Shade, Standings, ZoneMap, ZoneTable, letters
from messages.render import day as full_day
from messages.render import render
from storage.campaign import Campaign
from storage.units import Unit
from storage.zone_board import Board, Shift, Standing, Tally
from storage.zones import Zones

ROWS, MOVED = 15, 4  # districts, and communes of the day, on one screen
_NOT_COMPARED = (Standing.NEW, Standing.UNKNOWN)


def text(campaign: Campaign, zones: Zones, made: Board, *, public: bool = False) -> str:
    """One screen of rich text."""
    found = made.total.standings
    return render(
        words.Board(
            eve=made.eve,
            day=made.day,
            safest=zones.colours[zones.safest].label,
            kept=found.get(Standing.KEPT, 0),
            lower=found.get(Standing.LOWER, 0),
            higher=found.get(Standing.HIGHER, 0),
            back=found.get(Standing.BACK, 0),
            same=found.get(Standing.SAME, 0),
            unknown=_not_compared(made.total),
            colours=tuple(
                words.Count(colour=each.label, count=made.total.colours.get(key, 0))
                for key, each in zones.colours.items()
            ),
            blank=made.total.colours.get("", 0),
            lower_today=_shifted(campaign, zones, made.lower),
            more_lower=max(0, len(made.lower) - MOVED),
            higher_today=_shifted(campaign, zones, made.higher),
            more_higher=max(0, len(made.higher) - MOVED),
            rows=tuple(_row(campaign, each) for each in made.districts[:ROWS]),
            more_rows=max(0, len(made.districts) - ROWS),
            public=public,
        )
    )


def _not_compared(tally: Tally) -> int:
    return sum(tally.standings.get(each, 0) for each in _NOT_COMPARED)


def _shifted(campaign: Campaign, zones: Zones, shifts: tuple[Shift, ...]) -> tuple[words.Shifted, ...]:
    return tuple(
        words.Shifted(
            place=campaign.units.full_label(each.place),
            before=zones.colours[each.before].label,
            after=zones.colours[each.after].label,
        )
        for each in islice(shifts, MOVED)
    )


def _row(campaign: Campaign, tally: Tally) -> words.Row:
    return words.Row(
        label=campaign.units[tally.key].title,
        kept=tally.standings.get(Standing.KEPT, 0),
        lower=tally.standings.get(Standing.LOWER, 0),
        higher=tally.standings.get(Standing.HIGHER, 0),
        unknown=_not_compared(tally),
    )


def pictures(campaign: Campaign, zones: Zones, made: Board) -> tuple[ZoneMap, ZoneTable]:
    """What the two pictures show, as plain data that can be sent to another process and drawn there."""
    return _map(campaign, zones, made), _table(campaign, zones, made)


def _map(campaign: Campaign, zones: Zones, made: Board) -> ZoneMap:
    labels = [each.label for each in zones.colours.values()]
    scale = tuple(
        Shade(key=key, label=f"{each.label} ({each.level})", letter=letter)
        for (key, each), letter in zip(zones.colours.items(), letters(labels), strict=True)
    )
    return ZoneMap(
        title="Vùng của các xã, phường",
        caption=map_caption(made),
        scale=scale,
        patches=_patches(campaign, made),
        tiles=_tiles(campaign),
    )


def _tiles(campaign: Campaign) -> tuple[Tile, ...]:
    return tuple(
        Tile(key=code, label=_short(campaign.units[code]), row=row, column=column)
        for code, (row, column) in campaign.units.tiles.items()
    )


def _short(unit: Unit) -> str:
    """The bare name, where it is one: "1" alone says nothing."""
    return unit.title if unit.name.isdigit() else unit.name


def _patches(campaign: Campaign, made: Board) -> tuple[Patch, ...]:
    grouped: dict[str, list[str]] = {}
    for line in made.lines:
        district = campaign.units.district_of(line.place)
        grouped.setdefault(district.code if district else line.place, []).append(line.now)
    return tuple(
        Patch(key=code, label=campaign.units[code].title, colours=tuple(colours))
        for code, colours in grouped.items()
    )


def map_caption(made: Board) -> str:
    """What the map shows, as of when."""
    return (
        f"Mỗi ô nhỏ là một xã, phường, thị trấn, theo văn bản đã công bố đến hết ngày {full_day(made.day)}."
        " Dấu ? là chưa có dữ liệu."
    )


def board_caption(made: Board) -> str:
    """What the board shows, as of when."""
    return f"So với ngày {full_day(made.eve)}, theo văn bản đã công bố đến hết ngày {full_day(made.day)}."


def _table(campaign: Campaign, zones: Zones, made: Board) -> ZoneTable:
    return ZoneTable(
        title="Bảng thi đua vùng xanh",
        caption=board_caption(made),
        heads=(
            ("✔", f"giữ vững vùng {zones.colours[zones.safest].label}"),
            ("▼", "chuyển xuống mức nguy cơ thấp hơn"),
            ("▲", "lên mức nguy cơ cao hơn"),
            ("=", "giữ nguyên mức khác, hoặc rời rồi trở lại"),
            ("?", "chưa đủ dữ liệu để so sánh"),
        ),
        rows=tuple(
            Standings(label=campaign.units[each.key].title, counts=counts(each)) for each in made.districts
        ),
        total=Standings(label="Toàn tỉnh", counts=counts(made.total)),
    )


def counts(tally: Tally) -> tuple[int, ...]:
    """Kept, lower, higher, unchanged or back, not compared."""
    found = tally.standings
    return (
        found.get(Standing.KEPT, 0),
        found.get(Standing.LOWER, 0),
        found.get(Standing.HIGHER, 0),
        found.get(Standing.SAME, 0) + found.get(Standing.BACK, 0),
        _not_compared(tally),
    )
