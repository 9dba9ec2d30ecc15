"""Pictures of zones for a phone: the map of tiles with a square for each commune, and the emulation board.

Each square carries a letter besides its colour, so that both read in grey and to people who see red and green alike.
"""

from collections.abc import Sequence

from messages.documents.canvas import LINE, MARGIN, SMALLEST, WIDTH, Canvas, cut, fitted, wrapped
from messages.documents.cleaning import line
from messages.documents.palette import EMPTY, FAINT, INK, ink_on
from messages.documents.tile import Tile
from messages.documents.zone_shapes import Patch, Shade, ZoneMap, ZonePictures, ZoneTable
from messages.render import number

UNKNOWN = "?"
_SQUARE, _ACROSS = 50, 3  # pixels; squares in a row of a tile
_NAME, _GAP, _SIDE = 46, 8, 6
_ROW = 84
# From the lowest risk to the highest: apart in lightness too (Okabe and Ito's green, yellow and orange, a dark red).
_SCALE = ("#009e73", "#f0e442", "#e69f00", "#a50f15")


def zone_pictures(shown: ZoneMap, table: ZoneTable) -> ZonePictures:
    """Both as PNG."""
    return ZonePictures(map=map_chart(shown).png(shown.caption), board=table_chart(table).png(table.caption))


def _fills(scale: Sequence[Shade]) -> dict[str, str]:
    top = max(len(scale) - 1, 1)
    spread = [_SCALE[round(at * (len(_SCALE) - 1) / top)] for at in range(len(scale))]
    return {"": EMPTY} | {shade.key: colour for shade, colour in zip(scale, spread, strict=True)}


def map_chart(shown: ZoneMap) -> Canvas:
    """The map before it becomes a picture."""
    fills, signs = _fills(shown.scale), {"": UNKNOWN} | {each.key: each.letter for each in shown.scale}
    caption = wrapped(shown.caption, SMALLEST, WIDTH - 2 * MARGIN)
    legend = _legend(shown)
    draw = _tiles if shown.tiles else _list
    body = draw(None, shown, fills, signs, 0)
    high = MARGIN * 2 + 100 + len(legend) * LINE + 20 + body + 30 + len(caption) * LINE
    canvas = Canvas(high)
    canvas.title(shown.title)
    top = float(MARGIN + 100)
    for row in legend:
        left = float(MARGIN)
        for key, words, wide in row:
            _square(canvas, (left, top), fills[key], signs[key], f"legend/{key}")
            canvas.say((left + _SQUARE + 12, top + _SQUARE / 2), words)
            left += wide
        top += LINE
    draw(canvas, shown, fills, signs, top + 20)
    canvas.footer(caption, top + 20 + body + 30)
    return canvas


def _legend(shown: ZoneMap) -> list[list[tuple[str, str, float]]]:
    counts = {
        key: sum(patch.colours.count(key) for patch in shown.patches)
        for key in ("", *(s.key for s in shown.scale))
    }
    entries = [(each.key, f"{each.label}: {number(counts[each.key])}") for each in shown.scale]
    entries += [("", f"chưa có dữ liệu: {number(counts[''])}")] if counts[""] else []
    rows: list[list[tuple[str, str, float]]] = []
    edge = float(WIDTH)
    for key, words in entries:
        wide = _SQUARE + 12 + len(words) * 26 + 30
        if edge + wide > WIDTH - MARGIN:
            rows.append([])
            edge = MARGIN
        rows[-1].append((key, words, wide))
        edge += wide
    return rows


def _square(
    canvas: Canvas, at: tuple[float, float], colour: str, letter: str, name: str, side: float = _SQUARE
) -> None:
    canvas.box(at, (side, side), colour, name)
    size = fitted(letter, SMALLEST, side - 10, bold=True)
    middle = (at[0] + side / 2, at[1] + side / 2)
    canvas.say(middle, letter, size=size, bold=True, colour=ink_on(colour), align="center")


def _sorted(patch: Patch, shown: ZoneMap) -> list[str]:
    order = {each.key: at for at, each in enumerate(shown.scale)} | {"": len(shown.scale)}
    return sorted(patch.colours, key=lambda key: order[key])


