"""Districts: the map of tiles, dark where much waits; or a list of bars where a campaign has no map."""

from collections.abc import Sequence

from messages.documents.canvas import LINE, MARGIN, SMALLEST, WIDTH, Canvas, cut, fitted, width_of, wrapped
from messages.documents.cleaning import line
from messages.documents.dossier import Dossier, Tally
from messages.documents.palette import FAINT, ink_on, shade
from messages.documents.tile import Tile
from messages.render import number

BARS = 12  # districts with a bar of their own
_ROW, _BAR = 84, 60
_GAP = 8
_NAME = 46  # pixels from line to line of a name
_COUNT = 60  # pixels high: the figure that matters
_NONE = Tally(key="", label="", new=0, open=0)


def draw_grid(dossier: Dossier, caption: list[str]) -> Canvas:
    """Each tile with its name, how much waits and "+" how much came; what has no tile is told in a line."""
    tallies = {each.key: each for each in dossier.districts}
    elsewhere = [each for each in dossier.districts if each.key not in {tile.key for tile in dossier.tiles}]
    notes = ["Số lớn: đang chờ. Dấu +: mới trong kỳ.", *_elsewhere(elsewhere)]
    lines = [piece for note in notes for piece in wrapped(note, SMALLEST, WIDTH - 2 * MARGIN)] + caption
    columns, rows = max(tile.column for tile in dossier.tiles), max(tile.row for tile in dossier.tiles)
    wide = (WIDTH - 2 * MARGIN + _GAP) / columns
    names = {tile.key: wrapped(line(tile.label), _size(tile, wide), wide - _GAP) for tile in dossier.tiles}
    high = _GAP + max(map(len, names.values())) * _NAME + _COUNT + _NAME + 44
    canvas = Canvas(MARGIN * 2 + 100 + rows * high + 30 + len(lines) * LINE)
    canvas.title("Đang chờ theo địa bàn")
    most = max((each.open for each in tallies.values()), default=0)
    for tile in dossier.tiles:
        place = (MARGIN + (tile.column - 1) * wide, MARGIN + 100 + (tile.row - 1) * high)
        tally = tallies.get(tile.key, _NONE)
        colour = shade(tally.open, most)
        name = f"{tile.key}/{tally.open}/{tally.new}"
        canvas.box(place, (wide - _GAP, high - _GAP), colour, name)
        _fill(
            canvas,
            names[tile.key],
            tally,
            (*place, wide - _GAP, high - _GAP),
            ink_on(colour),
            _size(tile, wide),
        )
    canvas.footer(lines, MARGIN + 100 + rows * high + 30)
    return canvas


def _size(tile: Tile, wide: float) -> float:
    """The letters' height: smaller only where a word would not fit its tile otherwise."""
    return min(
        (fitted(word, SMALLEST, wide - _GAP - 10) for word in line(tile.label).split()), default=SMALLEST
    )


def _fill(
    canvas: Canvas,
    name: list[str],
    tally: Tally,
    box: tuple[float, float, float, float],
    ink: str,
    size: float,
) -> None:
    left, top, wide, high = box
    middle = left + wide / 2
    for at, each in enumerate(name):
        canvas.say((middle, top + 40 + at * _NAME), each, size=size, colour=ink, align="center")
    still, new = number(tally.open), f"+{number(tally.new)}"
    big = fitted(still, _COUNT, wide - 10, bold=True)
    canvas.say((middle, top + high - 92), still, size=big, bold=True, colour=ink, align="center")
    if tally.new:
        small = fitted(new, SMALLEST, wide - 10)
        canvas.say((middle, top + high - 34), new, size=small, colour=ink, align="center")


def _elsewhere(tallies: Sequence[Tally]) -> list[str]:
    return [f"Nơi khác: đang chờ {number(_open(tallies))}, mới {number(_new(tallies))}."] if tallies else []


def draw_bars(dossier: Dossier, caption: list[str]) -> Canvas:
    """A bar for each of the fullest districts, and one for all others."""
    shown = [*dossier.districts[:BARS], *_others(dossier.districts[BARS:])]
    high = max(len(shown), 1) * (_ROW + LINE)
    notes = ["Dấu +: mới trong kỳ.", *caption]
    canvas = Canvas(MARGIN * 2 + 110 + high + 30 + len(notes) * LINE)
    canvas.title("Đang chờ theo địa bàn")
    figures = [
        f"{number(each.open)} (+{number(each.new)})" if each.new else number(each.open) for each in shown
    ]
    room = WIDTH - 2 * MARGIN - 14 - max((width_of(each, SMALLEST, bold=True) for each in figures), default=0)
    most, top = max((each.open for each in shown), default=0), float(MARGIN + 110)
    for each, figure in zip(shown, figures, strict=True):
        wide = max(room * each.open / max(most, 1), 4)
        canvas.say((MARGIN, top + 24), cut(line(each.label), SMALLEST, WIDTH - 2 * MARGIN))
        canvas.box(
            (MARGIN, top + LINE), (wide, _BAR), shade(each.open, most), f"{each.key}/{each.open}/{each.new}"
        )
        canvas.say((MARGIN + wide + 14, top + LINE + _BAR / 2), figure, bold=True)
        top += _ROW + LINE
    if not shown:
        canvas.say((MARGIN, top + 24), "Không có việc nào.", colour=FAINT)
    canvas.footer(notes, MARGIN + 110 + high + 30)
    return canvas


def _others(tallies: Sequence[Tally]) -> list[Tally]:
    label = f"{len(tallies)} nơi khác"
    return [Tally(key="", label=label, new=_new(tallies), open=_open(tallies))] if tallies else []


def _new(tallies: Sequence[Tally]) -> int:
    return sum(each.new for each in tallies)


def _open(tallies: Sequence[Tally]) -> int:
    return sum(each.open for each in tallies)
