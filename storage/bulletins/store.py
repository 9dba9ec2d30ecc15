"""Starting, reading and counting bulletins."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Text, cast, func, insert, literal_column, select

from messages.content import Lane, Reply
from messages.encoding import dump_reply
from storage import audience as audiences
from storage.database import Tx
from storage.outbox import LANE_ORDER, wake
from storage.records import Audience, Bulletin, BulletinState, Rule, SendState
from storage.tables import bulletins, deliveries

_LANES = {order: lane for lane, order in LANE_ORDER.items()}
_SHOWN = 50  # how far back `latest` looks for bulletins that are not for staff only

# Written out as the partial indexes have them, so that these are used.
LIVE: ColumnElement[bool] = literal_column("state IN ('sending', 'paused')")
UNSWEPT: ColumnElement[bool] = literal_column("state IN ('cancelled', 'recalled') AND NOT filled")
# Starting a bulletin waits for the turns that have just looked for live ones (PostgreSQL; SQLite has one writer).
START_LOCK = 127_001
EVERYONE = Audience()
TOPICS = " "  # between the topics of a bulletin where they are counted; keys have no blanks
ROUNDUP = "roundup"  # the kind of what tells of other bulletins; storage.roundups makes its deliveries
_PUBLIC = (
    bulletins.c.state.in_((BulletinState.SENDING.value, BulletinState.DONE.value)),
    bulletins.c.kind != ROUNDUP,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBulletin:
    """A bulletin to start.

    Attributes:
        kind: bulletin, reminder, closing, zone or roundup, or a kind of draft.
        title: what staff call it.
        urgent: goes out in quiet hours too, and beyond one message a day.
        places, without: the areas of `audience` expanded (storage.audience.expand).
        created_by: a staff member's or the operator's name.
        counted: how many people the audience has, if that was just counted; None counts within `start`.
        paid: the operator agreed to pay for what leaves beyond the platform's free pace.
        valid_until: campaign time after which nobody gets it unasked; None for no such time.
        topics: those whose day's limit it counts for, where its audience names none.
    """

    kind: str
    title: str
    reply: Reply
    audience: Audience = EVERYONE
    places: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    lane: Lane = Lane.BULLETINS
    urgent: bool = False
    created_by: str
    counted: int | None = None
    paid: bool = False
    valid_until: datetime | None = None
    topics: tuple[str, ...] = ()

    @property
    def rule(self) -> Rule:
        """What its deliveries will be made by."""
        return Rule(audience=self.audience, places=self.places, without=self.without)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a bulletin is.

    Attributes:
        counts: deliveries by state; every state is there.
        counted: people in the audience when it was started.
        filled: everyone in the audience has a delivery.
    """

    counts: Mapping[SendState, int]
    counted: int
    filled: bool

    @property
    def finished(self) -> int:
        """How many deliveries nothing more will happen to."""
        return sum(self.counts.values()) - self.counts[SendState.WAITING] - self.counts[SendState.SENDING]


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A bulletin that began at campaign time `at`, to whom."""

    id: int
    kind: str
    at: datetime
    rule: Rule


def rule(row: Row[Any]) -> Rule:
    """The rule of a row of `bulletins`."""
    kept = row.audience
    without = tuple(kept.get("without", ()))
    return Rule(audience=audiences.load(kept), places=tuple(kept["places"]), without=without)


def topics_of(row: Row[Any]) -> tuple[str, ...]:
    """The topics for whose day's limit a row of `bulletins` counts."""
    return tuple(row.topic.split(TOPICS)) if row.topic else ()


def bulletin_of(row: Row[Any]) -> Bulletin:
    """A bulletin from a row of `bulletins`."""
    return Bulletin(
        id=row.id,
        kind=row.kind,
        title=row.title,
        lane=_LANES[row.lane],
        urgent=row.urgent,
        reply=row.reply,
        audience=rule(row).audience,
        state=BulletinState(row.state),
        version=row.version,
        cursor=row.cursor,
        counted=row.counted,
        created_at=row.created_at,
        created_by=row.created_by,
        reason=row.reason,
        paid=row.paid,
        valid_until=row.valid_until,
        seen=row.seen,
    )