def _tiles(
    canvas: Canvas | None, shown: ZoneMap, fills: dict[str, str], signs: dict[str, str], top: float
) -> float:
    """Each district in its place; returns the height."""
    patches = {each.key: each for each in shown.patches}
    columns, rows = max(tile.column for tile in shown.tiles), max(tile.row for tile in shown.tiles)
    wide = (WIDTH - 2 * MARGIN + _GAP) / columns
    side = min(float(_SQUARE), (wide - _GAP) / _ACROSS - _SIDE)
    names = {
        tile.key: wrapped(line(tile.label), _letters_of(tile, wide), wide - _GAP) for tile in shown.tiles
    }
    lines = max((-(-len(each.colours) // _ACROSS) for each in shown.patches), default=1)
    high = _GAP * 2 + max(map(len, names.values())) * _NAME + lines * (side + _SIDE) + 10
    if canvas is None:
        return rows * high
    for tile in shown.tiles:
        left, above = MARGIN + (tile.column - 1) * wide, top + (tile.row - 1) * high
        for at, words in enumerate(names[tile.key]):
            canvas.say((left, above + 24 + at * _NAME), words, size=_letters_of(tile, wide))
        under = above + len(names[tile.key]) * _NAME + 6
        patch = patches.get(tile.key)
        for at, key in enumerate(_sorted(patch, shown) if patch else ()):
            place = left + at % _ACROSS * (side + _SIDE), under + at // _ACROSS * (side + _SIDE)
            _square(canvas, place, fills[key], signs[key], f"{tile.key}/{key}", side)
    return rows * high


def _letters_of(tile: Tile, wide: float) -> float:
    return min(
        (fitted(word, SMALLEST, wide - _GAP - 6) for word in line(tile.label).split()), default=SMALLEST
    )


def _list(
    canvas: Canvas | None, shown: ZoneMap, fills: dict[str, str], signs: dict[str, str], top: float
) -> float:
    """District under district, where a campaign has no map; returns the height."""
    across = int((WIDTH - 2 * MARGIN) // (_SQUARE + _SIDE))
    at = top
    for patch in shown.patches:
        if canvas is not None:
            canvas.say((MARGIN, at + 24), cut(line(patch.label), SMALLEST, WIDTH - 2 * MARGIN))
        for n, key in enumerate(_sorted(patch, shown)):
            place = (
                MARGIN + n % across * (_SQUARE + _SIDE),
                at + LINE + n // across * (_SQUARE + _SIDE),
            )
            if canvas is not None:
                _square(canvas, place, fills[key], signs[key], f"{patch.key}/{key}")
        at += LINE + -(-len(patch.colours) // across) * (_SQUARE + _SIDE) + 20
    return at - top


def table_chart(table: ZoneTable) -> Canvas:
    """The board before it becomes a picture."""
    heads = [
        piece
        for sign, words in table.heads
        for piece in wrapped(f"{sign} {words}", SMALLEST, WIDTH - 2 * MARGIN)
    ]
    caption = wrapped(table.caption, SMALLEST, WIDTH - 2 * MARGIN)
    rows = [*table.rows, table.total]
    top = MARGIN + 110
    high = top + len(heads) * LINE + 30 + (len(rows) + 1) * _ROW + 40 + len(caption) * LINE + MARGIN
    canvas = Canvas(high)
    canvas.title(table.title)
    canvas.footer(heads, top)
    top += len(heads) * LINE + 30
    cell = 98
    first = WIDTH - MARGIN - cell * len(table.heads)
    for n, (sign, _) in enumerate(table.heads):
        canvas.say((first + n * cell + cell / 2, top + _ROW / 2), sign, bold=True, align="center")
    for at, row in enumerate(rows, 1):
        middle = top + at * _ROW + _ROW / 2
        last = row is table.total
        if at % 2:
            canvas.box((MARGIN, top + at * _ROW), (WIDTH - 2 * MARGIN, _ROW), EMPTY)
        label, room = line(row.label), first - MARGIN - 20
        canvas.say((MARGIN + 10, middle), label, size=fitted(label, SMALLEST, room, bold=last), bold=last)
        for n, count in enumerate(row.counts):
            canvas.say(
                (first + n * cell + cell / 2, middle),
                number(count),
                bold=last or bool(count),
                align="center",
                colour=INK if count else FAINT,
            )
    canvas.footer(caption, top + (len(rows) + 1) * _ROW + 40)
    return canvas
