"""A draft tried before anybody gets it: on each channel, what it costs, to whom; and what people press under it."""

from datetime import datetime
from typing import ClassVar

from messages.render import Words, context


@context
class Share:
    """So many of an audience live there."""

    place: str
    count: int


@context
class Later:
    """So many want news once a day: they read it at this local time, in the round-up."""

    count: int
    at: datetime


@context
class Full:
    """So many have had `most` bulletins of its topic that day: they do not get it."""

    count: int
    most: int
    topic: str


@context
class Shape:
    """A message as one channel takes it. `length` of `limit` UTF-16 units; `ready`: we have this channel now.

    Attributes:
        people: of the audience, who reads it there.
        minutes: at the pace that costs nothing; stars, faster: what the paid pace costs, and how long it takes then.
    """

    channel: str
    ready: bool
    people: int
    length: int
    limit: int
    messages: int
    marks: bool
    minutes: int
    stars: int
    faster: int


@context
class Preview(Words):
    """How each channel takes it, to whom; the message itself stands right above."""

    template: ClassVar[str] = "trying/preview"
    id: int
    shapes: tuple[Shape, ...]
    audience: tuple[str, ...]
    counted: int
    shares: tuple[Share, ...]
    later: Later | None
    full: Full | None


@context
class OddAudience(Words):
    """The audience looks like a mistake: asked once more. `odd`: empty or large."""

    template: ClassVar[str] = "trying/odd_audience"
    id: int
    counted: int
    odd: str
    shares: tuple[Share, ...]


@context
class ShownOn(Words):
    """What stands above is how this channel shows it, in `count` messages."""

    template: ClassVar[str] = "trying/shown_on"
    channel: str
    count: int


@context
class TryWhom(Words):
    """`more`: how many colleagues come after this page."""

    template: ClassVar[str] = "trying/try_whom"
    id: int
    colleagues: int
    more: int


@context
class Trial(Words):
    """To a colleague, above the message."""

    template: ClassVar[str] = "trying/trial"
    id: int
    by: str


@context
class Tried(Words):
    template: ClassVar[str] = "trying/tried"
    id: int
    name: str


@context
class TriedNobody(Words):
    """The colleague is none any more, or cannot be reached."""

    template: ClassVar[str] = "trying/tried_nobody"
    id: int


@context
class OnlyTrial(Words):
    """A button pressed under a preview."""

    template: ClassVar[str] = "trying/only_trial"


@context
class Pressed(Words):
    """To a citizen: it is kept. `asked`: seen, pledge or poll."""

    template: ClassVar[str] = "trying/pressed"
    asked: str
    label: str
