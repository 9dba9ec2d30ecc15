"""Round-ups: what was withheld from people who want news once a day, told in one message.

A delivery that fell away as WITHHELD is untold as long as it has no day. A round-up is a bulletin for each choice of
bulletins that somebody did not get: they are few, however many people there are, so no person is ever a row in Python.
They wait as paused until every choice is known, and leave together.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Row,
    Subquery,
    case,
    cast,
    func,
    insert,
    literal,
    literal_column,
    select,
    update,
)

from messages.content import Lane, Reply
from messages.encoding import load_reply
from storage.audience import member
from storage.bulletins import store
from storage.bulletins.filling import LEFT
from storage.bulletins.store import NewBulletin
from storage.database import Tx
from storage.outbox import wake
from storage.records import Audience, BulletinState, Rule
from storage.tables import bulletins, deliveries, drafts, people, roundups
from storage.upserts import insert_into

MAKING = "making"  # why a round-up is paused until all of its day stand
WITHDRAWN = "withdrawn"  # stopped, taken back or out of date before anybody was told of it
_MOST = 60  # bulletins told apart in one slice: bits of a number that both engines have
UNTOLD: ColumnElement[bool] = literal_column("reason = 'daily' AND day IS NULL")
_OVER = (BulletinState.CANCELLED.value, BulletinState.RECALLED.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """A bulletin that a round-up tells of.

    Attributes:
        title: what staff call it.
        reply: the newest words.
        corrected: they are not the first.
        source: as its agency gave it; empty for none.
        agency: the key of its agency; empty for what no agency wrote.
    """

    id: int
    title: str
    reply: Reply
    corrected: bool
    source: str
    agency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Roundup:
    """One round-up being made.

    Attributes:
        due: campaign time at which it was due; names it.
        day: the campaign's local date, ISO.
        until: real time: what is withheld later is for the next one.
        title: what staff call it.
        words: what it says of these bulletins.
    """

    due: datetime
    day: str
    until: datetime
    title: str
    words: Callable[[Sequence[Withheld]], Reply]


async def tell(tx: Tx, this: Roundup, limit: int = 1000) -> bool:
    """Put the next people who were passed over onto the round-up; false once nobody is left, and it leaves."""
    waiting = await _waiting(tx, this.until)
    part = select(deliveries.c.person_id).where(waiting).group_by(deliveries.c.person_id)
    first = part.order_by(deliveries.c.person_id).limit(limit).subquery()
    upper = await tx.scalar(select(func.max(first.c.person_id)))
    if upper is None:
        await _release(tx, this.due)
        return False
    these = waiting & (deliveries.c.person_id <= upper)
    rows = await _meant(tx, these, this.due)
    if rows:
        await _put(tx, this, these, rows)
    await tx.execute(update(deliveries).where(these).values(day=this.day))
    return True


async def _waiting(tx: Tx, until: datetime) -> ColumnElement[bool]:
    """What was withheld by then; of what somebody has paused nothing is told until they decide."""
    paused = bulletins.c.state == BulletinState.PAUSED.value
    held = [row.id for row in await tx.all(select(bulletins.c.id).where(store.LIVE, paused))]
    return UNTOLD & (deliveries.c.finished_at <= until) & deliveries.c.bulletin_id.not_in(held)


async def _meant(tx: Tx, these: ColumnElement[bool], now: datetime) -> list[Row[Any]]:
    """The bulletins that can still be told of, newest last; for those who left, and for the others, it is over."""
    ids = select(deliveries.c.bulletin_id).where(these).distinct()
    rows = await tx.all(select(bulletins).where(bulletins.c.id.in_(ids)).order_by(bulletins.c.id))
    over = [row.id for row in rows if row.state in _OVER or (row.valid_until and row.valid_until <= now)]
    if over:
        gone = these & deliveries.c.bulletin_id.in_(over)
        await tx.execute(update(deliveries).where(gone).values(reason=WITHDRAWN))
    found = [row for row in rows if row.id not in over]
    for row in found:
        await _let_go(tx, these & (deliveries.c.bulletin_id == row.id), store.rule(row))
    return found


async def _let_go(tx: Tx, these: ColumnElement[bool], rule: Rule) -> None:
    """Who is no longer in its audience (left, moved, gave up the topic) is told nothing of it."""
    mine = people.c.id.in_(select(deliveries.c.person_id).where(these))
    members = select(people.c.id).where(mine, member(rule))
    left = these & deliveries.c.person_id.not_in(members)
    await tx.execute(update(deliveries).where(left).values(reason=LEFT))


async def _put(tx: Tx, this: Roundup, these: ColumnElement[bool], rows: list[Row[Any]]) -> None:
    """A delivery for each person, of the round-up that tells exactly what they did not get."""
    newest = rows[-_MOST:]
    bits = {row.id: 1 << at for at, row in enumerate(newest)}
    theirs = _choices(these, bits)
    for mask in (await tx.execute(select(theirs.c.mask).distinct().order_by(theirs.c.mask))).scalars():
        told = [row for row in newest if bits[row.id] & mask]
        number = await _of(tx, this, told)
        source = select(literal(number), theirs.c.person_id).where(theirs.c.mask == mask)
        new = insert_into(tx.dialect, deliveries).from_select(
            ["bulletin_id", "person_id"], source.order_by(theirs.c.person_id)
        )
        await tx.execute(new.on_conflict_do_nothing())


def _choices(these: ColumnElement[bool], bits: dict[int, int]) -> Subquery:
    """People, each with the sum of the bits of what they did not get."""
    bit = case(bits, value=deliveries.c.bulletin_id, else_=0)
    mask = cast(func.sum(bit), BigInteger).label("mask")
    found = select(deliveries.c.person_id, mask).where(these).group_by(deliveries.c.person_id)
    return found.subquery()


async def _of(tx: Tx, this: Roundup, told: list[Row[Any]]) -> int:
    """The bulletin that tells of these; made when it is first needed."""
    name = ",".join(str(row.id) for row in told)
    same = (roundups.c.due_at == this.due) & (roundups.c.told == name)
    known = await tx.scalar(select(roundups.c.bulletin_id).where(same))
    if known is not None:
        return int(known)
    new = NewBulletin(
        kind=store.ROUNDUP,
        title=this.title,
        reply=this.words(await _withheld(tx, told)),
        audience=Audience(),
        lane=Lane.REMINDERS,  # one by one on every platform: it is not for everybody
        created_by="calendar",
        counted=0,
    )
    made = await store.start(tx, new, this.due)
    held = {"state": BulletinState.PAUSED.value, "reason": MAKING}
    await tx.execute(update(bulletins).where(bulletins.c.id == made.id).values(held))
    await tx.execute(insert(roundups).values(due_at=this.due, told=name, bulletin_id=made.id))
    return made.id


async def _withheld(tx: Tx, rows: list[Row[Any]]) -> list[Withheld]:
    columns = (drafts.c.bulletin_id, drafts.c.source, drafts.c.agency)
    ids = [row.id for row in rows]
    found = await tx.all(select(*columns).where(drafts.c.bulletin_id.in_(ids)))
    written = {row.bulletin_id: (row.source, row.agency) for row in found}
    return [
        Withheld(
            id=row.id,
            title=row.title,
            reply=load_reply(row.reply),
            corrected=row.version > 1,
            source=written.get(row.id, ("", ""))[0],
            agency=written.get(row.id, ("", ""))[1],
        )
        for row in rows
    ]


async def _release(tx: Tx, due: datetime) -> None:
    """All of them stand: they leave."""
    mine = bulletins.c.id.in_(select(roundups.c.bulletin_id).where(roundups.c.due_at == due))
    held = (bulletins.c.state == BulletinState.PAUSED.value) & (bulletins.c.reason == MAKING)
    size = (
        select(func.count())
        .where(deliveries.c.bulletin_id == bulletins.c.id)
        .correlate(bulletins)
        .scalar_subquery()
    )
    going = {"state": BulletinState.SENDING.value, "reason": "", "filled": True, "counted": size}
    await tx.execute(update(bulletins).where(mine, held).values(going))
    await wake(tx)
