from datetime import datetime, timedelta

import pytest

from storage import nominations, people, reports, statistics
from storage.campaign import Campaign, load_campaign
from storage.database import Database, Tx
from storage.digest_cases import CASES
from storage.inbox import Arrival, receive
from storage.nominations import NewNomination
from storage.records import Report, ReportEvent, ReportState
from storage.reports import NewReport
from storage.tables import reports as report_table
from tests.storage.world import NOW, citizen, group

HOUR = timedelta(hours=1)
YESTERDAY = NOW - 24 * HOUR


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    return load_campaign()


async def report(tx: Tx, at: datetime, chat: str = "an", **more: object) -> Report:
    """A report of somebody's, sent at this time."""
    _, person = await people.meet(tx, "fake", "1", chat, NOW)
    values = {"kind": "luong_thuc", "place": "31528", "words": "Nhà tôi hết gạo"} | more
    return await reports.add(tx, NewReport(person_id=person.id, **values), at)  # type: ignore[arg-type]


async def becomes(tx: Tx, what: Report, state: ReportState, at: datetime) -> None:
    """What a desk does to it."""
    assert await reports.move(tx, what, state, at)
    await reports.note(tx, what, ReportEvent(at=at, kind=state.value, actor="Lan"))


def places(campaign: Campaign) -> tuple[str, str, str]:
    """Two communes of one district and one of another."""
    one, other = campaign.units.districts[:2]
    first, second = campaign.units.children(one.code)[:2]
    return first.code, second.code, campaign.units.children(other.code)[0].code


async def test_a_digest_counts_the_period_and_what_stands_at_its_end(
    database: Database, campaign: Campaign
) -> None:
    """New, open, answered, resolved, withdrawn and urgent; the end belongs to the period, the start to the last."""
    async with database.transaction() as tx:
        await report(tx, YESTERDAY)  # the period before, and still open
        await becomes(tx, await report(tx, YESTERDAY - HOUR), ReportState.RESOLVED, NOW - HOUR)
        await becomes(tx, await report(tx, YESTERDAY + HOUR), ReportState.WITHDRAWN, NOW - HOUR)
        answered = await report(tx, NOW - 2 * HOUR)
        await becomes(tx, answered, ReportState.ANSWERED, NOW - HOUR)
        await becomes(tx, answered, ReportState.ANSWERED, NOW)
        await report(tx, NOW, urgent=True)
        await report(tx, NOW + HOUR)  # the next period
        data = await statistics.digest(tx, campaign, YESTERDAY, NOW)
    assert (data.new, data.new_before) == (3, 2)
    assert (data.open, data.open_before, data.urgent_open) == (3, 2, 1)
    assert (data.answered, data.resolved, data.withdrawn) == (1, 1, 1)
    assert not data.empty


async def test_a_past_digest_can_be_had_again(database: Database, campaign: Campaign) -> None:
    """What happens after a period does not change what was open at its end."""
    async with database.transaction() as tx:
        first = await report(tx, YESTERDAY + HOUR)
        before = await statistics.digest(tx, campaign, YESTERDAY, NOW)
        await becomes(tx, first, ReportState.RESOLVED, NOW + HOUR)
        after = await statistics.digest(tx, campaign, YESTERDAY, NOW)
    assert (before.open, before.resolved) == (after.open, after.resolved) == (1, 0)


async def test_districts_and_kinds_are_told_by_name_the_fullest_first(
    database: Database, campaign: Campaign
) -> None:
    """Communes of one district add up; what is unknown to the campaign file keeps its key and is not lost."""
    one, neighbour, elsewhere = places(campaign)
    kind = campaign.report_kinds[0]
    async with database.transaction() as tx:
        for place in (one, neighbour, elsewhere, "99999"):
            await report(tx, NOW, place=place, kind=kind.key)
        await report(tx, NOW, place=one, kind="gone_from_the_file")
        data = await statistics.digest(tx, campaign, YESTERDAY, NOW)
    district = campaign.units.district_of(one)
    assert district is not None
    assert (data.districts[0].label, data.districts[0].new, data.districts[0].open) == (district.title, 3, 3)
    assert {line.key for line in data.districts[1:]} == {campaign.units[elsewhere].parent, "99999"}
    assert [(line.label, line.new) for line in data.kinds] == [(kind.label, 4), ("gone_from_the_file", 1)]
    assert sum(line.new for line in data.districts) == sum(line.new for line in data.kinds) == data.new


