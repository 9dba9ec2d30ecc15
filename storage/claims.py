"""Taking messages to send: rows of the outbox, and what a claim needs to be sent."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    Select,
    String,
    and_,
    bindparam,
    exists,
    or_,
    select,
    union_all,
    update,
)

from messages.content import ChatKind, Reply
from messages.encoding import load_reply
from storage import sets
from storage.database import Tx
from storage.outbox import BULK, WAITING
from storage.records import SendState
from storage.tables import addresses, bulletin_changes, deliveries, outbox

ROUNDING = timedelta(milliseconds=1)  # a message may be taken so much before its time; its chat still waits
EDIT_EVERY = timedelta(seconds=3)  # a live status message is not edited more often
UNREACHABLE = "unreachable"
WINDOW, NIGHT, ARTICLE = "window", "night", "article"  # why a platform does not let us write to somebody now
HELD_BACK = (WINDOW, NIGHT, ARTICLE)  # of these the message waits alone: the chat may be written to
_PASSES = 3  # looks behind one chat's queue for other chats' messages


class Source(StrEnum):
    """The table that a claim is a row of."""

    OUTBOX = "outbox"
    DELIVERIES = "deliveries"


@dataclass(slots=True, kw_only=True, eq=False)
class Claim:
    """One message that a sender has taken: nobody else sends it, and a crash now may repeat it.

    Nobody changes one; it is not frozen because making a frozen one takes four times as long, a thousand a second.

    Attributes:
        lane: 0 answers, 1 alerts, 2 reminders, 3 bulletins.
        group: whether the chat is a group.
        kind: send, edit or delete.
        reply: what to say; the same object for everyone who gets the same bulletin; None for a delete.
        messages: the platform's ids of what is edited or deleted; empty if that never arrived.
        quoting: the platform's id of the message answered; empty if none.
        repeats: how often it may have arrived already without our knowing.
        bulletin_id: 0 for a row of the outbox.
        delivery: the delivery whose message is edited or taken back; 0 for none.
        change: the change of a bulletin that the words are from; 0 for none.
        paid: it may leave beyond the platform's free pace.
        heard: when its reader was last heard, campaign time; None if nobody knows.
        left: messages to its reader that still cost nothing; None if the platform did not say.
        urgent: a bulletin that must reach people.
        template: it goes as the notice that the platform approved.
        may_cost: somebody agreed to pay for it.
        in_place: an edit that is worth nothing as a new message.
    """

    source: Source
    id: int
    lane: int
    chat: str
    group: bool = False
    address_id: int | None = None
    kind: str = "send"
    reply: Reply | None = None
    messages: tuple[str, ...] = ()
    target: int = 0
    quoting: str = ""
    subject: str = ""
    repeats: int = 0
    bulletin_id: int = 0
    delivery: int = 0
    change: int = 0
    paid: bool = False
    in_place: bool = False
    heard: datetime | None = None
    left: int | None = None
    urgent: bool = False
    template: bool = False
    may_cost: bool = False

    @property
    def bulk(self) -> bool:
        """Whether it goes to many: the platform's free pace is for all of these together."""
        return bool(self.lane >= BULK or self.bulletin_id or self.change)

    @property
    def key(self) -> tuple[Source, int]:
        """What tells claims apart."""
        return self.source, self.id


async def claim_outbox(
    tx: Tx, channel: str, bot: str, wanted: Mapping[int, int], busy: Collection[str], at: datetime, most: int
) -> list[Claim]:
    """Take up to `wanted[lane]` waiting messages of each lane, the oldest first, one of a chat at most.

    Never more than `most` in all: the earlier lanes first.
    `busy` are chats that have a message in flight or may not be written to now; `at` is real time.
    """
    chosen: dict[str, Row[Any]] = {}
    lost: list[int] = []
    left = dict(wanted)
    for _ in range(_PASSES):
        values = {
            "channel": channel,
            "bot": bot,
            "busy": sets.encode([[chat] for chat in (*busy, *chosen)]),
            "due": at + ROUNDING,
            "lately": at - EDIT_EVERY,
            **{f"lane{lane}": lane for lane in left},
            **{f"limit{lane}": limit for lane, limit in left.items()},
        }
        rows = await tx.all(_waiting(tx.dialect, tuple(left)), values)
        fresh = len(chosen)
        for row in rows:
            if row.lane >= BULK and row.reachable is False:
                lost.append(row.id)
            elif row.chat in chosen or len(chosen) < most:
                left[row.lane] -= chosen.setdefault(row.chat, row) is row
        left = {lane: limit for lane, limit in left.items() if limit > 0}
        # Several rows of one chat took the place of other chats' rows: look for those.
        if not left or len(chosen) >= most or len(rows) == len(chosen) - fresh:
            break
    if lost:
        ended = {"state": SendState.CANCELLED.value, "reason": UNREACHABLE, "finished_at": at}
        await tx.execute(update(outbox).where(outbox.c.id.in_(lost)).values(ended))
    if not chosen:
        return []
    ids = [row.id for row in chosen.values()]
    taken = {"state": SendState.SENDING.value, "attempts": outbox.c.attempts + 1}
    await tx.execute(update(outbox).where(outbox.c.id.in_(ids)).values(taken))
    return await _quote(tx, await _worded(tx, list(chosen.values())))


