"""What waits to be said. Everything a person can read leaves through here."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, Text, bindparam, cast, exists, func, literal_column, select, update
from sqlalchemy.sql.dml import ReturningInsert

from messages.content import Lane, Reply
from messages.encoding import dump_reply
from storage import sets
from storage.database import Tx
from storage.records import Address, SendState
from storage.tables import outbox
from storage.upserts import insert_into

LANE_ORDER = {Lane.ANSWERS: 0, Lane.ALERTS: 1, Lane.REMINDERS: 2, Lane.BULLETINS: 3}
BULK = LANE_ORDER[Lane.REMINDERS]  # from this lane on, a message is unasked and waits for the right hour
# Written out, not bound: a partial index is used only for the condition that it was made with.
WAITING = outbox.c.state == literal_column("'waiting'")
SUPERSEDED = "superseded"
_PUT = (
    "channel",
    "bot",
    "chat",
    "address_id",
    "lane",
    "kind",
    "body",
    "target_id",
    "subject",
    "dedupe",
    "in_place",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message to put into the outbox.

    Attributes:
        address: where it goes.
        reply: what it says; None takes back `target` (a delete).
        lane: how urgent it is.
        target: the outbox row whose message this replaces (an edit) or takes back; 0 for a new message.
        subject: the code of what it is about: an answer to it finds its way by this.
        dedupe: put at most once under this name, ever; empty for no such promise.
        forget: the row must not keep its address: the person is being erased.
        in_place: an edit that is worth nothing as a new message (how far something is): left out where messages
            cannot be changed.
    """

    address: Address
    reply: Reply | None
    lane: Lane = Lane.ANSWERS
    target: int = 0
    subject: str = ""
    dedupe: str = ""
    forget: bool = False
    in_place: bool = False

    @property
    def kind(self) -> str:
        if self.reply is None:
            return "delete"
        return "edit" if self.target else "send"


async def put(tx: Tx, messages: Sequence[Outgoing], at: datetime) -> list[int]:
    """Add messages in one statement; `at` is real time. Returns the new ids, in order.

    A message whose `dedupe` name is taken is left out, and so is its id.
    """
    if not messages:
        return []
    rows = [[place, *_row(each)] for place, each in enumerate(messages)]
    added = await tx.all(_adding(tx.dialect), {"these": sets.encode(rows), "put_at": at})
    await _supersede(tx, messages, at)
    await wake(tx)
    return sorted(row.id for row in added)


def _row(message: Outgoing) -> list[Any]:
    address = message.address
    return [
        address.channel,
        address.bot,
        address.chat,
        None if message.forget else address.id,
        LANE_ORDER[message.lane],
        message.kind,
        "" if message.reply is None else dump_reply(message.reply),
        message.target or None,
        message.subject,
        message.dedupe or None,
        message.in_place,
    ]


@cache
def _adding(dialect: str) -> ReturningInsert[Any]:
    """Built once, for however many rows: SQLAlchemy makes an insert of many rows anew each time."""
    these = sets.rows(dialect, "these", {"place": Integer(), **{name: outbox.c[name].type for name in _PUT}})
    at = bindparam("put_at", type_=outbox.c.created_at.type)
    source = select(*(these.c[name] for name in _PUT), at).where(these.c.place >= 0).order_by(these.c.place)
    new = insert_into(dialect, outbox).from_select([*_PUT, "created_at"], source)
    return new.on_conflict_do_nothing().returning(outbox.c.id)


async def wake(tx: Tx) -> None:
    """Wake the senders, here and (PostgreSQL) in other processes; on SQLite these look for themselves."""
    tx.wake.add("outbox")
    if tx.dialect == "postgresql":
        await tx.execute(select(cast(func.pg_notify("outbox", ""), Text)))


