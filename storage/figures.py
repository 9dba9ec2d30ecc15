"""The day's figures as the health office enters and signs them: only signed ones are ever quoted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from storage.database import Tx
from storage.tables import day_figures


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFigures:
    """What was counted on a day.

    Attributes:
        values: by key of the campaign file's figures.
        source: the document or report they come from, with its date.
        signed_by: empty until somebody of the health office stands behind them.
    """

    id: int
    day: date
    values: Mapping[str, int]
    source: str
    entered_by: str
    signed_by: str


async def enter(
    tx: Tx, day: date, values: Mapping[str, int], source: str, by: str, at: datetime
) -> DayFigures:
    """Keep figures that wait for a signature; `at` is campaign time."""
    new = insert(day_figures).values(
        day=day.isoformat(), figures=dict(values), source=source, entered_at=at, entered_by=by
    )
    return _of((await tx.execute(new.returning(day_figures))).one())


async def sign(tx: Tx, figures_id: int, by: str, at: datetime) -> DayFigures | None:
    """Stand behind them, once; None if there are none, or they are signed already."""
    mine = (day_figures.c.id == figures_id) & day_figures.c.signed_at.is_(None)
    signed = update(day_figures).where(mine).values(signed_at=at, signed_by=by)
    row = await tx.first(signed.returning(day_figures))
    return None if row is None else _of(row)


async def get(tx: Tx, figures_id: int) -> DayFigures | None:
    """The entry of this id."""
    row = await tx.first(select(day_figures).where(day_figures.c.id == figures_id))
    return None if row is None else _of(row)


async def signed(tx: Tx, day: date) -> DayFigures | None:
    """What was signed last for this day; None if nothing was."""
    mine = (day_figures.c.day == day.isoformat()) & day_figures.c.signed_at.is_not(None)
    newest = select(day_figures).where(mine).order_by(day_figures.c.signed_at.desc(), day_figures.c.id.desc())
    row = await tx.first(newest.limit(1))
    return None if row is None else _of(row)


def _of(row: Row[Any]) -> DayFigures:
    return DayFigures(
        id=row.id,
        day=date.fromisoformat(row.day),
        values=dict(row.figures),
        source=row.source,
        entered_by=row.entered_by,
        signed_by=row.signed_by,
    )
