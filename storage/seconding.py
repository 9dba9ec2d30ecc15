"""Several people tell of the same good deed: one nomination, and one more word for it from each of them."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import select

from storage.choir import Choir
from storage.database import Tx
from storage.nominations import nomination_of, note
from storage.records import OPEN_NOMINATIONS, SECONDED, Nomination, NominationEvent
from storage.shingles import Index
from storage.tables import nomination_shingles, nomination_voices, nominations

MOST = 100  # candidates looked at closely
_OPEN = sorted(state.value for state in OPEN_NOMINATIONS)
_CHOIR = Choir(nomination_voices, nomination_voices.c.nomination_id)
_INDEX = Index(nomination_shingles, nomination_shingles.c.nomination_id)
_COLUMNS = (
    nominations.c.id,
    nominations.c.code,
    nominations.c.collective,
    nominations.c.name,
    nominations.c.unit,
    nominations.c.place,
    nominations.c.deed,
    nominations.c.created_at,
)


class Told(NamedTuple):
    """What of a nomination says how like it is to another."""

    id: int
    code: str
    collective: bool
    name: str
    unit: str
    place: str
    deed: str
    created_at: datetime


class Seconded(StrEnum):
    """What became of one more word for a nomination."""

    SECONDED = "seconded"
    ALREADY = "already"  # they had told of it before
    OWN = "own"  # it is their own nomination
    CLOSED = "closed"  # nothing will happen to it any more


async def index(tx: Tx, nomination: Nomination, area: str) -> None:
    """Make a nomination findable in its area, by who did what."""
    await _INDEX.put(tx, nomination.id, f"{nomination.name}\n{nomination.deed}", area)


async def candidates(tx: Tx, text: str, area: str) -> list[Told]:
    """Open nominations of the area that share words with the text (name and deed), the most alike first."""
    alike = _INDEX.sharing(text, area)
    if alike is None:
        return []
    found = (
        select(*_COLUMNS)
        .join(alike, alike.c.owner == nominations.c.id)
        .where(nominations.c.state.in_(_OPEN))
        .order_by(alike.c.shared.desc(), nominations.c.id.desc())
        .limit(MOST)
    )
    return [Told._make(row) for row in await tx.all(found)]


async def second(tx: Tx, nomination: Nomination, person_id: int, words: str, at: datetime) -> Seconded:
    """One more person tells of it, in their own words. However often they do, they count once."""
    if nomination.person_id == person_id:
        return Seconded.OWN
    here = (nominations.c.id == nomination.id) & nominations.c.state.in_(_OPEN)
    # The state is read and locked first: of seconding and closing at once, one sees what the other did.
    if await tx.scalar(select(nominations.c.id).where(here).with_for_update()) is None:
        return Seconded.CLOSED
    if not await _CHOIR.add(tx, nomination.id, person_id, at, words=words):
        return Seconded.ALREADY
    await note(tx, nomination, NominationEvent(at=at, kind=SECONDED))
    return Seconded.SECONDED


async def count(tx: Tx, nomination_id: int) -> int:
    """How many people tell of it, its first nominator among them."""
    return (await counts(tx, [nomination_id]))[nomination_id]


async def counts(tx: Tx, nomination_ids: Sequence[int]) -> dict[int, int]:
    """`count` of each of these."""
    return await _CHOIR.counts(tx, nomination_ids)


async def others(tx: Tx, nomination_id: int) -> list[int]:
    """People besides its first nominator who tell of it, the earliest first."""
    who = select(nomination_voices.c.person_id).where(
        nomination_voices.c.nomination_id == nomination_id, nomination_voices.c.person_id > 0
    )
    ordered = who.order_by(nomination_voices.c.at, nomination_voices.c.person_id)
    return list((await tx.execute(ordered)).scalars())


async def tellings(tx: Tx, nomination_id: int) -> list[str]:
    """What the others said of it, the earliest first."""
    said = select(nomination_voices.c.words).where(
        nomination_voices.c.nomination_id == nomination_id, nomination_voices.c.words != ""
    )
    return list((await tx.execute(said.order_by(nomination_voices.c.at))).scalars())


async def seconded_by(tx: Tx, person_id: int) -> list[tuple[Nomination, str]]:
    """Nominations of others that this person told of too, with their words, the newest first."""
    mine = select(nominations, nomination_voices.c.words.label("said")).join(
        nomination_voices, nomination_voices.c.nomination_id == nominations.c.id
    )
    rows = await tx.all(
        mine.where(nomination_voices.c.person_id == person_id).order_by(nominations.c.id.desc())
    )
    return [(nomination_of(row, besides=("said",)), str(row.said)) for row in rows]


async def tells_of(tx: Tx, nomination_id: int, person_id: int) -> bool:
    """Whether this person told of it after its first nominator."""
    mine = (nomination_voices.c.nomination_id == nomination_id) & (nomination_voices.c.person_id == person_id)
    return await tx.scalar(select(nomination_voices.c.nomination_id).where(mine)) is not None


async def forget(tx: Tx, person_ids: Sequence[int], *, keep: bool) -> None:
    """Erased people's words stay as a count; unless `keep`, nobody finds their nominations by name any more."""
    await _CHOIR.forget(tx, person_ids, words="")
    if not keep:
        mine = select(nominations.c.id).where(nominations.c.person_id.in_(person_ids))
        await _INDEX.forget(tx, mine)


async def retire(tx: Tx) -> int:
    """Nobody seconds what is closed. Returns how many rows went."""
    over = select(nominations.c.id).where(nominations.c.state.not_in(_OPEN))
    return await _INDEX.forget(tx, over)
