"""Whatever officers and people try, a nomination moves along its table only, on its own procedure."""

import asyncio
import shutil
from collections import Counter
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import erasure, nominations, people, seconding
from storage.database import Database, Tx
from storage.nominations import NewNomination, Which
from storage.records import (
    CLOSED_NOMINATIONS,
    CONFIRMED,
    NOMINATION_MOVES,
    ONLY_ON,
    OPEN_NOMINATIONS,
    PROPOSALS,
    SCORED,
    WITHDRAWABLE,
    Nomination,
    NominationEvent,
    NominationState,
    Track,
    may_move,
)
from storage.seconding import Seconded
from tests.storage.world import NOW

S = NominationState
tries = st.lists(st.tuples(st.integers(0, 1), st.sampled_from(list(S))), max_size=30)


def test_the_table_is_whole() -> None:
    """Every state has its row; the ends are ends; only what nobody confirmed is its nominator's to take back."""
    assert set(NOMINATION_MOVES) == set(S) == OPEN_NOMINATIONS | CLOSED_NOMINATIONS
    assert not OPEN_NOMINATIONS & CLOSED_NOMINATIONS
    assert all(NOMINATION_MOVES[state] for state in OPEN_NOMINATIONS)
    assert not NOMINATION_MOVES[S.WITHDRAWN]
    assert not NOMINATION_MOVES[S.DECIDED]
    assert {S.NEW, S.UNVERIFIED} == WITHDRAWABLE
    assert not WITHDRAWABLE & CONFIRMED
    assert PROPOSALS <= CONFIRMED
    assert all(after in NOMINATION_MOVES[before] for before, after in ONLY_ON)


def reached(track: Track) -> set[S]:
    """Every state that can be come to from the beginning."""
    known, now = {S.NEW}, [S.NEW]
    while now:
        before = now.pop()
        fresh = {after for after in S if may_move(before, after, track)} - known
        known |= fresh
        now += fresh
    return known


def test_each_procedure_has_its_own_way() -> None:
    """No decision without the locality's word and the board's appraisal; without the council only what is sudden."""
    assert reached(Track.CAMPAIGN) == set(S)
    assert reached(Track.SUDDEN) == set(S) - {S.COUNCIL}
    assert [before for before in S if may_move(before, S.DECIDED, Track.CAMPAIGN)] == [S.COUNCIL]
    assert S.APPRAISED in {before for before in S if may_move(before, S.DECIDED, Track.SUDDEN)}
    assert {before for before in S if may_move(before, S.CONSIDERED, Track.CAMPAIGN)} & WITHDRAWABLE == set()


async def told(tx: Tx, who: str = "an") -> Nomination:
    _, person = await people.meet(tx, "fake", "1", who, NOW)
    new = NewNomination(
        person_id=person.id,
        collective=False,
        name="Bà Sáu Lành",
        unit="ấp 3",
        place="31558",
        deed="Nấu cơm cho chốt",
        happened="17/8/2021",
        result="",
        known_how="tận mắt thấy",
        helped="kept_green",
        name_withheld=True,
        nominee_knows=None,
    )
    return await nominations.add(tx, new, NOW)


