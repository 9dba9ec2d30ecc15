"""The open reports that a digest shows one by one, and how reports stood at an instant."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select

from storage.campaign import Campaign
from storage.database import Tx
from storage.quoting import quotable, quoted
from storage.records import OPEN_REPORTS, ReportState
from storage.tables import report_events, reports

CASES = 20  # how many urgent and how many long-waiting reports a digest carries
_OPEN = tuple(sorted(OPEN_REPORTS))
_STATES = tuple(state.value for state in ReportState)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An open report as a digest shows it; who sent it is not part of it.

    Attributes:
        quotable: whether its words may be shown to many: not where they are likely to name somebody accused.
        kind, place: as people read them.
        words: without people's names and numbers (storage.quoting), not escaped.
        created_at: in the campaign's time zone.
    """

    code: str
    kind: str
    place: str
    words: str
    urgent: bool
    created_at: datetime
    quotable: bool = True


def standing(instant: datetime, what: ColumnElement[Any]) -> ColumnElement[Any]:
    """`what` of the event that led a report to the state in which it stood at this instant."""
    events = report_events.c
    before = (events.report_id == reports.c.id) & (events.at <= instant) & events.kind.in_(_STATES)
    return select(what).where(before).order_by(events.id.desc()).limit(1).correlate(reports).scalar_subquery()


def open_at(instant: datetime) -> ColumnElement[bool]:
    """Whether a report was open at this instant."""
    # By its events, not by its state now: what was closed may be open again.
    stood = func.coalesce(standing(instant, report_events.c.kind), ReportState.NEW.value)
    return (reports.c.created_at <= instant) & stood.in_(_OPEN)


def kind_label(campaign: Campaign, key: str) -> str:
    """A kind as people read it; the bare key if the campaign file no longer knows it."""
    kind = campaign.kind(key)
    return kind.label if kind else key


async def cases(tx: Tx, campaign: Campaign, until: datetime, *, urgent: bool) -> tuple[Case, ...]:
    """Those open at `until` that could or could not wait, the oldest first."""
    rows = await tx.all(
        select(reports)
        .where(open_at(until), reports.c.urgent.is_(urgent))
        .order_by(reports.c.created_at, reports.c.id)
        .limit(CASES)
    )
    return tuple(
        Case(
            code=row.code,
            kind=kind_label(campaign, row.kind),
            place=campaign.units.full_label(row.place) if row.place in campaign.units else row.place,
            words=quoted(campaign, row.kind, row.words),
            urgent=row.urgent,
            created_at=campaign.local(row.created_at),
            quotable=quotable(campaign, row.kind),
        )
        for row in rows
    )
