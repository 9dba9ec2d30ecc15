"""What became of a bulletin: whom it reached where, what they pressed, who left after it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from storage.bulletins.watching import reasons
from storage.database import Tx
from storage.records import SendState
from storage.tables import bulletin_presses, bulletins, deliveries, people

SOON = timedelta(days=1)  # after a bulletin, within which giving up news is counted to it
_MISSED = frozenset({SendState.FAILED, SendState.UNKNOWN, SendState.CANCELLED})


@dataclass(slots=True, kw_only=True)
class Place:
    """People of one place (a GSO code; empty for those who chose none): reached, missed, and what they pressed."""

    reached: int = 0
    missed: int = 0
    waiting: int = 0
    answered: int = 0
    presses: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """All of it. `reasons`: state, reason, how many; `left`: how many gave up all news soon after."""

    places: dict[str, Place]
    reasons: list[tuple[SendState, str, int]]
    left: int


async def results(tx: Tx, bulletin_id: int) -> Results:
    """As it stands now; reads an index entry for each delivery, so ask in a reading transaction."""
    found: dict[str, Place] = {}
    for place, state, count in await _deliveries(tx, bulletin_id):
        here = found.setdefault(place or "", Place())
        if state is SendState.SENT:
            here.reached += count
        elif state in _MISSED:
            here.missed += count
        else:
            here.waiting += count
    for place, choice, count in await _presses(tx, bulletin_id):
        found.setdefault(place or "", Place()).presses[choice] += count
    for place, count in await _answered(tx, bulletin_id):
        found.setdefault(place or "", Place()).answered += count
    left = await tx.scalar(select(bulletins.c.lost).where(bulletins.c.id == bulletin_id))
    return Results(places=found, reasons=await reasons(tx, bulletin_id), left=int(left or 0))


async def _deliveries(tx: Tx, bulletin_id: int) -> list[tuple[str | None, SendState, int]]:
    count = func.count().label("n")
    source = deliveries.outerjoin(people, people.c.id == deliveries.c.person_id)
    columns = (people.c.place, deliveries.c.state)
    mine = select(*columns, count).select_from(source).where(deliveries.c.bulletin_id == bulletin_id)
    rows = await tx.all(mine.group_by(*columns))
    return [(row.place, SendState(row.state), row.n) for row in rows]


async def _presses(tx: Tx, bulletin_id: int) -> list[tuple[str | None, str, int]]:
    source = bulletin_presses.outerjoin(people, people.c.id == bulletin_presses.c.person_id)
    columns = (people.c.place, bulletin_presses.c.choice)
    mine = select(*columns, func.count().label("n")).select_from(source)
    rows = await tx.all(mine.where(bulletin_presses.c.bulletin_id == bulletin_id).group_by(*columns))
    return [(row.place, row.choice, row.n) for row in rows]


async def _answered(tx: Tx, bulletin_id: int) -> list[tuple[str | None, int]]:
    """How many people of each place pressed anything at all."""
    source = bulletin_presses.outerjoin(people, people.c.id == bulletin_presses.c.person_id)
    who = func.count(bulletin_presses.c.person_id.distinct()).label("n")
    mine = select(people.c.place, who).select_from(source)
    rows = await tx.all(mine.where(bulletin_presses.c.bulletin_id == bulletin_id).group_by(people.c.place))
    return [(row.place, row.n) for row in rows]


async def note_leaving(tx: Tx, person_id: int, at: datetime) -> None:
    """They give up all news: counted to the bulletin that reached them last, if that was within a day.

    `at` is real time. Only a number is kept, not who it was.
    """
    mine = (deliveries.c.person_id == person_id) & (deliveries.c.state == SendState.SENT.value)
    newest = select(deliveries.c.bulletin_id).where(mine, deliveries.c.finished_at > at - SOON)
    last = await tx.scalar(newest.order_by(deliveries.c.finished_at.desc()).limit(1))
    if last is not None:
        here = update(bulletins).where(bulletins.c.id == last)
        await tx.execute(here.values(lost=bulletins.c.lost + 1))
