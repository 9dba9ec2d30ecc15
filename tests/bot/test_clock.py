from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from bot.clock import Clock, ClockError
from storage.database import Database
from storage.tables import meta
from tests.bot.timing import REAL, START, Wall


async def test_without_a_rehearsal_campaign_time_is_real_time(database: Database) -> None:
    """Real use: the machine's clock, speed 1, and nothing to pause."""
    wall = Wall()
    clock = await Clock.open(database, wall=wall)
    wall.passes(hours=1)
    assert clock.now() == clock.wall() == REAL + timedelta(hours=1)
    assert not clock.rehearsal
    assert clock.speed == 1
    assert clock.began is None
    for change in (clock.pause(), clock.resume(), clock.run_at(60), clock.move_to(clock.now())):
        with pytest.raises(ClockError, match="VUNGXANH_CLOCK"):
            await change


async def test_a_rehearsal_runs_faster_from_its_start(database: Database) -> None:
    """At speed 600 a minute is ten hours; real time is not touched."""
    wall = Wall()
    clock = await Clock.open(database, START, 600, wall=wall)
    assert clock.now() == clock.began == START
    wall.passes(minutes=1)
    assert clock.now() == START + timedelta(hours=10)
    assert clock.wall() == REAL + timedelta(minutes=1)


async def test_a_restart_and_the_command_line_read_the_anchor(database: Database) -> None:
    """A later start goes on where time has got to, whatever start it is told; no speed given, none changed."""
    wall = Wall()
    await Clock.open(database, START, 60, wall=wall)
    wall.passes(minutes=10)
    for start in (None, START + timedelta(days=3)):
        later = await Clock.open(database, start, wall=wall)
        assert later.now() == START + timedelta(hours=10)
        assert later.speed == 60
        assert later.began == START


async def test_another_speed_takes_over_from_the_instant_reached(database: Database) -> None:
    """The past is not rescaled."""
    wall = Wall()
    await Clock.open(database, START, 600, wall=wall)
    wall.passes(minutes=1)
    later = await Clock.open(database, START, 1, wall=wall)
    assert later.now() == START + timedelta(hours=10)
    wall.passes(minutes=1)
    assert later.now() == START + timedelta(hours=10, minutes=1)


async def test_a_speed_alone_rehearses_from_this_moment(database: Database) -> None:
    """Time that runs faster is not real, whenever it began."""
    wall = Wall()
    clock = await Clock.open(database, None, 60, wall=wall)
    wall.passes(minutes=1)
    assert clock.rehearsal
    assert clock.now() == REAL + timedelta(hours=1)


async def test_pause_speed_and_moves_are_kept_and_seen_by_others(database: Database) -> None:
    """What one process does to the clock, another takes over at its next refresh, a later one at its start."""
    wall = Wall()
    one = await Clock.open(database, START, wall=wall)
    other = await Clock.open(database, wall=wall)
    await one.pause()
    await one.move_to(START + timedelta(days=1))
    wall.passes(hours=5)
    async with database.reading() as tx:
        await other.refresh(tx)
    assert one.now() == other.now() == START + timedelta(days=1)
    assert other.paused
    assert (await Clock.open(database, wall=wall)).paused
    await other.run_at(60)
    wall.passes(minutes=1)
    assert other.now() == START + timedelta(days=1, hours=1)
    assert not other.paused
    await other.pause()
    await other.resume()
    wall.passes(minutes=1)
    assert other.now() == START + timedelta(days=1, hours=2)


async def test_a_rehearsal_is_never_moved_back(database: Database) -> None:
    """An instant in the past is refused with the time it is."""
    clock = await Clock.open(database, START, wall=Wall())
    with pytest.raises(ClockError, match="backwards"):
        await clock.move_to(START - timedelta(seconds=1))


async def test_a_machine_clock_set_back_holds_campaign_time(database: Database) -> None:
    """It waits until the machine's clock has caught up, in real time and in a rehearsal."""
    wall = Wall()
    real = await Clock.open(database, wall=wall)
    before = real.now()
    wall.passes(hours=-1)
    assert real.now() == before
    wall.passes(hours=2)
    assert real.now() == before + timedelta(hours=1)


@pytest.mark.parametrize("speed", [0, 0.5, -1, 3601, float("nan"), float("inf")])
async def test_a_speed_out_of_range_is_refused(database: Database, speed: float) -> None:
    """1 to 3600, said in the error."""
    with pytest.raises(ClockError, match="1 to 3600"):
        await Clock.open(database, START, speed, wall=Wall())


async def test_a_start_without_a_zone_is_refused(database: Database) -> None:
    """Nobody can know which instant is meant."""
    with pytest.raises(ClockError, match="zone"):
        await Clock.open(database, datetime(2021, 8, 18))  # noqa: DTZ001 - what is refused


async def test_what_has_run_in_real_time_is_not_rehearsed_in(database: Database) -> None:
    """People in it would get the past's messages; the error says what to do instead."""
    clock = await Clock.open(database, wall=Wall())
    async with database.transaction() as tx:
        await clock.mark(tx, clock.now())
    with pytest.raises(ClockError, match="VUNGXANH_DATA_DIR"):
        await Clock.open(database, START, wall=Wall())


async def test_the_start_may_be_told_in_any_zone(database: Database) -> None:
    """An instant is an instant; campaign time is told in UTC."""
    clock = await Clock.open(database, datetime.fromisoformat("2021-08-18T07:00:00+07:00"), wall=Wall())
    assert clock.now() == START
    assert clock.now().tzinfo is UTC


_STEPS = st.one_of(
    st.tuples(st.just("wall"), st.integers(-3600, 7200)),
    st.tuples(st.just("speed"), st.sampled_from([1, 7, 60, 3600])),
    st.tuples(st.just("move"), st.integers(0, 86400)),
    st.tuples(st.sampled_from(["pause", "resume", "restart"]), st.just(0)),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rehearsal=st.booleans(), steps=st.lists(_STEPS, max_size=12))
async def test_campaign_time_never_runs_backwards(
    database: Database, rehearsal: bool, steps: list[tuple[str, int]]
) -> None:
    """Whatever happens to the machine's clock, the speed, the pause or, in a rehearsal, the process."""
    async with database.transaction() as tx:
        await tx.execute(delete(meta))
    wall = Wall()
    clock = await Clock.open(database, START if rehearsal else None, wall=wall)
    latest = clock.now()
    for step, value in steps:
        if step == "wall":
            wall.passes(seconds=value)
        elif rehearsal:
            clock = await _step(database, clock, wall, step, value)
        assert clock.now() >= latest
        latest = clock.now()


async def _step(database: Database, clock: Clock, wall: Wall, step: str, value: int) -> Clock:
    if step == "speed":
        await clock.run_at(value)
    elif step == "move":
        await clock.move_to(clock.now() + timedelta(seconds=value))
    elif step == "pause":
        await clock.pause()
    elif step == "resume":
        await clock.resume()
    else:
        async with database.transaction() as tx:
            await clock.mark(tx, clock.now())
        return await Clock.open(database, wall=wall)
    return clock
