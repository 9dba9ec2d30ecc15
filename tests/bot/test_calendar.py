import asyncio
import contextlib
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from bot.calendar import TRIES, Calendar, interval
from bot.chores import Chore, Chores
from bot.clock import Clock, ClockError
from storage import faults
from storage.campaign import Entry, Firing
from storage.database import Database, Tx
from storage.firings import Outcome, Why
from storage.tables import audit, firings, meta
from tests.bot.timing import GRACE, REAL, START, Room, Wall, firing

MORNING, NOON, EVENING = (START + timedelta(hours=hours) for hours in (1, 5, 9))
DAY = [firing("morning", MORNING), firing("noon", NOON), firing("evening", EVENING)]


class Crash(BaseException):
    """As if the power went."""


async def test_each_firing_happens_when_it_is_due(database: Database) -> None:
    """Not before, and not again at the next tick."""
    wall = Wall()
    room = Room(database, DAY, wall)
    calendar = await room.open()
    await calendar.tick()
    assert await room.effects() == []
    assert await calendar.next_due() == (DAY[0].entry, MORNING)
    for _ in range(3):
        wall.passes(minutes=30)
        await calendar.tick()
    assert await room.effects() == ["morning"]
    assert await calendar.next_due() == (DAY[1].entry, NOON)


async def test_what_is_due_at_the_first_instant_happens(database: Database) -> None:
    """A rehearsal that starts at seven has its seven o'clock reminder, though the program needed a while."""
    wall = Wall()
    room = Room(database, [firing("first", START)], wall)
    calendar = await room.open(speed=3600)
    wall.passes(seconds=2)
    await calendar.tick()
    assert await room.effects() == ["first"]


async def test_a_start_in_mid_campaign_leaves_the_past_alone(database: Database) -> None:
    """Past days are noted as skipped; nobody is alarmed, today goes on."""
    days = [firing(f"day_{15 + n}", START + timedelta(days=n - 3, hours=1)) for n in range(5)]
    wall = Wall()
    room = Room(database, days, wall)
    calendar = await room.open()
    await calendar.tick()
    assert [(each.schedule, each.why) for each in await room.fired()] == [
        (name, Why.BEFORE_START) for name in ("day_15", "day_16", "day_17")
    ]
    assert room.alerts == []
    await calendar.jump()
    assert await room.effects() == ["day_18"]


async def test_a_late_start_within_the_grace_catches_up(database: Database) -> None:
    """The program was down from six to nine; the reminder of eight still goes out, once."""
    wall = Wall()
    room = Room(database, DAY, wall)
    await (await room.open()).tick()
    wall.passes(hours=2)
    calendar = await room.open()
    await calendar.tick()
    await calendar.tick()
    assert await room.effects() == ["morning"]
    assert (await room.fired())[0].fired_at == MORNING + timedelta(hours=1)


async def test_a_late_start_beyond_the_grace_skips_and_tells_once(database: Database) -> None:
    """Neither sent at midnight nor lost in silence: a row, and one message for all that was missed."""
    wall = Wall()
    room = Room(database, DAY, wall)
    await (await room.open()).tick()
    wall.passes(hours=18)
    for _ in range(2):
        await (await room.open()).tick()
    assert await room.effects() == []
    assert room.alerts == [["morning", "noon", "evening"]]
    assert {each.outcome for each in await room.fired()} == {Outcome.SKIPPED}


async def test_real_time_measures_lateness_by_the_clock_on_the_wall(database: Database) -> None:
    """The same without a rehearsal."""
    wall = Wall()
    plan = [firing("early", REAL + timedelta(hours=1)), firing("late", REAL + timedelta(hours=5))]
    room = Room(database, plan, wall)
    await (await room.open(start=None)).tick()
    wall.passes(hours=6)
    await (await room.open(start=None)).tick()
    assert await room.effects() == ["late"]
    assert room.alerts == [["early"]]


async def test_speed_makes_nothing_late(database: Database) -> None:
    """A tick that covers two campaign days does what was due in them, in order, each as of its due time."""
    days = [firing(f"day_{n}", START + timedelta(days=n, hours=1)) for n in range(10)]
    wall = Wall()
    room = Room(database, days, wall)
    calendar = await room.open(speed=3600)
    await calendar.tick()
    for _ in range(6):
        wall.passes(seconds=50)
        await calendar.tick()
    assert await room.effects() == [each.entry.key for each in days]
    assert [each.fired_at for each in await room.fired()] == [each.due for each in days]


async def test_a_fast_rehearsal_that_was_down_for_minutes_catches_up(database: Database) -> None:
    """Five real minutes are less than the grace, though campaign days went by."""
    days = [firing(f"day_{n}", START + timedelta(days=n, hours=1)) for n in range(10)]
    wall = Wall()
    room = Room(database, days, wall)
    await (await room.open(speed=3600)).tick()
    wall.passes(minutes=5)
    await (await room.open()).tick()
    assert len(await room.effects()) == 10
    assert room.alerts == []


