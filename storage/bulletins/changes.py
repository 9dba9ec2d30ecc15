"""New words for a bulletin: proposed, approved, or dropped. Until they are approved nothing more is sent of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from messages.content import Reply
from messages.encoding import dump_reply
from storage.bulletins.store import bulletin_of
from storage.database import Tx
from storage.outbox import wake
from storage.records import Bulletin, BulletinState
from storage.tables import bulletin_changes, bulletins

AWAITING = "awaiting approval"  # why a bulletin is paused
_OPEN = ~bulletin_changes.c.done


class ChangeKind(StrEnum):
    CHANGE = "change"  # for those not yet reached
    CORRECT = "correct"  # for those reached too: in place where the platform allows, else as a new message
    RECALL = "recall"  # for those from whom it could not be taken back


_ALLOWED = {
    ChangeKind.CHANGE: {BulletinState.SENDING, BulletinState.PAUSED},
    ChangeKind.CORRECT: {
        BulletinState.SENDING,
        BulletinState.PAUSED,
        BulletinState.DONE,
        BulletinState.CANCELLED,
    },
    ChangeKind.RECALL: {BulletinState.RECALLED},
}
_STATES = {
    BulletinState.SENDING: "đang gửi",
    BulletinState.PAUSED: "đang tạm dừng",
    BulletinState.DONE: "đã gửi xong",
    BulletinState.CANCELLED: "đã huỷ",
    BulletinState.RECALLED: "đã thu hồi",
}


class CannotChange(ValueError):
    """New words cannot be taken or approved now; the message says why, in words for staff."""


class OwnWords(ValueError):
    """Somebody would approve the words that they wrote themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """New words, `version` of the bulletin once they are approved.

    Attributes:
        reply: encoded (messages.encoding).
        approved_by: empty while they wait for it.
        made_by_id: their author, where that is a person in chat.
    """

    id: int
    bulletin_id: int
    kind: ChangeKind
    version: int
    reply: str
    made_at: datetime
    made_by: str
    approved_by: str
    made_by_id: int | None = None


def fingerprint(change: Change) -> str:
    """A hash of exactly what was shown to approvers, for the audit log."""
    return sha256(change.reply.encode()).hexdigest()


def change_of(row: Row[Any]) -> Change:
    """From a row of `bulletin_changes`."""
    return Change(
        id=row.id,
        bulletin_id=row.bulletin_id,
        kind=ChangeKind(row.kind),
        version=row.version,
        reply=row.reply,
        made_at=row.made_at,
        made_by=row.made_by,
        approved_by=row.approved_by or "",
        made_by_id=row.made_by_id,
    )


async def propose(
    tx: Tx,
    bulletin_id: int,
    kind: ChangeKind,
    reply: Reply,
    by: str,
    at: datetime,
    *,
    person_id: int | None = None,
) -> Change:
    """Keep new words until they are approved; `at` is campaign time. What is being sent pauses.

    They take the place of others that wait. `person_id`: their author, where that is a person in chat.

    Raises:
        CannotChange: there is no such bulletin, or it is past such a change.
    """
    row = await tx.first(select(bulletins).where(bulletins.c.id == bulletin_id).with_for_update())
    if row is None:
        raise CannotChange(f"Không có bản tin số {bulletin_id}.")
    state = BulletinState(row.state)
    if state not in _ALLOWED[kind]:
        raise CannotChange(f"Không sửa được bản tin số {bulletin_id}: bản tin {_STATES[state]}.")
    await _drop(tx, bulletin_id)
    mine = bulletin_changes.c.bulletin_id == bulletin_id
    highest = await tx.scalar(select(func.max(bulletin_changes.c.version)).where(mine))
    values = {
        "bulletin_id": bulletin_id,
        "kind": kind.value,
        "version": max(row.version, highest or 0) + 1,
        "reply": dump_reply(reply),
        "made_at": at,
        "made_by": by,
        "made_by_id": person_id,
    }
    made = (await tx.execute(insert(bulletin_changes).values(values).returning(bulletin_changes))).one()
    if state is BulletinState.SENDING:
        held = {"state": BulletinState.PAUSED.value, "reason": AWAITING}
        await tx.execute(update(bulletins).where(bulletins.c.id == bulletin_id).values(held))
    return change_of(made)


