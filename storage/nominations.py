"""Good deeds told of (giới thiệu gương người tốt, việc tốt)."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from messages.content import Attachment
from messages.encoding import dump_attachments, load_attachments
from storage import codes
from storage.database import Tx
from storage.records import NOMINATION_MOVES, OPEN_NOMINATIONS, Nomination, NominationState
from storage.reports import fresh_code
from storage.tables import nominations

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


def nomination_of(row: Row[Any]) -> Nomination:
    """A nomination from a row of `nominations`."""
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's documented accessor
    values["state"] = NominationState(values["state"])
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
    return nomination_of(row)


async def get(tx: Tx, code: str) -> Nomination | None:
    """The nomination of this code (in its true form)."""
    row = await tx.first(select(nominations).where(nominations.c.code == code))
    return None if row is None else nomination_of(row)


async def of_person(tx: Tx, person_id: int, *, only_open: bool = False) -> list[Nomination]:
    """Somebody's own, the newest first."""
    mine = select(nominations).where(nominations.c.person_id == person_id)
    if only_open:
        mine = mine.where(nominations.c.state.in_(_OPEN))
    return [nomination_of(row) for row in await tx.all(mine.order_by(nominations.c.id.desc()))]


async def move(tx: Tx, nomination: Nomination, state: NominationState) -> bool:
    """Move along NOMINATION_MOVES, in one statement. False if it may not any more."""
    before = [origin.value for origin, moves in NOMINATION_MOVES.items() if state in moves]
    here = (nominations.c.id == nomination.id) & nominations.c.state.in_(before)
    return bool((await tx.execute(update(nominations).where(here).values(state=state.value))).rowcount)