async def test_two_processes_and_a_double_tick_do_it_once(database: Database) -> None:
    """Whoever comes first takes the row; the other finds it taken."""
    wall = Wall()
    room = Room(database, DAY, wall)
    one = await room.open()
    async with Database(database.url.render_as_string(hide_password=False)) as elsewhere:
        other = await Room(elsewhere, DAY, wall).open()
        await asyncio.gather(one.tick(), other.tick())
        wall.passes(hours=1.5)
        await asyncio.gather(one.tick(), other.tick(), one.tick(), other.tick())
    assert await room.effects() == ["morning"]


@pytest.mark.parametrize("point", ["firing.before_commit", "firing.after_commit"])
async def test_a_crash_around_the_commit_neither_repeats_nor_loses(
    database: Database, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    """The row and the effect are one transaction."""

    def crash(name: str) -> None:
        if name == point:
            raise Crash

    wall = Wall()
    room = Room(database, DAY, wall)
    calendar = await room.open()
    await calendar.tick()
    wall.passes(hours=5.5)
    monkeypatch.setattr(faults, "_hook", [crash])
    with pytest.raises(Crash):
        await calendar.tick()
    monkeypatch.undo()
    await (await room.open()).tick()
    assert await room.effects() == ["noon"]


async def test_a_firing_that_keeps_failing_gives_way(database: Database) -> None:
    """It is tried three times, then skipped and told; those after it are done, and its effects are undone."""
    wall = Wall()
    room = Room(database, [DAY[0], firing("after", MORNING)], wall)

    async def fails(tx: Tx, entry: Entry, due: datetime) -> None:
        await Room._fire(room, tx, entry, due)
        if entry.key == "morning":
            raise LookupError("no desk")

    room._fire = fails  # type: ignore[method-assign]
    calendar = await room.open()
    await calendar.tick()
    wall.passes(hours=1)
    for _ in range(TRIES):
        await calendar.tick()
        assert await room.effects() == []
    await calendar.tick()
    assert await room.effects() == ["after"]
    assert room.alerts == [["morning"]]
    assert [(each.schedule, each.why) for each in await room.fired()] == [
        ("after", None),
        ("morning", Why.FAILED),
    ]


async def test_midnight_and_the_last_day(database: Database) -> None:
    """A firing at 00:00 belongs to its own day, and after the last one nothing is due any more."""
    midnight = START + timedelta(hours=17)
    wall = Wall()
    room = Room(database, [firing("midnight", midnight)], wall)
    calendar = await room.open()
    await calendar.tick()
    await calendar.clock.move_to(midnight - timedelta(microseconds=1))
    await calendar.tick()
    assert await room.effects() == []
    await calendar.clock.move_to(midnight)
    await calendar.tick()
    assert await room.effects() == ["midnight"]
    assert await calendar.next_due() is None
    assert await calendar.jump() is None


async def test_a_jump_stops_at_the_next_due_instant(database: Database) -> None:
    """One press, one event; a paused rehearsal stays paused."""
    room = Room(database, DAY, Wall())
    calendar = await room.open()
    await calendar.clock.pause()
    assert await calendar.jump() == (DAY[0].entry, MORNING)
    assert calendar.clock.now() == MORNING
    assert calendar.clock.paused
    assert await calendar.jump() == (DAY[1].entry, NOON)
    assert await room.effects() == ["morning", "noon"]


async def test_a_jump_far_ahead_stops_at_each_due_instant(database: Database) -> None:
    """Everything on the way happens as of its own time, however far the jump."""
    room = Room(database, DAY, Wall())
    calendar = await room.open()
    await calendar.jump_to(START + timedelta(days=9))
    assert await room.effects() == ["morning", "noon", "evening"]
    assert [each.fired_at for each in await room.fired()] == [MORNING, NOON, EVENING]
    assert calendar.clock.now() == START + timedelta(days=9)
    with pytest.raises(ClockError, match="backwards"):
        await calendar.jump_to(START)


async def test_real_time_cannot_be_jumped(database: Database) -> None:
    """Nobody moves the real campaign."""
    calendar = await Room(database, [firing("soon", REAL + timedelta(hours=1))], Wall()).open(start=None)
    with pytest.raises(ClockError):
        await calendar.jump()
    with pytest.raises(ClockError):
        await calendar.jump_to(REAL + timedelta(days=1))


async def test_housekeeping_runs_at_start_and_each_hour_of_campaign_time(database: Database) -> None:
    """Many missed hours are one run; one chore that fails keeps no other from its turn."""
    ran: list[datetime] = []

    async def fails(tx: Tx, now: datetime) -> None:
        raise LookupError("nothing to sweep")

    async def sweep(tx: Tx, now: datetime) -> None:
        ran.append(now)

    wall = Wall()
    room = Room(database, [], wall)
    calendar = await room.open()
    hour = timedelta(hours=1)
    both = [Chore(name="fails", every=hour, run=fails), Chore(name="sweep", every=hour, run=sweep)]
    calendar._chores = Chores(database, both)
    for minutes in (0, 30, 30, 300):
        wall.passes(minutes=minutes)
        await calendar.tick()
    assert ran == [START, START + hour, START + 6 * hour]


async def test_a_kind_that_nothing_does_is_refused_at_once(database: Database) -> None:
    """At start, not on the day."""
    room = Room(database, [], Wall())
    with pytest.raises(ValueError, match="reminder"):
        Calendar(
            database=database,
            clock=await Clock.open(database, START),
            plan=DAY,
            fires={},
            objection=room.objection,
            alert=room._alert,
        )


async def test_the_running_calendar_ticks_by_itself_and_stops_clean(database: Database) -> None:
    """APScheduler wakes it; leaving ends between two firings and keeps how far it got."""
    done = asyncio.Event()

    async def fire(tx: Tx, entry: Entry, due: datetime) -> None:
        done.set()

    clock = await Clock.open(database, START, 3600)
    room = Room(database, [firing("now", START)], Wall())
    calendar = Calendar(
        database=database,
        clock=clock,
        plan=room.plan,
        fires={"reminder": fire},
        objection=room.objection,
        alert=room._alert,
    )
    async with calendar:
        await done.wait()
    assert [each.schedule for each in await room.fired()] == ["now"]
    async with database.reading() as tx:
        reached = await Clock.reached(tx)
    assert reached is not None
    assert reached.campaign >= START


def test_ticks_keep_up_with_the_speed() -> None:
    """A tick covers at most a few campaign minutes, and never costs more than twenty looks a second."""
    assert interval(1) == interval(10) == 1
    assert interval(60) == pytest.approx(1 / 6)
    assert interval(3600) == 0.05


_PLANS = st.lists(st.integers(0, 3 * 24 * 60), min_size=1, max_size=6)
_STEPS = st.one_of(
    st.tuples(st.just("wait"), st.integers(0, 300)),
    st.tuples(st.just("speed"), st.sampled_from([1, 60, 600, 3600])),
    st.tuples(st.just("jump_to"), st.integers(0, 24 * 60)),
    st.tuples(
        st.sampled_from(["tick", "tick", "both", "restart", "crash", "pause", "resume", "jump"]), st.just(0)
    ),
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(minutes=_PLANS, steps=st.lists(_STEPS, max_size=12))
async def test_every_firing_happens_exactly_once_in_order(
    database: Database, minutes: list[int], steps: list[tuple[str, int]]
) -> None:
    """For any sequence of ticks, restarts, crashes, speeds and jumps that is never really down for long."""
    async with database.transaction() as tx:
        for table in (firings, audit, meta):
            await tx.execute(delete(table))
    plan = sorted(
        (firing(f"f{n}", START + timedelta(minutes=at)) for n, at in enumerate(minutes)),
        key=lambda each: each.due,
    )
    room = Room(database, plan, Wall())
    calendar = await room.open()
    for step, value in steps:
        calendar = await _play(room, calendar, step, value)
    await calendar.jump_to(max(calendar.clock.now(), START + timedelta(days=4)) + GRACE)
    assert await room.effects() == [each.entry.key for each in plan]
    assert [(each.schedule, each.why) for each in await room.fired()] == sorted(
        ((each.entry.key, None) for each in plan), key=lambda pair: (_due(plan, pair[0]), pair[0])
    )
    assert room.alerts == []


def _due(plan: list[Firing], key: str) -> datetime:
    return next(each.due for each in plan if each.entry.key == key)


async def _play(room: Room, calendar: Calendar, step: str, value: int) -> Calendar:
    if step == "wait":
        room.wall.passes(seconds=value)
    elif step == "jump_to":
        await calendar.jump_to(calendar.clock.now() + timedelta(minutes=value))
    elif step == "both":
        await asyncio.gather(calendar.tick(), (await room.open()).tick())
    elif step == "crash":
        with pytest.MonkeyPatch.context() as patch, contextlib.suppress(Crash):
            patch.setattr(faults, "_hook", [_crash])
            await calendar.tick()
    elif step == "speed":
        await calendar.clock.run_at(value)
    elif step != "restart":
        await getattr(calendar if step in {"tick", "jump"} else calendar.clock, step)()
    return await room.open() if step in {"crash", "restart"} else calendar


def _crash(name: str) -> None:
    raise Crash
