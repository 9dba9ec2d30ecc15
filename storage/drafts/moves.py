"""The moves of a draft's state, and the rule of two people: nobody approves what they wrote a part of."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import update

from storage import bulletins
from storage.bulletins import NewBulletin
from storage.database import Tx
from storage.drafts.planned import valid_at
from storage.drafts.store import get, wrote
from storage.records import DRAFT_MOVES, Bulletin, Draft, DraftState
from storage.tables import drafts


class NotNow(Exception):
    """The draft is not as it was seen any more: `draft` is as it is; None if there is no such draft."""

    def __init__(self, draft: Draft | None) -> None:
        super().__init__(
            f"draft {draft.id} is {draft.state}, version {draft.version}" if draft else "no draft"
        )
        self.draft = draft


class OwnWork(Exception):
    """Somebody would approve what they wrote a part of."""


async def submit(
    tx: Tx,
    seen: Draft,
    person_id: int,
    by: str,
    shown: str,
    at: datetime,
    *,
    on_call: Sequence[str] = (),
) -> Draft:
    """Ask for approval of exactly what `shown` is the hash of, approvers of agencies `on_call` too. Raises NotNow."""
    fields: dict[str, Any] = {
        "submitted_at": at,
        "submitted_by": by,
        "shown": shown,
        "reason": "",
        "decided_by": "",
    }
    fields |= {"on_call": " ".join(on_call), "urged_at": None}
    moved = await _move(tx, seen, DraftState.SUBMITTED, **fields)
    await wrote(tx, seen.id, person_id)
    return replace(moved, writers=moved.writers | {person_id})


async def give_back(tx: Tx, seen: Draft, by: str, reason: str, at: datetime) -> Draft:
    """Return it with a reason. Raises NotNow."""
    return await _move(tx, seen, DraftState.RETURNED, decided_at=at, decided_by=by, reason=reason)


async def drop(tx: Tx, seen: Draft, at: datetime) -> Draft:
    """Nobody writes it any more. Raises NotNow."""
    return await _move(tx, seen, DraftState.DROPPED, changed_at=at)


async def approve(
    tx: Tx,
    seen: Draft,
    person_id: int,
    by: str,
    shown: str,
    at: datetime,
    *,
    alone: bool = False,
    counted: int | None = None,
) -> Draft:
    """Let it go out; `shown` is the hash of what the approver saw, `counted` how many people it was then for.

    With `alone` one person may write and approve: a setting of the agency, which the caller writes into the log.

    Raises:
        OwnWork: they wrote a part of it.
        NotNow: it was changed, decided or dropped since it was seen, or it was never submitted as it is.
    """
    now = await get(tx, seen.id, lock=True)
    if now is None or now.shown != shown:
        raise NotNow(now)
    if person_id in now.writers and not alone:
        raise OwnWork
    fields = {"decided_at": at, "decided_by": by, "counted": counted, "repeats_id": None}
    return await _move(tx, seen, DraftState.APPROVED, **fields)


async def show_again(tx: Tx, seen: Draft, shown: str) -> None:
    """What it would send has changed without its writers (zone colours, the frame): approvers see it anew."""
    same = (drafts.c.id == seen.id) & (drafts.c.version == seen.version)
    await tx.execute(update(drafts).where(same).values(shown=shown))


async def start(tx: Tx, seen: Draft, new: NewBulletin, now: datetime) -> tuple[Draft, Bulletin]:
    """Make an approved draft a bulletin, once; `now` is campaign time. Raises NotNow."""
    moved = await _move(tx, seen, DraftState.STARTED)
    made = await bulletins.start(tx, new, now)
    await tx.execute(update(drafts).where(drafts.c.id == moved.id).values(bulletin_id=made.id))
    return replace(moved, bulletin_id=made.id), made


async def hold(tx: Tx, seen: Draft, again: datetime | None = None) -> Draft:
    """Its hour has come and it cannot go out as it was approved: back to its writers. Raises NotNow.

    `again`: the next hour of what goes out daily, which it keeps; without one it has no hour any more.
    """
    if again is not None:
        return await _move(tx, seen, DraftState.WRITING, **_at(seen, again))
    return await _move(tx, seen, DraftState.WRITING, send_at=None, daily_until=None)


async def put_off(tx: Tx, seen: Draft, at: datetime) -> Draft:
    """What goes out daily has missed its hour: it waits as it is for another. Raises NotNow."""
    same = (
        (drafts.c.id == seen.id) & (drafts.c.version == seen.version) & (drafts.c.state == seen.state.value)
    )
    moved = update(drafts).where(same, drafts.c.send_at == seen.send_at).values(**_at(seen, at))
    done = await tx.first(moved.returning(drafts.c.id))
    now = await get(tx, seen.id)
    if done is None or now is None:
        raise NotNow(now)
    return now


def _at(seen: Draft, at: datetime) -> dict[str, Any]:
    return {"send_at": at, "valid_until": valid_at(seen, at)}


async def _move(tx: Tx, seen: Draft, to: DraftState, **fields: Any) -> Draft:
    """One statement that compares and sets: of two who press at once, one is told NotNow."""
    sources = [state.value for state, moves in DRAFT_MOVES.items() if to in moves]
    same = (drafts.c.id == seen.id) & (drafts.c.version == seen.version) & drafts.c.state.in_(sources)
    moved = update(drafts).where(same).values(state=to.value, **fields).returning(drafts.c.id)
    done = await tx.first(moved)
    now = await get(tx, seen.id)
    if done is None or now is None:
        raise NotNow(now)
    return now
