"""What the pictures of zones show: plain data, without the libraries that draw it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from messages.documents.tile import Tile


@dataclass(frozen=True, slots=True, kw_only=True)
class Shade:
    """One colour of the scale: what it is called and the letter that stands for it."""

    key: str
    label: str
    letter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch:
    """A district (or a commune that has a tile of its own), and the colours' keys of its communes; "" unknown."""

    key: str
    label: str
    colours: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneMap:
    """The map. `scale` from the lowest risk up; without `tiles` the patches are drawn as a list."""

    title: str
    caption: str
    scale: tuple[Shade, ...]
    patches: tuple[Patch, ...]
    tiles: tuple[Tile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standings:
    """One row of the board; `counts` as its heads."""

    label: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneTable:
    """The board: a row a district, and their sum."""

    title: str
    caption: str
    heads: tuple[tuple[str, str], ...]  # sign and words
    rows: tuple[Standings, ...]
    total: Standings


@dataclass(frozen=True, slots=True, kw_only=True)
class ZonePictures:
    """Both as PNG."""

    map: bytes = field(repr=False)
    board: bytes = field(repr=False)


def letters(labels: Sequence[str]) -> tuple[str, ...]:
    """The shortest beginnings, in capitals, that tell these labels apart."""
    for length in range(1, max(map(len, labels), default=1) + 1):
        short = tuple(label[:length].upper() for label in labels)
        if len(set(short)) == len(short):
            return short
    return tuple(label.upper() for label in labels)
