"""A place on the map of tiles."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A district's place on the map of tiles, from 1 at the top left."""

    key: str
    label: str
    row: int
    column: int
