"""Directives and obligations: to whom, along their tables, and the counts agree whatever happens."""

import shutil
from collections import Counter
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.addressed import choices
from storage import duties
from storage.campaign import Campaign, load_campaign
from storage.database import Database
from storage.duties import NewDirective, bodies_of
from storage.records import (
    DIRECTIVE_MOVES,
    OBLIGATION_MOVES,
    Addressees,
    DirectiveState,
    Need,
    ObligationEvent,
    ObligationState,
    Role,
)
from storage.records.duties import DONE, UNACKNOWLEDGED, UNDONE
from tests.storage.world import NOW

LEVELS = ("organisation", "district", "commune")
SMALL = settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])


def directive(**more: object) -> NewDirective:
    values: dict[str, object] = {
        "title": "Việc",
        "text": "Làm",
        "need": Need.WORDS,
        "due_at": NOW + timedelta(hours=5),
        "addressees": Addressees(levels=("district",)),
        "created_by": "Thu (fake:1)",
    }
    return NewDirective(**{**values, **more})  # type: ignore[arg-type]


def test_the_tables_are_whole() -> None:
    """Every state has its row; what is not done can be done; a recalled directive stays so."""
    assert set(OBLIGATION_MOVES) == set(ObligationState) == DONE | UNDONE
    assert set(DIRECTIVE_MOVES) == set(DirectiveState)
    assert not DIRECTIVE_MOVES[DirectiveState.RECALLED]
    assert all(ObligationState.DONE in OBLIGATION_MOVES[state] for state in UNDONE)
    assert all(ObligationState.WAITING not in moves for moves in OBLIGATION_MOVES.values())
    assert UNACKNOWLEDGED <= UNDONE


@SMALL
@given(data=st.data())
def test_who_is_meant(campaign: Campaign, data: st.DataObject) -> None:
    """Each body once, of the levels asked, inside the areas; wider areas never lose anyone; never the giver."""
    levels = tuple(data.draw(st.sets(st.sampled_from(LEVELS), min_size=1)))
    codes = [unit.code for unit in campaign.units]
    areas = tuple(data.draw(st.sets(st.sampled_from(codes), max_size=3)))
    found = bodies_of(campaign, Addressees(levels=levels, areas=areas))
    everywhere = bodies_of(campaign, Addressees(levels=levels))
    assert len(found) == len(set(found))
    assert set(found) <= set(everywhere)
    assert {agency.key for agency in campaign.agencies_with(Role.HOME_AFFAIRS)}.isdisjoint(found)
    for key in found:
        unit = campaign.units.get(key)
        assert ("organisation" if unit is None else unit.level) in levels
        if unit is not None and areas:
            assert {key, *(above.code for above in campaign.units.ancestors(key))} & set(areas)


def test_a_province_without_districts_counts_its_communes_together() -> None:
    """Another campaign file, where the districts are gone."""
    other = load_campaign(Path(__file__).parents[1] / "data" / "bac-son-nam.toml")
    keys = bodies_of(other, Addressees(levels=LEVELS))
    assert {duties.place_of(other, key) for key in keys if key in other.units} == {"commune"}
    assert duties.place_label(other, "commune") == "Xã, phường, thị trấn"
    assert "Cấp huyện" not in [option.label for option in choices(other)]
    assert "Cấp xã" in [option.label for option in choices(other)]


async def _play(path: Path, moves: list[tuple[int, ObligationState]], recalled_after: int) -> None:
    async with Database(f"sqlite+aiosqlite:///{path}") as database, database.transaction() as tx:
        made, owed = await duties.give(tx, directive(), ["a", "b", "c"], NOW)
        model = [ObligationState.WAITING] * 3
        for step, (which, to) in enumerate(moves):
            if step == recalled_after:
                assert await duties.recall(tx, made, "nhầm", NOW)
                assert not await duties.recall(tx, made, "nhầm", NOW)
            event = ObligationEvent(at=NOW + timedelta(minutes=step), kind=to.value, actor="x")
            after = await duties.move(tx, owed[which], to, event)
            allowed = to in OBLIGATION_MOVES[model[which]] and step < recalled_after
            assert (after is not None) == allowed
            if after is not None:
                model[which] = to
                assert after.state is to
        standings = await duties.standing(tx, [made.id], NOW + timedelta(hours=6))
        counted = duties.tally(standings)
        assert Counter(each.state for each in standings) == Counter(model)
        assert counted.given == 3
        assert counted.undone == counted.late == sum(state in UNDONE for state in model)
        assert counted.unacknowledged == sum(state in UNACKNOWLEDGED for state in model)
        assert counted.unstaffed == 3
        early = duties.tally(await duties.standing(tx, [made.id], NOW - timedelta(minutes=1)))
        assert (early.unacknowledged, early.late) == (3, 0)
        assert len(await duties.owed_by(tx, ["a", "b", "c"])) == (
            0 if len(moves) > recalled_after else counted.undone
        )


@SMALL
@given(
    moves=st.lists(st.tuples(st.integers(0, 2), st.sampled_from(list(ObligationState))), max_size=20),
    recalled_after=st.integers(5, 40),
)
async def test_obligations_move_along_their_table_only(
    sqlite_template: Path, tmp_path: Path, moves: list[tuple[int, ObligationState]], recalled_after: int
) -> None:
    """Whatever is tried in whatever order; nothing moves once recalled; the board counts what the model counts."""
    shutil.copy(sqlite_template, tmp_path / "play.db")
    await _play(tmp_path / "play.db", moves, recalled_after)


async def test_given_found_and_counted_by_district(database: Database, campaign: Campaign) -> None:
    """On both engines: everything given is owed, found by its code, and stands under its district."""
    to = Addressees(levels=LEVELS)
    async with database.transaction() as tx:
        keys = bodies_of(campaign, to)
        made, owed = await duties.give(tx, directive(addressees=to), keys, NOW, notice_at=NOW)
        assert [each.body for each in owed] == list(keys)
        assert await duties.get_directive(tx, made.id) == made
        found = await duties.get(tx, owed[0].code)
        assert found == owed[0]
        standings = await duties.standing(tx, [made.id], NOW)
        places = duties.places(campaign, standings)
        assert sum(place.tally.given for place in places) == len(keys)
        assert [place.key for place in places][-1] == ""
        assert len(places) == 12
        event = ObligationEvent(at=NOW, kind="done", actor="Ba (fake:2)", words="Xong")
        after = await duties.move(tx, owed[0], ObligationState.DONE, event, words="Xong", number=7)
        assert after
        assert (after.words, after.number, after.version) == ("Xong", 7, 1)
        assert [each.code for each in await duties.to_check(tx, made.id)] == [owed[0].code]
        assert len(await duties.owed_by(tx, keys)) == len(keys) - 1
        assert await duties.live(tx, NOW - timedelta(days=1), NOW) == [made.id]
        assert await duties.live(tx, NOW + timedelta(hours=6), NOW + timedelta(hours=7)) == []
        later = await duties.extend(tx, made, NOW + timedelta(hours=8), None)
        assert later
        assert [each.noticed for each in await duties.obligations_of(tx, made.id)] == [0] * len(keys)
