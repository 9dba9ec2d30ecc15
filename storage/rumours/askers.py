"""Who asked about a rumour, what they were told, and whether it helped."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, func, insert, select, update

from storage.database import Rows, Tx
from storage.people import address_of
from storage.records import Address, Demand, Rumour, RumourState
from storage.rumours.index import unindex
from storage.rumours.store import rumour_of
from storage.tables import addresses, rumour_askers, rumour_tries, rumours
from storage.upserts import insert_into

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def ask(tx: Tx, rumour: Rumour, person_id: int, at: datetime) -> bool:
    """Somebody asks about it: they read its present answer now, or are told once there is one.

    Returns whether they ask for the first time.
    """
    new = insert_into(tx.dialect, rumour_askers).values(
        rumour_id=rumour.id, person_id=person_id, at=at, told=rumour.edition
    )
    key = [rumour_askers.c.rumour_id, rumour_askers.c.person_id]
    first = await tx.scalar(
        new.on_conflict_do_nothing(index_elements=key).returning(rumour_askers.c.rumour_id)
    )
    if first is None:
        mine = (rumour_askers.c.rumour_id == rumour.id) & (rumour_askers.c.person_id == person_id)
        again = {"follows": True, "told": rumour.edition}
        await tx.execute(update(rumour_askers).where(mine).values(again))
    await tx.execute(update(rumours).where(rumours.c.id == rumour.id).values(asked_at=at))
    return first is not None


async def demand(tx: Tx, rumour_ids: Sequence[int]) -> dict[int, Demand]:
    """How much each of these is asked about."""
    asker = rumour_askers.c
    owed_one = asker.follows & (asker.person_id > 0) & (asker.told < rumours.c.edition)
    counted = (
        select(
            asker.rumour_id,
            func.count().label("askers"),
            func.count().filter(asker.helped).label("helped"),
            func.count().filter(~asker.helped).label("not_helped"),
            func.count().filter(owed_one).label("waiting"),
        )
        .join(rumours, rumours.c.id == asker.rumour_id)
        .where(asker.rumour_id.in_(rumour_ids))
        .group_by(asker.rumour_id)
    )
    found = {
        row.rumour_id: Demand(
            askers=row.askers, helped=row.helped, not_helped=row.not_helped, waiting=row.waiting
        )
        for row in await tx.all(counted)
    }
    return {each: found.get(each, Demand()) for each in rumour_ids}


async def owed(tx: Tx, rumour: Rumour, limit: int) -> tuple[int, list[Address]]:
    """Take some who are to be told of the present answer; they count as told from here on.

    Returns how many were taken, and where those of them who can be reached read it.
    """
    asker = rumour_askers.c
    here = (asker.rumour_id == rumour.id) & (asker.told < rumour.edition)
    due = select(asker.person_id).where(here, asker.follows, asker.person_id > 0)
    people = list((await tx.execute(due.order_by(asker.at, asker.person_id).limit(limit))).scalars())
    if not people:
        return 0, []
    told = update(rumour_askers).where(here, asker.person_id.in_(people))
    await tx.execute(told.values(told=rumour.edition))
    rows = await tx.all(
        select(addresses)
        .where(addresses.c.person_id.in_(people), addresses.c.reachable)
        .order_by(addresses.c.last_heard.desc(), addresses.c.id)
    )
    first: dict[int, Address] = {}
    for row in rows:
        first.setdefault(row.person_id, address_of(row))
    return len(people), [first[each] for each in people if each in first]


async def rate(tx: Tx, rumour: Rumour, person_id: int, *, helped: bool) -> bool:
    """Whether the answer helped. False if this person did not ask."""
    mine = (rumour_askers.c.rumour_id == rumour.id) & (rumour_askers.c.person_id == person_id)
    return bool((await tx.execute(update(rumour_askers).where(mine).values(helped=helped))).rowcount)


async def stop_telling(tx: Tx, rumour: Rumour, person_id: int) -> bool:
    """They do not want to hear of it; that they asked still counts. False if they did not."""
    mine = (rumour_askers.c.rumour_id == rumour.id) & (rumour_askers.c.person_id == person_id)
    return bool((await tx.execute(update(rumour_askers).where(mine).values(follows=False))).rowcount)


async def of_person(tx: Tx, person_id: int) -> list[Rumour]:
    """What somebody asked about, the newest first."""
    joined = select(rumours).join(rumour_askers, rumour_askers.c.rumour_id == rumours.c.id)
    rows = await tx.all(joined.where(rumour_askers.c.person_id == person_id).order_by(rumours.c.id.desc()))
    return [rumour_of(row) for row in rows]


async def may_ask(tx: Tx, person_id: int, at: datetime, *, per_hour: int, per_day: int) -> bool:
    """Count a question. False once there were as many as one person may ask in an hour, or in a day."""
    mine = rumour_tries.c.person_id == person_id
    times = select(rumour_tries.c.at).where(mine, rumour_tries.c.at > at - DAY)
    asked = list((await tx.execute(times.order_by(rumour_tries.c.at.desc()).limit(per_day))).scalars())
    if len(asked) >= per_day or sum(each > at - HOUR for each in asked) >= per_hour:
        return False
    await tx.execute(insert(rumour_tries).values(person_id=person_id, at=at))
    return True


async def retire_tries(tx: Tx, now: datetime) -> int:
    """Forget questions counted longer ago than a day. Returns how many."""
    old = delete(rumour_tries).where(rumour_tries.c.at < now - DAY)
    return int((await tx.execute(old)).rowcount)


async def forget(tx: Tx, person_ids: Sequence[int]) -> list[str]:
    """Erased people's questions stay as a count: a number of nobody's, and still one for each who asked.

    What is open and nobody else asked about is dropped with its words. Returns the codes of that.
    """
    alone = await _alone(tx, person_ids)
    await tx.execute(delete(rumour_tries).where(rumour_tries.c.person_id.in_(person_ids)))
    for person_id in person_ids:
        mine = select(rumour_askers.c.rumour_id).where(rumour_askers.c.person_id == person_id)
        for rumour_id in (await tx.execute(mine)).scalars().all():
            here = rumour_askers.c.rumour_id == rumour_id
            lowest = await tx.scalar(select(func.min(rumour_askers.c.person_id)).where(here))
            nobody = {"person_id": min(int(lowest or 0), 0) - 1, "follows": False, "helped": None}
            gone = update(rumour_askers).where(here, rumour_askers.c.person_id == person_id)
            await tx.execute(gone.values(nobody))
    await unindex(tx, [row.id for row in alone])
    ids = [row.id for row in alone]
    emptied = update(rumours).where(rumours.c.id.in_(ids)).values(state=RumourState.DROPPED.value)
    await tx.execute(emptied.values(words="", attachments=[], pending=None))
    return [row.code for row in alone]


async def _alone(tx: Tx, person_ids: Sequence[int]) -> Rows:
    """Open items that only these people, or such as were erased before them, asked about."""
    mine = select(rumour_askers.c.rumour_id).where(rumour_askers.c.person_id.in_(person_ids))
    others = exists().where(
        rumour_askers.c.rumour_id == rumours.c.id,
        rumour_askers.c.person_id.not_in(person_ids),
        rumour_askers.c.person_id > 0,
    )
    still = rumours.c.state == RumourState.OPEN.value
    return await tx.all(select(rumours.c.id, rumours.c.code).where(still, rumours.c.id.in_(mine), ~others))
