"""Pictures known again by their perceptual hash, however often they were compressed and resized since.

A hash of 256 bits is kept whole and in 16 parts of 16 bits: two that differ in at most 15 bits share a part, so
every picture as like as that is among those that share one.
"""

from collections.abc import Sequence

from sqlalchemy import distinct, func, insert, select

from storage.database import Tx
from storage.records import Rumour, RumourState
from storage.rumours.store import rumour_of
from storage.tables import rumour_photo_parts, rumour_photos, rumours

BITS, PARTS = 256, 16
SAME = 15  # bits that may differ
_PART = BITS // PARTS
_MOST = 200  # looked at closely
_STATES = (RumourState.OPEN.value, RumourState.ANSWERED.value)


def parts(photo: str) -> list[int]:
    """The parts of a hash (hexadecimal): each its place and the bits there."""
    value = int(photo, 16)
    return [place << _PART | (value >> place * _PART) & ((1 << _PART) - 1) for place in range(PARTS)]


def distance(one: str, other: str) -> int:
    """In how many bits two hashes differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


async def add_photo(tx: Tx, rumour: Rumour, photo: str) -> None:
    """The item is known by this picture too."""
    values = {"rumour_id": rumour.id, "hash": photo}
    photo_id = await tx.scalar(insert(rumour_photos).values(values).returning(rumour_photos.c.id))
    await tx.execute(
        insert(rumour_photo_parts), [{"part": each, "photo_id": photo_id} for each in parts(photo)]
    )


async def same_photo(tx: Tx, photo: str, besides: str = "") -> Rumour | None:
    """The open or answered item with the picture most like this one; None if none is like it.

    `besides` is the code of an item that it is known not to be.
    """
    near = await _near(tx, parts(photo))
    like = sorted((distance(photo, row_hash), rumour_id) for rumour_id, row_hash in near)
    ids = [rumour_id for bits, rumour_id in like if bits <= SAME]
    rows = await tx.all(select(rumours).where(rumours.c.id.in_(ids), rumours.c.code != besides))
    found = {row.id: rumour_of(row) for row in rows}
    return next((found[each] for each in ids if each in found), None)


async def _near(tx: Tx, wanted: Sequence[int]) -> list[tuple[int, str]]:
    sharing = (
        select(rumour_photo_parts.c.photo_id, func.count(distinct(rumour_photo_parts.c.part)).label("shared"))
        .where(rumour_photo_parts.c.part.in_(wanted))
        .group_by(rumour_photo_parts.c.photo_id)
        .order_by(func.count(distinct(rumour_photo_parts.c.part)).desc(), rumour_photo_parts.c.photo_id)
        .limit(_MOST)
        .subquery()
    )
    rows = await tx.all(
        select(rumour_photos.c.rumour_id, rumour_photos.c.hash)
        .join(sharing, sharing.c.photo_id == rumour_photos.c.id)
        .join(rumours, rumours.c.id == rumour_photos.c.rumour_id)
        .where(rumours.c.state.in_(_STATES))
    )
    return [(row.rumour_id, row.hash) for row in rows]
