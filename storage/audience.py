"""Who belongs to a bulletin's audience: the one place where that is decided, as an SQL condition over people."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, exists, func, literal_column, or_, select

from messages.content import ChatKind
from storage.database import Tx
from storage.records import Audience
from storage.tables import addresses, followed_places, grants, people, subscriptions

# Written out, not bound: a partial index is used only for the condition that it was made with.
AGREED = people.c.consent == literal_column("'agreed'")


# Names of their own: a statement around the condition may speak of the same tables.
_reached = addresses.alias("reached")
_chosen = subscriptions.alias("chosen")
_followed = followed_places.alias("followed")
_held = grants.alias("held")


def dump(audience: Audience) -> dict[str, Any]:
    """The rule as JSON-able data."""
    return {
        "areas": list(audience.areas),
        "bodies": list(audience.bodies),
        "roles": list(audience.roles),
        "topic": audience.topic,
    }


def load(kept: Mapping[str, Any]) -> Audience:
    """The inverse of `dump`; what else stands in `kept` is left alone."""
    return Audience(
        areas=tuple(kept["areas"]),
        bodies=tuple(kept["bodies"]),
        roles=tuple(kept["roles"]),
        topic=kept["topic"],
    )


def member(audience: Audience, places: Sequence[str]) -> ColumnElement[bool]:
    """True for the rows of `people` that this audience takes in; `places` are its areas, expanded to codes."""
    conditions = [AGREED, _some(_reached, _reached.c.kind == ChatKind.PRIVATE.value, _reached.c.reachable)]
    if audience.topic:
        conditions.append(_some(_chosen, _chosen.c.topic == audience.topic))
    if where := _where(audience, places):
        conditions.append(or_(*where))
    if audience.roles:
        conditions.append(_some(_held, _held.c.role.in_(audience.roles), _held.c.revoked_at.is_(None)))
    return and_(*conditions)


def _where(audience: Audience, places: Sequence[str]) -> list[ColumnElement[bool]]:
    """Where people belong: they live there, follow the place, or hold a role in one of the bodies."""
    where: list[ColumnElement[bool]] = []
    if places:
        where += [people.c.place.in_(places), _some(_followed, _followed.c.place.in_(places))]
    if audience.bodies:
        where.append(_some(_held, _held.c.scope.in_(audience.bodies), _held.c.revoked_at.is_(None)))
    return where


def _some(table: FromClause, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    theirs = table.c.person_id == people.c.id
    return exists(select(1).select_from(table).where(theirs, *conditions).correlate(people))


async def count(tx: Tx, audience: Audience, places: Sequence[str]) -> int:
    """How many people it takes in now."""
    counted = select(func.count()).select_from(people).where(member(audience, places))
    return int(await tx.scalar(counted) or 0)
