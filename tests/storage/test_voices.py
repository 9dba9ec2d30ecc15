"""Voices: counted once whoever says so how often, by however many at once."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import people, reports, voices
from storage.database import Database
from storage.records import Report, ReportState
from storage.reports import NewReport
from storage.voices import Joined

NOW = datetime(2021, 8, 18, 3, tzinfo=UTC)


async def a_report(database: Database, chat: str = "author") -> Report:
    async with database.transaction() as tx:
        _, author = await people.meet(tx, "web", "1", chat, NOW)
        new = NewReport(person_id=author.id, kind="an_sinh", place="31558", words="hết gạo")
        return await reports.add(tx, new, NOW)


async def says_so(database: Database, report: Report, person_id: int) -> Joined:
    async with database.transaction() as tx:
        return await voices.join(tx, report, person_id, NOW)


async def test_many_at_once_count_once_each(database: Database) -> None:
    """Twelve people, each three times, all at the same moment."""
    report = await a_report(database)
    who = [1000 + number for number in range(12)] * 3
    outcomes = await asyncio.gather(*(says_so(database, report, each) for each in who))
    assert outcomes.count(Joined.JOINED) == 12
    assert outcomes.count(Joined.ALREADY) == 24
    async with database.reading() as tx:
        assert await voices.count(tx, report.id) == 13
        assert sorted(await voices.followers(tx, report.id)) == sorted(set(who))


async def test_joining_and_closing_at_once(database: Database) -> None:
    """Whichever comes first, nobody joins what is closed."""
    report = await a_report(database)

    async def closes() -> bool:
        async with database.transaction() as tx:
            return await reports.move(tx, report, ReportState.RESOLVED, NOW)

    joined, closed = await asyncio.gather(says_so(database, report, 77), closes())
    assert closed
    assert joined in {Joined.JOINED, Joined.CLOSED}
    assert await says_so(database, report, 78) is Joined.CLOSED
    async with database.reading() as tx:
        assert await voices.count(tx, report.id) == (2 if joined is Joined.JOINED else 1)


async def test_its_author_is_no_second_voice(database: Database) -> None:
    """Nor does their joining make them a follower: they hear as its author."""
    report = await a_report(database)
    assert report.person_id
    assert await says_so(database, report, report.person_id) is Joined.OWN
    async with database.reading() as tx:
        assert await voices.count(tx, report.id) == 1
        assert await voices.followers(tx, report.id) == []


async def test_what_somebody_joined_is_found_by_them(database: Database) -> None:
    """The list that they follow, without what they stopped following; the voice stays."""
    one, other = await a_report(database), await a_report(database, "another")
    for report in (one, other):
        assert await says_so(database, report, 5) is Joined.JOINED
    async with database.transaction() as tx:
        assert await voices.follows(tx, one.id, 5)
        assert await voices.leave(tx, one.id, 5)
        assert not await voices.leave(tx, one.id, 5)
        assert not await voices.follows(tx, one.id, 5)
        assert [report.code for report in await voices.joined_by(tx, 5)] == [other.code]
        every = await voices.joined_by(tx, 5, only_followed=False)
        assert [report.code for report in every] == [other.code, one.code]
        assert await voices.counts(tx, [one.id, other.id]) == {one.id: 2, other.id: 2}


async def test_the_erased_stay_a_count_and_lead_nowhere(database: Database) -> None:
    """One after the other, in any number: the count is the same, the ids are nobody's."""
    report = await a_report(database)
    for person_id in (5, 6, 7):
        await says_so(database, report, person_id)
    async with database.transaction() as tx:
        await voices.forget(tx, [6, 5])
        assert await voices.count(tx, report.id) == 4
        assert await voices.followers(tx, report.id) == [7]
        await voices.forget(tx, [7, 99])
        assert await voices.count(tx, report.id) == 4
    assert await says_so(database, report, 5) is Joined.JOINED


_ACTS = st.lists(st.tuples(st.sampled_from(("join", "leave", "forget")), st.integers(11, 14)), max_size=30)


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=_ACTS)
async def test_a_count_never_falls_and_never_doubles(database: Database, acts: list[tuple[str, int]]) -> None:
    """Whatever people do, in whatever order: each person known now counts once, the erased stay counted."""
    report = await a_report(database)
    known: set[int] = set()
    erased = 0
    follow: set[int] = set()
    async with database.transaction() as tx:
        for act, who in acts:
            match act:
                case "join":
                    await voices.join(tx, report, who, NOW)
                    known.add(who)
                    follow.add(who)
                case "leave":
                    assert await voices.leave(tx, report.id, who) == (who in follow)
                    follow.discard(who)
                case _:
                    await voices.forget(tx, [who])
                    erased += who in known
                    known.discard(who)
                    follow.discard(who)
            assert await voices.count(tx, report.id) == 1 + len(known) + erased
            assert set(await voices.followers(tx, report.id)) == follow


_MERGES = st.lists(
    st.tuples(st.sampled_from(("join", "leave", "forget")), st.booleans(), st.integers(11, 14)), max_size=30
)


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=_MERGES, orphaned=st.booleans())
async def test_what_goes_on_as_one_keeps_every_voice(
    database: Database, acts: list[tuple[str, bool, int]], *, orphaned: bool
) -> None:
    """Each person once, whoever was erased too; who stopped following either is not made to follow again."""
    first, second = await a_report(database), await a_report(database, "another")
    known: dict[int, set[int]] = {first.id: set(), second.id: set()}
    follow: dict[int, set[int]] = {first.id: set(), second.id: set()}
    erased = 0
    async with database.transaction() as tx:
        for act, here, who in acts:
            report = first if here else second
            if act == "join":
                await voices.join(tx, report, who, NOW)
                known[report.id].add(who)
                follow[report.id].add(who)
            elif act == "leave":
                await voices.leave(tx, report.id, who)
                follow[report.id].discard(who)
            else:
                await voices.forget(tx, [who])
                erased += sum(who in mine for mine in known.values())
                for mine in (*known.values(), *follow.values()):
                    mine.discard(who)
        if orphaned:
            second = replace(second, person_id=None)
        await voices.carry_over(tx, second, first, NOW)
        authors = 2
        assert await voices.count(tx, first.id) == authors + len(known[first.id] | known[second.id]) + erased
        stays = follow[first.id] | (follow[second.id] - known[first.id])
        author = set() if orphaned else {second.person_id}
        assert set(await voices.followers(tx, first.id)) == stays | author


async def test_the_author_of_what_stays_is_no_voice_of_it(database: Database) -> None:
    """Also if they had joined what goes on as theirs, or wrote both."""
    first, second = await a_report(database), await a_report(database, "another")
    third = await a_report(database)
    assert first.person_id
    await says_so(database, second, first.person_id)
    async with database.transaction() as tx:
        await voices.carry_over(tx, second, first, NOW)
        await voices.carry_over(tx, third, first, NOW)
        assert await voices.count(tx, first.id) == 2
        assert await voices.followers(tx, first.id) == [second.person_id]
