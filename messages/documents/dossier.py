"""What the documents of a digest show: frozen, local in its times, and without anybody's identity."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from messages.documents.closing import Closing
from messages.documents.tile import Tile


class Stage(StrEnum):
    """How far a report has come, as coarse as colours can tell apart."""

    WAITING = "Chờ tiếp nhận"
    WORKING = "Đang xử lý"
    ANSWERED = "Đã trả lời"
    SUBMITTED = "Đã trình cấp trên"
    RESOLVED = "Đã giải quyết"
    WITHDRAWN = "Đã rút lại"
    CLOSED = "Kết thúc khác"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """Who reports to whom, on what ground.

    Attributes:
        parent: the body above, and whom the report is for, as inside a sentence ("Ủy ban nhân dân tỉnh X").
        parent_lines: its name as it is broken over lines at the head of the page.
        agency, short: who reports; its abbreviation, as in the report's symbol.
        signer: the position that signs. The name, the number and the day are left blank.
        place: as in the date line.
        ground: what obliges it to report, as after "Căn cứ".
        subject: what the difficulties are met in, as after "trong thực hiện".
        copies: who receives a copy, besides the addressee and the archive.
    """

    parent: str
    parent_lines: tuple[str, ...]
    agency: str
    short: str
    signer: str
    place: str
    ground: str
    subject: str
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulk:
    """The totals; each is also the number of matters so marked.

    Attributes:
        new: came in the period; new_before: in the same span before it.
        open, open_before: open at the end and at the start. urgent: those of `open` that cannot wait.
        answered, resolved, withdrawn: to which that happened in the period.
        content, discontent: what was said in it of how a closed one went, counted in people.
    """

    new: int
    new_before: int
    open: int
    open_before: int
    urgent: int
    answered: int
    resolved: int
    withdrawn: int
    content: int = 0
    discontent: int = 0

    @property
    def empty(self) -> bool:
        """Whether nothing came, nothing happened and nothing waits."""
        happened = self.answered or self.resolved or self.withdrawn or self.content or self.discontent
        return not (self.new or self.open or happened)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """One district or one kind of matter."""

    key: str
    label: str
    new: int
    open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """How many promises of an answer one body has let pass in one district."""

    body: str
    district: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One report as it stood at the end of the period.

    Attributes:
        kind, district, place, state: as people read them.
        words: without people's names and numbers; may hold anything else a keyboard can send.
        files: how many photos, voices and videos came with it.
        sender: whether a citizen or a body speaks, never who.
        sent_at, changed_at: local. changed_at: when it came into its state.
        new: came in the period. open: waits at its end.
        answered, resolved, withdrawn: that happened in the period.
        answer, result: the last words of the office to it, and those with which it was resolved; without names too.
        proposal: what an officer proposes to be done; decision: what the body above has said to it.
        agency: whom it was forwarded to; voices: how many said it.
        content, discontent: how many of them said in the period how it went.
    """

    code: str
    kind: str
    district: str
    place: str
    words: str
    files: int
    urgent: bool
    sender: str
    state: str
    stage: Stage
    sent_at: datetime
    changed_at: datetime
    new: bool
    open: bool
    answered: bool
    resolved: bool
    withdrawn: bool
    answer: str = ""
    result: str = ""
    proposal: str = ""
    decision: str = ""
    agency: str = ""
    voices: int = 1
    content: int = 0
    discontent: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The reports that came on one local day, by the stage they had at the end of the period."""

    date: date
    stages: Mapping[Stage, int]

    @property
    def total(self) -> int:
        """How many came that day."""
        return sum(self.stages.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRow:
    """What one district's units were asked, and have not acknowledged, not done, let pass; units with nobody here."""

    label: str
    given: int = 0
    unacknowledged: int = 0
    undone: int = 0
    late: int = 0
    unstaffed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Duties:
    """Directives in play in the period: how many, by district, and in all."""

    directives: int = 0
    rows: tuple[DutyRow, ...] = ()
    total: DutyRow = DutyRow(label="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """Everything that the documents of one period show, read in one transaction.

    Attributes:
        since, until: the period, after `since` up to `until`; local.
        matters: every report that came, changed or waits in the period; urgent and open first, then the oldest.
        days: the last days up to `until`, without gaps, whatever the period.
        tiles: the map of districts; empty where the campaign gives none.
        late: promises of an answer that had passed at the end, the most first; empty if none had.
        duties: what units were asked to do in the period.
        closing: what the closing report adds; None in a digest before it.
    """

    letterhead: Letterhead
    since: datetime
    until: datetime
    totals: Bulk
    districts: tuple[Tally, ...]
    kinds: tuple[Tally, ...]
    matters: tuple[Matter, ...]
    days: tuple[Day, ...]
    tiles: tuple[Tile, ...] = ()
    late: tuple[Overdue, ...] = ()
    duties: Duties = Duties()
    closing: Closing | None = None

    @property
    def waiting(self) -> tuple[Matter, ...]:
        """The matters open at the end, the urgent first, then the oldest."""
        return tuple(matter for matter in self.matters if matter.open)
