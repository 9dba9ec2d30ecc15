from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from messages.content import Attachment, AttachmentKind
from messages.documents import Stage
from storage import people, ratings, reports, statistics, voices
from storage.campaign import Campaign
from storage.case_files import DAYS, CaseFiles, case_files
from storage.database import Database, Tx
from storage.records import PROPOSED, Report, ReportEvent, ReportState
from storage.reports import NewReport
from storage.tables import report_events, report_ratings, report_voices
from storage.tables import reports as table
from tests.storage.world import NOW

HOUR = timedelta(hours=1)
SINCE = NOW - 24 * HOUR
UNIT = "31528"


async def report(tx: Tx, at: datetime, **more: object) -> Report:
    """A report of somebody's, sent at this time."""
    _, person = await people.meet(tx, "fake", "1", "an", NOW)
    values = {"kind": "an_sinh", "place": UNIT, "words": "Nhà tôi hết gạo"} | more
    return await reports.add(tx, NewReport(person_id=person.id, **values), at)  # type: ignore[arg-type]


async def becomes(tx: Tx, what: Report, state: ReportState, at: datetime, words: str = "") -> None:
    """What a desk does to it."""
    assert await reports.move(tx, what, state, at)
    await reports.note(tx, what, ReportEvent(at=at, kind=state.value, actor="Lan", words=words))


async def proposes(tx: Tx, what: Report, at: datetime, words: str) -> None:
    """What an officer would have the People's Committee do."""
    await reports.change(tx, what, proposal=words)
    await reports.note(tx, what, ReportEvent(at=at, kind=PROPOSED, actor="Lan", words=words))


async def test_a_report_is_told_with_its_answer_and_without_its_author(
    database: Database, campaign: Campaign
) -> None:
    """Place, kind and state by name; the last answer; no contact, no person."""
    photo = Attachment(kind=AttachmentKind.PHOTO, ref="f1", origin="fake:1")
    async with database.transaction() as tx:
        made = await report(tx, SINCE + HOUR, contact="0900 111 222", urgent=True, attachments=(photo, photo))
        await becomes(tx, made, ReportState.ANSWERED, NOW - 2 * HOUR, "Đợi một chút")
        await becomes(tx, made, ReportState.ANSWERED, NOW - HOUR, "Đã báo xã")
        files = await case_files(tx, campaign, SINCE, NOW)
    (matter,) = files.matters
    unit = campaign.units[UNIT]
    assert (matter.code, matter.words, matter.files, matter.urgent) == (made.code, "Nhà tôi hết gạo", 2, True)
    assert matter.place == campaign.units.full_label(UNIT)
    assert matter.district == campaign.units[unit.parent or ""].title
    assert (matter.kind, matter.stage, matter.answer) == ("An sinh - lương thực", Stage.ANSWERED, "Đã báo xã")
    assert (matter.new, matter.open, matter.answered) == (True, True, True)
    assert matter.sent_at.utcoffset() == matter.changed_at.utcoffset() == timedelta(hours=7)
    assert matter.changed_at == NOW - HOUR
    assert "0900" not in repr(files)
    assert "Lan" not in repr(files)


async def test_the_rest_of_its_way_is_told(database: Database, campaign: Campaign) -> None:
    """Voices, whom it was forwarded to, the proposal, and the opinion of the People's Committee with its paper."""
    async with database.transaction() as tx:
        made = await report(tx, SINCE + HOUR)
        for chat in ("binh", "chi"):
            _, person = await people.meet(tx, "fake", "1", chat, NOW)
            await voices.join(tx, made, person.id, NOW - 3 * HOUR)
        await reports.change(tx, made, handler="so_y_te")
        await proposes(tx, made, NOW - 2 * HOUR, "Cấp gạo từ nguồn dự trữ")
        await proposes(tx, made, NOW + HOUR, "Cấp gạo và mì")
        await becomes(tx, made, ReportState.SUBMITTED, NOW - 2 * HOUR)
        told = {"decision": "Đồng ý", "decision_number": "99/UBND-VX", "decision_date": date(2021, 8, 18)}
        assert await reports.move(tx, made, ReportState.DECIDED, NOW + HOUR, **told)
        await reports.note(tx, made, ReportEvent(at=NOW + HOUR, kind="decided"))
        (before,) = (await case_files(tx, campaign, SINCE, NOW)).matters
        (after,) = (await case_files(tx, campaign, SINCE, NOW + 2 * HOUR)).matters
    assert (before.voices, before.agency, before.proposal) == (3, "Sở Y tế", "Cấp gạo từ nguồn dự trữ")
    assert (before.decision, before.stage, before.open) == ("", Stage.SUBMITTED, True)
    assert after.proposal == "Cấp gạo và mì"
    assert after.decision == "Văn bản số 99/UBND-VX ngày 18/8/2021: Đồng ý"


