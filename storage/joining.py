"""Two people who are one: what is of the one goes over to the other, by a rule for each column that names a person.

A guard holds that every such column stands in RULES.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, ColumnElement, Table, UniqueConstraint, delete, exists, select, update

from storage import audit, people
from storage.database import Tx
from storage.records import Consent, Pace, Person, SendState
from storage.tables import addresses, deliveries, grants, link_codes, metadata, rumour_askers
from storage.tables import people as people_table


class Rule(StrEnum):
    """What becomes of the rows of whoever goes over."""

    MOVED = "moved"  # theirs from now on
    UNITED = "united"  # the same, where they do not have one alike; else it is gone
    ASKED = "asked"  # united; what is left knows all that either was told and said
    ONCE = "once"  # the same, but what has reached one of them must not reach the other
    HELD = "held"  # roles: moved; one that both hold ends
    DROPPED = "dropped"  # gone: it was good for one app


RULES: Mapping[tuple[str, str], Rule] = {
    ("addresses", "person_id"): Rule.MOVED,
    ("subscriptions", "person_id"): Rule.UNITED,
    ("followed_places", "person_id"): Rule.UNITED,
    ("grants", "person_id"): Rule.HELD,
    ("reports", "person_id"): Rule.MOVED,
    ("report_voices", "person_id"): Rule.UNITED,
    ("report_ratings", "person_id"): Rule.UNITED,
    ("nominations", "person_id"): Rule.MOVED,
    ("nomination_voices", "person_id"): Rule.UNITED,
    ("nominees", "person_id"): Rule.MOVED,
    ("offers", "person_id"): Rule.MOVED,
    ("deliveries", "person_id"): Rule.ONCE,
    ("bulletin_changes", "made_by_id"): Rule.MOVED,
    ("drafts", "author_id"): Rule.MOVED,
    ("draft_writers", "person_id"): Rule.UNITED,
    ("zone_entries", "author_id"): Rule.MOVED,
    ("zone_entries", "annul_author_id"): Rule.MOVED,
    ("remarks", "person_id"): Rule.MOVED,
    ("bulletin_presses", "person_id"): Rule.UNITED,
    ("rumour_askers", "person_id"): Rule.ASKED,
    ("rumour_tries", "person_id"): Rule.MOVED,
    ("link_codes", "person_id"): Rule.DROPPED,
}
_LINKED = "linked"


async def join(tx: Tx, gone: Person, kept: Person, at: datetime, by: str) -> Person:
    """Make `gone` and `kept` one person; `at` is campaign time, `by` who did it, for the audit log.

    News are taken only if one agreed and none declined, at the slower pace; a block on either holds. Returns the
    person they are now.
    """
    for (name, column), rule in RULES.items():
        await _apply(tx, rule, metadata.tables[name].c[column], gone.id, kept.id, at, by)
    one = _united(gone, kept)
    values = {
        "consent": one.consent.value,
        "place": one.place,
        "pace": one.pace.value,
        "name": one.name,
        "blocked_until": one.blocked_until,
    }
    await tx.execute(update(people_table).where(people_table.c.id == kept.id).values(values))
    await tx.execute(delete(people_table).where(people_table.c.id == gone.id))
    await audit.write(tx, at, by, "person.linked", str(kept.id), {"with": gone.id})
    tx.wake.add("grants")  # the chats' menus follow
    return one


def _united(gone: Person, kept: Person) -> Person:
    """What both said, the more careful of two answers."""
    consents = {gone.consent, kept.consent}
    consent = next(each for each in (Consent.DECLINED, Consent.AGREED, Consent.UNASKED) if each in consents)
    blocks = [each.blocked_until for each in (gone, kept) if each.blocked_until]
    return Person(
        id=kept.id,
        locale=kept.locale,
        consent=consent,
        place=kept.place or gone.place,
        pace=Pace.DAILY if Pace.DAILY in {gone.pace, kept.pace} else Pace.ALL,
        name=kept.name or gone.name,
        blocked_until=max(blocks, default=None),
    )


async def _apply(
    tx: Tx, rule: Rule, column: Column[int], gone: int, kept: int, at: datetime, by: str
) -> None:
    table = column.table
    if rule is Rule.DROPPED:
        await tx.execute(delete(table).where(column.in_((gone, kept))))
        return
    if rule is Rule.ASKED:
        await _asked(tx, gone, kept)
    if rule in {Rule.UNITED, Rule.ASKED}:
        await tx.execute(delete(table).where(column == gone, _alike(table, column, kept)))
    elif rule is Rule.ONCE:
        await _once(tx, gone, kept)
    elif rule is Rule.HELD:
        await _held(tx, gone, kept, at, by)
    await tx.execute(update(table).where(column == gone).values({column.name: kept}))


def _alike(table: Table, column: Column[int], kept: int) -> ColumnElement[bool]:
    """Whether the kept person has a row that differs in nothing else of a key."""
    theirs = table.alias("theirs")
    keys = [table.primary_key, *(each for each in table.constraints if isinstance(each, UniqueConstraint))]
    mine = next(key for key in keys if column.name in key.columns)
    same = [theirs.c[each.name] == table.c[each.name] for each in mine.columns if each.name != column.name]
    return exists().where(theirs.c[column.name] == kept, *same)


async def _asked(tx: Tx, gone: int, kept: int) -> None:
    """Of two questions about one rumour one is left: the answers that either read, the earlier time, either's stop."""
    theirs = rumour_askers.alias("theirs")
    both = (theirs.c.rumour_id == rumour_askers.c.rumour_id) & (theirs.c.person_id == kept)
    mine = rumour_askers.c
    pairs = select(mine.rumour_id, mine.told, mine.follows, mine.helped, mine.at).add_columns(
        *(theirs.c[name].label(f"their_{name}") for name in ("told", "follows", "helped", "at"))
    )
    for row in await tx.all(pairs.join(theirs, both).where(mine.person_id == gone)):
        one = {
            "told": max(row.told, row.their_told),
            "follows": row.follows and row.their_follows,
            "helped": row.helped if row.their_helped is None else row.their_helped,
            "at": min(row.at, row.their_at),
        }
        here = (mine.rumour_id == row.rumour_id) & (mine.person_id == kept)
        await tx.execute(update(rumour_askers).where(here).values(one))


