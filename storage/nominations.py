"""Good deeds told of (giới thiệu gương người tốt, việc tốt)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, insert, or_, select, update

from messages.content import Attachment
from messages.encoding import dump_attachments, load_attachments
from storage import codes
from storage.database import Tx
from storage.records import (
    NOMINATION_MOVES,
    OPEN_NOMINATIONS,
    SCORED,
    Nomination,
    NominationEvent,
    NominationState,
    Track,
    may_move,
)
from storage.reports import fresh_code
from storage.tables import nomination_events, nominations

FILES = 20  # of one nomination
_OPEN = sorted(state.value for state in OPEN_NOMINATIONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNomination:
    """A nomination about to be stored; see storage.records.Nomination for the fields."""

    person_id: int
    collective: bool
    name: str
    unit: str
    place: str
    deed: str
    happened: str
    result: str
    known_how: str
    helped: str
    name_withheld: bool
    nominee_knows: bool | None
    attachments: tuple[Attachment, ...] = ()
    nominator: str = ""
    first_day: date | None = None
    last_day: date | None = None
    own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Which:
    """Nominations in one of these states, in one of `places` (empty: anywhere)."""

    states: Collection[NominationState]
    places: tuple[str, ...] = ()

    def condition(self) -> ColumnElement[bool]:
        """True for the rows of `nominations` that are meant."""
        meant: ColumnElement[bool] = nominations.c.state.in_(sorted(state.value for state in self.states))
        return meant & nominations.c.place.in_(self.places) if self.places else meant


def nomination_of(row: Row[Any], besides: Collection[str] = ()) -> Nomination:
    """A nomination from a row of `nominations`, leaving out columns `besides`."""
    mapping = row._mapping  # noqa: SLF001 - SQLAlchemy's documented accessor
    values = {name: value for name, value in mapping.items() if name not in besides}
    values["state"], values["track"] = NominationState(values["state"]), Track(values["track"])
    values["attachments"] = load_attachments(values["attachments"])
    return Nomination(**values)


async def add(tx: Tx, new: NewNomination, at: datetime) -> Nomination:
    """Store it under a fresh code."""
    values = {field.name: getattr(new, field.name) for field in fields(new)}
    values |= {
        "attachments": dump_attachments(new.attachments),
        "state": NominationState.NEW.value,
        "created_at": at,
        "code": await fresh_code(tx, codes.NOMINATION, nominations),
    }
    row = await tx.first(insert(nominations).values(values).returning(nominations))
    if row is None:
        raise LookupError("the nomination was not written")
    made = nomination_of(row)
    await note(tx, made, NominationEvent(at=at, kind=NominationState.NEW.value))
    return made


async def get(tx: Tx, code: str, *, lock: bool = False) -> Nomination | None:
    """The nomination of this code (in its true form); with `lock` nobody changes it before this transaction ends."""
    found = select(nominations).where(nominations.c.code == code)
    row = await tx.first(found.with_for_update() if lock else found)
    return None if row is None else nomination_of(row)


async def of_person(tx: Tx, person_id: int, *, only_open: bool = False) -> list[Nomination]:
    """Somebody's own, the newest first."""
    mine = select(nominations).where(nominations.c.person_id == person_id)
    if only_open:
        mine = mine.where(nominations.c.state.in_(_OPEN))
    return [nomination_of(row) for row in await tx.all(mine.order_by(nominations.c.id.desc()))]


async def waiting(tx: Tx, which: Which, limit: int, offset: int = 0) -> list[Nomination]:
    """Those meant, the oldest first, a page of them."""
    found = select(nominations).where(which.condition()).order_by(nominations.c.created_at, nominations.c.id)
    return [nomination_of(row) for row in await tx.all(found.limit(limit).offset(offset))]


async def every(tx: Tx, which: Which) -> list[Nomination]:
    """All of those meant, the oldest first."""
    found = select(nominations).where(which.condition()).order_by(nominations.c.created_at, nominations.c.id)
    return [nomination_of(row) for row in await tx.all(found)]