async def test_only_a_registered_officer_names_a_body(database: Database, campaign: Campaign) -> None:
    """A citizen is nobody; a body is told by name where its own officer speaks, else as not verified."""
    async with database.transaction() as tx:
        await report(tx, SINCE + HOUR)
        await report(tx, SINCE + 2 * HOUR, on_behalf="so_y_te", verified=True)
        await report(tx, SINCE + 3 * HOUR, on_behalf="so_y_te")
        await report(tx, SINCE + 4 * HOUR, on_behalf="gone_from_the_file", verified=True)
        files = await case_files(tx, campaign, SINCE, NOW)
    unverified = "Cơ quan, đơn vị (chưa xác minh)"
    assert [matter.sender for matter in files.matters] == ["Người dân", "Sở Y tế", unverified, unverified]


async def test_what_concerns_the_period_is_there_and_nothing_else(
    database: Database, campaign: Campaign
) -> None:
    """What came, was answered or ended in it, and what still waits; the urgent that wait first, then the oldest."""
    async with database.transaction() as tx:
        await report(tx, NOW + HOUR, words="Sau kỳ")
        long_done = await report(tx, SINCE - 3 * HOUR, words="Xong từ trước")
        await becomes(tx, long_done, ReportState.RESOLVED, SINCE)
        await report(tx, SINCE - 2 * HOUR, words="Vẫn chờ")
        ended = await report(tx, SINCE - HOUR, words="Xong trong kỳ")
        await becomes(tx, ended, ReportState.RESOLVED, NOW, "Đã cấp gạo")
        await report(tx, NOW, words="Gấp", urgent=True)
        await report(tx, NOW, words="Lạ", kind="no_kind", place="99999")
        files = await case_files(tx, campaign, SINCE, NOW)
    assert [matter.words for matter in files.matters] == ["Gấp", "Vẫn chờ", "Lạ", "Xong trong kỳ"]
    assert (files.matters[2].kind, files.matters[2].place, files.matters[2].district) == (
        "no_kind",
        "99999",
        "99999",
    )
    assert (files.matters[3].result, files.matters[3].resolved, files.matters[3].open) == (
        "Đã cấp gạo",
        True,
        False,
    )


async def test_a_past_period_is_told_as_it_stood(database: Database, campaign: Campaign) -> None:
    """What happened later changes neither state nor answer nor the day's colours."""
    async with database.transaction() as tx:
        made = await report(tx, NOW - 3 * HOUR)
        await becomes(tx, made, ReportState.RECEIVED, NOW - HOUR)
        before = await case_files(tx, campaign, SINCE, NOW)
        await becomes(tx, made, ReportState.ANSWERED, NOW + HOUR, "Muộn")
        await becomes(tx, made, ReportState.RESOLVED, NOW + 2 * HOUR, "Muộn hơn")
        after = await case_files(tx, campaign, SINCE, NOW)
    assert after == before
    assert before.matters[0].stage is Stage.WORKING


async def test_days_have_no_gaps_and_begin_with_the_campaign(database: Database, campaign: Campaign) -> None:
    """A report of 23:30 belongs to that evening here, not to London's; at most two weeks are shown."""
    last_minute = datetime.fromisoformat("2021-08-16T23:30:00+07:00")
    async with database.transaction() as tx:
        await report(tx, last_minute)
        short = await case_files(tx, campaign, SINCE, NOW)
        before = await case_files(tx, campaign, NOW - 240 * HOUR, NOW - 200 * HOUR)
        late = await case_files(tx, campaign, SINCE, NOW + timedelta(days=60))
    assert [(day.date.day, day.total) for day in short.days] == [(16, 1), (17, 0), (18, 0)]
    assert len(before.days) == 1
    assert len(late.days) == DAYS


