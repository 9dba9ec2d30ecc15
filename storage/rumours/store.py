"""The items themselves."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Text, cast, func, insert, select, update

from messages.content import Attachment
from messages.encoding import dump_attachments, load_attachments
from storage import codes
from storage.database import Tx
from storage.records import RUMOUR_MOVES, Finding, Rumour, RumourState, Verdict
from storage.reports import fresh_code
from storage.tables import rumour_askers, rumours

_LOCK = 0x7275_6D6F  # any number of ours alone


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRumour:
    """What somebody asked about for the first time; see Rumour."""

    agency: str
    words: str = ""
    attachments: tuple[Attachment, ...] = ()


async def lock(tx: Tx) -> None:
    """From here to the commit nobody else looks for a rumour to join, or opens one: the same opened twice is two items.

    On SQLite a writing transaction is alone anyway.
    """
    if tx.dialect == "postgresql":
        await tx.execute(select(cast(func.pg_advisory_xact_lock(_LOCK), Text)))


async def add(tx: Tx, new: NewRumour, at: datetime) -> Rumour:
    """Open an item. Its words are to be without people's numbers (messages.masking)."""
    values = {
        "agency": new.agency,
        "words": new.words,
        "attachments": dump_attachments(new.attachments),
        "state": RumourState.OPEN.value,
        "created_at": at,
        "asked_at": at,
    }
    code = await fresh_code(tx, codes.RUMOUR, rumours)
    row = await tx.first(insert(rumours).values(code=code, **values).returning(rumours))
    if row is None:
        raise LookupError("the rumour was not written")
    return rumour_of(row)


async def get(tx: Tx, code: str) -> Rumour | None:
    """The item of this code (in its true form)."""
    row = await tx.first(select(rumours).where(rumours.c.code == code))
    return None if row is None else rumour_of(row)


async def by_id(tx: Tx, rumour_id: int) -> Rumour | None:
    """The item of this row."""
    row = await tx.first(select(rumours).where(rumours.c.id == rumour_id))
    return None if row is None else rumour_of(row)


async def propose(tx: Tx, rumour: Rumour, finding: Finding) -> Rumour | None:
    """Keep an answer that its author looks at once more; None if the item is closed to answers."""
    changes = {"pending": asdict(finding), "version": rumours.c.version + 1}
    return await _changed(tx, rumour, RumourState.ANSWERED, None, changes)


async def answered(tx: Tx, rumour: Rumour, by: str, at: datetime, seen: int) -> Rumour | None:
    """The pending answer holds from now on, and whoever asked is to be told.

    `seen` is the version that was shown. None if it is not that any more, or nothing is pending.
    """
    if rumour.pending is None:
        return None
    changes: dict[str, Any] = {
        **asdict(rumour.pending),
        "pending": None,
        "state": RumourState.ANSWERED.value,
        "version": rumours.c.version + 1,
        "edition": rumours.c.edition + 1,
        "answered_at": at,
        "answered_by": by,
        "telling": True,
    }
    return await _changed(tx, rumour, RumourState.ANSWERED, seen, changes)


async def drop(tx: Tx, rumour: Rumour) -> Rumour | None:
    """Nothing to be verified, and whoever asked is to be told; None if it was answered meanwhile, or dropped."""
    changes = {
        "state": RumourState.DROPPED.value,
        "pending": None,
        "version": rumours.c.version + 1,
        "edition": rumours.c.edition + 1,
        "telling": True,
    }
    return await _changed(tx, rumour, RumourState.DROPPED, None, changes)


async def _changed(
    tx: Tx, rumour: Rumour, to: RumourState, seen: int | None, changes: dict[str, Any]
) -> Rumour | None:
    from_states = [state.value for state, moves in RUMOUR_MOVES.items() if to in moves]
    here = (rumours.c.id == rumour.id) & rumours.c.state.in_(from_states)
    if seen is not None:
        here &= rumours.c.version == seen
    row = await tx.first(update(rumours).where(here).values(changes).returning(rumours))
    return None if row is None else rumour_of(row)


async def waiting(tx: Tx, limit: int, *, state: RumourState = RumourState.OPEN) -> list[Rumour]:
    """Items in this state, the most asked about first."""
    count = select(func.count()).where(rumour_askers.c.rumour_id == rumours.c.id).scalar_subquery()
    found = select(rumours).where(rumours.c.state == state.value)
    rows = await tx.all(found.order_by(count.desc(), rumours.c.id.desc()).limit(limit))
    return [rumour_of(row) for row in rows]


async def telling(tx: Tx) -> list[Rumour]:
    """Answered items of which somebody is still to be told, the oldest first; each is ours till the commit."""
    # SQLite has one writer, and the lock compiles away there.
    due = select(rumours).where(rumours.c.telling).order_by(rumours.c.id).limit(20)
    return [rumour_of(row) for row in await tx.all(due.with_for_update(skip_locked=True))]


async def told_all(tx: Tx, rumour: Rumour) -> None:
    """Everybody who asked has been told of this edition."""
    here = (rumours.c.id == rumour.id) & (rumours.c.edition == rumour.edition)
    await tx.execute(update(rumours).where(here).values(telling=False))


def rumour_of(row: Row[Any]) -> Rumour:
    """A row of the table as a record."""
    return Rumour(
        id=row.id,
        code=row.code,
        agency=row.agency,
        words=row.words,
        attachments=load_attachments(row.attachments),
        state=RumourState(row.state),
        created_at=row.created_at,
        asked_at=row.asked_at,
        version=row.version,
        pending=_finding(row.pending) if row.pending else None,
        finding=_finding(row._mapping) if row.verdict else None,  # noqa: SLF001 - SQLAlchemy's documented accessor
        answered_at=row.answered_at,
        answered_by=row.answered_by,
        edition=row.edition,
    )


def _finding(values: Any) -> Finding:
    return Finding(
        verdict=Verdict(values["verdict"]),
        claim=values["claim"],
        answer=values["answer"],
        source=values["source"],
    )