async def newest(tx: Tx, which: Which, limit: int) -> list[Nomination]:
    """Those meant, the newest first."""
    found = select(nominations).where(which.condition()).order_by(nominations.c.id.desc()).limit(limit)
    return [nomination_of(row) for row in await tx.all(found)]


async def count(tx: Tx, which: Which) -> int:
    """How many are meant."""
    return int(await tx.scalar(select(func.count()).where(which.condition())) or 0)


async def move(
    tx: Tx, nomination: Nomination, state: NominationState, *, seen: int | None = None, **changes: object
) -> bool:
    """Move along NOMINATION_MOVES, in one statement. False if somebody moved it where this no longer may.

    `seen` is the version that the mover saw; `changes` are other columns to set. The caller writes the event.
    """
    ways = [
        and_(nominations.c.track == track.value, nominations.c.state.in_(_before(state, track)))
        for track in Track
    ]
    here = (nominations.c.id == nomination.id) & or_(*ways)
    if seen is not None:
        here &= nominations.c.version == seen
    values = {"state": state.value, "version": nominations.c.version + 1, **changes}
    return bool((await tx.execute(update(nominations).where(here).values(values))).rowcount)


def _before(state: NominationState, track: Track) -> list[str]:
    return [origin.value for origin in NOMINATION_MOVES if may_move(origin, state, track)]


async def change(
    tx: Tx,
    nomination: Nomination,
    among: Collection[NominationState],
    *,
    seen: int | None = None,
    **changes: object,
) -> bool:
    """Set columns that are no move, while it is in one of these states and as it was seen. False if it is not."""
    here = (nominations.c.id == nomination.id) & nominations.c.state.in_(sorted(each.value for each in among))
    if seen is not None:
        here &= nominations.c.version == seen
    return bool((await tx.execute(update(nominations).where(here).values(changes))).rowcount)


async def note(tx: Tx, nomination: Nomination, event: NominationEvent) -> None:
    """Write down what happened to it."""
    values = {
        "at": event.at,
        "kind": event.kind,
        "actor": event.actor,
        "words": event.words,
        "ref": event.ref,
    }
    await tx.execute(insert(nomination_events).values(nomination_id=nomination.id, **values))


async def story(tx: Tx, nomination: Nomination) -> list[NominationEvent]:
    """What happened to it, in order; internal notes and scores too: nothing of it goes to a nominator as it is."""
    mine = nomination_events.c.nomination_id == nomination.id
    rows = await tx.all(select(nomination_events).where(mine).order_by(nomination_events.c.id))
    return [_event(row) for row in rows]


def _event(row: Row[Any]) -> NominationEvent:
    return NominationEvent(at=row.at, kind=row.kind, actor=row.actor, words=row.words, ref=row.ref)


async def last_words(
    tx: Tx, ids: Sequence[int], kinds: Collection[str]
) -> dict[int, dict[str, NominationEvent]]:
    """The newest event of each of these kinds, by nomination and kind: who confirmed it, and in which words."""
    here = nomination_events.c.kind.in_(sorted(kinds))
    found: dict[int, dict[str, NominationEvent]] = {}
    wanted = set(ids)
    for row in await tx.all(select(nomination_events).where(here).order_by(nomination_events.c.id)):
        if row.nomination_id in wanted:
            found.setdefault(row.nomination_id, {})[row.kind] = _event(row)
    return found


def score_of(told: Sequence[NominationEvent]) -> tuple[int, int]:
    """(the mean of the newest score of each officer, how many scored); (0, 0) for none."""
    newest = {event.actor: int(event.ref) for event in told if event.kind == SCORED}
    return (round(sum(newest.values()) / len(newest)), len(newest)) if newest else (0, 0)


async def add_files(tx: Tx, nomination: Nomination, more: Sequence[Attachment]) -> None:
    """Further photos or documents of its nominator; beyond `FILES` they are left out."""
    files = dump_attachments((*nomination.attachments, *more)[:FILES])
    await tx.execute(update(nominations).where(nominations.c.id == nomination.id).values(attachments=files))