STEPS = st.lists(st.sampled_from([s for s in ReportState if s is not ReportState.NEW]), max_size=3)
LIVES = st.lists(
    st.tuples(
        st.integers(-30, 30), st.lists(st.integers(0, 20), min_size=3, max_size=3), STEPS, st.booleans()
    ),
    max_size=8,
)


VOICED = st.lists(
    st.tuples(
        st.sampled_from(("join", "join", "leave", "erase", "merge")), st.integers(0, 7), st.integers(0, 3)
    ),
    max_size=12,
)


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(lives=LIVES, voiced=VOICED)
async def test_reports_and_figures_always_agree(
    database: Database, campaign: Campaign, lives: object, voiced: list[tuple[str, int, int]]
) -> None:
    """Whatever happened when: counted one by one they are what the digest says, in total and by district and kind.

    So are the voices of each, whoever joined, left, was erased or went on as another matter.
    """
    assert isinstance(lives, list)
    async with database.transaction() as tx:
        await tx.execute(delete(report_voices))
        await tx.execute(delete(report_events))
        await tx.execute(delete(report_ratings))
        await tx.execute(delete(table))
        made = [
            await _lives(tx, NOW + sent * HOUR, waits, steps, urgent=urgent)
            for sent, waits, steps, urgent in lives
        ]
        if made:
            for act, one, other in voiced:
                await _voiced(tx, act, made[one % len(made)], made[other % len(made)], other)
        counted = await voices.counts(tx, [each.id for each in made])
        data = await statistics.digest(tx, campaign, SINCE, NOW)
        files = await case_files(tx, campaign, SINCE, NOW)
    _agree(data, files)
    ids = {each.code: each.id for each in made}
    assert [each.voices for each in files.matters] == [counted[ids[each.code]] for each in files.matters]


async def _voiced(tx: Tx, act: str, one: Report, other: Report, number: int) -> None:
    """What people, and a desk that calls two matters one, do to a report's voices."""
    match act:
        case "join":
            await voices.join(tx, one, 10**6 + number, SINCE)
        case "leave":
            await voices.leave(tx, one.id, 10**6 + number)
        case "erase":
            await voices.forget(tx, [10**6 + number])
        case _ if one.id != other.id:
            await voices.carry_over(tx, one, other, SINCE)


async def _lives(tx: Tx, at: datetime, waits: list[int], steps: list[ReportState], *, urgent: bool) -> Report:
    place, kind = ("31528", "an_sinh") if urgent else ("31561", "y_te")
    made = await report(tx, at, urgent=urgent, place=place, kind=kind)
    for wait, state in zip(waits, steps, strict=False):
        at += wait * HOUR
        if await reports.move(tx, made, state, at):
            await reports.note(tx, made, ReportEvent(at=at, kind=state.value))
        # Its author and somebody who joined say how it went, as far as they may.
        for person_id, satisfied in ((made.person_id or 0, not urgent), (10**6, True)):
            await ratings.rate(tx, made, person_id, at + HOUR / 2, satisfied=satisfied)
    return made


def _agree(data: statistics.DigestData, files: CaseFiles) -> None:
    matters = files.matters
    for name in ("new", "open", "answered", "resolved", "withdrawn", "content", "discontent"):
        assert sum(getattr(matter, name) for matter in matters) == getattr(data, name), name
    assert sum(matter.open and matter.urgent for matter in matters) == data.urgent_open
    for lines, of in ((data.districts, "district"), (data.kinds, "kind")):
        for line in lines:
            mine = [matter for matter in matters if getattr(matter, of) == line.label]
            assert (sum(m.new for m in mine), sum(m.open for m in mine)) == (line.new, line.open)
    for line in data.districts:
        waits = Counter(matter.kind for matter in matters if matter.open and matter.district == line.label)
        assert len(line.kinds) == min(len(waits), statistics.KINDS)
        assert all(waits[kind] == count for kind, count in line.kinds)
        assert [count for _, count in line.kinds] == sorted(waits.values(), reverse=True)[: statistics.KINDS]
