"""One-time codes by which a person shows in one app that they are who they are in another.

40 random bits, ten minutes, one use, one open code a person; only the hash is kept, and tries are counted
(storage.tries).
"""

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select

from storage.codes import ALPHABET
from storage.database import Tx
from storage.tables import link_codes

LIFETIME = timedelta(minutes=10)
_LENGTH = 8
_READ_AS = str.maketrans("ILO", "110")
_NOT_CODE = re.compile(r"[\s.–—-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Who showed a code, and where."""

    person_id: int
    address_id: int


async def create(tx: Tx, person_id: int, address_id: int, at: datetime) -> str:
    """A fresh code in place of the person's last one; it is not kept and cannot be shown again. `at`: campaign time."""
    code = fresh()
    await tx.execute(delete(link_codes).where(link_codes.c.person_id == person_id))
    values = {"code_hash": hashed(code), "person_id": person_id, "address_id": address_id}
    await tx.execute(insert(link_codes).values(**values, expires_at=at + LIFETIME))
    return code


def fresh() -> str:
    """Eight random characters of which none is taken for another."""
    return "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH))


def shown(code: str) -> str:
    """As it is read and typed: in two halves."""
    return f"{code[:4]}-{code[4:]}"


def read(text: str) -> str:
    """What was typed in the code's one true form; empty if it is none. I and L read as 1, O as 0."""
    code = _NOT_CODE.sub("", text).upper().translate(_READ_AS)
    return code if len(code) == _LENGTH and all(letter in ALPHABET for letter in code) else ""


async def find(tx: Tx, code: str, at: datetime) -> Shown | None:
    """Who showed this code, if it is still good; None whatever is wrong with it."""
    good = (link_codes.c.code_hash == hashed(code)) & (link_codes.c.expires_at > at)
    row = await tx.first(select(link_codes.c.person_id, link_codes.c.address_id).where(good))
    return None if row is None else Shown(person_id=row.person_id, address_id=row.address_id)


async def use(tx: Tx, code: str, at: datetime) -> Shown | None:
    """The same, and the code is used up. Of two who use it at once, one gets it."""
    good = (link_codes.c.code_hash == hashed(code)) & (link_codes.c.expires_at > at)
    taken = delete(link_codes).where(good).returning(link_codes.c.person_id, link_codes.c.address_id)
    row = await tx.first(taken)
    return None if row is None else Shown(person_id=row.person_id, address_id=row.address_id)


async def drop(tx: Tx, person_ids: Sequence[int]) -> None:
    """Nobody is linked by a code of these people any more."""
    await tx.execute(delete(link_codes).where(link_codes.c.person_id.in_(person_ids)))


async def forget(tx: Tx, at: datetime) -> int:
    """Codes whose time is over. Returns how many."""
    return int((await tx.execute(delete(link_codes).where(link_codes.c.expires_at <= at))).rowcount)


def hashed(code: str) -> str:
    """What is kept of a code."""
    # A keyed or slow hash would add little: it is worthless once it was used, or after minutes.
    return hashlib.sha256(code.encode()).hexdigest()
