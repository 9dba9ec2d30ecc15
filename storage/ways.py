"""How an audience is reached: on which account, and how long ago each person was last heard there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, func, literal, or_, select, true

from messages.content import ChatKind
from storage.audience import member
from storage.database import Tx
from storage.records import Rule
from storage.tables import addresses, people

Account = tuple[str, str]  # channel, bot
NO_SPANS = (timedelta(0), timedelta(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """People whom one account reaches.

    Attributes:
        people: how many, each counted at the address heard last.
        fresh: of these, heard within the first span, and some messages to them still cost nothing.
        stale: heard within the second span, and not fresh.
    """

    channel: str
    bot: str
    people: int
    fresh: int = 0
    stale: int = 0

    @property
    def beyond(self) -> int:
        """Heard before both spans."""
        return self.people - self.fresh - self.stale


async def reached(
    tx: Tx,
    rule: Rule,
    now: datetime,
    spans: Mapping[Account, tuple[timedelta, timedelta]],
) -> list[Reached]:
    """By account, most people first; `now` is campaign time, `spans` the two of accounts that have any."""
    mine, later = addresses.alias("mine"), addresses.alias("later")
    newer = or_(
        later.c.last_heard > mine.c.last_heard,
        and_(later.c.last_heard == mine.c.last_heard, later.c.id > mine.c.id),
    )
    theirs = (later.c.person_id == mine.c.person_id) & (later.c.kind == ChatKind.PRIVATE.value)
    only = rule.audience.channels
    if only:
        theirs &= later.c.channel.in_(only)
    best = ~select(1).select_from(later).where(theirs, later.c.reachable, newer).correlate(mine).exists()
    fresh, stale = (_since(mine, now, spans, number) for number in (0, 1))
    fresh = and_(fresh, func.coalesce(mine.c.free_left, 1) > 0)
    counted = (
        select(
            mine.c.channel,
            mine.c.bot,
            func.count().label("people"),
            func.coalesce(func.sum(case((fresh, 1), else_=0)), 0).label("fresh"),
            func.coalesce(func.sum(case((and_(stale, ~fresh), 1), else_=0)), 0).label("stale"),
        )
        .select_from(people.join(mine, mine.c.person_id == people.c.id))
        .where(member(rule), mine.c.kind == ChatKind.PRIVATE.value, mine.c.reachable, best)
        .where(mine.c.channel.in_(only) if only else true())
        .group_by(mine.c.channel, mine.c.bot)
        .order_by(func.count().desc(), mine.c.channel, mine.c.bot)
    )
    return [Reached(**row._mapping) for row in await tx.all(counted)]  # noqa: SLF001 - SQLAlchemy's documented accessor


def _since(
    mine: Any, now: datetime, spans: Mapping[Account, tuple[timedelta, timedelta]], number: int
) -> Any:
    """Heard within this span of its own account; false where an account has none."""
    within = [
        and_(mine.c.channel == channel, mine.c.bot == bot, mine.c.last_heard >= now - span[number])
        for (channel, bot), span in spans.items()
    ]
    return or_(literal(False), *within)
