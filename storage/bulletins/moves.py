"""The moves of a bulletin's state: each one statement that compares and sets."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import case, select, update

from storage.bulletins import growth
from storage.bulletins.changes import CannotChange, pending
from storage.bulletins.store import LIVE, bulletin_of
from storage.database import Tx
from storage.outbox import wake
from storage.records import BULLETIN_MOVES, Bulletin, BulletinState
from storage.tables import bulletins

_STATES = {
    BulletinState.SENDING: "đang gửi",
    BulletinState.PAUSED: "đang tạm dừng",
    BulletinState.DONE: "đã gửi xong",
    BulletinState.CANCELLED: "đã huỷ",
    BulletinState.RECALLED: "đã thu hồi",
}
_MOVES = {
    BulletinState.SENDING: "gửi tiếp",
    BulletinState.PAUSED: "tạm dừng",
    BulletinState.CANCELLED: "huỷ",
    BulletinState.RECALLED: "thu hồi",
}


TOO_LATE = "too late"  # why a bulletin is paused
UNNAMED = "unnamed"  # the same: it names somebody who does not agree to it


class CannotMove(ValueError):
    """A bulletin is not in a state from which this can be done. `state` is None if there is no such bulletin."""

    def __init__(self, bulletin_id: int, to: BulletinState, state: BulletinState | None) -> None:
        self.state = state
        why = "không có bản tin này" if state is None else f"bản tin {_STATES[state]}"
        super().__init__(f"Không {_MOVES[to]} được bản tin số {bulletin_id}: {why}.")


async def pause(tx: Tx, bulletin_id: int, *, reason: str = "") -> Bulletin:
    """Claim nothing more of it until it is resumed; what is in flight arrives. Raises CannotMove."""
    return await _move(tx, bulletin_id, BulletinState.PAUSED, reason=reason)


async def resume(tx: Tx, bulletin_id: int) -> Bulletin:
    """Go on after a pause, however long it was. Raises CannotMove; CannotChange while words wait for approval."""
    if await pending(tx, bulletin_id) is not None:
        raise CannotChange(
            f"Không gửi tiếp được bản tin số {bulletin_id}: lời văn mới đang chờ duyệt (duyệt hoặc bỏ trước đã)."
        )
    # Who lets it go on although its time is over means it.
    until = case((bulletins.c.reason == TOO_LATE, None), else_=bulletins.c.valid_until)
    onward = {"reason": "", "going_at": None, "valid_until": until, "counted": growth.accepted()}
    return await _move(tx, bulletin_id, BulletinState.SENDING, **onward)


async def hold(tx: Tx, bulletin_id: int) -> Bulletin:
    """It has become too late for it: pause, until somebody says go on or cancel. Raises CannotMove."""
    return await _move(tx, bulletin_id, BulletinState.PAUSED, reason=TOO_LATE)


async def going(tx: Tx, at: datetime) -> None:
    """Whatever is live could be sent at this real time."""
    await tx.execute(update(bulletins).where(LIVE).values(going_at=at))


async def cancel(tx: Tx, bulletin_id: int, at: datetime, *, reason: str = "") -> Bulletin:
    """Send it to nobody else; `at` is campaign time. Raises CannotMove."""
    return await _move(tx, bulletin_id, BulletinState.CANCELLED, reason=reason, **_ended(at))


async def recall(tx: Tx, bulletin_id: int, at: datetime) -> Bulletin:
    """Send it to nobody else and take back what was sent, in slices; `at` is campaign time. Raises CannotMove."""
    return await _move(tx, bulletin_id, BulletinState.RECALLED, reason="", **_ended(at))


async def close_all(tx: Tx, at: datetime, reason: str, spared: Collection[str] = ()) -> list[int]:
    """Cancel everything live but the kinds spared: the campaign is over. Returns their ids."""
    over = update(bulletins).where(LIVE, bulletins.c.kind.not_in(tuple(spared)))
    cancelled = over.values(state=BulletinState.CANCELLED.value, reason=reason, **_ended(at))
    return sorted(row.id for row in await tx.all(cancelled.returning(bulletins.c.id)))


def _ended(at: datetime) -> dict[str, Any]:
    """The sweep walks the deliveries from the first person again."""
    return {"finished_at": at, "cursor": 0, "filled": False}


async def _move(tx: Tx, bulletin_id: int, to: BulletinState, **changes: Any) -> Bulletin:
    sources = [state.value for state, moves in BULLETIN_MOVES.items() if to in moves]
    moved = update(bulletins).where(bulletins.c.id == bulletin_id, bulletins.c.state.in_(sources))
    row = await tx.first(moved.values(state=to.value, **changes).returning(bulletins))
    if row is None:
        state = await tx.scalar(select(bulletins.c.state).where(bulletins.c.id == bulletin_id))
        raise CannotMove(bulletin_id, to, None if state is None else BulletinState(state))
    await wake(tx)
    return bulletin_of(row)
