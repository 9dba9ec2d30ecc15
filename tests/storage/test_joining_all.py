"""Two people who are one: every table that names people, filled for both, joined by its rule."""

from collections.abc import Mapping
from datetime import date
from itertools import count
from typing import Any

from sqlalchemy import JSON, Column, Table, UniqueConstraint, func, insert, select

from storage import joining, people
from storage.database import Database, Tx
from storage.joining import RULES, Rule
from storage.tables import deliveries, grants, metadata
from storage.tables.base import Moment
from tests.storage.world import NOW, citizen

HELD_BY = ("role", "scope")  # a role has no key: the same role for the same place is the same
SHARED = {Rule.UNITED, Rule.ASKED, Rule.ONCE, Rule.HELD}  # what both have alike becomes one


def key_of(table: Table, column: str) -> tuple[str, ...]:
    """The other columns of the key that a person is part of."""
    if table is grants:
        return HELD_BY
    keys = [table.primary_key, *(each for each in table.constraints if isinstance(each, UniqueConstraint))]
    mine = next(key for key in keys if column in key.columns)
    return tuple(each.name for each in mine.columns if each.name != column)


class Filler:
    """Makes rows of any table, and the rows that they need to hang on."""

    def __init__(self, tx: Tx) -> None:
        self.tx = tx
        self.numbers = count(1000)

    async def row(self, table: Table, **given: Any) -> Any:
        """A row with these values and a fresh one wherever the table asks for some."""
        values = dict(given)
        for column in table.columns:
            if column.name not in values and self._asked_for(column):
                values[column.name] = await self.value(column)
        new = insert(table).values(values).returning(*table.primary_key.columns)
        return (await self.tx.execute(new)).one()

    async def value(self, column: Column[Any]) -> Any:
        """Something that this column takes, and no row has yet."""
        for key in column.foreign_keys:
            return (await self.row(key.column.table))[0]
        if isinstance(column.type, Moment):
            return NOW
        if isinstance(column.type, JSON):
            return []
        number = next(self.numbers)
        made: Mapping[type, Any] = {str: f"x{number}", int: number, bool: False, date: NOW.date()}
        return made[column.type.python_type]

    @staticmethod
    def _asked_for(column: Column[Any]) -> bool:
        counted = column.primary_key and column.autoincrement is True
        return not (column.nullable or counted or column.server_default is not None)


async def held_by(tx: Tx, table: Table, column: str, person: int) -> list[Any]:
    return list(await tx.all(select(table).where(table.c[column] == person)))


async def test_every_table_is_joined_by_its_rule(database: Database) -> None:
    """What is moved is all theirs, what both have alike is theirs once, and nobody names the one who is gone."""
    async with database.transaction() as tx:
        kept, gone = [await people.get(tx, (await citizen(tx, chat)).person_id or 0) for chat in ("an", "ba")]
        assert kept
        assert gone
        filler, before = Filler(tx), {}
        for (name, column), rule in RULES.items():
            table = metadata.tables[name]
            alike = (
                {each: await filler.value(table.c[each]) for each in key_of(table, column)}
                if rule in SHARED
                else {}
            )
            for person in (kept, gone):
                await filler.row(table, **{column: person.id})
                if alike:
                    await filler.row(table, **alike, **{column: person.id})
            before[name, column] = [
                len(await held_by(tx, table, column, person.id)) for person in (kept, gone)
            ]
        assert all(min(counts) > 0 for counts in before.values())
        await joining.join(tx, gone, kept, NOW, "test")
        for (name, column), rule in RULES.items():
            table = metadata.tables[name]
            mine = await held_by(tx, table, column, kept.id)
            assert await held_by(tx, table, column, gone.id) == [], name
            if rule is Rule.DROPPED:
                assert mine == [], name
            elif rule in SHARED:
                keys = [
                    tuple(getattr(row, each) for each in key_of(table, column)) for row in _live(table, mine)
                ]
                assert len(keys) == len(set(keys)) == sum(before[name, column]) - 1, name
            else:
                assert len(mine) == sum(before[name, column]), name
        nobodys = select(func.count()).where(deliveries.c.person_id < 0)
        assert await tx.scalar(nobodys) == 1, "the delivery that both were to get"


def _live(table: Table, rows: list[Any]) -> list[Any]:
    return [row for row in rows if row.revoked_at is None] if table is grants else rows
