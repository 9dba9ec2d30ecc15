"""The digest of difficulties for the office that collects them."""

from datetime import date, datetime
from typing import ClassVar

from messages.render import Words, context


@context
class Share:
    """One kind, and how many of it are open."""

    label: str
    open: int


@context
class Tally:
    """One district, and what waits there most."""

    label: str
    new: int
    open: int
    most: tuple[Share, ...]


@context
class Excerpt:
    """An open report, its words shortened."""

    code: str
    kind: str
    place: str
    words: str
    urgent: bool
    at: datetime


@context
class LateTally:
    """Promises of an answer that one body has let pass in one district."""

    body: str
    district: str
    count: int


@context
class Digest(Words):
    """One screen; times are local. `more_*`: how many the lists leave out; `cases`: some that tell much."""

    template: ClassVar[str] = "digests/digest"
    number: str
    since: datetime
    until: datetime
    new: int
    new_before: int
    open: int
    open_before: int
    urgent_open: int
    answered: int
    resolved: int
    withdrawn: int
    content: int
    discontent: int
    districts: tuple[Tally, ...]
    more_districts: int
    kinds: tuple[Share, ...]
    cases: tuple[Excerpt, ...]
    overdue: int
    late: tuple[LateTally, ...]
    more_late: int


@context
class EmptyDigest(Words):
    """A period in which nothing came, happened or waits."""

    template: ClassVar[str] = "digests/empty"
    number: str
    since: datetime
    until: datetime


@context
class Charts(Words):
    """What goes with the pictures."""

    template: ClassVar[str] = "digests/charts"
    captions: tuple[str, ...]


@context
class Documents(Words):
    """What goes with the report and the table; for who reads the report of an agency, with that alone."""

    template: ClassVar[str] = "digests/documents"
    until: datetime
    agency: str


@context
class FilesComing(Words):
    """The digest's text, and that its files follow."""

    template: ClassVar[str] = "digests/files_coming"
    text: str


@context
class BadPeriod(Words):
    """Words that are no days of the campaign so far. `day`: one that is."""

    template: ClassVar[str] = "digests/bad_period"
    starts: date
    ends: date
    day: date


@context
class WholeCampaign(Words):
    """Above the closing digest."""

    template: ClassVar[str] = "digests/whole_campaign"
    text: str


@context
class DutyTally:
    """One district: what its units have not acknowledged, not done."""

    label: str
    unacknowledged: int
    undone: int


@context
class Duties(Words):
    """Below a digest: what units were asked to do; `more` places are not named."""

    template: ClassVar[str] = "digests/duties"
    directives: int
    given: int
    unacknowledged: int
    undone: int
    late: int
    unstaffed: int
    places: tuple[DutyTally, ...]
    more: int


@context
class ClosingTotals(Words):
    """The final board (rich; empty without zones), and what the whole campaign came to.

    Attributes:
        nominations: those that their nominators took back (`nominations_withdrawn`) left out.
        obligations: what bodies were asked to do, one each; done: those of them done.
        arrived: deliveries of bulletins. agreed: people who take news.
    """

    template: ClassVar[str] = "digests/closing_totals"
    board: str
    nominations: int
    nominations_withdrawn: int
    nominations_until: date
    directives: int
    obligations: int
    done: int
    bulletins: int
    arrived: int
    agreed: int