async def _supersede(tx: Tx, messages: Sequence[Outgoing], at: datetime) -> None:
    """A newer edit or delete takes the place of waiting edits; what is taken back unsent is not sent."""
    ended = {"state": SendState.CANCELLED.value, "reason": SUPERSEDED, "finished_at": at}
    if changed := {each.target for each in messages if each.target}:
        if any(each.in_place for each in messages):
            await _carry_on(tx, changed)
        newer = outbox.alias("newer")
        older = exists().where(newer.c.target_id == outbox.c.target_id, newer.c.id > outbox.c.id)
        edits = WAITING & outbox.c.target_id.in_(changed) & (outbox.c.kind == "edit")
        await tx.execute(update(outbox).where(edits, older).values(ended))
    if gone := {each.target for each in messages if each.kind == "delete"}:
        await tx.execute(update(outbox).where(WAITING, outbox.c.id.in_(gone)).values(ended))


async def _carry_on(tx: Tx, changed: Collection[int]) -> None:
    """An edit that takes the place of one which is worth a new message is worth one itself."""
    older = outbox.alias("older")
    same = (older.c.target_id == outbox.c.target_id) & (older.c.id < outbox.c.id) & (older.c.kind == "edit")
    worth = exists().where(same, older.c.state == SendState.WAITING.value, ~older.c.in_place)
    edits = WAITING & outbox.c.target_id.in_(changed) & (outbox.c.kind == "edit") & outbox.c.in_place
    await tx.execute(update(outbox).where(edits, worth).values(in_place=False))


async def row_of(tx: Tx, dedupe: str) -> int | None:
    """The id of the row put under this name."""
    found = await tx.scalar(select(outbox.c.id).where(outbox.c.dedupe == dedupe))
    return None if found is None else int(found)


def status_name(bulletin_id: int) -> str:
    """How the names begin of the messages that follow a bulletin; the address's id ends them."""
    return f"status:{bulletin_id}:"


async def rows_of(tx: Tx, names: Sequence[str]) -> dict[str, int]:
    """The ids of the rows put under these names, where there are any."""
    found = select(outbox.c.dedupe, outbox.c.id).where(outbox.c.dedupe.in_(names))
    return {row.dedupe: row.id for row in await tx.all(found)}


_UNASKED = WAITING & (outbox.c.lane >= literal_column(str(BULK)))
_NEWS, _PUTS_RIGHT = outbox.c.change_id.is_(None), outbox.c.change_id.is_not(None)


async def over(tx: Tx, *, quiet: bool) -> bool:
    """Whether `cancel_bulk` or, unless it is `quiet` now, `release` has anything to do."""
    found = select(outbox.c.id).where(_UNASKED, *((_NEWS,) if quiet else ())).limit(1)
    return await tx.first(found) is not None


async def cancel_bulk(tx: Tx, at: datetime, reason: str) -> int:
    """Send no reminder or bulletin that still waits; `at` is real time. Returns how many.

    What puts right something that people have already read is none of these.
    """
    ended = {"state": SendState.CANCELLED.value, "reason": reason, "finished_at": at}
    return int((await tx.execute(update(outbox).where(_UNASKED, _NEWS).values(ended))).rowcount)


async def release(tx: Tx) -> None:
    """Let what puts something right leave though nothing unasked may any more: it goes with the alerts."""
    await tx.execute(update(outbox).where(_UNASKED, _PUTS_RIGHT).values(lane=LANE_ORDER[Lane.ALERTS]))
    await wake(tx)


async def waiting(tx: Tx) -> dict[int, int]:
    """How many messages wait, by lane."""
    counted = select(outbox.c.lane, func.count().label("n")).where(WAITING).group_by(outbox.c.lane)
    return {row.lane: row.n for row in await tx.all(counted)}


async def forget(tx: Tx, before: datetime) -> int:
    """Erase the words of what was finished before `before` (real time). Returns how many."""
    stale = (outbox.c.finished_at < before) & (outbox.c.body != "")
    return int((await tx.execute(update(outbox).where(stale).values(body=""))).rowcount)
