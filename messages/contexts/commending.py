"""What officers read as they work on nominations, and what nominators and nominees hear of it."""

from datetime import date, datetime
from typing import ClassVar

from messages.render import Words, context


@context
class DeedStep:
    """One thing that happened to a nomination."""

    at: datetime
    who: str
    what: str
    words: str


@context
class DeedCard(Words):
    """A nomination as those who work on it see it.

    Attributes:
        marks: what an officer has to judge; `fits` is how that stands.
        nominator: what they call themselves; empty if withheld or not told.
        agrees: what the nominator says of the nominee; named: what is known of naming them in public.
        seconds: the newest of what others said; voices counts everybody.
        zones: the commune's colours before and now.
        details: what the lists need, as far as it was entered.
        score: the mean, of `scorers`; only for officers.
    """

    template: ClassVar[str] = "commending/card"
    code: str
    collective: bool
    name: str
    unit: str
    place: str
    helped: str
    zones: str
    deed: str
    days: str
    result: str
    known: str
    own: bool
    withheld: bool
    nominator: str
    agrees: str
    named: str
    marks: tuple[str, ...]
    fits: str
    voices: int
    seconds: tuple[str, ...]
    files: int
    details: str
    praised: str
    form: str
    agreed: str
    award: str
    track: str
    score: int
    scorers: int
    state: str
    by: str
    history: tuple[DeedStep, ...]
    at: datetime


@context
class Whole(Words):
    """Everything that was told, where a card shows a part of it."""

    template: ClassVar[str] = "commending/whole"
    code: str
    deed: str
    result: str
    seconds: tuple[str, ...]


@context
class Conflict(Words):
    """Nobody judges their own."""

    template: ClassVar[str] = "commending/conflict"
    code: str
    why: str


@context
class NotYours(Words):
    template: ClassVar[str] = "commending/not_yours"
    code: str


@context
class CannotMove(Words):
    """Somebody was faster, or the state does not allow it."""

    template: ClassVar[str] = "commending/cannot_move"
    code: str
    state: str
    by: str


@context
class JudgeFirst(Words):
    """What is marked is not proposed before somebody has judged it; `fits` is false if it was judged outside."""

    template: ClassVar[str] = "commending/judge_first"
    code: str
    marks: tuple[str, ...]
    judged: bool


@context
class BadWords(Words):
    """What was written cannot be kept as it is."""

    template: ClassVar[str] = "commending/bad_words"
    code: str
    why: str


@context
class NobodyLocal(Words):
    """Said to Home Affairs above the card of a nomination whose locality has nobody on this channel."""

    template: ClassVar[str] = "commending/nobody_local"
    code: str
    place: str


@context
class ToldMore(Words):
    """Further words of the nominator, under the card."""

    template: ClassVar[str] = "commending/told_more"
    code: str
    words: str
    files: int


@context
class MoreTaken(Words):
    template: ClassVar[str] = "commending/more_taken"
    code: str


@context
class Unverified(Words):
    """To the nominator: the locality could not tell yet."""

    template: ClassVar[str] = "commending/unverified"
    code: str
    place: str


@context
class Verified(Words):
    """To nominators: the locality confirms it; what comes next, without a promise."""

    template: ClassVar[str] = "commending/verified"
    code: str
    place: str


@context
class Praised(Words):
    """To nominators and, with `mine`, to the nominee: commended at once."""

    template: ClassVar[str] = "commending/praised"
    code: str
    praise: str
    mine: bool


@context
class Decided(Words):
    """To nominators and, with `mine`, to the nominee: commended by a decision."""

    template: ClassVar[str] = "commending/decided"
    code: str
    award: str
    number: str
    day: date | None
    mine: bool


@context
class DecidedMany(Words):
    """The same of several deeds at once; `mine`: they are the reader's own."""

    template: ClassVar[str] = "commending/decided_many"
    codes: tuple[str, ...]
    award: str
    number: str
    day: date | None
    mine: bool


@context
class DecisionCorrected(Words):
    """To whoever was told of a decision: its number, day or form was entered wrongly, and is this."""

    template: ClassVar[str] = "commending/decision_corrected"
    codes: tuple[str, ...]
    award: str
    number: str
    day: date | None
    mine: bool


@context
class Corrected(Words):
    """To the officer: it is put right, so many people hear of it, and so many others still have the number `before`."""

    template: ClassVar[str] = "commending/corrected"
    code: str
    paper: str
    people: int
    alike: int
    before: str


@context
class NotThisTime(Words):
    """To nominators: looked into, and nothing accused; `confirmed` if the locality had confirmed it."""

    template: ClassVar[str] = "commending/not_this_time"
    code: str
    confirmed: bool


@context
class Line:
    """One nomination of the queue."""

    code: str
    about: str
    state: str
    at: date
    marks: str


@context
class Queue(Words):
    """A page of nominations; `only` says which."""

    template: ClassVar[str] = "commending/queue"
    items: tuple[Line, ...]
    only: str
    first: int
    total: int


@context
class Steps(Words):
    """Which step to look at."""

    template: ClassVar[str] = "commending/steps"


@context
class FilesComing(Words):
    """The dossier is being drawn up."""

    template: ClassVar[str] = "commending/files_coming"
    count: int


@context
class NothingProposed(Words):
    template: ClassVar[str] = "commending/nothing_proposed"


@context
class Dossier(Words):
    """Under the files of a dossier."""

    template: ClassVar[str] = "commending/dossier"
    until: datetime
    collectives: int
    people: int
    note: str
