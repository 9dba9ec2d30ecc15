"""Where a unit, an organisation or an agency reads, and which cards of a report are shown where."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, select

from storage.database import Tx
from storage.people import address_of
from storage.records import Address, Role, SendState
from storage.tables import addresses, desks, grants, outbox

_LOST = (SendState.FAILED.value, SendState.CANCELLED.value)


async def reach(tx: Tx, key: str) -> list[Address]:
    """The groups of the body with this key; if it has none, each reachable person with a role for it."""
    joined = select(addresses).join(desks, desks.c.address_id == addresses.c.id)
    here = (desks.c.agency == key) & desks.c.closed_at.is_(None) & addresses.c.reachable
    groups = await tx.all(joined.where(here).order_by(addresses.c.id))
    return [address_of(row) for row in groups] if groups else await people_of(tx, key)


async def people_of(tx: Tx, key: str, *roles: Role) -> list[Address]:
    """One reachable private address of each person with a role (one of `roles`, if any is named) for this body."""
    held = (grants.c.scope == key) & grants.c.revoked_at.is_(None) & addresses.c.reachable
    if roles:
        held &= grants.c.role.in_([role.value for role in roles])
    joined = select(addresses).join(grants, grants.c.person_id == addresses.c.person_id)
    rows = await tx.all(joined.where(held).order_by(addresses.c.last_heard.desc(), addresses.c.id))
    first: dict[int | None, Address] = {}
    for row in rows:
        first.setdefault(row.person_id, address_of(row))
    return list(first.values())


async def officers_of(tx: Tx, keys: Collection[str]) -> dict[str, list[Address]]:
    """Where the officers of these bodies read in private; the heads of those that have no officer.

    A body with nobody is left out.
    """
    acting = grants.c.role.in_([Role.OFFICER.value, Role.HEAD.value]) & grants.c.revoked_at.is_(None)
    joined = select(grants.c.scope, grants.c.role, addresses).join(
        addresses, grants.c.person_id == addresses.c.person_id
    )
    rows = await tx.all(
        joined.where(acting, grants.c.scope.in_(sorted(keys)), addresses.c.reachable).order_by(
            grants.c.scope, addresses.c.last_heard.desc(), addresses.c.id
        )
    )
    found: dict[str, dict[str, dict[int, Address]]] = {}
    for row in rows:
        mine = found.setdefault(row.scope, {}).setdefault(row.role, {})
        mine.setdefault(row.person_id, address_of(row))
    return {
        key: list((roles.get(Role.OFFICER.value) or roles[Role.HEAD.value]).values())
        for key, roles in found.items()
    }


async def shown(tx: Tx, name: str) -> list[tuple[int, int]]:
    """(outbox row, address) of every message put under `name`, or under `name` and more, the oldest first."""
    sent = (
        _named(name)
        & (outbox.c.kind == "send")
        & outbox.c.state.not_in(_LOST)
        & outbox.c.address_id.is_not(None)
    )
    rows = await tx.all(select(outbox.c.id, outbox.c.address_id).where(sent).order_by(outbox.c.id))
    return [(row.id, row.address_id) for row in rows]


async def name_of(tx: Tx, row: int) -> str:
    """The name under which an outbox row was put; empty if none."""
    return str(await tx.scalar(select(outbox.c.dedupe).where(outbox.c.id == row)) or "")


async def named(tx: Tx, name: str) -> tuple[str, str] | None:
    """(name, subject) of the newest message put under `name`, or under `name` and more; None if there is none."""
    newest = select(outbox.c.dedupe, outbox.c.subject).where(_named(name)).order_by(outbox.c.id.desc())
    row = await tx.first(newest.limit(1))
    return None if row is None else (row.dedupe, row.subject)


def _named(name: str) -> ColumnElement[bool]:
    # Not LIKE: SQLite would read the whole index for it. ";" is what follows ":".
    longer = (outbox.c.dedupe > f"{name}:") & (outbox.c.dedupe < f"{name};")
    return (outbox.c.dedupe == name) | longer