async def start(tx: Tx, new: NewBulletin, now: datetime) -> Bulletin:
    """Begin to send; `now` is campaign time. The deliveries are made later, in slices.

    Raises:
        ValueError: it says nothing, or its areas take in no place, which would mean everyone.
    """
    _check(new)
    if tx.dialect == "postgresql":
        await tx.execute(select(cast(func.pg_advisory_xact_lock(START_LOCK), Text)))
    counted = new.counted
    if counted is None:
        counted = await count_audience(tx, new.rule)
    values = {
        "kind": new.kind,
        "title": new.title,
        "lane": LANE_ORDER[new.lane],
        "urgent": new.urgent,
        "reply": dump_reply(new.reply),
        "audience": {
            **audiences.dump(new.audience),
            "places": list(new.places),
            "without": list(new.without),
        },
        "topic": TOPICS.join(new.audience.topics or new.topics),
        "state": BulletinState.SENDING.value,
        "counted": counted,
        "created_at": now,
        "created_by": new.created_by,
        "paid": new.paid,
        "valid_until": new.valid_until,
    }
    row = (await tx.execute(insert(bulletins).values(values).returning(bulletins))).one()
    await wake(tx)
    return bulletin_of(row)


def _check(new: NewBulletin) -> None:
    if not new.reply.text.strip() and not new.reply.attachments:
        raise ValueError("a bulletin needs words or a file")
    who = new.audience
    if (who.areas or who.zones) and not new.places and not (who.zones and who.bodies):
        raise ValueError("the areas of this audience take in no place: expand them, or leave them empty")
    if who.without_areas and not new.without:
        raise ValueError("the areas left out take in no place: expand them, or leave them empty")


async def count_audience(tx: Tx, who: Rule) -> int:
    """How many people this audience takes in now; with a million people, ask in a reading transaction."""
    return await audiences.count(tx, who)


async def get(tx: Tx, bulletin_id: int) -> Bulletin | None:
    """The bulletin of this id."""
    row = await tx.first(select(bulletins).where(bulletins.c.id == bulletin_id))
    return None if row is None else bulletin_of(row)


async def list_recent(tx: Tx, limit: int = 20) -> list[Bulletin]:
    """The newest bulletins of any kind and state, newest first."""
    rows = await tx.all(select(bulletins).order_by(bulletins.c.id.desc()).limit(limit))
    return [bulletin_of(row) for row in rows]


async def latest(tx: Tx, limit: int) -> list[Bulletin]:
    """What anyone may read again: the newest sent or being sent that were not for staff only, newest first."""
    rows = await tx.all(select(bulletins).where(*_PUBLIC).order_by(bulletins.c.id.desc()).limit(_SHOWN))
    public = [row for row in rows if not rule(row).audience.roles]
    return [bulletin_of(row) for row in public[:limit]]


async def public(tx: Tx, bulletin_id: int) -> Bulletin | None:
    """One of those that anyone may read again, however old; None if it is none of them."""
    row = await tx.first(select(bulletins).where(bulletins.c.id == bulletin_id, *_PUBLIC))
    return None if row is None or rule(row).audience.roles else bulletin_of(row)


async def begun(tx: Tx, since: datetime, until: datetime) -> list[Begun]:
    """What began in this time of campaign time, of any kind, the earliest first; not what was called off."""
    off = bulletins.c.state != BulletinState.CANCELLED.value
    within = (bulletins.c.created_at >= since) & (bulletins.c.created_at <= until)
    columns = (bulletins.c.id, bulletins.c.kind, bulletins.c.created_at, bulletins.c.audience)
    rows = await tx.all(select(*columns).where(off, within).order_by(bulletins.c.created_at, bulletins.c.id))
    return [Begun(id=row.id, kind=row.kind, at=row.created_at, rule=rule(row)) for row in rows]


async def live(tx: Tx) -> list[Row[Any]]:
    """Rows of what is being sent or paused, oldest first."""
    return list(await tx.all(select(bulletins).where(LIVE).order_by(bulletins.c.id)))


async def unswept(tx: Tx) -> list[int]:
    """Cancelled and recalled bulletins whose deliveries still say otherwise."""
    return [row.id for row in await tx.all(select(bulletins.c.id).where(UNSWEPT).order_by(bulletins.c.id))]


async def progress(tx: Tx, bulletin_id: int) -> Progress | None:
    """How far it is; None if there is no such bulletin. Reads an index entry for each delivery."""
    row = await tx.first(select(bulletins.c.counted, bulletins.c.filled).where(bulletins.c.id == bulletin_id))
    if row is None:
        return None
    mine = deliveries.c.bulletin_id == bulletin_id
    found = await tx.all(
        select(deliveries.c.state, func.count().label("n")).where(mine).group_by(deliveries.c.state)
    )
    counts = dict.fromkeys(SendState, 0) | {SendState(each.state): each.n for each in found}
    return Progress(counts=counts, counted=row.counted, filled=row.filled)
