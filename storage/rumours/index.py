"""Which rumours may be the one asked about: telling words and pairs of neighbours, hashed."""

import hashlib
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from sqlalchemy import delete, func, insert, select

from messages.claims import Claim, read, weight
from storage.database import Tx
from storage.records import Rumour, RumourState
from storage.tables import rumour_shingles, rumour_texts, rumours

MOST = 200  # candidates looked at closely
_SHINGLES = 300  # of one text; the lowest hashes, so that two long texts keep the same ones
_TELLING = 1.0  # weight from which a word alone is looked up
_STATES = (RumourState.OPEN.value, RumourState.ANSWERED.value)


class Known(NamedTuple):
    """What is compared of a known rumour: one of the texts by which it is told."""

    rumour_id: int
    state: RumourState
    claim: Claim


def shingles(claim: Claim) -> list[int]:
    """Hashes of its telling words and of its pairs of neighbouring words in either order, 64 bits each, ascending."""
    alone = {term for term in claim.terms if weight(term) >= _TELLING}
    pairs = {" ".join(sorted(pair)) for pair in pairwise(claim.terms)}
    return sorted(map(_hash, alone | pairs))[:_SHINGLES]


def _hash(words: str) -> int:
    digest = hashlib.blake2b(words.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


async def index_words(tx: Tx, rumour: Rumour, text: str) -> None:
    """Make an item findable by one more wording."""
    claim = read(text)
    found = shingles(claim)
    if not found:
        return
    values = {"rumour_id": rumour.id, "terms": " ".join(claim.terms), "places": sorted(claim.places)}
    text_id = await tx.scalar(insert(rumour_texts).values(values).returning(rumour_texts.c.id))
    await tx.execute(insert(rumour_shingles), [{"shingle": each, "text_id": text_id} for each in found])


async def index_claim(tx: Tx, rumour: Rumour) -> None:
    """Once it is answered, it is found by the agency's wording, and by that of who asked first."""
    await unindex(tx, [rumour.id])
    for text in dict.fromkeys((rumour.finding.claim if rumour.finding else "", rumour.words)):
        await index_words(tx, rumour, text)


async def unindex(tx: Tx, rumour_ids: Iterable[int]) -> None:
    """Nobody is to find these by words any more."""
    texts = select(rumour_texts.c.id).where(rumour_texts.c.rumour_id.in_(list(rumour_ids)))
    await tx.execute(delete(rumour_shingles).where(rumour_shingles.c.text_id.in_(texts)))
    await tx.execute(delete(rumour_texts).where(rumour_texts.c.rumour_id.in_(list(rumour_ids))))


async def candidates(tx: Tx, claim: Claim) -> list[Known]:
    """Open and answered items that share words with what is asked, the most alike first; at most 200."""
    hashes = shingles(claim)
    if not hashes:
        return []
    # Counted before the items are looked at: there are many more shingles than items.
    alike = (
        select(rumour_shingles.c.text_id, func.count().label("shared"))
        .where(rumour_shingles.c.shingle.in_(hashes))
        .group_by(rumour_shingles.c.text_id)
        .order_by(func.count().desc(), rumour_shingles.c.text_id)
        .limit(MOST)
        .subquery()
    )
    found = (
        select(rumour_texts.c.rumour_id, rumour_texts.c.terms, rumour_texts.c.places, rumours.c.state)
        .join(alike, alike.c.text_id == rumour_texts.c.id)
        .join(rumours, rumours.c.id == rumour_texts.c.rumour_id)
        .where(rumours.c.state.in_(_STATES))
        .order_by(alike.c.shared.desc(), rumour_texts.c.id)
    )
    return [
        Known(
            row.rumour_id,
            RumourState(row.state),
            Claim(terms=tuple(row.terms.split()), places=frozenset(row.places)),
        )
        for row in await tx.all(found)
    ]