async def _play(path: Path, moves: list[tuple[int, S]]) -> None:
    async with Database(f"sqlite+aiosqlite:///{path}") as database:
        async with database.transaction() as tx:
            made = [await told(tx), await told(tx)]
            assert await nominations.change(tx, made[1], {S.NEW}, track=Track.SUDDEN.value)
        model, versions = [S.NEW, S.NEW], [0, 0]
        async with database.transaction() as tx:
            for step, (which, to) in enumerate(moves):
                moved = await nominations.move(tx, made[which], to)
                assert moved == may_move(model[which], to, list(Track)[which])
                if moved:
                    model[which], versions[which] = to, versions[which] + 1
                    event = NominationEvent(at=NOW + timedelta(minutes=step), kind=to.value, actor="Lan")
                    await nominations.note(tx, made[which], event)
        async with database.reading() as tx:
            now = [await nominations.get(tx, each.code) for each in made]
            assert [each.state for each in now if each] == model
            assert [each.version for each in now if each] == versions
            stories = [await nominations.story(tx, each) for each in made]
            assert [story[-1].kind for story in stories] == [state.value for state in model]
            for state, count in Counter(model).items():
                assert await nominations.count(tx, Which(states={state})) == count
                assert len(await nominations.every(tx, Which(states={state}, places=("31558",)))) == count


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=tries)
def test_moves_follow_the_table(sqlite_template: Path, moves: list[tuple[int, S]]) -> None:
    """Any order of wishes: what the table allows on this procedure happens, the rest does not."""
    path = sqlite_template.parent / "nominations.db"
    shutil.copy(sqlite_template, path)
    asyncio.run(_play(path, moves))


async def test_two_at_once_move_it_once(database: Database) -> None:
    """Of two officers who saw the same one confirms it; the other finds it moved."""
    async with database.transaction() as tx:
        first = await told(tx)

    async def says(state: S) -> bool:
        async with database.transaction() as tx:
            return await nominations.move(tx, first, state, seen=0)

    assert sorted(await asyncio.gather(says(S.VERIFIED), says(S.UNTRUE))) == [False, True]


async def test_three_at_once_tell_of_it_and_each_counts_once(database: Database) -> None:
    """Three people, one of them twice; nobody after it is closed."""
    async with database.transaction() as tx:
        first = await told(tx)
        who = {name: (await people.meet(tx, "fake", "1", name, NOW))[1].id for name in ("b", "c", "d")}

    async def second(name: str) -> Seconded:
        async with database.transaction() as tx:
            return await seconding.second(tx, first, who[name], f"lời của {name}", NOW)

    done = await asyncio.gather(*map(second, ("b", "c", "b", "d")))
    assert sorted(done) == ["already", "seconded", "seconded", "seconded"]
    async with database.transaction() as tx:
        assert await seconding.count(tx, first.id) == 4
        assert await seconding.others(tx, first.id) == sorted(who.values())
        assert await nominations.move(tx, first, S.UNTRUE)
        _, late = await people.meet(tx, "fake", "1", "e", NOW)
        assert await seconding.second(tx, first, late.id, "", NOW) is Seconded.CLOSED


async def test_what_a_locality_confirmed_outlives_its_nominator(database: Database) -> None:
    """Erased with "withdraw": what nobody confirmed loses its words, the office's record only its nominator."""
    async with database.transaction() as tx:
        open_one, confirmed = await told(tx), await told(tx)
        await nominations.change(tx, confirmed, {S.NEW}, nominator="Lan")
        assert await nominations.move(tx, confirmed, S.VERIFIED)
        assert confirmed.person_id
        erased = await erasure.erase(tx, [confirmed.person_id], NOW, NOW)
        assert (erased.sent.withdrawn, erased.sent.kept) == ((open_one.code,), (confirmed.code,))
        gone, kept = [await nominations.get(tx, each.code) for each in (open_one, confirmed)]
        assert gone
        assert kept
        assert (gone.state, gone.name, gone.deed, gone.person_id) == (S.WITHDRAWN, "", "", None)
        assert (kept.state, kept.name, kept.person_id, kept.nominator) == (
            S.VERIFIED, "Bà Sáu Lành", None, "",
        )  # fmt: skip


def test_the_newest_score_of_each_officer_counts() -> None:
    """A changed mind does not count twice; notes are no scores."""
    marks = [("Lan", "60"), ("Hai", "80"), ("Lan", "90")]
    said = [NominationEvent(at=NOW, kind=SCORED, actor=actor, ref=points) for actor, points in marks]
    assert nominations.score_of([*said, NominationEvent(at=NOW, kind="noted", actor="Lan", words="80")]) == (
        85,
        2,
    )
    assert nominations.score_of([]) == (0, 0)