async def _once(tx: Tx, gone: int, kept: int) -> None:
    """Of two deliveries of one bulletin the one that got further stays; the other is nobody's."""
    theirs = deliveries.alias("theirs")
    waits = SendState.WAITING.value
    both = deliveries.c.bulletin_id == theirs.c.bulletin_id
    pairs = await tx.all(
        select(deliveries.c.id, deliveries.c.state, theirs.c.id.label("other"))
        .join_from(deliveries, theirs, both)
        .where(deliveries.c.person_id == gone, theirs.c.person_id == kept)
    )
    # Waiting still, or ended unsent, theirs gives way to one that has reached the other app.
    reached = {SendState.SENDING.value, SendState.SENT.value, SendState.UNKNOWN.value}
    nobodys = [row.other if row.state in reached else row.id for row in pairs]
    if nobodys:
        mine = deliveries.c.id.in_(nobodys)
        ended = {"state": SendState.CANCELLED.value, "reason": _LINKED}
        await tx.execute(update(deliveries).where(mine, deliveries.c.state == waits).values(ended))
        await tx.execute(update(deliveries).where(mine).values(person_id=-deliveries.c.id))


async def _held(tx: Tx, gone: int, kept: int, at: datetime, by: str) -> None:
    theirs = grants.alias("theirs")
    same = exists().where(
        theirs.c.person_id == kept,
        theirs.c.revoked_at.is_(None),
        theirs.c.role == grants.c.role,
        theirs.c.scope == grants.c.scope,
    )
    twice = (grants.c.person_id == gone) & grants.c.revoked_at.is_(None) & same
    await tx.execute(update(grants).where(twice).values(revoked_at=at, revoked_by=by))


async def part(tx: Tx, person: Person, address_id: int, at: datetime, by: str) -> bool:
    """Make one of a person's addresses somebody new, whom we know nothing of; what they sent and hold stays.

    A block goes along. False if the address is not theirs, or their only one.
    """
    mine = await people.addresses_of(tx, person.id)
    if len(mine) < 2 or address_id not in {each.id for each in mine}:
        return False
    new = await people.newcomer(tx, at, blocked_until=person.blocked_until)
    await tx.execute(update(addresses).where(addresses.c.id == address_id).values(person_id=new))
    await tx.execute(delete(link_codes).where(link_codes.c.person_id == person.id))
    await audit.write(tx, at, by, "person.parted", str(person.id), {"from": new})
    tx.wake.add("grants")
    return True