async def pending(tx: Tx, bulletin_id: int) -> Change | None:
    """The words that wait for their approval."""
    row = await tx.first(select(bulletin_changes).where(_mine(bulletin_id)))
    return None if row is None else change_of(row)


async def changes(tx: Tx, bulletin_id: int) -> list[Change]:
    """Every change that was approved or waits, oldest first."""
    kept = _OPEN | bulletin_changes.c.approved_at.is_not(None)
    found = select(bulletin_changes).where(bulletin_changes.c.bulletin_id == bulletin_id, kept)
    return [change_of(row) for row in await tx.all(found.order_by(bulletin_changes.c.id))]


async def approve(
    tx: Tx,
    bulletin_id: int,
    by: str,
    at: datetime,
    *,
    version: int | None = None,
    person_id: int | None = None,
) -> tuple[Bulletin, Change]:
    """Let the waiting words go out; `at` is campaign time. What they held up goes on.

    `version`: of the words that the approver saw, where they saw any; `person_id`: the approver in chat.

    Raises:
        OwnWords: they would approve what they wrote.
        CannotChange: nothing waits, or other words do.
    """
    # The bulletin first, as `propose` does: two that lock in one order never wait for each other.
    row = await tx.first(select(bulletins).where(bulletins.c.id == bulletin_id).with_for_update())
    waiting = await pending(tx, bulletin_id)
    if row is None or waiting is None or version not in {None, waiting.version}:
        raise CannotChange(f"Bản tin số {bulletin_id} không có lời văn nào chờ duyệt.")
    if person_id is not None and person_id == waiting.made_by_id:
        raise OwnWords(f"Lời văn mới của bản tin số {bulletin_id} cần một người khác duyệt.")
    approved = {
        "approved_at": at,
        "approved_by": by,
        # A change of what is not yet sent is done with this; the others are carried to people in slices.
        "done": waiting.kind is ChangeKind.CHANGE,
    }
    this = bulletin_changes.c.id == waiting.id
    changed = await tx.first(
        update(bulletin_changes).where(this).values(approved).returning(bulletin_changes)
    )
    values: dict[str, Any] = {}
    if waiting.kind is not ChangeKind.RECALL:
        values |= {"reply": waiting.reply, "version": waiting.version}
        if row.state == BulletinState.PAUSED.value and row.reason == AWAITING:
            values |= {"state": BulletinState.SENDING.value, "reason": "", "going_at": None}
    if values:
        row = await tx.first(
            update(bulletins).where(bulletins.c.id == bulletin_id).values(values).returning(bulletins)
        )
    await wake(tx)
    assert row is not None and changed is not None  # noqa: PT018, S101 - locked above
    return bulletin_of(row), change_of(changed)


async def drop(tx: Tx, bulletin_id: int) -> None:
    """Forget the waiting words; the bulletin stays as it is until somebody resumes it. Raises CannotChange."""
    if not await _drop(tx, bulletin_id):
        raise CannotChange(f"Bản tin số {bulletin_id} không có lời văn nào chờ duyệt.")
    held = (bulletins.c.id == bulletin_id) & (bulletins.c.reason == AWAITING)
    await tx.execute(update(bulletins).where(held).values(reason=""))


async def _drop(tx: Tx, bulletin_id: int) -> bool:
    gone = update(bulletin_changes).where(_mine(bulletin_id)).values(done=True)
    return bool((await tx.execute(gone)).rowcount)


def _mine(bulletin_id: int) -> Any:
    return (bulletin_changes.c.bulletin_id == bulletin_id) & _OPEN & bulletin_changes.c.approved_at.is_(None)
