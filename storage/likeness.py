"""Which reports may be about the same matter: pairs of words, hashed, looked up by district."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import exists, select

from storage.database import Tx
from storage.records import OPEN_REPORTS, Report
from storage.shingles import Index, shingles
from storage.tables import report_shingles, reports

__all__ = ["Candidate", "candidates", "forget", "forget_report", "index", "retire", "shingles"]

LOOKED_AT = timedelta(days=7)
MOST = 100  # candidates looked at closely
_SLICE = 500
_OPEN = sorted(state.value for state in OPEN_REPORTS)
_INDEX = Index(report_shingles, report_shingles.c.report_id)

_COLUMNS = (
    reports.c.id,
    reports.c.code,
    reports.c.kind,
    reports.c.place,
    reports.c.words,
    reports.c.created_at,
)


class Candidate(NamedTuple):
    """What of a report says how like it is to another."""

    id: int
    code: str
    kind: str
    place: str
    words: str
    created_at: datetime


async def index(tx: Tx, report: Report, area: str) -> None:
    """Make a report findable in its area: the code of its district, or of its commune where there is none."""
    await _INDEX.put(tx, report.id, report.words, area)


async def candidates(tx: Tx, text: str, area: str, now: datetime) -> list[Candidate]:
    """Open reports of the area's last seven days that share words with the text, the most alike first."""
    alike = _INDEX.sharing(text, area)
    if alike is None:
        return []
    found = (
        select(*_COLUMNS)
        .join(alike, alike.c.owner == reports.c.id)
        .where(reports.c.created_at >= now - LOOKED_AT, reports.c.state.in_(_OPEN))
        .order_by(alike.c.shared.desc(), reports.c.id.desc())
        .limit(MOST)
    )
    return [Candidate._make(row) for row in await tx.all(found)]


async def forget_report(tx: Tx, report_id: int) -> None:
    """Nobody is to find this report by its words any more: they are erased, or it is closed."""
    await _INDEX.forget(tx, [report_id])


async def forget(tx: Tx, person_ids: Sequence[int]) -> None:
    """The same for all reports of these people."""
    await _INDEX.forget(tx, select(reports.c.id).where(reports.c.person_id.in_(person_ids)))


async def retire(tx: Tx, now: datetime) -> int:
    """Drop what is too old to be looked at, or closed, a slice of reports at a time. Returns how many rows."""
    over = (reports.c.created_at < now - LOOKED_AT) | reports.c.state.not_in(_OPEN)
    kept = exists().where(report_shingles.c.report_id == reports.c.id)
    ids = (await tx.execute(select(reports.c.id).where(over, kept).limit(_SLICE))).scalars().all()
    return await _INDEX.forget(tx, ids)
