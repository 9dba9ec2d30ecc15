"""Whatever officers and people try, a report moves along its table only, and the counts agree."""

import asyncio
import shutil
from collections import Counter
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import people, reports
from storage.database import Database, Tx
from storage.records import (
    CLOSED_REPORTS,
    OPEN_REPORTS,
    PENDING_REPORTS,
    REPORT_MOVES,
    Report,
    ReportEvent,
    ReportState,
)
from storage.reports import NewReport, Waiting
from tests.storage.world import NOW

STATES = list(ReportState)
tries = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(STATES)), max_size=30)


def test_the_table_is_whole() -> None:
    """Every state has its row; what is open can move, what is withdrawn never does."""
    assert set(REPORT_MOVES) == set(ReportState)
    assert set(ReportState) == OPEN_REPORTS | CLOSED_REPORTS
    assert not OPEN_REPORTS & CLOSED_REPORTS
    assert PENDING_REPORTS <= OPEN_REPORTS
    assert all(REPORT_MOVES[state] for state in OPEN_REPORTS)
    assert not REPORT_MOVES[ReportState.WITHDRAWN]
    assert all(ReportState.WITHDRAWN in REPORT_MOVES[state] for state in OPEN_REPORTS)
    for state in CLOSED_REPORTS - {ReportState.WITHDRAWN}:
        assert REPORT_MOVES[state] == {ReportState.REOPENED}


async def three(tx: Tx) -> list[Report]:
    _, person = await people.meet(tx, "fake", "1", "an", NOW)
    new = NewReport(person_id=person.id, kind="khac", place="31558", words="Hết gạo")
    return [await reports.add(tx, new, NOW) for _ in range(3)]


async def _play(path: Path, moves: list[tuple[int, ReportState]]) -> None:
    async with Database(f"sqlite+aiosqlite:///{path}") as database:
        async with database.transaction() as tx:
            made = await three(tx)
        model = [ReportState.NEW] * 3
        versions = [0] * 3
        async with database.transaction() as tx:
            for step, (which, to) in enumerate(moves):
                at = NOW + timedelta(minutes=step)
                moved = await reports.move(tx, made[which], to, at)
                assert moved == (to in REPORT_MOVES[model[which]])
                if moved:
                    model[which], versions[which] = to, versions[which] + 1
                    await reports.note(tx, made[which], ReportEvent(at=at, kind=to.value, actor="Lan"))
        async with database.reading() as tx:
            now = [await reports.get(tx, each.code) for each in made]
            assert [each.state for each in now if each] == model
            assert [each.version for each in now if each] == versions
            stories = [await reports.story(tx, each, internal=True) for each in made]
            assert [story[-1].kind for story in stories] == [state.value for state in model]
            assert await reports.count_open(tx) == sum(state in OPEN_REPORTS for state in model)
            assert len(await reports.waiting(tx, 10)) == await reports.count_open(tx)
            by = await reports.open_by_place_and_kind(tx)
            assert sum(by.values()) == await reports.count_open(tx, Waiting(places=("31558",), kind="khac"))
            assert Counter(model) == Counter(each.state for each in now if each)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=tries)
def test_moves_follow_the_table_and_counts_agree(
    tmp_path_factory: object, sqlite_template: Path, moves: list[tuple[int, ReportState]]
) -> None:
    """Any order of wishes: what the table allows happens, the rest does not; events, versions and counts agree."""
    path = sqlite_template.parent / "moves.db"
    shutil.copy(sqlite_template, path)
    asyncio.run(_play(path, moves))


async def test_two_at_once_move_it_once(database: Database) -> None:
    """Of two officers who saw the same version one hands it over; the other finds it moved."""
    async with database.transaction() as tx:
        first, *_ = await three(tx)

    async def hand(key: str) -> bool:
        async with database.transaction() as tx:
            return await reports.move(tx, first, ReportState.FORWARDED, NOW, seen=0, handler=key)

    done = await asyncio.gather(hand("so_y_te"), hand("31558"))
    assert sorted(done) == [False, True]
    async with database.reading() as tx:
        after = await reports.get(tx, first.code)
    assert after
    assert after.handler == ("so_y_te" if done[0] else "31558")
    assert after.version == 1


async def test_overdue_is_counted_by_handler_and_place(database: Database) -> None:
    """Only what still waits for a word, and only once its promise has passed."""
    async with database.transaction() as tx:
        late, answered, early = await three(tx)
        for report, hours in ((late, -1), (answered, -1), (early, 1)):
            await reports.change(tx, report, due_at=NOW + timedelta(hours=hours))
        assert await reports.move(tx, answered, ReportState.ANSWERED, NOW)
        assert await reports.move(tx, late, ReportState.FORWARDED, NOW, handler="so_y_te")
        counted = await reports.overdue_counts(tx, NOW)
        assert [(each.handler, each.place, each.count) for each in counted] == [("so_y_te", "31558", 1)]
        assert await reports.count_open(tx, Waiting(overdue_at=NOW)) == 1
