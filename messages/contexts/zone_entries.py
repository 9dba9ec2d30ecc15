"""Entering decisions on zone colours, approving them, and telling the people of the communes."""

from datetime import date
from typing import ClassVar

from messages.render import Words, context


@context
class Menu(Words):
    """What can be done; `waiting` entries wait for a second person. `known` of `communes` have a colour."""

    template: ClassVar[str] = "zone_entries/menu"
    waiting: int
    known: int
    communes: int


@context
class NoScale(Words):
    """The campaign file has no scale of colours."""

    template: ClassVar[str] = "zone_entries/no_scale"


@context
class AskColour(Words):
    """Which colour; `now` is the one that counts, empty if none is known."""

    template: ClassVar[str] = "zone_entries/ask_colour"
    place: str
    now: str
    document: str
    date: date | None


@context
class AskDocument(Words):
    template: ClassVar[str] = "zone_entries/ask_document"
    known: bool


@context
class BadDocument(Words):
    template: ClassVar[str] = "zone_entries/bad_document"


@context
class AskDecided(Words):
    """The decision's date. `today`: how one is written."""

    template: ClassVar[str] = "zone_entries/ask_decided"
    today: date


@context
class BadDecided(Words):
    """`why`: unread, future, before (older than the list that the campaign begins with)."""

    template: ClassVar[str] = "zone_entries/bad_decided"
    why: str
    today: date
    first: date
    document: str


@context
class Summary(Words):
    template: ClassVar[str] = "zone_entries/summary"
    place: str
    colour: str
    level: str
    now: str
    document: str
    date: date


@context
class Move:
    """A commune's colour before and as entered; `before` is empty if none was known."""

    place: str
    before: str
    after: str


@context
class Area:
    """The changes of one district."""

    name: str
    moves: tuple[Move, ...]


@context
class Card(Words):
    """An entry as those who decide about it see it.

    Attributes:
        state: one of storage.records.EntryState.
        same: communes whose colour stays. older: communes that a newer decision already speaks of.
        bad: lines of the file that were left out.
        settled, annul, annulled: who did it; empty if nobody.
    """

    template: ClassVar[str] = "zone_entries/card"
    number: int
    document: str
    date: date
    by: str
    file: str
    state: str
    total: int
    areas: tuple[Area, ...]
    same: int
    older: int
    bad: int
    settled: str
    reason: str
    annul: str
    annulled: str


@context
class Sent(Words):
    """It waits for a second person; `readers` of them have it."""

    template: ClassVar[str] = "zone_entries/sent"
    number: int
    readers: int


@context
class NoSuchEntry(Words):
    template: ClassVar[str] = "zone_entries/no_such_entry"


@context
class OwnEntry(Words):
    """Two people: whoever entered (or, with `annul`, asked to annul) cannot decide."""

    template: ClassVar[str] = "zone_entries/own_entry"
    number: int
    annul: bool


@context
class NotNow(Words):
    """Somebody was faster, or the button is old: how it stands and who did it."""

    template: ClassVar[str] = "zone_entries/not_now"
    number: int
    state: str
    by: str


@context
class Decided(Words):
    """It was approved or annulled: how many communes changed, what people are told.

    Attributes:
        annulled: an approval taken back.
        changed: communes whose colour is another now. people: how many are told. over: the campaign is, so nobody is.
    """

    template: ClassVar[str] = "zone_entries/decided"
    number: int
    document: str
    annulled: bool
    by: str
    changed: int
    people: int
    over: bool


@context
class Returned(Words):
    """To whoever entered it: not approved, and why."""

    template: ClassVar[str] = "zone_entries/returned"
    number: int
    document: str
    by: str
    reason: str


@context
class Kept(Words):
    """It is not annulled after all."""

    template: ClassVar[str] = "zone_entries/kept"
    number: int
    by: str


@context
class Dropped(Words):
    template: ClassVar[str] = "zone_entries/dropped"
    number: int


@context
class AskReason(Words):
    """Why: `annul` an approved entry, or return one that waits."""

    template: ClassVar[str] = "zone_entries/ask_reason"
    number: int
    annul: bool


@context
class NothingWaits(Words):
    """Nothing in this list; `approved`: none was ever approved."""

    template: ClassVar[str] = "zone_entries/nothing_waits"
    approved: bool


@context
class News(Words):
    """To the people of a district's communes that have a new colour.

    Attributes:
        places: each with the colour before; one or several.
        advice: what fits this colour, from the campaign file, filled; may be empty.
    """

    template: ClassVar[str] = "zone_entries/news"
    district: str
    places: tuple[Move, ...]
    colour: str
    level: str
    document: str
    date: date
    advice: str


@context
class Standing:
    """How a commune stands; `colour` is empty if nothing is known."""

    place: str
    colour: str
    level: str
    document: str
    date: date | None


@context
class PutRight(Words):
    """To the people of communes whose colour was told by mistake."""

    template: ClassVar[str] = "zone_entries/put_right"
    document: str
    date: date
    places: tuple[Standing, ...]
