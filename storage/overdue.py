"""Promises that come due: which reports the desk is to be reminded of, each once for each step."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from sqlalchemy import select, update

from storage.campaign import Campaign
from storage.campaign.deadlines import notices
from storage.database import Tx
from storage.records import PENDING_REPORTS, Report
from storage.reports import change, report_of
from storage.tables import reports

_PENDING = sorted(state.value for state in PENDING_REPORTS)


class Notice(IntEnum):
    """How far the desk has been reminded of a report; a late look skips to the last step that is due."""

    NONE = 0
    SOON = 1
    OVERDUE = 2
    ESCALATED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """When a report's promise passes, and when each step of reminding is."""

    due_at: datetime | None
    steps: tuple[tuple[Notice, datetime], ...]

    def next(self, reached: Notice) -> datetime | None:
        """The instant of the step after `reached`; None if that was the last."""
        return min((at for notice, at in self.steps if notice > reached), default=None)

    def reached(self, now: datetime) -> Notice:
        """The last step whose instant has come."""
        return max((notice for notice, at in self.steps if at <= now), default=Notice.NONE)


def plan_of(campaign: Campaign, *, urgent: bool, start: datetime) -> Plan:
    """The campaign's promise for a report of this urgency whose clock runs since `start`."""
    deadline = campaign.deadline("urgent" if urgent else "normal")
    if deadline is None:
        return Plan(due_at=None, steps=())
    at = notices(deadline, campaign.working, campaign.local(start))
    steps = zip((Notice.SOON, Notice.OVERDUE, Notice.ESCALATED), at, strict=True)
    return Plan(due_at=at[1], steps=tuple((notice, when) for notice, when in steps if when))


async def start(tx: Tx, campaign: Campaign, report: Report, since: datetime) -> None:
    """Begin (again) to count the promise for a report from `since`."""
    plan = plan_of(campaign, urgent=report.urgent, start=since)
    upcoming = plan.next(Notice.NONE)
    await change(
        tx, report, counted_from=since, due_at=plan.due_at, notice_at=upcoming, noticed=int(Notice.NONE)
    )


async def due(tx: Tx, now: datetime, limit: int, urgencies: Collection[bool]) -> list[Report]:
    """Reports of these urgencies for which a step of reminding has come, the longest due first."""
    which = (reports.c.notice_at <= now) & reports.c.state.in_(_PENDING) & reports.c.urgent.in_(urgencies)
    rows = await tx.all(select(reports).where(which).order_by(reports.c.notice_at, reports.c.id).limit(limit))
    return [report_of(row) for row in rows]


async def noticed(tx: Tx, report: Report, notice: Notice, following: datetime | None) -> bool:
    """Keep that the desk was reminded so far. False if it was already."""
    here = (reports.c.id == report.id) & (reports.c.noticed < int(notice))
    values = {"noticed": int(notice), "notice_at": following}
    return bool((await tx.execute(update(reports).where(here).values(values))).rowcount)
