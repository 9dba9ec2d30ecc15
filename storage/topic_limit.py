"""So many bulletins of one topic a day to one person, where the campaign says so."""

from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, literal_column, or_, select
from sqlalchemy.types import Integer

from storage.audience import member
from storage.bulletins.store import TOPICS
from storage.database import Tx
from storage.records import Rule
from storage.tables import bulletins, deliveries, people

EARLIER = deliveries.alias("earlier_of_topic")
COUNTED = ("sending", "sent", "unknown")  # what may have reached a person


def had_enough(
    topics: tuple[str, ...], person: ColumnElement[Any], *but: ColumnElement[bool]
) -> ColumnElement[bool]:
    """Whether somebody had :per_topic bulletins of these topics on :day, as many as one person gets.

    Args:
        topics: of the bulletin; none is never enough.
        person: the column with their id.
        but: further conditions on what is counted, a row of EARLIER.
    """
    if not topics:
        return literal_column("false")
    theirs = bulletins.alias("theirs_of_topic")
    framed = TOPICS + theirs.c.topic + TOPICS
    had = (
        select(func.count())
        .select_from(EARLIER.join(theirs, theirs.c.id == EARLIER.c.bulletin_id))
        .where(
            EARLIER.c.person_id == person,
            EARLIER.c.day == bindparam("day"),
            EARLIER.c.state.in_(COUNTED),
            or_(*(framed.contains(f"{TOPICS}{each}{TOPICS}", autoescape=True) for each in topics)),
            *but,
        )
        .scalar_subquery()
    )
    return had >= bindparam("per_topic", type_=Integer)


async def count_enough(tx: Tx, rule: Rule, topics: tuple[str, ...], day: str, per_topic: int) -> int:
    """How many of those that the rule takes in have had their day's number; `day` is a local date, ISO."""
    if not (topics and per_topic):
        return 0
    full = had_enough(topics, people.c.id)
    counted = select(func.count()).select_from(people).where(member(rule), full)
    return int(await tx.scalar(counted, {"day": day, "per_topic": per_topic}) or 0)
