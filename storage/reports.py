"""Difficulties (khó khăn, vướng mắc): stored, moved along their table, found again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from messages.content import Attachment
from messages.encoding import dump_attachments, load_attachments
from storage import codes
from storage.database import Tx
from storage.records import OPEN_REPORTS, REPORT_MOVES, Report, ReportEvent, ReportState
from storage.tables import report_events, reports

_OPEN = sorted(state.value for state in OPEN_REPORTS)
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


async def waiting(tx: Tx, limit: int, offset: int = 0) -> list[Report]:
    """Open ones, the urgent first, then the oldest."""
    rows = await tx.all(
        select(reports)
        .where(reports.c.state.in_(_OPEN))
        .order_by(reports.c.urgent.desc(), reports.c.created_at, reports.c.id)
        .limit(limit)
        .offset(offset)
    )
    return [report_of(row) for row in rows]


async def count_open(tx: Tx) -> int:
    """How many are open."""
    return int(await tx.scalar(select(func.count()).where(reports.c.state.in_(_OPEN))) or 0)


async def move(tx: Tx, report: Report, state: ReportState, at: datetime) -> bool:
    """Move along REPORT_MOVES, in one statement. False if somebody moved it where this no longer may."""
    before = [origin.value for origin, moves in REPORT_MOVES.items() if state in moves]
    here = (reports.c.id == report.id) & reports.c.state.in_(before)
    moved = await tx.execute(update(reports).where(here).values(state=state.value, updated_at=at))
    return bool(moved.rowcount)


async def note(tx: Tx, report: Report, event: ReportEvent, attachments: Sequence[Attachment] = ()) -> None:
    """Write down what happened to it."""
    values = {"at": event.at, "kind": event.kind, "actor": event.actor, "words": event.words}
    files = dump_attachments(attachments)
    await tx.execute(insert(report_events).values(report_id=report.id, attachments=files, **values))


async def story(tx: Tx, report: Report) -> list[ReportEvent]:
    """What happened to it, in order."""
    mine = select(report_events).where(report_events.c.report_id == report.id)
    rows = await tx.all(mine.order_by(report_events.c.id))
    return [ReportEvent(at=row.at, kind=row.kind, actor=row.actor, words=row.words) for row in rows]
