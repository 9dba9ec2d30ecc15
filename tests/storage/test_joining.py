"""Two people who are one: by one rule for each column, and nothing reaches anybody twice."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from storage import joining, people, rumours
from storage.database import Database, Tx
from storage.joining import RULES
from storage.records import Person
from storage.rumours import NewRumour
from storage.tables import deliveries, metadata, rumour_askers, subscriptions
from storage.tables import people as people_table
from tests.storage.world import NOW, bulletin, citizen


def _named_people() -> set[tuple[str, str]]:
    """Columns that name a person: by a foreign key, or by their name where rows outlive the person."""
    return {
        (table.name, column.name)
        for table in metadata.tables.values()
        for column in table.columns
        if any(key.column.table is people_table for key in column.foreign_keys)
        or column.name.endswith(("person_id", "author_id", "made_by_id"))
    }


def test_every_column_that_names_a_person_has_a_rule() -> None:
    """A new table with people in it says what becomes of its rows when two people turn out to be one."""
    named = _named_people()
    assert len(named) > 10
    assert named == RULES.keys()


async def _two(tx: Tx) -> Sequence[Person]:
    found = []
    for chat, channel in (("an", "fake"), ("an", "other")):
        address = await citizen(tx, chat, channel=channel)
        person = await people.get(tx, address.person_id or 0)
        assert person is not None
        found.append(person)
    return found


async def test_what_both_follow_is_followed_once(database: Database) -> None:
    """Rows alike become one."""
    async with database.transaction() as tx:
        kept, gone = await _two(tx)
        rows = [(kept.id, "a"), (kept.id, "b"), (gone.id, "b"), (gone.id, "c")]
        for person_id, topic in rows:
            await tx.execute(insert(subscriptions).values(person_id=person_id, topic=topic))
        await joining.join(tx, gone, kept, NOW, "test")
        assert await people.topics(tx, kept.id) == {"a", "b", "c"}
        assert await people.get(tx, gone.id) is None


async def test_what_either_was_told_of_a_rumour_is_not_told_again(database: Database) -> None:
    """Of two questions about one rumour the answer read stays read, the earlier time and a stop hold."""
    async with database.transaction() as tx:
        kept, gone = await _two(tx)
        first, second = [(await rumours.add(tx, NewRumour(agency="a"), NOW)).id for _ in range(2)]
        for rumour_id, who, told, more in (
            (first, kept, 1, {"at": NOW + timedelta(hours=1), "helped": None}),
            (first, gone, 3, {"at": NOW, "helped": False, "follows": False}),
            (second, gone, 2, {"at": NOW, "helped": True}),
        ):
            new = {"rumour_id": rumour_id, "person_id": who.id, "told": told, "follows": True, **more}
            await tx.execute(insert(rumour_askers).values(new))
        await joining.join(tx, gone, kept, NOW, "test")
        rows = await tx.all(select(rumour_askers).order_by(rumour_askers.c.rumour_id))
        assert [(row.person_id, row.told, row.follows, row.helped, row.at) for row in rows] == [
            (kept.id, 3, False, False, NOW),
            (kept.id, 2, True, True, NOW),
        ]


@pytest.mark.parametrize(
    ("mine", "theirs", "left"),
    [
        ("waiting", "waiting", "waiting"),
        ("waiting", "sent", "sent"),
        ("sent", "waiting", "sent"),
        ("waiting", "sending", "sending"),
        ("sent", "sent", "sent"),
        ("cancelled", "unknown", "unknown"),
    ],
)
async def test_what_reached_one_app_does_not_reach_the_other(
    database: Database, mine: str, theirs: str, left: str
) -> None:
    """Of two deliveries of one bulletin the one that got further is theirs; no other is sent."""
    async with database.transaction() as tx:
        kept, gone = await _two(tx)
        made = await bulletin(tx)
        for person, state in ((kept, mine), (gone, theirs)):
            new = {"bulletin_id": made.id, "person_id": person.id, "state": state}
            await tx.execute(insert(deliveries).values(new))
        await joining.join(tx, gone, kept, NOW, "test")
        rows = await tx.all(select(deliveries.c.person_id, deliveries.c.state))
        assert [row.state for row in rows if row.person_id == kept.id] == [left]
        assert "waiting" not in [row.state for row in rows if row.person_id != kept.id]
        assert all(row.person_id < 0 or row.person_id == kept.id for row in rows)


async def test_an_app_that_is_parted_keeps_its_block(database: Database) -> None:
    """Nobody sheds a block by linking and parting."""
    async with database.transaction() as tx:
        kept, gone = await _two(tx)
        await tx.execute(update(people_table).where(people_table.c.id == gone.id).values(blocked_until=NOW))
        blocked = await people.get(tx, gone.id)
        assert blocked is not None
        one = await joining.join(tx, blocked, kept, NOW, "test")
        other = await people.find_address(tx, "other", "1", "an")
        assert other is not None
        assert await joining.part(tx, one, other.id, NOW, "test")
        assert not await joining.part(tx, one, other.id, NOW, "test"), "and it was their last but one"
        fresh = await people.find_address(tx, "other", "1", "an")
        assert fresh is not None
        parted = await people.get(tx, fresh.person_id or 0)
        assert parted is not None
        assert (parted.blocked_until, parted.id) == (NOW, fresh.person_id)
