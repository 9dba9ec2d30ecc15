"""Zone colours, as they were published."""

import datetime as dt
from typing import ClassVar

from messages.render import Words, context


@context
class Known(Words):
    """A commune's colour; `before`: the last other one, empty if none is known."""

    template: ClassVar[str] = "zones/known"
    place: str
    colour: str
    level: str
    document: str
    date: dt.date
    before: str
    before_date: dt.date | None


@context
class Total:
    """How many communes of a colour the document counts."""

    colour: str
    count: int


@context
class Unknown(Words):
    """No colour known for this place; the totals of the whole province, where a document gives them."""

    template: ClassVar[str] = "zones/unknown"
    place: str
    province: str
    document: str
    date: dt.date | None
    totals: tuple[Total, ...]


@context
class Group:
    """The communes of one colour."""

    colour: str
    level: str
    places: tuple[str, ...]


@context
class Source:
    """A document and its date."""

    document: str
    date: dt.date


@context
class District(Words):
    """What is published of a district's communes; `unknown` of them are not known to us."""

    template: ClassVar[str] = "zones/district"
    place: str
    sources: tuple[Source, ...]
    groups: tuple[Group, ...]
    unknown: int
