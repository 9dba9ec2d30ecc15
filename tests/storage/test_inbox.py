from datetime import UTC, datetime

from storage import inbox
from storage.database import Database
from storage.inbox import Arrival

NOW = datetime(2021, 8, 18, 1, tzinfo=UTC)


def arrival(key: str, chat: str = "7") -> Arrival:
    return Arrival(channel="telegram", bot="1", key=key, chat=chat, body=b"{}")


async def test_a_repeated_delivery_is_stored_once(database: Database) -> None:
    """Platforms repeat what they doubt; the key tells."""
    async with database.transaction() as tx:
        assert await inbox.receive(tx, [arrival("1"), arrival("2")], NOW) == 2
        assert await inbox.receive(tx, [arrival("2"), arrival("3")], NOW) == 1
        assert await inbox.waiting(tx) == 3
        assert await inbox.last_key(tx, "telegram", "1") == "3"


async def test_one_chat_in_order_and_chats_side_by_side(database: Database) -> None:
    """A batch holds at most one update of each chat, the oldest."""
    async with database.transaction() as tx:
        await inbox.receive(tx, [arrival("1", "a"), arrival("2", "a"), arrival("3", "b")], NOW)
        batch = await inbox.next_batch(tx, 50)
        assert [(row.chat, row.body) for row in batch] == [("a", b"{}"), ("b", b"{}")]
        await inbox.close(tx, [row.id for row in batch], NOW)
        assert [row.chat for row in await inbox.next_batch(tx, 50)] == ["a"]


async def test_the_third_failure_is_the_last(database: Database) -> None:
    """A message that cannot be handled is put aside after three tries and no longer offered."""
    async with database.transaction() as tx:
        await inbox.receive(tx, [arrival("1")], NOW)
        for last in (False, False, True):
            (row,) = await inbox.next_batch(tx, 50)
            assert await inbox.failed(tx, row, "ValueError") is last
        await inbox.park(tx, row.id, "L-ABCDE", NOW)
        assert await inbox.next_batch(tx, 50) == []


async def test_keys_are_forgotten_in_time_but_parked_messages_are_kept(database: Database) -> None:
    """What was handled leaves no trace in the end; what was parked waits for the operator."""
    async with database.transaction() as tx:
        await inbox.receive(tx, [arrival("1", "a"), arrival("2", "b")], NOW)
        done, parked = await inbox.next_batch(tx, 50)
        await inbox.close(tx, [done.id], NOW)
        await inbox.park(tx, parked.id, "L-ABCDE", NOW)
        assert await inbox.forget(tx, NOW + inbox.KEYS_KEPT) == 1
        assert await inbox.waiting(tx) == 0
