"""What the office promises its reporters: how soon an answer, counted in working hours or round the clock.

Promises of the office, not of a law: a campaign file without `[[deadlines]]` promises nothing.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from storage.campaign.fields import Key, Part, Text
from storage.campaign.schedule import Working
from storage.records import Role

Hours = Annotated[float, Field(gt=0, le=2000)]
Urgency = Literal["urgent", "normal"]
_FAR = 3650  # days: after that many without an office hour there is none


class Deadline(Part):
    """The promise for one urgency.

    Attributes:
        urgency: urgent or normal, as the report says.
        hours: from when it arrives (or is reopened) until the office has answered.
        clock: whether only the office's working hours count, or all hours.
        remind_before: how many hours, of the same clock, before it is due the desk is reminded; None for never.
        escalate_after: how many hours after it was due it is brought before `escalate_to`; None for never.
    """

    urgency: Urgency
    hours: Hours
    clock: Literal["working", "round"]
    remind_before: Hours | None = None
    escalate_after: Hours | None = None
    escalate_to: Role = Role.HEAD


class ReplyTemplate(Part):
    """A ready answer that officers may choose; `{health_line}`-like slots as in the calendar's texts."""

    key: Key
    label: Text
    text: Text


def promised(deadline: Deadline, working: Working, start: dt.datetime) -> dt.datetime:
    """Until when the office has promised an answer; `start` in the campaign's zone, as is the result."""
    return after(deadline, working, start, deadline.hours)


def notices(deadline: Deadline, working: Working, start: dt.datetime) -> tuple[dt.datetime | None, ...]:
    """When the desk is reminded, when it is due, and when it is escalated; None for what is not wanted."""
    soon, late = deadline.remind_before, deadline.escalate_after
    return (
        after(deadline, working, start, max(deadline.hours - soon, 0)) if soon else None,
        promised(deadline, working, start),
        after(deadline, working, start, deadline.hours + late) if late else None,
    )


def after(deadline: Deadline, working: Working, start: dt.datetime, hours: float) -> dt.datetime:
    """So many hours of the deadline's clock after `start`, in the same zone."""
    span = dt.timedelta(hours=hours)
    if deadline.clock == "round":
        return start + span
    for opens, closes in _office_hours(working, start):
        if span <= closes - opens:
            return opens + span
        span -= closes - opens
    raise ValueError("the offices have no working hours: a deadline in them never comes")


def _office_hours(working: Working, start: dt.datetime) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """What is left of each office's opening from `start` on, in order."""
    for days in range(_FAR):
        day = start.date() + dt.timedelta(days=days)
        for opens, closes in sorted(working.hours) if working.is_working_day(day) else ():
            first = max(dt.datetime.combine(day, opens, start.tzinfo), start)
            last = dt.datetime.combine(day, closes, start.tzinfo)
            if first < last:
                yield first, last
