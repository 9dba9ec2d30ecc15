"""Nominees who answer for themselves: a one-time code that was handed to them, and who they are once they did.

Nothing of them is shown to anybody: the answer is kept with the nomination, their account only to tell them of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from storage.database import Tx
from storage.link_codes import fresh, hashed
from storage.nominations import nomination_of
from storage.records import Nomination, NominationState
from storage.tables import nominations, nominee_codes, nominees
from storage.upserts import insert_into

LIFETIME = timedelta(days=7)
OFFERED = frozenset(
    set(NominationState) - {NominationState.UNTRUE, NominationState.DECLINED, NominationState.WITHDRAWN}
)
_OFFERED = sorted(state.value for state in OFFERED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a code asks of: to name the nominee of `nomination`. `by_office`: an officer handed it over."""

    nomination: Nomination
    by_office: bool


async def create(tx: Tx, nomination: Nomination, at: datetime, *, by_office: bool) -> str:
    """A fresh code in place of the last one of this nomination; it is not kept. `at`: campaign time."""
    code = fresh()
    await tx.execute(delete(nominee_codes).where(nominee_codes.c.nomination_id == nomination.id))
    values = {"code_hash": hashed(code), "nomination_id": nomination.id, "by_office": by_office}
    await tx.execute(insert(nominee_codes).values(**values, expires_at=at + LIFETIME))
    return code


async def find(tx: Tx, code: str, at: datetime) -> Asked | None:
    """What this code asks of, if it is still good; None whatever is wrong with it."""
    good = (nominee_codes.c.code_hash == hashed(code)) & (nominee_codes.c.expires_at > at)
    row = await tx.first(
        select(nominations, nominee_codes.c.by_office)
        .join(nominee_codes, nominee_codes.c.nomination_id == nominations.c.id)
        .where(good, nominations.c.state.in_(_OFFERED))
    )
    if row is None:
        return None
    return Asked(nomination=nomination_of(row, besides={"by_office"}), by_office=row.by_office)


async def use(tx: Tx, code: str, at: datetime) -> Asked | None:
    """The same, and the code is used up. Of two who use it at once, one gets it."""
    asked = await find(tx, code, at)
    gone = delete(nominee_codes).where(nominee_codes.c.code_hash == hashed(code))
    taken = await tx.scalar(gone.returning(nominee_codes.c.nomination_id)) if asked else None
    return asked if taken is not None else None


async def keep(tx: Tx, nomination: Nomination, person_id: int, at: datetime) -> None:
    """Who the nominee is: they are told what comes of it."""
    who = {"person_id": person_id, "at": at}
    row = insert_into(tx.dialect, nominees).values(nomination_id=nomination.id, **who)
    await tx.execute(row.on_conflict_do_update(index_elements=[nominees.c.nomination_id], set_=who))


async def of(tx: Tx, nomination: Nomination) -> int | None:
    """The person who answered as the nominee."""
    mine = select(nominees.c.person_id).where(nominees.c.nomination_id == nomination.id)
    found = await tx.scalar(mine)
    return None if found is None else int(found)


async def told_of(tx: Tx, person_id: int) -> list[Nomination]:
    """Nominations of which this person has answered as the nominee."""
    mine = select(nominations).join(nominees, nominees.c.nomination_id == nominations.c.id)
    mine = mine.where(nominees.c.person_id == person_id).order_by(nominations.c.id)
    return [nomination_of(row) for row in await tx.all(mine)]


async def forget(tx: Tx, person_ids: Sequence[int]) -> None:
    """Erased people are nobody's nominee any more, and what they agreed to is not agreed to; a no stays a no."""
    theirs = select(nominees.c.nomination_id).where(nominees.c.person_id.in_(person_ids))
    agreed = nominations.c.id.in_(theirs) & nominations.c.named.is_(True)
    await tx.execute(update(nominations).where(agreed).values(named=None, named_by=""))
    await tx.execute(delete(nominees).where(nominees.c.person_id.in_(person_ids)))


async def retire(tx: Tx, at: datetime) -> int:
    """Codes whose time is over. Returns how many."""
    return int((await tx.execute(delete(nominee_codes).where(nominee_codes.c.expires_at <= at))).rowcount)
