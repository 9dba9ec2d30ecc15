"""How much one person sends, and who may send nothing for a while."""

from datetime import datetime, timedelta

from sqlalchemy import select, union_all, update

from storage.campaign.contents import Limits
from storage.database import Tx
from storage.tables import nomination_voices, nominations, offers, people, report_voices, reports

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


async def block(tx: Tx, person_id: int, until: datetime) -> None:
    """Take nothing new from this person until then; what they sent before is worked on."""
    await tx.execute(update(people).where(people.c.id == person_id).values(blocked_until=until))


async def unblock(tx: Tx, person_id: int, now: datetime) -> bool:
    """Take from this person again. False if they were not blocked."""
    held = (people.c.id == person_id) & (people.c.blocked_until > now)
    return bool((await tx.execute(update(people).where(held).values(blocked_until=None))).rowcount)
