"""How much one person sends, and who may send nothing for a while."""

from datetime import datetime, timedelta

from sqlalchemy import select, union_all, update

from storage.campaign.contents import Limits
from storage.database import Tx
from storage.records import PERSON_WROTE
from storage.tables import (
    nomination_events,
    nomination_voices,
    nominations,
    offers,
    people,
    report_events,
    report_voices,
    reports,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def may_file_from(tx: Tx, person_id: int, limits: Limits, now: datetime) -> datetime | None:
    """When this person may file again, having filed as much as `limits` allow; None if now.

    Reports, nominations, offers and what was joined count together, withdrawn ones too; nobody else's do.
    """
    since = now - DAY
    times = [
        select(column.label("at")).where(who == person_id, column > since)
        for who, column in (
            (reports.c.person_id, reports.c.created_at),
            (nominations.c.person_id, nominations.c.created_at),
            (report_voices.c.person_id, report_voices.c.at),
            (nomination_voices.c.person_id, nomination_voices.c.at),
            (offers.c.person_id, offers.c.created_at),
        )
    ]
    found = union_all(*times).subquery()
    newest = select(found.c.at).order_by(found.c.at.desc()).limit(limits.per_day)
    filed = list((await tx.execute(newest)).scalars())
    free = [
        filed[allowed - 1] + span
        for allowed, span in ((limits.per_hour, HOUR), (limits.per_day, DAY))
        if len(filed) >= allowed
    ]
    again = max(free, default=now)
    return again if again > now else None


async def may_write_from(tx: Tx, person_id: int, limits: Limits, now: datetime) -> datetime | None:
    """When this person may add to what they filed, having added as much as one hour allows; None if now.

    Each message counts, and one with several files as many times, whatever matter it is about.
    """
    said, told = report_events.c, nomination_events.c
    of_reports = (
        select(said.at, said.attachments)
        .join(reports, reports.c.id == said.report_id)
        .where(reports.c.person_id == person_id, said.kind == PERSON_WROTE, said.at > now - HOUR)
    )
    of_nominations = (
        select(told.at)
        .join(nominations, nominations.c.id == told.nomination_id)
        .where(nominations.c.person_id == person_id, told.kind == PERSON_WROTE, told.at > now - HOUR)
    )
    added: list[tuple[datetime, int]] = [
        (row.at, max(1, len(row.attachments))) for row in await tx.all(of_reports)
    ]
    added += [(row.at, 1) for row in await tx.all(of_nominations)]
    left = limits.follow_ups_per_hour
    for at, count in sorted(added, reverse=True):
        left -= count
        if left <= 0:
            return at + HOUR
    return None


async def block(tx: Tx, person_id: int, until: datetime) -> None:
    """Take nothing new from this person until then; what they sent before is worked on."""
    await tx.execute(update(people).where(people.c.id == person_id).values(blocked_until=until))


async def unblock(tx: Tx, person_id: int, now: datetime) -> bool:
    """Take from this person again. False if they were not blocked."""
    held = (people.c.id == person_id) & (people.c.blocked_until > now)
    return bool((await tx.execute(update(people).where(held).values(blocked_until=None))).rowcount)
