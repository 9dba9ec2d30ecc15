"""The office's closing report survives what people's closing does not: an outage on the last evening."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.calendar import Calendar
from bot.clock import Clock
from handlers.schedule import Schedule
from messages.encoding import load_reply
from storage import bulletins, desks, firings
from storage.campaign import load_campaign
from storage.database import Database
from storage.firings import Why
from storage.tables import jobs, outbox
from tests.bot.timing import Wall
from tests.storage.world import citizen, group

BEFORE = datetime(2021, 8, 25, 11, tzinfo=UTC)  # 18:00 there, an hour and a half before the closing


@pytest.mark.parametrize(("hours", "why"), [(4, Why.TOO_LATE), (14, Why.CLOSED)])
async def test_a_closing_that_was_missed_still_brings_the_report(
    database: Database, hours: int, why: Why
) -> None:
    """Down until late that night, or until the next morning: the desk has it, once; nobody else is written to."""
    campaign, wall = load_campaign(), Wall()
    schedule = Schedule(campaign=campaign, available=lambda _name: False, wall=wall)
    plan = [firing for firing in campaign.firings if firing.entry.kind == "closing"]

    async def opened() -> Calendar:
        clock = await Clock.open(database, BEFORE, wall=wall)
        return Calendar(
            database=database,
            clock=clock,
            plan=plan,
            fires=schedule.fires,
            objection=schedule.objection,
            alert=schedule.report_skipped,
        )

    async with database.transaction() as tx:
        await citizen(tx, "an")
        await desks.connect(tx, "so_noi_vu", await group(tx, "snv"), "admin", BEFORE)
    await (await opened()).tick()
    wall.passes(hours=hours)
    for _ in range(2):
        await (await opened()).tick()
    async with database.reading() as tx:
        assert [each.why for each in await firings.every(tx)] == [why]
        rows = await tx.all(select(outbox).order_by(outbox.c.id))
        wanted = (
            (await tx.execute(select(jobs.c.payload).where(jobs.c.kind == "digest_files"))).scalars().all()
        )
        assert await bulletins.list_recent(tx) == []
    assert {row.chat for row in rows} == {"snv"}
    said = [load_reply(row.body).text for row in rows]
    assert len(said) == 2
    assert "Tổng hợp cả đợt thi đua" in said[0]
    assert [each["final"] for each in wanted] == [True]
    assert wanted[0]["until"] == plan[0].due.isoformat()
