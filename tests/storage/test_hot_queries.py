"""The statements that run for every message: which index SQLite takes, and how many statements there are."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from messages.content import Lane, Reply
from storage import audience, bulletins, outbox, receipts, recovery
from storage.claims import claim_outbox
from storage.database import Database, Tx
from storage.outbox import Outgoing
from storage.receipts import Outcome
from storage.records import Audience, Rule, SendState
from storage.tables import metadata
from tests.storage.world import NOW, bulletin, crowd, filled, take


@contextmanager
def statements(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """Everything that is executed on the writing connection."""
    seen: list[tuple[str, Any]] = []

    def executed(_conn: object, _cursor: object, statement: str, values: Any, *_: object) -> None:
        if statement != "BEGIN IMMEDIATE":
            seen.append((statement, values))

    engine = database._writing.sync_engine
    event.listen(engine, "before_cursor_execute", executed)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", executed)


async def plans(tx: Tx, seen: list[tuple[str, Any]]) -> str:
    """How SQLite goes about all of these."""
    found = []
    for statement, values in list(seen):
        rows = await tx.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        found += [row.detail for row in rows]
    assert found
    return "\n".join(found)


@pytest.fixture
async def small(tmp_path: Path) -> Any:
    """SQLite, whose plans these are."""
    async with Database(f"sqlite+aiosqlite:///{tmp_path}/plans.db") as database:
        async with database.transaction() as tx:
            await tx.connection.run_sync(metadata.create_all)
        yield database


async def test_claims_find_what_waits_by_its_index(small: Database) -> None:
    """No scan of a table, and no sorting of what waits."""
    async with small.transaction() as tx:
        addresses = await crowd(tx, 3)
        made = await bulletin(tx)
        await filled(tx, made.id)
        await outbox.put(tx, [Outgoing(address=each, reply=Reply(text="x")) for each in addresses], NOW)
        with statements(small) as seen:
            assert len(await claim_outbox(tx, "fake", "1", {0: 5, 1: 5, 2: 5, 3: 5}, {"c9"}, NOW, 100)) == 3
            assert len(await take(tx, made.id)) == 3
        assert len(seen) == 4, "one to look and one to take, each"
        plan = await plans(tx, seen)
    assert plan.count("ix_outbox_waiting (channel=? AND bot=? AND lane=?)") == 4
    assert "ix_deliveries_waiting (bulletin_id=? AND id>?)" in plan
    assert "SCAN outbox" not in plan
    assert "SCAN deliveries" not in plan
    assert "SCAN people" not in plan
    assert "SCAN addresses" not in plan


async def test_receipts_are_one_statement_a_table_however_many(small: Database) -> None:
    """Two hundred outcomes cost as many statements as one, and find their rows by id."""
    async with small.transaction() as tx:
        addresses = await crowd(tx, 100)
        made = await bulletin(tx)
        await filled(tx, made.id)
        messages = [Outgoing(address=each, reply=Reply(text="x"), subject="KK-00001") for each in addresses]
        await outbox.put(tx, messages, NOW)
        claims = [*await claim_outbox(tx, "fake", "1", {0: 100}, (), NOW, 100), *await take(tx, made.id)]
        assert len(claims) == receipts.MOST
        outcomes = [
            Outcome(claim=each, state=SendState.SENT, messages=(f"m{number}",))
            for number, each in enumerate(claims)
        ]
        with statements(small) as seen:
            await receipts.store(tx, outcomes, NOW)
        assert len(seen) == 3, "the outbox, the deliveries and the links"
        plan = await plans(tx, seen)
        progress = await bulletins.progress(tx, made.id)
    assert "SEARCH outbox USING INTEGER PRIMARY KEY" in plan
    assert "SEARCH deliveries USING INTEGER PRIMARY KEY" in plan
    assert "SCAN outbox" not in plan
    assert "SCAN deliveries" not in plan
    assert progress is not None
    assert progress.counts[SendState.SENT] == 100


async def test_slices_starts_and_counts_use_their_indexes(small: Database) -> None:
    """What runs again and again beside a million deliveries does not read them all."""
    async with small.transaction() as tx:
        await crowd(tx, 5)
        made = await bulletin(tx)
        with statements(small) as seen:
            await bulletins.fill(tx, made.id, 2)
            await bulletins.low(tx, made.id, 10)
            await bulletins.live(tx)
            await bulletins.unswept(tx)
            await bulletins.joined(tx, 1)
            await recovery.recent(tx, "fake", "1", NOW)
            await recovery.recover(tx, "fake", "1", 3, NOW)
            await bulletins.recall(tx, made.id, NOW)
            await bulletins.sweep(tx, made.id, NOW, 2)
        plan = await plans(tx, seen)
    assert "ix_people_agreed" in plan
    assert "ix_bulletins_live" in plan
    assert "ix_bulletins_unswept" in plan
    assert "ix_deliveries_sending" in plan
    assert "ix_deliveries_finished" in plan
    assert "ix_outbox_finished" in plan
    assert "ix_outbox_sending" in plan
    assert "addresses_1 (channel=? AND bot=?)" not in plan, "a start does not walk everybody"
    assert "SCAN outbox" not in plan.replace("SCAN outbox USING INDEX ix_outbox_sending", "")
    assert "SCAN deliveries\n" not in plan
    assert "SCAN people\n" not in plan


async def test_what_is_left_of_a_bulletin_is_found_among_what_is_left(small: Database) -> None:
    """Not among the million deliveries that have arrived: each look at a bulletin took 0.2 s then."""
    async with small.transaction() as tx:
        await crowd(tx, 5)
        made = await bulletin(tx)
        await bulletins.fill(tx, made.id, 10)
        with statements(small) as seen:
            await bulletins.low(tx, made.id, 10)
            await bulletins.waiting(tx, made.id)
            await bulletins.finish(tx, made.id, NOW)
        plan = await plans(tx, seen)
    assert plan.count("ix_deliveries_waiting (bulletin_id=? AND id>?)") == 3
    assert plan.count("ix_deliveries_sending (bulletin_id=? AND person_id>?)") == 1
    assert "ix_deliveries_finished" not in plan


async def test_a_newer_edit_finds_the_older_by_its_target(small: Database) -> None:
    """Live status messages are edited often."""
    async with small.transaction() as tx:
        (address,) = await crowd(tx, 1)
        (row,) = await outbox.put(tx, [Outgoing(address=address, reply=Reply(text="0"))], NOW)
        edit = Outgoing(address=address, reply=Reply(text="1"), target=row, lane=Lane.ANSWERS)
        await outbox.put(tx, [edit], NOW)
        with statements(small) as seen:
            await outbox.put(tx, [edit], NOW)
        plan = await plans(tx, seen[1:])
    assert "ix_outbox_target (target_id=?)" in plan
    assert "SCAN" not in plan


async def test_an_audience_is_counted_by_its_indexes(small: Database) -> None:
    """However many parts the rule has: those who agreed by their index, all else by person."""
    who = Audience(
        areas=("94",),
        roles=("officer",),
        topics=("morning",),
        languages=("vi",),
        channels=("fake",),
        without_areas=("95",),
        without_roles=("head",),
        without_bodies=("so_y_te",),
    )
    async with small.transaction() as tx:
        await crowd(tx, 3)
        with statements(small) as seen:
            await audience.by_place(tx, Rule(audience=who, places=("31",), without=("32",)))
            await audience.count(tx, Rule(audience=Audience()))
        plan = await plans(tx, seen)
    assert "ix_people_agreed" in plan
    assert "SCAN people\n" not in f"{plan}\n"
    for table in ("reached", "held", "chosen", "followed"):
        assert f"SCAN {table}" not in plan
