"""Several people say the same: a voice for each of them, counted once, whatever it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Table, func, select, update

from storage.database import Tx
from storage.upserts import insert_into


@dataclass(frozen=True, slots=True)
class Choir:
    """A table with the columns `matter`, person_id and at, keyed by the first two. Its author is in none."""

    table: Table
    matter: Column[Any]

    async def add(self, tx: Tx, matter_id: int, person_id: int, at: datetime, **more: object) -> bool:
        """One more voice. False if it was there already: however often somebody joins, they count once."""
        values = {self.matter.name: matter_id, "person_id": person_id, "at": at, **more}
        voice = (
            insert_into(tx.dialect, self.table).values(values).on_conflict_do_nothing().returning(self.matter)
        )
        return await tx.scalar(voice) is not None

    async def add_nobody(self, tx: Tx, matter_id: int, at: datetime, **more: object) -> None:
        """One more voice of somebody erased: a number of nobody's, which no other voice of the matter has."""
        while not await self.add(tx, matter_id, await self._nobody(tx, matter_id), at, **more):
            pass  # another took the number meanwhile, and has been seen by now

    async def _nobody(self, tx: Tx, matter_id: int) -> int:
        # The lowest of the matter so far, less one: somebody's own id turned negative would lead back.
        lowest = await tx.scalar(select(func.min(self.table.c.person_id)).where(self.matter == matter_id))
        return min(int(lowest or 0), 0) - 1

    async def counts(self, tx: Tx, matter_ids: Sequence[int]) -> dict[int, int]:
        """How many people said so of each, its author among them."""
        joined = (
            select(self.matter.label("matter"), func.count().label("voices"))
            .where(self.matter.in_(matter_ids))
            .group_by(self.matter)
        )
        found = {row.matter: int(row.voices) for row in await tx.all(joined)}
        return {each: 1 + found.get(each, 0) for each in matter_ids}

    async def forget(self, tx: Tx, person_ids: Sequence[int], **blank: object) -> None:
        """Erased people's voices stay as a count: a number of nobody's, and still one for each voice of a matter."""
        person = self.table.c.person_id
        for person_id in person_ids:
            mine = select(self.matter).where(person == person_id)
            for matter_id in (await tx.execute(mine)).scalars().all():
                here = self.matter == matter_id
                nobody = {"person_id": await self._nobody(tx, matter_id), **blank}
                await tx.execute(update(self.table).where(here, person == person_id).values(nobody))
