"""What was entered of decisions on zone colours: kept, moved along ENTRY_MOVES, never overwritten."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, insert, literal_column, select, update

from storage.database import Tx
from storage.records import ENTRY_MOVES, EntryState, ZoneEntry
from storage.tables import zone_changes, zone_entries

# Written out as the partial index has it, so that it is used.
_OPEN: ColumnElement[bool] = literal_column("state IN ('waiting', 'contested')")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """A decision entered by hand, or one whose file is still to be read (`state` CHECKING, no changes yet)."""

    document: str
    decided_on: date
    entered_by: str
    author_id: int
    state: EntryState = EntryState.WAITING
    changes: Mapping[str, str] | None = None
    file: str = ""


async def create(tx: Tx, new: NewEntry, at: datetime) -> ZoneEntry:
    """Keep it; `at` is campaign time."""
    values = {
        "document": new.document,
        "decided_on": new.decided_on,
        "state": new.state.value,
        "file": new.file,
        "flaws": [],
        "entered_at": at,
        "entered_by": new.entered_by,
        "author_id": new.author_id,
    }
    row = (await tx.execute(insert(zone_entries).values(values).returning(zone_entries))).one()
    await _keep_changes(tx, row.id, new.changes or {})
    return _entry(row, new.changes or {})


async def _keep_changes(tx: Tx, entry_id: int, changes: Mapping[str, str]) -> None:
    rows = [{"entry_id": entry_id, "place": place, "colour": colour} for place, colour in changes.items()]
    if rows:
        await tx.execute(insert(zone_changes), rows)


async def checked(
    tx: Tx, entry: ZoneEntry, changes: Mapping[str, str], flaws: Sequence[Mapping[str, object]]
) -> ZoneEntry | None:
    """Its file was read: these lines can be taken, those not. None if it no longer waits for that.

    Without a line to take it is dropped: there is nothing to confirm.
    """
    to = EntryState.DRAFT if changes else EntryState.DROPPED
    if not await move(tx, entry, to, among={EntryState.CHECKING}, flaws=[dict(flaw) for flaw in flaws]):
        return None
    await _keep_changes(tx, entry.id, changes)
    return await get(tx, entry.id)


async def get(tx: Tx, entry_id: int) -> ZoneEntry | None:
    """The entry of this number."""
    row = await tx.first(select(zone_entries).where(zone_entries.c.id == entry_id))
    return None if row is None else (await _with_changes(tx, [row]))[0]


async def undecided(tx: Tx) -> list[ZoneEntry]:
    """What waits for a second person, the oldest first."""
    return await _with_changes(
        tx, await tx.all(select(zone_entries).where(_OPEN).order_by(zone_entries.c.id))
    )


async def latest(tx: Tx, limit: int, *, among: frozenset[EntryState]) -> list[ZoneEntry]:
    """The entries in these states, the one settled last first."""
    states = sorted(state.value for state in among)
    found = select(zone_entries).where(zone_entries.c.state.in_(states))
    newest = found.order_by(zone_entries.c.settled_at.desc(), zone_entries.c.id.desc()).limit(limit)
    return await _with_changes(tx, await tx.all(newest))


async def documents(tx: Tx, limit: int = 2) -> list[tuple[str, date]]:
    """The decisions entered last, each once: kind and number, date."""
    here = zone_entries.c.document, zone_entries.c.decided_on
    kept = zone_entries.c.state.not_in((EntryState.DROPPED.value, EntryState.RETURNED.value))
    newest = select(*here).where(kept).group_by(*here).order_by(func.max(zone_entries.c.id).desc())
    return [(row.document, row.decided_on) for row in await tx.all(newest.limit(limit))]


async def move(
    tx: Tx,
    entry: ZoneEntry,
    state: EntryState,
    *,
    among: set[EntryState] | None = None,
    **changes: object,
) -> bool:
    """Move along ENTRY_MOVES in one statement. False if somebody moved it meanwhile.

    `among` narrows the states it may come from; `changes` are other columns to set.
    """
    before = [origin.value for origin, moves in ENTRY_MOVES.items() if state in moves]
    if among is not None:
        before = [origin for origin in before if origin in among]
    here = (zone_entries.c.id == entry.id) & zone_entries.c.state.in_(before)
    here &= zone_entries.c.version == entry.version
    values = {"state": state.value, "version": zone_entries.c.version + 1, **changes}
    return bool((await tx.execute(update(zone_entries).where(here).values(values))).rowcount)


async def told(tx: Tx, entry: ZoneEntry, bulletins: Sequence[int]) -> None:
    """These bulletins tell the people of it."""
    mine = zone_entries.c.id == entry.id
    await tx.execute(update(zone_entries).where(mine).values(told=list(bulletins)))


async def _with_changes(tx: Tx, rows: Sequence[Row[Any]]) -> list[ZoneEntry]:
    found: dict[int, dict[str, str]] = {row.id: {} for row in rows}
    theirs = select(zone_changes).where(zone_changes.c.entry_id.in_(list(found))).order_by(zone_changes.c.id)
    for change in await tx.all(theirs):
        found[change.entry_id][change.place] = change.colour
    return [_entry(row, found[row.id]) for row in rows]


def _entry(row: Row[Any], changes: Mapping[str, str]) -> ZoneEntry:
    return ZoneEntry(
        id=row.id,
        document=row.document,
        decided_on=row.decided_on,
        state=EntryState(row.state),
        changes=dict(changes),
        version=row.version,
        file=row.file,
        flaws=tuple(row.flaws),
        entered_at=row.entered_at,
        entered_by=row.entered_by,
        author_id=row.author_id,
        settled_at=row.settled_at,
        settled_by=row.settled_by,
        reason=row.reason,
        annul_by=row.annul_by,
        annul_author_id=row.annul_author_id,
        annulled_at=row.annulled_at,
        annulled_by=row.annulled_by,
        told=tuple(row.told),
    )
