"""Difficulties (khó khăn, vướng mắc): stored, moved along their table, found again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, insert, select, update

from messages.content import Attachment
from messages.encoding import dump_attachments, load_attachments
from storage import codes
from storage.database import Tx
from storage.records import (
    CLOSED_REPORTS,
    INTERNAL_EVENTS,
    OPEN_REPORTS,
    PENDING_REPORTS,
    REPLIED,
    REPORT_MOVES,
    TAKEN_BACK,
    Report,
    ReportEvent,
    ReportState,
)
from storage.tables import report_events, report_ratings, reports

_OPEN = sorted(state.value for state in OPEN_REPORTS)
_PENDING = sorted(state.value for state in PENDING_REPORTS)
_TRIES = 20  # of a fresh code; two in a row are taken once in 10^12 with 30,000 reports


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReport:
    """A report about to be stored; see storage.records.Report for the fields."""

    person_id: int
    kind: str
    place: str
    words: str
    attachments: tuple[Attachment, ...] = ()
    on_behalf: str = ""
    verified: bool = False
    contact: str = ""
    urgent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What some bodies work on: reports that one of them holds, and those in one of these states."""

    handlers: tuple[str, ...] = ()
    states: tuple[ReportState, ...] = ()

    def condition(self) -> ColumnElement[bool]:
        """True for the rows of `reports` that are theirs."""
        return reports.c.handler.in_(self.handlers) | reports.c.state.in_(
            [each.value for each in self.states]
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Which open reports: in one of `places` (empty: anywhere), of this kind (empty: any), overdue at an instant.

    `share`: of those, what one chat works on; None: all.
    """

    places: tuple[str, ...] = ()
    kind: str = ""
    overdue_at: datetime | None = None
    share: Share | None = None

    def condition(self) -> ColumnElement[bool]:
        """True for the rows of `reports` that are meant."""
        meant: ColumnElement[bool] = reports.c.state.in_(_OPEN)
        if self.places:
            meant &= reports.c.place.in_(self.places)
        if self.kind:
            meant &= reports.c.kind == self.kind
        if self.share is not None:
            meant &= self.share.condition()
        return meant & overdue(self.overdue_at) if self.overdue_at else meant


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """So many reports of one place whose promise has passed, with one handler (empty: Home Affairs itself)."""

    handler: str
    place: str
    count: int


EVERY = Waiting()


def overdue(at: datetime) -> ColumnElement[bool]:
    """True for the rows of `reports` whose author still waits for a word promised until before `at`."""
    return reports.c.state.in_(_PENDING) & (reports.c.due_at < at)


def report_of(row: Row[Any]) -> Report:
    """A report from a row of `reports`."""
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's documented accessor
    values["state"] = ReportState(values["state"])
    values["attachments"] = load_attachments(values["attachments"])
    return Report(**values)


async def add(tx: Tx, new: NewReport, at: datetime) -> Report:
    """Store it under a fresh code."""
    values = {
        "person_id": new.person_id,
        "kind": new.kind,
        "place": new.place,
        "words": new.words,
        "attachments": dump_attachments(new.attachments),
        "on_behalf": new.on_behalf,
        "verified": new.verified,
        "contact": new.contact,
        "urgent": new.urgent,
        "state": ReportState.NEW.value,
        "created_at": at,
        "updated_at": at,
        "counted_from": at,
    }
    code = await fresh_code(tx, codes.REPORT, reports)
    row = await tx.first(insert(reports).values(code=code, **values).returning(reports))
    if row is None:
        raise LookupError("the report was not written")
    report = report_of(row)
    await note(tx, report, ReportEvent(at=at, kind="new"))
    return report


async def fresh_code(tx: Tx, prefix: str, table: Any) -> str:
    """A code that no row of `table` has. LookupError if chance is against us 20 times."""
    for _ in range(_TRIES):
        code = codes.new(prefix)
        if await tx.scalar(select(table.c.id).where(table.c.code == code)) is None:
            return code
    raise LookupError(f"no free code for {prefix}")


async def get(tx: Tx, code: str) -> Report | None:
    """The report of this code (in its true form)."""
    row = await tx.first(select(reports).where(reports.c.code == code))
    return None if row is None else report_of(row)


async def of_person(tx: Tx, person_id: int, *, only_open: bool = False) -> list[Report]:
    """Somebody's own, the newest first."""
    mine = select(reports).where(reports.c.person_id == person_id)
    if only_open:
        mine = mine.where(reports.c.state.in_(_OPEN))
    return [report_of(row) for row in await tx.all(mine.order_by(reports.c.id.desc()))]


async def waiting(tx: Tx, limit: int, offset: int = 0, which: Waiting = EVERY) -> list[Report]:
    """Open ones, the urgent first, then the oldest."""
    rows = await tx.all(
        select(reports)
        .where(which.condition())
        .order_by(reports.c.urgent.desc(), reports.c.created_at, reports.c.id)
        .limit(limit)
        .offset(offset)
    )
    return [report_of(row) for row in rows]


async def count_open(tx: Tx, which: Waiting = EVERY) -> int:
    """How many are open."""
    return int(await tx.scalar(select(func.count()).where(which.condition())) or 0)


async def open_by_place_and_kind(tx: Tx, which: Waiting = EVERY) -> dict[tuple[str, str], int]:
    """How many are open, by place and kind."""
    here = reports.c.place, reports.c.kind
    rows = await tx.all(select(*here, func.count().label("n")).where(which.condition()).group_by(*here))
    return {(row.place, row.kind): int(row.n) for row in rows}


async def overdue_counts(tx: Tx, at: datetime) -> list[Overdue]:
    """How many promises have passed at `at`, by handler and place; add up by district as the campaign has them."""
    here = reports.c.handler, reports.c.place
    rows = await tx.all(
        select(*here, func.count().label("n")).where(overdue(at)).group_by(*here).order_by(*here)
    )
    return [Overdue(handler=row.handler, place=row.place, count=int(row.n)) for row in rows]


async def move(
    tx: Tx,
    report: Report,
    state: ReportState,
    at: datetime,
    *,
    among: Collection[ReportState] | None = None,
    seen: int | None = None,
    **changes: object,
) -> bool:
    """Move along REPORT_MOVES, in one statement. False if somebody moved it where this no longer may.

    `among` narrows the states it may come from, `seen` is the version that the mover saw; `changes` are other
    columns to set. The caller writes the event, and lets what closes forget where exactly it was.
    """
    before = [origin.value for origin, moves in REPORT_MOVES.items() if state in moves]
    if among is not None:
        before = [origin for origin in before if origin in among]
    here = (reports.c.id == report.id) & reports.c.state.in_(before)
    if seen is not None:
        here &= reports.c.version == seen
    values = {"state": state.value, "updated_at": at, "version": reports.c.version + 1, **changes}
    values |= {"notice_at": None} if state in CLOSED_REPORTS else {}
    moved = await tx.execute(update(reports).where(here).values(values))
    if moved.rowcount and state is ReportState.REOPENED:
        # How it went is asked anew when it closes again.
        await tx.execute(delete(report_ratings).where(report_ratings.c.report_id == report.id))
    return bool(moved.rowcount)


async def change(tx: Tx, report: Report, **changes: object) -> None:
    """Set columns that are no move: the promise, the proposal."""
    await tx.execute(update(reports).where(reports.c.id == report.id).values(changes))


async def set_urgent(tx: Tx, report: Report, *, urgent: bool) -> bool:
    """Whether it cannot wait. False if that is so already, or it is closed."""
    here = (reports.c.id == report.id) & (reports.c.urgent != urgent) & reports.c.state.in_(_OPEN)
    return bool((await tx.execute(update(reports).where(here).values(urgent=urgent))).rowcount)


async def note(tx: Tx, report: Report, event: ReportEvent, attachments: Sequence[Attachment] = ()) -> None:
    """Write down what happened to it."""
    values = {
        "at": event.at,
        "kind": event.kind,
        "actor": event.actor,
        "words": event.words,
        "ref": event.ref,
    }
    files = dump_attachments(attachments)
    await tx.execute(insert(report_events).values(report_id=report.id, attachments=files, **values))


async def story(tx: Tx, report: Report, *, internal: bool = False) -> list[ReportEvent]:
    """What happened to it, in order; what the office said among itself only with `internal`."""
    mine = select(report_events).where(report_events.c.report_id == report.id)
    if not internal:
        mine = mine.where(report_events.c.kind.not_in(sorted(INTERNAL_EVENTS)))
    rows = await tx.all(mine.order_by(report_events.c.id))
    return [
        ReportEvent(at=row.at, kind=row.kind, actor=row.actor, words=row.words, ref=row.ref) for row in rows
    ]


async def files_of(tx: Tx, report: Report, kind: str) -> list[Attachment]:
    """The files that came with its events of one kind, in order."""
    mine = (report_events.c.report_id == report.id) & (report_events.c.kind == kind)
    rows = await tx.all(select(report_events.c.attachments).where(mine).order_by(report_events.c.id))
    return [each for row in rows for each in load_attachments(row.attachments)]


async def take_back(tx: Tx, report: Report, token: str) -> bool:
    """Forget what an answer said. Returns whether another answer still stands."""
    mine = report_events.c.report_id == report.id
    said = mine & report_events.c.kind.in_((ReportState.ANSWERED.value, REPLIED))
    empty = {"kind": TAKEN_BACK, "words": "", "attachments": []}
    await tx.execute(update(report_events).where(said, report_events.c.ref == token).values(empty))
    return await tx.scalar(select(report_events.c.id).where(said).limit(1)) is not None


async def add_files(tx: Tx, report: Report, ref: str, attachments: Sequence[Attachment]) -> None:
    """The rest of an album: more files for the event of this ref."""
    mine = (report_events.c.report_id == report.id) & (report_events.c.ref == ref)
    row = await tx.first(select(report_events).where(mine).order_by(report_events.c.id.desc()).limit(1))
    if row is not None:
        files = [*row.attachments, *dump_attachments(attachments)]
        here = report_events.c.id == row.id
        await tx.execute(update(report_events).where(here).values(attachments=files))
