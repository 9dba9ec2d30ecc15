"""Directives and obligations: given, moved along their tables, found again."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, insert, select, update

from messages.content import Attachment
from messages.encoding import dump_attachments, load_attachments
from storage import codes
from storage.database import Tx
from storage.records import (
    DIRECTIVE_MOVES,
    OBLIGATION_MOVES,
    Addressees,
    Directive,
    DirectiveState,
    Need,
    Obligation,
    ObligationEvent,
    ObligationState,
)
from storage.records.duties import UNDONE
from storage.tables import directives, obligation_events, obligations

_UNDONE = sorted(state.value for state in UNDONE)
_AT_ONCE = 500  # rows in one statement: a dozen parameters each, SQLite takes 32,766
OPEN = directives.c.state == DirectiveState.OPEN.value


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDirective:
    """A directive about to be given; see storage.records.Directive for the fields."""

    title: str
    text: str
    need: Need
    due_at: datetime
    addressees: Addressees
    created_by: str
    attachments: tuple[Attachment, ...] = ()


def directive_of(row: Row[Any]) -> Directive:
    """A directive from a row of `directives`."""
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's documented accessor
    del values["recalled_at"]
    to = {name: tuple(keys) for name, keys in values["addressees"].items()}
    values |= {
        "attachments": load_attachments(values["attachments"]),
        "need": Need(values["need"]),
        "addressees": Addressees(**to),
        "state": DirectiveState(values["state"]),
    }
    return Directive(**values)


def obligation_of(row: Row[Any]) -> Obligation:
    """An obligation from a row of `obligations`."""
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's documented accessor
    state, files = ObligationState(values["state"]), load_attachments(values["attachments"])
    return Obligation(**{**values, "state": state, "attachments": files})


async def give(
    tx: Tx, new: NewDirective, bodies: Sequence[str], at: datetime, *, notice_at: datetime | None = None
) -> tuple[Directive, list[Obligation]]:
    """Store it, with an obligation for each of these bodies. `notice_at`: when they are first reminded."""
    values = {
        "title": new.title,
        "text": new.text,
        "attachments": dump_attachments(new.attachments),
        "need": new.need.value,
        "due_at": new.due_at,
        "addressees": asdict(new.addressees),
        "state": DirectiveState.OPEN.value,
        "created_at": at,
        "created_by": new.created_by,
    }
    made = directive_of((await tx.execute(insert(directives).values(values).returning(directives))).one())
    rows: list[dict[str, Any]] = [
        {
            "code": code,
            "directive_id": made.id,
            "body": body,
            "state": ObligationState.WAITING.value,
            "attachments": [],
            "notice_at": notice_at,
        }
        for code, body in zip(await _fresh_codes(tx, len(bodies)), bodies, strict=True)
    ]
    for start in range(0, len(rows), _AT_ONCE):
        await tx.execute(insert(obligations).values(rows[start : start + _AT_ONCE]))
    return made, await obligations_of(tx, made.id)


async def _fresh_codes(tx: Tx, count: int) -> list[str]:
    """So many codes that no obligation has."""
    found: set[str] = set()
    while len(found) < count:
        tried = {codes.new(codes.OBLIGATION) for _ in range(count - len(found))}
        taken = select(obligations.c.code).where(obligations.c.code.in_(sorted(tried)))
        found |= tried - set((await tx.execute(taken)).scalars())
    return sorted(found)


async def get_directive(tx: Tx, directive_id: int) -> Directive | None:
    """The directive with this id."""
    row = await tx.first(select(directives).where(directives.c.id == directive_id))
    return None if row is None else directive_of(row)


async def list_directives(tx: Tx, limit: int, offset: int = 0) -> list[Directive]:
    """Every directive, the newest first."""
    newest = select(directives).order_by(directives.c.id.desc())
    return [directive_of(row) for row in await tx.all(newest.limit(limit).offset(offset))]


async def count(tx: Tx) -> int:
    """How many directives there are, recalled ones too."""
    return int(await tx.scalar(select(func.count()).select_from(directives)) or 0)


async def get(tx: Tx, code: str) -> Obligation | None:
    """The obligation of this code (in its true form)."""
    row = await tx.first(select(obligations).where(obligations.c.code == code))
    return None if row is None else obligation_of(row)


async def obligations_of(tx: Tx, directive_id: int) -> list[Obligation]:
    """Everything owed for one directive."""
    mine = select(obligations).where(obligations.c.directive_id == directive_id)
    return [obligation_of(row) for row in await tx.all(mine.order_by(obligations.c.id))]


async def owed_by(tx: Tx, bodies: Collection[str]) -> list[tuple[Directive, Obligation]]:
    """What these bodies still owe for directives that stand, the earliest due first."""
    still = OPEN & obligations.c.body.in_(sorted(bodies)) & obligations.c.state.in_(_UNDONE)
    joined = select(obligations).join(directives, directives.c.id == obligations.c.directive_id).where(still)
    owed = [
        obligation_of(row) for row in await tx.all(joined.order_by(directives.c.due_at, obligations.c.id))
    ]
    mine = select(directives).where(directives.c.id.in_({each.directive_id for each in owed}))
    known = {row.id: directive_of(row) for row in await tx.all(mine)}
    return [(known[each.directive_id], each) for each in owed]


async def to_check(tx: Tx, directive_id: int) -> list[Obligation]:
    """What was reported for a directive and not checked yet, the first reported first."""
    done = (obligations.c.directive_id == directive_id) & (obligations.c.state == ObligationState.DONE.value)
    last = (
        select(func.max(obligation_events.c.id))
        .where(obligation_events.c.obligation_id == obligations.c.id)
        .correlate(obligations)
        .scalar_subquery()
    )
    return [obligation_of(row) for row in await tx.all(select(obligations).where(done).order_by(last))]


async def move(
    tx: Tx, obligation: Obligation, to: ObligationState, event: ObligationEvent, **changes: Any
) -> Obligation | None:
    """Move along OBLIGATION_MOVES, in one statement, and write down what happened.

    None if somebody moved it where this no longer may, or the directive was recalled. `changes` are other columns
    to set.
    """
    before = [origin.value for origin, moves in OBLIGATION_MOVES.items() if to in moves]
    stands = select(directives.c.id).where(OPEN)
    here = (obligations.c.id == obligation.id) & obligations.c.state.in_(before)
    here &= obligations.c.directive_id.in_(stands)
    values = {"state": to.value, "version": obligations.c.version + 1, **changes}
    row = await tx.first(update(obligations).where(here).values(values).returning(obligations))
    if row is None:
        return None
    told = {"at": event.at, "kind": event.kind, "actor": event.actor, "words": event.words}
    await tx.execute(insert(obligation_events).values(obligation_id=obligation.id, **told))
    return obligation_of(row)


async def change(tx: Tx, obligation_id: int, **changes: Any) -> None:
    """Set columns that are no move: when it is next reminded of."""
    await tx.execute(update(obligations).where(obligations.c.id == obligation_id).values(changes))


async def story(tx: Tx, obligation: Obligation) -> list[ObligationEvent]:
    """What happened to it, in order."""
    mine = select(obligation_events).where(obligation_events.c.obligation_id == obligation.id)
    rows = await tx.all(mine.order_by(obligation_events.c.id))
    return [ObligationEvent(at=row.at, kind=row.kind, actor=row.actor, words=row.words) for row in rows]


async def recall(tx: Tx, directive: Directive, reason: str, at: datetime) -> bool:
    """Take a directive back. False if it was already. Nobody is reminded of it any more."""
    before = [s.value for s, moves in DIRECTIVE_MOVES.items() if DirectiveState.RECALLED in moves]
    here = (directives.c.id == directive.id) & directives.c.state.in_(before)
    values = {"state": DirectiveState.RECALLED.value, "reason": reason, "recalled_at": at}
    if not (await tx.execute(update(directives).where(here).values(values))).rowcount:
        return False
    await tx.execute(update(obligations).where(_of(directive)).values(notice_at=None))
    return True


async def extend(
    tx: Tx, directive: Directive, due_at: datetime, notice_at: datetime | None
) -> Directive | None:
    """Move the due time; whoever still owes is reminded anew from `notice_at`. None if it was recalled."""
    here = (directives.c.id == directive.id) & OPEN
    if not (await tx.execute(update(directives).where(here).values(due_at=due_at))).rowcount:
        return None
    again = _of(directive) & obligations.c.state.in_(_UNDONE)
    await tx.execute(update(obligations).where(again).values(noticed=0, notice_at=notice_at))
    return replace(directive, due_at=due_at)


def _of(directive: Directive) -> ColumnElement[bool]:
    return obligations.c.directive_id == directive.id
