"""What became of the messages taken: written for up to 200 at once, each table by one statement."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Insert,
    Integer,
    String,
    Table,
    Update,
    and_,
    case,
    func,
    select,
    update,
)

from storage import people, sets
from storage.claims import Claim, Source
from storage.database import Tx
from storage.records import SendState
from storage.tables import Moment, addresses, deliveries, message_links, outbox
from storage.upserts import insert_into

MOST = 200  # outcomes in one statement
_COLUMNS = {
    "id": BigInteger(),
    "state": String(),
    "reason": String(),
    "receipt": JSON(none_as_null=True),
    "not_before": Moment(),
    "finished_at": Moment(),
    "repeated": Integer(),
}


@dataclass(slots=True, kw_only=True, eq=False)
class Outcome:
    """What became of one claim. Nobody changes one; see Claim.

    Attributes:
        state: waiting means: again later.
        reason: why it failed, waits or is unknown; without personal data.
        messages: the ids the platform gave.
        not_before: real time before which it is not tried again.
        repeated: it may have arrived without our knowing, and is sent again.
        gone: the address cannot be reached any more.
        moved_to: the chat under which the address goes on; empty if it stays.
        left: messages to this person that still cost nothing, as the platform said.
        anew: the edit cannot be made; the same words are to be sent as a new message.
    """

    claim: Claim
    state: SendState
    reason: str = ""
    messages: tuple[str, ...] = ()
    not_before: datetime | None = None
    repeated: bool = False
    gone: bool = False
    moved_to: str = ""
    left: int | None = None
    anew: bool = False


async def store(tx: Tx, outcomes: Sequence[Outcome], at: datetime) -> None:
    """Write them; `at` is real time. A row that is no longer in flight is left as it is."""
    for source, table in ((Source.OUTBOX, outbox), (Source.DELIVERIES, deliveries)):
        if those := [each for each in outcomes if each.claim.source is source]:
            await _finish(tx, table, those, at)
    for of, write in _WRITTEN:
        if those := [each for each in outcomes if of(each)]:
            await write(tx, those)
    for each in outcomes:
        if each.moved_to:
            await _move(tx, each)


async def _anew(tx: Tx, outcomes: Sequence[Outcome]) -> None:
    these = [each.claim.id for each in outcomes]
    await tx.execute(update(outbox).where(outbox.c.id.in_(these)).values(kind="send"))


async def _finish(tx: Tx, table: Table, outcomes: Sequence[Outcome], at: datetime) -> None:
    values = {"these": sets.encode([_row(tx, each, at) for each in outcomes])}
    await tx.execute(_finishing(tx.dialect, table), values)


@cache
def _finishing(dialect: str, table: Table) -> Update:
    """Built once: making a statement costs more than running it."""
    these = sets.rows(dialect, "these", _COLUMNS)
    changes: dict[str, Any] = {
        "state": these.c.state,
        "reason": these.c.reason,
        "receipt": func.coalesce(these.c.receipt, table.c.receipt),
        "not_before": these.c.not_before,
        "finished_at": these.c.finished_at,
        "repeats": table.c.repeats + these.c.repeated,
    }
    if table is outbox:
        # Said to somebody who is being erased: where it went and what it said ends with it.
        nobody = and_(outbox.c.address_id.is_(None), these.c.finished_at.is_not(None))
        changes |= {name: case((nobody, ""), else_=outbox.c[name]) for name in ("chat", "body")}
    mine = (table.c.id == these.c.id) & (table.c.state == SendState.SENDING.value)
    return update(table).where(mine).values(changes)


def _row(tx: Tx, outcome: Outcome, at: datetime) -> list[Any]:
    finished = None if outcome.state is SendState.WAITING else at
    return [
        outcome.claim.id,
        outcome.state.value,
        outcome.reason,
        list(outcome.messages) or None,
        sets.stamp(tx, outcome.not_before),
        sets.stamp(tx, finished),
        int(outcome.repeated),
    ]


async def _link(tx: Tx, outcomes: Sequence[Outcome]) -> None:
    pairs = [[each.claim.id, message] for each in outcomes for message in each.messages]
    await tx.execute(_linking(tx.dialect), {"these": sets.encode(pairs)})


@cache
def _linking(dialect: str) -> Insert:
    these = sets.rows(dialect, "these", {"id": BigInteger(), "message": String()})
    source = (
        select(outbox.c.address_id, these.c.message, outbox.c.id, outbox.c.subject)
        .join_from(these, outbox, outbox.c.id == these.c.id)
        # Said just before the group moved: the number names another message there.
        .join(addresses, (addresses.c.id == outbox.c.address_id) & (addresses.c.chat == outbox.c.chat))
    )
    new = insert_into(dialect, message_links).from_select(
        ["address_id", "message", "outbox_id", "subject"], source
    )
    # An edit's receipt names the message that the first sending linked already.
    return new.on_conflict_do_nothing()


def _stands_in(outcome: Outcome) -> bool:
    claim = outcome.claim
    return bool(claim.target and claim.kind == "edit" and outcome.messages)


async def _stand_in(tx: Tx, outcomes: Sequence[Outcome]) -> None:
    """An edit of what never arrived went out as a new message: the next edit changes that one."""
    columns = {"id": BigInteger(), "receipt": JSON(none_as_null=True), "chat": String()}
    these = sets.rows(tx.dialect, "these", columns)
    changes = {"receipt": these.c.receipt, "chat": these.c.chat}
    standing = update(outbox).where(outbox.c.id == these.c.id).values(changes)
    values = [[each.claim.target, list(each.messages), each.claim.chat] for each in outcomes]
    await tx.execute(standing, {"these": sets.encode(values)})


def _grows(outcome: Outcome) -> bool:
    claim = outcome.claim
    return bool(claim.delivery and set(outcome.messages) - set(claim.messages))


async def _grow(tx: Tx, outcomes: Sequence[Outcome]) -> None:
    """A correction went out as a new message: the delivery is both now, for whoever takes it back or edits it."""
    columns = {"id": BigInteger(), "receipt": JSON(none_as_null=True)}
    these = sets.rows(tx.dialect, "these", columns)
    growing = update(deliveries).where(deliveries.c.id == these.c.id).values(receipt=these.c.receipt)
    values = [[each.claim.delivery, [*each.claim.messages, *each.messages]] for each in outcomes]
    await tx.execute(growing, {"these": sets.encode(values)})


def _is_priced(outcome: Outcome) -> bool:
    """Whether it says something of what the next message costs; what nobody knows of may have been taken."""
    told = outcome.left is not None or outcome.state is SendState.UNKNOWN
    return told and outcome.claim.address_id is not None


async def _count_down(tx: Tx, outcomes: Sequence[Outcome]) -> None:
    """What is left for nothing. Whoever was heard since they were taken begins anew: the old count says nothing."""
    columns = {"id": BigInteger(), "left": Integer(), "used": Integer(), "heard": Moment()}
    these = sets.rows(tx.dialect, "these", columns)
    lower = addresses.c.free_left - these.c.used
    guessed = case((lower > 0, lower), else_=addresses.c.free_left * 0)  # NULL stays NULL
    same = (addresses.c.id == these.c.id) & (addresses.c.last_heard == these.c.heard)
    counting = update(addresses).where(same).values(free_left=func.coalesce(these.c.left, guessed))
    last = {each.claim.address_id: each for each in outcomes}
    values = [
        [number, each.left, len(each.messages) + 1, sets.stamp(tx, each.claim.heard)]
        for number, each in last.items()
    ]
    await tx.execute(counting, {"these": sets.encode(values)})


async def _lose(tx: Tx, outcomes: Sequence[Outcome]) -> None:
    reasons = {each.claim.address_id: each.reason for each in outcomes}
    columns = {"id": BigInteger(), "reason": String()}
    these = sets.rows(tx.dialect, "these", columns)
    changes = {"reachable": False, "unreachable_reason": these.c.reason}
    losing = update(addresses).where(addresses.c.id == these.c.id).values(changes)
    await tx.execute(losing, {"these": sets.encode([list(pair) for pair in reasons.items()])})


async def trust_again(tx: Tx, address_ids: Sequence[int]) -> None:
    """They were marked unreachable while the platform refused everybody: that says nothing about them."""
    changes = {"reachable": True, "unreachable_reason": ""}
    await tx.execute(update(addresses).where(addresses.c.id.in_(address_ids)).values(changes))


async def _move(tx: Tx, outcome: Outcome) -> None:
    """A group goes on under another chat: its address, and everything that waits for it, too."""
    claim = outcome.claim
    if claim.address_id is None:
        await tx.execute(update(outbox).where(outbox.c.id == claim.id).values(chat=outcome.moved_to))
        return
    await people.move(tx, claim.address_id, outcome.moved_to)


_WRITTEN: tuple[tuple[Callable[[Outcome], bool], Callable[[Tx, Sequence[Outcome]], Awaitable[None]]], ...] = (
    (lambda each: bool(each.messages and each.claim.subject), _link),
    (_stands_in, _stand_in),
    (_grows, _grow),
    (lambda each: each.anew, _anew),
    (_is_priced, _count_down),
    (lambda each: bool(each.gone and each.claim.address_id), _lose),
)
