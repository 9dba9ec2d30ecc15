"""Texts that share words, found by an index: pairs of neighbouring words, hashed, kept by area."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import Column, Subquery, Table, delete, func, insert, select

from messages.folding import words
from storage.database import Tx

_SHINGLES = 200  # of one text; the lowest hashes, so that two long texts keep the same ones


def shingles(text: str) -> list[int]:
    """Hashes of the folded pairs of neighbouring words, 64 bits each, ascending; of the word where there is one."""
    said = words(text)
    pairs = {" ".join(pair) for pair in pairwise(said)} or set(said)
    return sorted(map(_hash, pairs))[:_SHINGLES]


def _hash(pair: str) -> int:
    digest = hashlib.blake2b(pair.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


@dataclass(frozen=True, slots=True)
class Index:
    """A table with the columns area, shingle and `owner`, the row that a text belongs to."""

    table: Table
    owner: Column[Any]

    async def put(self, tx: Tx, row_id: int, text: str, area: str) -> None:
        """Make a row findable in its area by its text."""
        rows = [{"area": area, "shingle": each, self.owner.name: row_id} for each in shingles(text)]
        if rows:
            await tx.execute(insert(self.table), rows)

    def sharing(self, text: str, area: str) -> Subquery | None:
        """(owner, shared) of the area's rows that share words with the text; None for a text without any."""
        hashes = shingles(text)
        if not hashes:
            return None
        # Counted before the rows are looked at: there are many more pairs than rows.
        return (
            select(self.owner.label("owner"), func.count().label("shared"))
            .where(self.table.c.area == area, self.table.c.shingle.in_(hashes))
            .group_by(self.owner)
            .subquery()
        )

    async def forget(self, tx: Tx, row_ids: Sequence[int] | Any) -> int:
        """Nobody is to find these rows (their ids, or a query for them) any more. Returns how many pairs went."""
        return int((await tx.execute(delete(self.table).where(self.owner.in_(row_ids)))).rowcount)
