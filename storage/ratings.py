"""How a closed report went, by those who reported it: its author and whoever joined it, each once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Integer, Select, case, cast, func, select

from storage.choir import Choir
from storage.database import Tx
from storage.records import RATEABLE, Report
from storage.tables import report_ratings, reports
from storage.upserts import insert_into

_CHOIR = Choir(report_ratings, report_ratings.c.report_id)
_OVER = sorted(state.value for state in RATEABLE)


@dataclass(frozen=True, slots=True)
class Ratings:
    """How many are content, and how many are not."""

    content: int = 0
    discontent: int = 0


async def rate(tx: Tx, report: Report, person_id: int, at: datetime, *, satisfied: bool) -> bool | None:
    """What one of them says. None if it is not closed; False if they had said so before; their last word counts."""
    here = (reports.c.id == report.id) & reports.c.state.in_(_OVER)
    # The state is read and locked first: of rating and reopening at once, one sees what the other did.
    if await tx.scalar(select(reports.c.id).where(here).with_for_update()) is None:
        return None
    said = {"at": at, "satisfied": satisfied}
    new = insert_into(tx.dialect, report_ratings).values(report_id=report.id, person_id=person_id, **said)
    changed = new.on_conflict_do_update(
        index_elements=[report_ratings.c.report_id, report_ratings.c.person_id],
        set_=said,
        where=report_ratings.c.satisfied != satisfied,
    )
    return await tx.scalar(changed.returning(report_ratings.c.report_id)) is not None


async def of(tx: Tx, report: Report) -> Ratings:
    """What was said of one report."""
    rows = await tx.all(_counted(report_ratings.c.report_id == report.id))
    return Ratings(rows[0].content, rows[0].discontent) if rows else Ratings()


async def between(tx: Tx, since: datetime, until: datetime) -> dict[int, Ratings]:
    """What was said of each report in the period after `since` up to `until`."""
    rows = await tx.all(_counted((report_ratings.c.at > since) & (report_ratings.c.at <= until)))
    return {row.report_id: Ratings(row.content, row.discontent) for row in rows}


def rated(since: datetime, until: datetime) -> Select[tuple[int]]:
    """The ids of the reports of `between`."""
    ratings = report_ratings.c
    return select(ratings.report_id).where(ratings.at > since, ratings.at <= until)


def _counted(which: ColumnElement[bool]) -> Select[tuple[int, int, int]]:
    ratings = report_ratings.c
    well = cast(func.sum(case((ratings.satisfied, 1), else_=0)), Integer).label("content")
    ill = cast(func.sum(case((ratings.satisfied, 0), else_=1)), Integer).label("discontent")
    return select(ratings.report_id, well, ill).where(which).group_by(ratings.report_id)


async def by(tx: Tx, person_id: int) -> dict[int, bool]:
    """What one person said of each report: whether they are content."""
    mine = select(report_ratings).where(report_ratings.c.person_id == person_id)
    return {row.report_id: row.satisfied for row in await tx.all(mine)}


async def forget(tx: Tx, person_ids: Sequence[int]) -> None:
    """Erased people's ratings stay as a count: of nobody's."""
    await _CHOIR.forget(tx, person_ids)
