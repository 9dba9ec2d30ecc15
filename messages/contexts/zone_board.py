"""The emulation board of zones, as it is read in chat."""

import datetime as dt
from typing import ClassVar

from messages.render import Words, context


@context
class Shifted:
    """A commune that moved that day."""

    place: str
    before: str
    after: str


@context
class Row:
    """One district: how many kept green, moved lower, moved higher; `unknown` on the eve or now."""

    label: str
    kept: int
    lower: int
    higher: int
    unknown: int


@context
class Count:
    """How many communes have a colour."""

    colour: str
    count: int


@context
class Board(Words):
    """One screen.

    Attributes:
        safest: the label of the lowest risk's colour.
        kept ... unknown: communes by what became of them; `unknown` on the eve or now.
        colours: how it stands; blank: communes without a colour.
        lower_today, higher_today: who moved on the day itself, the first of them; more_lower, more_higher others.
        public: for everyone, so that nothing is said about how to use it.
    """

    template: ClassVar[str] = "zone_board/board"
    eve: dt.date
    day: dt.date
    safest: str
    kept: int
    lower: int
    higher: int
    back: int
    same: int
    unknown: int
    colours: tuple[Count, ...]
    blank: int
    lower_today: tuple[Shifted, ...]
    more_lower: int
    higher_today: tuple[Shifted, ...]
    more_higher: int
    rows: tuple[Row, ...]
    more_rows: int
    public: bool


@context
class Pictures(Words):
    """Says what the pictures show."""

    template: ClassVar[str] = "zone_board/pictures"
    captions: tuple[str, ...]


@context
class Drawing(Words):
    """They are being drawn."""

    template: ClassVar[str] = "zone_board/drawing"


@context
class NoBoard(Words):
    template: ClassVar[str] = "zone_board/no_board"


@context
class DraftMade(Words):
    """To editors: the board waits as a draft for the morning bulletin."""

    template: ClassVar[str] = "zone_board/draft_made"
    id: int
    day: dt.date
