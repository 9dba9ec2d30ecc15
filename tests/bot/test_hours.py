"""Approved bulletins under the calendar: at their hour however fast a rehearsal runs, held after a real outage."""

from datetime import date, timedelta

from handlers.staff.bulletins.hourly import Hourly
from storage import bulletins, drafts
from storage.campaign import Campaign
from storage.database import Database
from storage.records import DraftState
from tests.bot.drafting import approved
from tests.bot.timing import START, Room, Wall, firing

TEN = START + timedelta(hours=3)  # 10:00 of the third day
HOUR = timedelta(hours=1)


async def state(database: Database, number: int = 1) -> DraftState | None:
    async with database.reading() as tx:
        found = await drafts.get(tx, number)
    return found.state if found else None


async def begun(database: Database) -> int:
    async with database.reading() as tx:
        return len(await bulletins.list_recent(tx))


async def test_a_jump_stops_at_the_hour_of_a_draft(database: Database, campaign: Campaign) -> None:
    """It begins at its own hour, paused or not; the next press goes on to the firing after it."""
    wall = Wall()
    room = Room(database, [firing("early", START + HOUR), firing("late", START + 9 * HOUR)], wall)
    calendar = await room.open(hours=Hourly(campaign=campaign, wall=wall))
    await approved(database, campaign, TEN)
    await calendar.clock.pause()
    stops = [await calendar.jump() for _ in range(3)]
    assert [each and each[1] for each in stops] == [START + HOUR, TEN, START + 9 * HOUR]
    assert stops[1] == (None, TEN)
    async with database.reading() as tx:
        (made,) = await bulletins.list_recent(tx)
    assert made.created_at == TEN
    assert await calendar.next_due() is None


async def test_a_jump_far_ahead_begins_each_day_of_a_daily_one(
    database: Database, campaign: Campaign
) -> None:
    """None of its days is late, missed or left out."""
    wall = Wall()
    calendar = await Room(database, [], wall).open(hours=Hourly(campaign=campaign, wall=wall))
    await approved(database, campaign, TEN, date(2021, 8, 22))
    await calendar.jump_to(START + timedelta(days=9))
    async with database.reading() as tx:
        found = [each.created_at for each in await bulletins.list_recent(tx)]
    assert sorted(found) == [TEN + timedelta(days=n) for n in range(5)]


async def test_speed_and_a_short_restart_make_nothing_late(database: Database, campaign: Campaign) -> None:
    """Four seconds away at the fastest are four campaign hours: more than what is held after an outage."""
    wall = Wall()
    room, hours = Room(database, [], wall), Hourly(campaign=campaign, wall=wall)
    calendar = await room.open(speed=3600, hours=hours)
    await calendar.tick()
    await approved(database, campaign, TEN)
    wall.passes(seconds=7)
    calendar = await room.open(hours=hours)
    await calendar.tick()
    assert calendar.clock.now() == TEN + 4 * HOUR
    assert await state(database) is DraftState.STARTED


async def test_speed_leaves_no_day_of_a_daily_one_out(database: Database, campaign: Campaign) -> None:
    """Looks that are days apart in campaign time begin one day's after the other."""
    wall = Wall()
    room = Room(database, [], wall)
    calendar = await room.open(speed=3600, hours=Hourly(campaign=campaign, wall=wall))
    await calendar.tick()
    await approved(database, campaign, TEN, date(2021, 8, 20))
    wall.passes(seconds=60)
    for _ in range(5):
        await calendar.tick()
        wall.passes(seconds=1)
    assert await begun(database) == 3


async def test_a_real_outage_still_holds_it(database: Database, campaign: Campaign) -> None:
    """In a rehearsal at the speed of real time four hours away are four hours."""
    wall = Wall()
    room, hours = Room(database, [], wall), Hourly(campaign=campaign, wall=wall)
    calendar = await room.open(hours=hours)
    await calendar.tick()
    await approved(database, campaign, TEN)
    wall.passes(hours=7)
    calendar = await room.open(hours=hours)
    await calendar.tick()
    assert await state(database) is DraftState.WRITING
    assert await begun(database) == 0
