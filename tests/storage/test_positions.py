"""Where people stand in their dialogs: kept in place of where they stood before."""

from dataclasses import replace
from datetime import timedelta

from storage import people, positions
from storage.database import Database
from storage.records import Position
from tests.storage.world import NOW

LATER = NOW + timedelta(minutes=5)
ASKED = Position(
    flow="report", step="kind", answers={"place": "94"}, trail=("place",), nonce="n1", asked_at=NOW
)


async def test_many_stand_somewhere_at_once_and_each_moves_on(database: Database) -> None:
    """Two in a group and one in private, kept together; what stood there before is gone, nobody else's."""
    async with database.transaction() as tx:
        group = await people.meet_group(tx, "telegram", "1", "-9", NOW)
        private, _ = await people.meet(tx, "telegram", "1", "8", NOW)
        first = {
            (group.id, "7"): ASKED,
            (group.id, "8"): replace(ASKED, nonce="n2"),
            (private.id, "8"): replace(ASKED, menu=(("Có", "yes"), ("Không", "no"))),
        }
        await positions.save_many(tx, first)
        assert await positions.load_many(tx, [group.id, private.id]) == first
        moved = replace(ASKED, step="words", answers={}, trail=("place", "kind"), nonce="n3", asked_at=LATER)
        await positions.save_many(tx, {(group.id, "8"): moved})
        await positions.save_many(tx, {})
        assert await positions.load_many(tx, [group.id, private.id]) == first | {(group.id, "8"): moved}
