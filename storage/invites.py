"""Invites: a code of 128 bits that makes its bearer something, for a week, a set number of times.

Only the hash is kept. A keyed or slow hash would add nothing: a random code of this length cannot be guessed.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, func, insert, select, update

from storage.database import Tx
from storage.tables import invites

LIFETIME = timedelta(days=7)
MOST_USES = 1_000
DESK = "desk"  # an invite for a group, instead of a role
_BYTES = 16
_CODE = re.compile(r"[A-Za-z0-9_-]{22}\Z")  # fits a Telegram deep link: at most 64 of these characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """What a code is good for.

    Attributes:
        role: a role's name, or DESK.
        scope: a GSO code, an organisation or agency key; empty for none.
        uses_left: how many more may use it.
        replaces: the grant that its bearer takes over; None for a role of its own.
    """

    id: int
    role: str
    scope: str
    uses_left: int
    created_by: str
    expires_at: datetime
    replaces: int | None = None


async def create(
    tx: Tx, role: str, scope: str, by: str, at: datetime, *, uses: int = 1, replaces: int | None = None
) -> tuple[str, Invite]:
    """A fresh invite and its code, which is not kept and cannot be shown again.

    Raises:
        ValueError: `uses` is not 1 to MOST_USES.
    """
    if not 1 <= uses <= MOST_USES:
        raise ValueError(f"an invite is for 1 to {MOST_USES} uses, not {uses}")
    code = secrets.token_urlsafe(_BYTES)
    values = {
        "code_hash": _hash(code),
        "role": role,
        "scope": scope,
        "uses_left": uses,
        "created_at": at,
        "created_by": by,
        "expires_at": at + LIFETIME,
        "replaces": replaces,
    }
    row = (await tx.execute(insert(invites).values(values).returning(invites))).one()
    return code, _invite(row)


async def find(tx: Tx, code: str, at: datetime) -> Invite | None:
    """The invite of this code, if it can be used now; None whatever is wrong with it."""
    if not _CODE.match(code):
        return None
    row = await tx.first(select(invites).where(invites.c.code_hash == _hash(code), _usable(at)))
    return None if row is None else _invite(row)


async def use(tx: Tx, invite_id: int, at: datetime) -> bool:
    """Take one use off. False if somebody else took the last one just now."""
    spent = update(invites).where(invites.c.id == invite_id, _usable(at))
    done = await tx.execute(spent.values(uses_left=invites.c.uses_left - 1))
    return bool(done.rowcount)


async def revoke(tx: Tx, invite_id: int, at: datetime) -> Invite | None:
    """Make the code useless. Returns the invite; None if it was useless already."""
    ended = update(invites).where(invites.c.id == invite_id, _usable(at)).values(revoked_at=at)
    row = await tx.first(ended.returning(invites))
    return None if row is None else _invite(row)


async def revoke_replacing(tx: Tx, grant_id: int, at: datetime) -> int:
    """Make every code useless by which somebody would take over this grant. Returns how many."""
    ended = update(invites).where(invites.c.replaces == grant_id, _usable(at)).values(revoked_at=at)
    return int((await tx.execute(ended)).rowcount)


async def list_open(tx: Tx, at: datetime, limit: int, offset: int = 0) -> list[Invite]:
    """Invites that can be used now, the newest first."""
    newest = select(invites).where(_usable(at)).order_by(invites.c.id.desc())
    return [_invite(row) for row in await tx.all(newest.limit(limit).offset(offset))]


async def count_open(tx: Tx, at: datetime) -> int:
    """How many invites can be used now."""
    return int(await tx.scalar(select(func.count()).select_from(invites).where(_usable(at))) or 0)


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def _usable(at: datetime) -> ColumnElement[bool]:
    return (invites.c.uses_left > 0) & invites.c.revoked_at.is_(None) & (invites.c.expires_at > at)


def _invite(row: Row[Any]) -> Invite:
    return Invite(
        id=row.id,
        role=row.role,
        scope=row.scope,
        uses_left=row.uses_left,
        created_by=row.created_by,
        expires_at=row.expires_at,
        replaces=row.replaces,
    )
