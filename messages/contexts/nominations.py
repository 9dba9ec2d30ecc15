"""Good deeds told of (giới thiệu gương người tốt, việc tốt)."""

from datetime import date
from typing import ClassVar

from messages.render import Words, context


@context
class AskWho(Words):
    """One person, or a collective?"""

    template: ClassVar[str] = "nominations/ask_who"


@context
class AskName(Words):
    template: ClassVar[str] = "nominations/ask_name"
    collective: bool
    own: bool


@context
class AskUnit(Words):
    template: ClassVar[str] = "nominations/ask_unit"
    collective: bool
    own: bool


@context
class AskDeed(Words):
    template: ClassVar[str] = "nominations/ask_deed"
    collective: bool
    own: bool


@context
class AskWhen(Words):
    """On which day. `until`: the last that can be, as an example."""

    template: ClassVar[str] = "nominations/ask_when"
    until: date


@context
class AskDay(Words):
    """Another day: pressed or typed."""

    template: ClassVar[str] = "nominations/ask_day"
    starts: date
    until: date


@context
class BadDate(Words):
    """A date that cannot be taken; `why` is unread, backwards, future, before or after. `until`: the last that can."""

    template: ClassVar[str] = "nominations/bad_date"
    why: str
    today: date
    starts: date
    ends: date
    until: date


@context
class AskResult(Words):
    template: ClassVar[str] = "nominations/ask_result"


@context
class AskHelped(Words):
    """How it helped the commune: part IV of the plan."""

    template: ClassVar[str] = "nominations/ask_helped"
    place: str


@context
class AskKnown(Words):
    """How does the nominator know? In a second question, in their own words."""

    template: ClassVar[str] = "nominations/ask_known"
    own_words: bool


@context
class AskWithheld(Words):
    template: ClassVar[str] = "nominations/ask_withheld"


@context
class AskAgrees(Words):
    template: ClassVar[str] = "nominations/ask_agrees"
    collective: bool


@context
class AskFiles(Words):
    """`films`, `papers`: a video, a document can come; `albums`: several files at once."""

    template: ClassVar[str] = "nominations/ask_files"
    limit: int
    films: bool
    papers: bool
    albums: bool


@context
class Summary(Words):
    template: ClassVar[str] = "nominations/summary"
    collective: bool
    name: str
    unit: str
    deed: str
    place: str
    first: date
    last: date
    result: str
    helped: str
    known: str
    own: bool
    withheld: bool
    nominator: str
    agrees: str
    files: int


@context
class Received(Words):
    """Taken; what happens next, without a promise that nobody made."""

    template: ClassVar[str] = "nominations/received"
    code: str
    promise: str


@context
class Closed(Words):
    """Past the last day on which good deeds are taken."""

    template: ClassVar[str] = "nominations/closed"
    until: date
    office: str


@context
class AskNominator(Words):
    """What the nominator is called, for whoever verifies it; may be left out."""

    template: ClassVar[str] = "nominations/ask_nominator"


@context
class Like:
    """One nomination that may be the same; `excerpt` holds only words that the reader wrote too."""

    place: str
    day: date
    excerpt: str
    voices: int


@context
class AskSimilar(Words):
    """Already told of?"""

    template: ClassVar[str] = "nominations/ask_similar"
    items: tuple[Like, ...]


@context
class Joined(Words):
    """One more word for a nomination; `again`: they had told of it before."""

    template: ClassVar[str] = "nominations/joined"
    code: str
    voices: int
    again: bool


@context
class OwnAlready(Words):
    """It is their own nomination."""

    template: ClassVar[str] = "nominations/own_already"
    code: str


@context
class ClosedMeanwhile(Words):
    template: ClassVar[str] = "nominations/closed_meanwhile"
    code: str
