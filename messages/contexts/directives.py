"""What the office asks of units, as it writes, follows, changes and takes it back."""

from datetime import date, datetime
from typing import ClassVar

from messages.render import Words, context


@context
class AskLevels(Words):
    template: ClassVar[str] = "duties/ask_levels"


@context
class AskDutyKinds(Words):
    template: ClassVar[str] = "duties/ask_duty_kinds"


@context
class AskAreas(Words):
    template: ClassVar[str] = "duties/ask_areas"
    province: str


@context
class BadAreas(Words):
    """A name that is no place, or several."""

    template: ClassVar[str] = "duties/bad_areas"
    said: str
    among: tuple[str, ...]


@context
class AskDutyTitle(Words):
    template: ClassVar[str] = "duties/ask_duty_title"


@context
class AskDutyText(Words):
    template: ClassVar[str] = "duties/ask_duty_text"


@context
class AskDutyFiles(Words):
    template: ClassVar[str] = "duties/ask_duty_files"
    limit: int
    papers: bool


@context
class AskNeed(Words):
    template: ClassVar[str] = "duties/ask_need"


@context
class AskDue(Words):
    """`before`: when it was due until now, for an extension; None for a new one. `day`: tomorrow, as an example."""

    template: ClassVar[str] = "duties/ask_due"
    before: datetime | None
    day: date


@context
class BadDue(Words):
    """`past`: it was understood, and lies behind us; otherwise it was not understood. `day`: as for AskDue."""

    template: ClassVar[str] = "duties/bad_due"
    past: bool
    day: date


@context
class DutySummary(Words):
    """Everything before it is given: how many bodies, and how many of them have nobody here."""

    template: ClassVar[str] = "duties/duty_summary"
    title: str
    text: str
    to: str
    count: int
    unstaffed: int
    need: str
    due: datetime
    files: int


@context
class NobodyMeant(Words):
    """The rule means no body at all."""

    template: ClassVar[str] = "duties/nobody_meant"


@context
class DutyGiven(Words):
    template: ClassVar[str] = "duties/duty_given"
    title: str
    count: int
    reached: int
    unstaffed: int


@context
class DutiesClosed(Words):
    """The campaign is over: nothing new is given, what is open can be finished."""

    template: ClassVar[str] = "duties/duties_closed"
    ends: date


@context
class DirectiveLine:
    """One directive in the office's list."""

    number: int
    title: str
    due: datetime
    recalled: bool
    given: int
    unacknowledged: int
    undone: int
    to_check: int


@context
class Directives(Words):
    """A page of directives."""

    template: ClassVar[str] = "duties/directives"
    items: tuple[DirectiveLine, ...]
    first: int
    total: int


@context
class DirectiveView(Words):
    """One directive as the office sees it."""

    template: ClassVar[str] = "duties/directive_view"
    title: str
    text: str
    to: str
    need: str
    due: datetime
    late: bool
    files: int
    at: datetime
    by: str
    given: int
    unacknowledged: int
    undone: int
    overdue: int
    to_check: int
    unstaffed: int
    recalled: str


@context
class PlaceCount:
    """One district, and how many of its bodies are meant."""

    label: str
    count: int
    of: int


@context
class MissingByPlace(Words):
    """Who has not acknowledged, or not done, by district; `what` says which."""

    template: ClassVar[str] = "duties/missing_by_place"
    title: str
    what: str
    places: tuple[PlaceCount, ...]
    total: int


@context
class MissingBody:
    label: str
    state: str
    staffed: bool


@context
class MissingBodies(Words):
    """A page of the bodies of one place."""

    template: ClassVar[str] = "duties/missing_bodies"
    title: str
    what: str
    place: str
    items: tuple[MissingBody, ...]
    first: int
    total: int


@context
class NothingToCheck(Words):
    template: ClassVar[str] = "duties/nothing_to_check"
    title: str


@context
class AskRecall(Words):
    template: ClassVar[str] = "duties/ask_recall"
    title: str
    count: int


@context
class DirectiveChanged(Words):
    """To whoever extended or recalled it."""

    template: ClassVar[str] = "duties/directive_changed"
    title: str
    what: str
    told: int