async def test_the_cases_are_the_oldest_open_ones(database: Database, campaign: Campaign) -> None:
    """Urgent and others apart, oldest first, no more than a digest carries; nothing tells who wrote."""
    async with database.transaction() as tx:
        for hours in range(CASES + 3):
            await report(tx, YESTERDAY + hours * timedelta(minutes=1), words=f"Việc {hours}")
        await report(tx, NOW, urgent=True, words="Khó thở", contact="0900")
        await becomes(tx, await report(tx, YESTERDAY - HOUR, words="Xong"), ReportState.RESOLVED, NOW)
        data = await statistics.digest(tx, campaign, YESTERDAY, NOW)
    assert [case.words for case in data.oldest] == [f"Việc {n}" for n in range(CASES)]
    assert [case.words for case in data.urgent] == ["Khó thở"]
    assert data.urgent[0].created_at.utcoffset() == timedelta(hours=7)
    assert "0900" not in repr(data)
    assert "an" not in {value for case in data.oldest for value in (case.code, case.kind, case.place)}


async def test_stats_count_people_and_what_waits(database: Database) -> None:
    """Reachable are those who agreed and have a private chat that is not blocked."""
    async with database.transaction() as tx:
        await citizen(tx, "asks", agreed=False)
        blocked = await citizen(tx, "blocked")
        await people.lost(tx, blocked.id, "blocked")
        await citizen(tx, "well")
        await report(tx, NOW, chat="well")
        await becomes(tx, await report(tx, NOW, chat="well"), ReportState.RESOLVED, NOW)
        await receive(tx, [Arrival(channel="fake", bot="1", key="1", chat="well", body=b"{}")], NOW)
        stats = await statistics.stats(tx)
        assert await statistics.open_reports(tx) == 1
    assert (stats.people, stats.agreed, stats.reachable) == (3, 2, 1)
    assert stats.reports == {"new": 1, "resolved": 1}
    assert (stats.nominations, stats.deliveries) == ({}, {})
    assert (stats.inbox_waiting, stats.outbox_waiting) == (1, 0)


def nomination(person_id: int) -> NewNomination:
    """A good deed told of."""
    told = dict.fromkeys(("name", "unit", "place", "deed", "happened", "result", "known_how"), "x")
    return NewNomination(
        person_id=person_id, collective=False, helped="other", name_withheld=False, nominee_knows=None, **told
    )


async def test_open_matters_are_of_those_who_agreed_and_can_be_reached(database: Database) -> None:
    """Reports and nominations together, at the private chat heard from last."""
    async with database.transaction() as tx:
        await group(tx, "desk")
        for chat, agreed in (("an", True), ("binh", False), ("chi", True), ("dung", True)):
            await citizen(tx, chat, agreed=agreed)
            await report(tx, NOW, chat=chat)
        an, person = await people.meet(tx, "fake", "1", "an", NOW)
        await nominations.add(tx, nomination(person.id), NOW)
        await people.lost(tx, (await citizen(tx, "chi")).id, "blocked")
        await becomes(tx, await report(tx, NOW, chat="dung"), ReportState.RESOLVED, NOW)
        matters = await statistics.open_matters(tx)
    assert [(address.chat, count) for address, count in matters] == [("an", 2), ("dung", 1)]
    assert matters[0][0].id == an.id


async def test_promises_that_passed_are_told_by_body_and_district(
    database: Database, campaign: Campaign
) -> None:
    """Who owes an answer, and where; what is not due yet is not late."""
    async with database.transaction() as tx:
        _, an = await people.meet(tx, "stage", "1", "an", NOW)
        for place, handler, hours in (
            ("31558", "", -1),
            ("31558", "", -2),
            ("31561", "so_y_te", -1),
            ("31569", "", 1),
        ):
            made = await reports.add(tx, NewReport(person_id=an.id, kind="y_te", place=place, words="x"), NOW)
            due = {"handler": handler, "due_at": NOW + timedelta(hours=hours)}
            await tx.execute(report_table.update().where(report_table.c.id == made.id).values(due))
        data = await statistics.digest(tx, campaign, YESTERDAY, NOW)
    assert data.overdue == 3
    assert [(each.body, each.district, each.count) for each in data.late] == [
        ("Sở Nội vụ", "Huyện Kế Sách", 2),
        ("Sở Y tế", "Huyện Kế Sách", 1),
    ]
