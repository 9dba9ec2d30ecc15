"""Which reports may be about the same matter: pairs of words, hashed, looked up by district."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from sqlalchemy import delete, exists, func, insert, select

from messages.folding import words
from storage.database import Tx
from storage.records import OPEN_REPORTS, Report
from storage.tables import report_shingles, reports

LOOKED_AT = timedelta(days=7)
MOST = 100  # candidates looked at closely
_SHINGLES = 200  # of one text; the lowest hashes, so that two long texts keep the same ones
_SLICE = 500
_OPEN = sorted(state.value for state in OPEN_REPORTS)


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


def shingles(text: str) -> list[int]:
    """Hashes of the folded pairs of neighbouring words, 64 bits each, ascending; of the word where there is one."""
    said = words(text)
    pairs = {" ".join(pair) for pair in pairwise(said)} or set(said)
    return sorted(map(_hash, pairs))[:_SHINGLES]


def _hash(pair: str) -> int:
    digest = hashlib.blake2b(pair.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


async def index(tx: Tx, report: Report, area: str) -> None:
    """Make a report findable in its area: the code of its district, or of its commune where there is none."""
    rows = [{"area": area, "shingle": each, "report_id": report.id} for each in shingles(report.words)]
    if rows:
        await tx.execute(insert(report_shingles), rows)


async def candidates(tx: Tx, text: str, area: str, now: datetime) -> list[Candidate]:
    """Open reports of the area's last seven days that share words with the text, the most alike first."""
    hashes = shingles(text)
    if not hashes:
        return []
    # Counted before the reports are looked at: there are many more pairs than reports.
    alike = (
        select(report_shingles.c.report_id, func.count().label("shared"))
        .where(report_shingles.c.area == area, report_shingles.c.shingle.in_(hashes))
        .group_by(report_shingles.c.report_id)
        .subquery()
    )
    found = (
        select(*_COLUMNS)
        .join(alike, alike.c.report_id == reports.c.id)
        .where(reports.c.created_at >= now - LOOKED_AT, reports.c.state.in_(_OPEN))
        .order_by(alike.c.shared.desc(), reports.c.id.desc())
        .limit(MOST)
    )
    return [Candidate._make(row) for row in await tx.all(found)]


async def forget_report(tx: Tx, report_id: int) -> None:
    """Nobody is to find this report by its words any more: they are erased, or it is closed."""
    await tx.execute(delete(report_shingles).where(report_shingles.c.report_id == report_id))


async def forget(tx: Tx, person_ids: Sequence[int]) -> None:
    """The same for all reports of these people."""
    mine = select(reports.c.id).where(reports.c.person_id.in_(person_ids))
    await tx.execute(delete(report_shingles).where(report_shingles.c.report_id.in_(mine)))


async def retire(tx: Tx, now: datetime) -> int:
    """Drop what is too old to be looked at, or closed, a slice of reports at a time. Returns how many rows."""
    over = (reports.c.created_at < now - LOOKED_AT) | reports.c.state.not_in(_OPEN)
    kept = exists().where(report_shingles.c.report_id == reports.c.id)
    ids = (await tx.execute(select(reports.c.id).where(over, kept).limit(_SLICE))).scalars().all()
    dropped = await tx.execute(delete(report_shingles).where(report_shingles.c.report_id.in_(ids)))
    return int(dropped.rowcount)