@cache
def _waiting(dialect: str, wanted: tuple[int, ...]) -> Select[Any]:
    """Built once for each set of lanes: making a statement costs more than running it."""
    busy = select(sets.rows(dialect, "busy", {"chat": String()}).c.chat)
    mine = [
        WAITING,
        outbox.c.channel == bindparam("channel"),
        outbox.c.bot == bindparam("bot"),
        outbox.c.chat.not_in(busy),
        _due(),
    ]
    lanes = [
        select(outbox.c.id)
        .where(*mine, outbox.c.lane == bindparam(f"lane{lane}"))
        .order_by(outbox.c.id)
        .limit(bindparam(f"limit{lane}", type_=Integer))
        .subquery()
        for lane in wanted
    ]
    first = union_all(*(select(lane.c.id) for lane in lanes)).subquery("first")
    target, delivery = outbox.alias("target"), deliveries.alias("delivery")
    found = (
        first.join(outbox, outbox.c.id == first.c.id)
        .outerjoin(addresses, addresses.c.id == outbox.c.address_id)
        .outerjoin(target, target.c.id == outbox.c.target_id)
        .outerjoin(delivery, delivery.c.id == outbox.c.delivery_id)
    )
    extra = (
        addresses.c.kind.label("chat_kind"),
        addresses.c.reachable,
        addresses.c.last_heard,
        addresses.c.free_left,
        target.c.receipt.label("target_receipt"),
        target.c.chat.label("target_chat"),
        delivery.c.receipt.label("delivery_receipt"),
    )
    # Taken by us alone: whoever is changing a row right now (PostgreSQL) keeps it. Compiles away on SQLite.
    locked = select(outbox, *extra).select_from(found).where(WAITING)
    return locked.order_by(outbox.c.lane, outbox.c.id).with_for_update(of=outbox, skip_locked=True)


def _due() -> ColumnElement[bool]:
    """Its hour has come; an edit or a delete also waits for its target, and edits keep their distance."""
    target, edit = outbox.alias("waited"), outbox.alias("edited")
    due = bindparam("due", type_=outbox.c.not_before.type)
    lately = bindparam("lately", type_=outbox.c.finished_at.type)
    open_ = target.c.state.in_((SendState.WAITING.value, SendState.SENDING.value))
    unfinished = exists().where(target.c.id == outbox.c.target_id, open_)
    edited = (edit.c.kind == "edit") & (edit.c.state == SendState.SENT.value)
    recent = exists().where(edit.c.target_id == outbox.c.target_id, edit.c.finished_at > lately, edited)
    return and_(
        or_(outbox.c.not_before.is_(None), outbox.c.not_before <= due),
        or_(outbox.c.target_id.is_(None), and_(~unfinished, or_(outbox.c.kind != "edit", ~recent))),
    )


def _claim(row: Row[Any]) -> Claim:
    # A group that moved numbers its messages anew: what was said before the move cannot be named any more.
    mine = row.target_receipt if row.target_chat == row.chat else None
    receipt: Sequence[str] = mine or row.delivery_receipt or ()
    return Claim(
        source=Source.OUTBOX,
        id=row.id,
        lane=row.lane,
        chat=row.chat,
        group=row.chat_kind == ChatKind.GROUP.value,
        address_id=row.address_id,
        kind=row.kind,
        reply=load_reply(row.body) if row.body else None,
        messages=tuple(receipt),
        target=row.target_id or 0,
        subject=row.subject,
        repeats=row.repeats,
        delivery=row.delivery_id or 0,
        change=row.change_id or 0,
        in_place=row.in_place,
        heard=row.last_heard,
        left=row.free_left,
    )


async def _worded(tx: Tx, rows: list[Row[Any]]) -> list[Claim]:
    """With the words of changes, one object for all who get the same."""
    wanted = {row.change_id for row in rows if row.change_id}
    claims = [_claim(row) for row in rows]
    if not wanted:
        return claims
    columns = (bulletin_changes.c.id, bulletin_changes.c.reply)
    found = await tx.all(select(*columns).where(bulletin_changes.c.id.in_(wanted)))
    words = {row.id: load_reply(row.reply) for row in found}
    return [replace(each, reply=words.get(each.change)) if each.change else each for each in claims]


async def _quote(tx: Tx, claims: list[Claim]) -> list[Claim]:
    """The messages that these answer, where they arrived in the same chat."""
    wanted = {each.reply.quoting for each in claims if each.reply and each.reply.quoting}
    if not wanted:
        return claims
    columns = (outbox.c.id, outbox.c.chat, outbox.c.receipt)
    rows = await tx.all(select(*columns).where(outbox.c.id.in_(wanted), outbox.c.receipt.is_not(None)))
    ids = {(row.id, row.chat): row.receipt[0] for row in rows if row.receipt}
    return [
        replace(each, quoting=ids.get((each.reply.quoting, each.chat), "")) if each.reply else each
        for each in claims
    ]
