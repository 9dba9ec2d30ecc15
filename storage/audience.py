"""Who belongs to a bulletin's audience: the one place where that is decided, as an SQL condition over people."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    and_,
    case,
    exists,
    false,
    func,
    literal_column,
    or_,
    select,
    true,
)

from messages.content import ChatKind
from storage import zone_states
from storage.campaign import Campaign
from storage.database import Tx
from storage.records import Audience, Pace, Rule
from storage.tables import addresses, followed_places, grants, people, subscriptions

# Written out, not bound: a partial index is used only for the condition that it was made with.
AGREED = people.c.consent == literal_column("'agreed'")


# Names of their own: a statement around the condition may speak of the same tables.
_reached = addresses.alias("reached")
_chosen = subscriptions.alias("chosen")
_followed = followed_places.alias("followed")
_held = grants.alias("held")
_HOLDS = _held.c.revoked_at.is_(None)


def dump(audience: Audience) -> dict[str, Any]:
    """The rule as JSON-able data."""
    every = asdict(audience)
    return {name: list(value) if isinstance(value, tuple) else value for name, value in every.items()}


def load(kept: Mapping[str, Any]) -> Audience:
    """The inverse of `dump`; what else stands in `kept` is left alone, and what an older one lacks is empty."""
    if one := kept.get("topic"):  # as it was kept when there could be no more than one
        kept = {"topics": [one], **kept}
    known = {field.name: kept[field.name] for field in fields(Audience) if field.name in kept}
    whole: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in known.items()}
    return Audience(**whole)


async def expand(tx: Tx, campaign: Campaign, audience: Audience) -> Rule:
    """The rule as it is now: areas as codes, of them only what has one of the colours where colours are named."""
    units = campaign.units
    places = units.covered(audience.areas)
    if audience.zones:
        coloured = await zone_states.places(tx, campaign.zones, audience.zones)
        places = tuple(place for place in coloured if not audience.areas or place in places)
    without = units.covered(audience.without_areas)
    if audience.without_zones:
        without += tuple(await zone_states.places(tx, campaign.zones, audience.without_zones))
    return Rule(audience=audience, places=places, without=without)


def member(rule: Rule) -> ColumnElement[bool]:
    """True for the rows of `people` that this audience takes in."""
    who = rule.audience
    conditions = [AGREED, _reachable(who)]
    if who.topics:
        conditions.append(_some(_chosen, _chosen.c.topic.in_(who.topics)))
    if where := _where(rule):
        conditions.append(or_(*where))
    elif who.areas or who.zones:
        conditions.append(false())  # no place has the colour: nobody, and by no means everyone
    if who.roles:
        conditions.append(_some(_held, _held.c.role.in_(who.roles), _HOLDS))
    if who.languages:
        conditions.append(people.c.locale.in_(who.languages))
    return and_(*conditions, *_without(rule))


def _reachable(who: Audience) -> ColumnElement[bool]:
    here = [_reached.c.channel.in_(who.channels)] if who.channels else []
    return _some(_reached, _reached.c.kind == ChatKind.PRIVATE.value, _reached.c.reachable, *here)


def _where(rule: Rule) -> list[ColumnElement[bool]]:
    """Where people belong: they live there, follow the place, hold a role in one of the bodies or for one place."""
    who, where = rule.audience, []
    if rule.places:
        where += [people.c.place.in_(rule.places), _some(_followed, _followed.c.place.in_(rule.places))]
        if who.roles:
            where.append(_some(_held, _held.c.role.in_(who.roles), _held.c.scope.in_(rule.places), _HOLDS))
    if who.bodies:
        where.append(_some(_held, _held.c.scope.in_(who.bodies), _HOLDS))
    return where


def _without(rule: Rule) -> list[ColumnElement[bool]]:
    """Whom it leaves out; who told no place lives nowhere that could be left out."""
    who, left = rule.audience, []
    if rule.without:
        left.append(or_(people.c.place.is_(None), people.c.place.not_in(rule.without)))
    if who.without_bodies:
        left.append(~_some(_held, _held.c.scope.in_(who.without_bodies), _HOLDS))
    if who.without_roles:
        left.append(~_some(_held, _held.c.role.in_(who.without_roles), _HOLDS))
    if who.without_topics:
        left.append(~_some(_chosen, _chosen.c.topic.in_(who.without_topics)))
    if who.without_languages:
        left.append(people.c.locale.not_in(who.without_languages))
    if who.without_channels:
        left.append(~_reachable(Audience(channels=who.without_channels)))
    return left


def _some(table: FromClause, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    theirs = table.c.person_id == people.c.id
    return exists(select(1).select_from(table).where(theirs, *conditions).correlate(people))


async def count(tx: Tx, rule: Rule) -> int:
    """How many people it takes in now."""
    counted = select(func.count()).select_from(people).where(member(rule))
    return int(await tx.scalar(counted) or 0)


async def once_a_day(tx: Tx, rule: Rule) -> int:
    """How many of those that it takes in now want news once a day."""
    counted = select(func.count()).select_from(people).where(member(rule), people.c.pace == Pace.DAILY.value)
    return int(await tx.scalar(counted) or 0)


async def meet(tx: Tx, one: Rule, other: Rule) -> bool:
    """Whether somebody belongs to both now."""
    both = select(people.c.id).where(*_narrowed(one), *_narrowed(other), member(one), member(other))
    return await tx.first(both.limit(1)) is not None


async def most(tx: Tx, rule: Rule, others: Sequence[Rule]) -> int:
    """To how many of `others` somebody of this rule belongs now, at most."""
    many: ColumnElement[int] = literal_column("0", Integer)
    for each in others:
        many = many + case((and_(*_narrowed(each), member(each)), 1), else_=0)
    anybody = or_(*(and_(true(), *_narrowed(each)) for each in others)) if others else false()
    counted = select(func.max(many)).select_from(people).where(*_narrowed(rule), anybody, member(rule))
    return int(await tx.scalar(counted) or 0)


def _narrowed(rule: Rule) -> list[ColumnElement[bool]]:
    """What is true of everybody it takes in, found in one go: cheaper than asking about each person of a million."""
    who = rule.audience
    found: list[ColumnElement[bool]] = []
    if rule.places and not who.roles and not who.bodies:
        live = select(people.c.id).where(people.c.place.in_(rule.places))
        follow = select(followed_places.c.person_id).where(followed_places.c.place.in_(rule.places))
        found.append(people.c.id.in_(live.correlate(None).union(follow)))
    if who.topics:
        chose = select(subscriptions.c.person_id).where(subscriptions.c.topic.in_(who.topics))
        found.append(people.c.id.in_(chose))
    if who.roles:
        hold = select(grants.c.person_id).where(grants.c.role.in_(who.roles), grants.c.revoked_at.is_(None))
        found.append(people.c.id.in_(hold))
    return found


async def by_place(tx: Tx, rule: Rule) -> dict[str, int]:
    """How many people it takes in now, by where they live (a code); "" for those who told no place."""
    place = func.coalesce(people.c.place, "")
    counted = select(place.label("place"), func.count().label("n")).where(member(rule)).group_by(place)
    return {row.place: row.n for row in await tx.all(counted)}
