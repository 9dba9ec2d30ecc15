"""The chats in which agencies work: a connected group, or else each holder of the role in private."""

from datetime import datetime

from sqlalchemy import insert, select, update

from storage.database import Tx
from storage.people import address_of
from storage.records import Address, Role
from storage.tables import addresses, desks, grants


async def connect(tx: Tx, agency: str, address: Address, by: str, at: datetime) -> bool:
    """Make a group the agency's desk. Returns whether it was not one already."""
    open_here = (desks.c.address_id == address.id) & desks.c.closed_at.is_(None)
    if await tx.scalar(select(desks.c.id).where(open_here, desks.c.agency == agency)):
        return False
    await tx.execute(
        insert(desks).values(agency=agency, address_id=address.id, connected_at=at, connected_by=by)
    )
    return True


async def close(tx: Tx, address_id: int, at: datetime) -> None:
    """The group is no desk any more: we were removed, or staff said so."""
    open_here = (desks.c.address_id == address_id) & desks.c.closed_at.is_(None)
    await tx.execute(update(desks).where(open_here).values(closed_at=at))
    tx.wake.add("grants")  # the chat's menu follows


async def agencies_at(tx: Tx, address_id: int) -> frozenset[str]:
    """The agencies whose desk this chat is."""
    open_here = (desks.c.address_id == address_id) & desks.c.closed_at.is_(None)
    return frozenset(row.agency for row in await tx.all(select(desks.c.agency).where(open_here)))


async def open_desks(tx: Tx, agency: str, role: Role) -> list[Address]:
    """Where the agency reads: its groups; if it has none, each reachable holder of `role` in private."""
    joined = select(addresses).join(desks, desks.c.address_id == addresses.c.id)
    groups = await tx.all(
        joined.where(desks.c.agency == agency, desks.c.closed_at.is_(None), addresses.c.reachable).order_by(
            addresses.c.id
        )
    )
    if groups:
        return [address_of(row) for row in groups]
    return await holders(tx, role)


async def holders(tx: Tx, role: Role, scope: str | None = None) -> list[Address]:
    """One reachable private address of each holder of the role (for `scope`, if given): the one heard from last."""
    held = [grants.c.role == role.value, grants.c.revoked_at.is_(None)]
    if scope is not None:
        held.append(grants.c.scope == scope)
    rows = await tx.all(
        select(addresses)
        .join(grants, grants.c.person_id == addresses.c.person_id)
        .where(*held, addresses.c.reachable)
        .order_by(addresses.c.last_heard.desc(), addresses.c.id)
    )
    first: dict[int | None, Address] = {}
    for row in rows:
        first.setdefault(row.person_id, address_of(row))
    return list(first.values())
