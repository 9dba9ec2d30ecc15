"""The closing counts, and the decisions offered again, on both databases."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import insert

from messages.content import Reply
from storage import bulletins, closing, people, zone_entries
from storage.bulletins import NewBulletin
from storage.database import Database
from storage.records import Consent, EntryState
from storage.tables import deliveries
from storage.zone_entries import NewEntry

NOW = datetime(2021, 8, 25, 3, tzinfo=UTC)


async def test_nothing_counts_as_nothing(database: Database) -> None:
    """A campaign in which nobody did anything still closes."""
    async with database.reading() as tx:
        found = await closing.counts(tx, NOW)
    assert (found.nominations, found.obligations, found.reach, found.agreed) == ({}, {}, (), 0)


async def test_reach_is_counted_by_kind(database: Database) -> None:
    """What arrived and what did not; what begins after the closing is no part of it."""
    async with database.transaction() as tx:
        _, an = await people.meet(tx, "stage", "1", "an", NOW)
        for kind, at in (("zone", NOW), ("zone", NOW), ("reminder", NOW + timedelta(hours=1))):
            new = NewBulletin(kind=kind, title="t", reply=Reply(text="x"), created_by="a test", counted=1)
            made = await bulletins.start(tx, new, at)
            state = "sent" if made.id % 2 else "failed"
            await tx.execute(
                insert(deliveries).values(bulletin_id=made.id, person_id=an.id, state=state, finished_at=NOW)
            )
        (zone,) = (await closing.counts(tx, NOW)).reach
        assert (zone.kind, zone.bulletins, zone.arrived, zone.missed) == ("zone", 2, 1, 1)
        assert len((await closing.counts(tx, NOW + timedelta(hours=2))).reach) == 2
        assert an.consent is not Consent.AGREED


async def test_decisions_entered_lately_are_known_once_each(database: Database) -> None:
    """The newest first; what was dropped or returned is not offered."""
    async with database.transaction() as tx:
        _, binh = await people.meet(tx, "stage", "1", "binh", NOW)
        for number, state in ((1, None), (2, None), (1, None), (3, EntryState.DROPPED)):
            new = NewEntry(
                document=f"Quyết định số {number}",
                decided_on=date(2021, 8, 20),
                entered_by="Bình",
                author_id=binh.id,
                changes={"31498": "do"},
            )
            made = await zone_entries.create(tx, new, NOW)
            if state:
                await zone_entries.move(tx, made, state)
        known = [document for document, _ in await zone_entries.documents(tx)]
    assert known == ["Quyết định số 1", "Quyết định số 2"]
