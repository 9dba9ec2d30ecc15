"""Who holds which role, where; given and taken back by name, never deleted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, func, insert, select, update

from messages.content import ChatKind
from storage import bulletins, people
from storage.database import Tx
from storage.records import Grant, Role
from storage.tables import addresses, desks, grants
from storage.tables import people as people_table

CHANGED = "grants"  # the name woken when roles change: menus follow them
FIRST = "VUNGXANH_ADMINS"  # who grants to the first administrators, as the log names it
_ACTIVE = grants.c.revoked_at.is_(None)


class LastAdmin(Exception):
    """The only administrator left cannot be taken away: nobody could invite anyone any more."""


class FirstAdmin(NamedTuple):
    """Somebody to make an administrator: their private chat with our bot, which has their own id."""

    channel: str
    bot: str
    user: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A role somebody holds now.

    Attributes:
        name: for the log; empty if nobody has told it yet.
        address: "channel:chat" of the private chat heard from last; empty if there is none.
    """

    grant: Grant
    name: str
    address: str
    granted_at: datetime
    granted_by: str


async def grant(tx: Tx, person_id: int, role: Role, scope: str, by: str, at: datetime) -> bool:
    """Give a role. Returns False if they hold it already, for the same scope."""
    # Locks the person (nothing on SQLite, which has one writer): two addresses may redeem at once.
    await tx.execute(select(people_table.c.id).where(people_table.c.id == person_id).with_for_update())
    if await holds(tx, person_id, role, scope):
        return False
    values = {"person_id": person_id, "role": role.value, "scope": scope}
    await tx.execute(insert(grants).values(**values, granted_at=at, granted_by=by))
    await bulletins.joined(tx, person_id)
    tx.wake.add(CHANGED)
    return True


async def holds(tx: Tx, person_id: int, role: Role, scope: str) -> bool:
    """Whether they hold this role for this scope now."""
    same = (grants.c.person_id == person_id) & (grants.c.role == role.value) & (grants.c.scope == scope)
    return await tx.scalar(select(grants.c.id).where(same, _ACTIVE).limit(1)) is not None


async def revoke(tx: Tx, grant_id: int, by: str, at: datetime) -> Grant | None:
    """Take a role back. Returns what was taken; None if it was not held any more.

    Raises:
        LastAdmin: it would leave no administrator.
    """
    # Every administrator's row is locked (nothing on SQLite): of two who revoke each other, one waits and is told.
    admins = await tx.all(
        select(grants.c.id).where(grants.c.role == Role.ADMIN.value, _ACTIVE).with_for_update()
    )
    if [row.id for row in admins] == [grant_id]:
        raise LastAdmin
    ended = update(grants).where(grants.c.id == grant_id, _ACTIVE).values(revoked_at=at, revoked_by=by)
    row = await tx.first(ended.returning(grants))
    if row is None:
        return None
    tx.wake.add(CHANGED)
    return _grant(row)


async def get(tx: Tx, grant_id: int) -> Holder | None:
    """The holder of this grant; None once it is revoked."""
    row = await tx.first(_holders().where(grants.c.id == grant_id))
    return None if row is None else _holder(row)


async def list_holders(tx: Tx, limit: int, offset: int = 0) -> list[Holder]:
    """Everyone who holds a role, the latest grant first."""
    rows = await tx.all(_holders().order_by(grants.c.id.desc()).limit(limit).offset(offset))
    return [_holder(row) for row in rows]


async def list_of(tx: Tx, scope: str, roles: Iterable[Role]) -> list[Holder]:
    """Who holds one of these roles for this body now, by name."""
    named = (grants.c.scope == scope) & grants.c.role.in_([role.value for role in roles])
    rows = await tx.all(_holders().where(named).order_by(people_table.c.name, grants.c.id))
    return [_holder(row) for row in rows]


async def count(tx: Tx) -> int:
    """How many grants are held now."""
    return int(await tx.scalar(select(func.count()).select_from(grants).where(_ACTIVE)) or 0)


async def roles_by_chat(tx: Tx, channel: str, bot: str) -> dict[str, frozenset[Role]]:
    """The roles held now, by private chat of this bot; a chat whose roles were all taken back has none."""
    here = (addresses.c.channel == channel) & (addresses.c.bot == bot) & addresses.c.reachable
    rows = await tx.all(
        select(addresses.c.chat, grants.c.role, grants.c.revoked_at)
        .join(grants, grants.c.person_id == addresses.c.person_id)
        .where(here, addresses.c.kind == ChatKind.PRIVATE.value)
        .order_by(addresses.c.id)
    )
    found: dict[str, frozenset[Role]] = {}
    for row in rows:
        held = frozenset({Role(row.role)}) if row.revoked_at is None else frozenset()
        found[row.chat] = found.get(row.chat, frozenset()) | held
    return found


async def agencies_by_chat(tx: Tx, channel: str, bot: str) -> dict[str, frozenset[str]]:
    """The agencies whose desk a group of this bot is, or was: then there are none."""
    here = (addresses.c.channel == channel) & (addresses.c.bot == bot) & addresses.c.reachable
    rows = await tx.all(
        select(addresses.c.chat, desks.c.agency, desks.c.closed_at)
        .join(desks, desks.c.address_id == addresses.c.id)
        .where(here)
        .order_by(addresses.c.id)
    )
    found: dict[str, frozenset[str]] = {}
    for row in rows:
        held = frozenset({str(row.agency)}) if row.closed_at is None else frozenset()
        found[row.chat] = found.get(row.chat, frozenset()) | held
    return found


async def ensure_admins(tx: Tx, admins: Iterable[FirstAdmin], at: datetime) -> list[FirstAdmin]:
    """Make these people administrators; returns those who were not known as such.

    Somebody whose administration was revoked stays revoked: a restart must not undo what an administrator did.
    """
    new: list[FirstAdmin] = []
    for admin in admins:
        known = await people.find_address(tx, *admin)
        person_id = known.person_id if known else None
        if person_id is None:
            _, person = await people.meet(tx, *admin, at)
            person_id = person.id
        mine = (grants.c.person_id == person_id) & (grants.c.role == Role.ADMIN.value)
        if await tx.scalar(select(grants.c.id).where(mine).limit(1)) is None:
            await grant(tx, person_id, Role.ADMIN, "", FIRST, at)
            new.append(admin)
    return new


def _holders() -> Select[Any]:
    last = (
        select(addresses.c.channel + ":" + addresses.c.chat)
        .where(addresses.c.person_id == grants.c.person_id, addresses.c.kind == ChatKind.PRIVATE.value)
        .order_by(addresses.c.last_heard.desc(), addresses.c.id.desc())
        .limit(1)
        .correlate(grants)
        .scalar_subquery()
    )
    return (
        select(grants, people_table.c.name, func.coalesce(last, "").label("address"))
        .join(people_table, people_table.c.id == grants.c.person_id)
        .where(_ACTIVE)
    )


def _holder(row: Row[Any]) -> Holder:
    return Holder(
        grant=_grant(row),
        name=row.name,
        address=row.address,
        granted_at=row.granted_at,
        granted_by=row.granted_by,
    )


def _grant(row: Row[Any]) -> Grant:
    return Grant(id=row.id, person_id=row.person_id, role=Role(row.role), scope=row.scope)
