from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from handlers.staff import digest_files, digests
from messages.documents.workbook import TOTALS
from messages.markup import plain
from messages.render import number
from storage import overdue, people, reports
from storage.campaign import Campaign, Deadline, load_campaign
from storage.database import Database
from storage.records import ReportEvent, ReportState, Role
from storage.reports import NewReport
from tests.messages.documents.reading import document, sheets, table, words_of

NOW = datetime(2021, 8, 18, 9, tzinfo=UTC)
OTHER = Path(__file__).parents[2] / "data/bac-son-nam.toml"


async def fill(database: Database, campaign: Campaign) -> None:
    """Two dozen reports in as many communes, some answered, some solved."""
    async with database.transaction() as tx:
        _, person = await people.meet(tx, "fake", "1", "an", NOW)
        for at, unit in enumerate(campaign.units.communes[:24]):
            kind = campaign.report_kinds[at % len(campaign.report_kinds)].key
            new = NewReport(
                person_id=person.id, kind=kind, place=unit.code, words=f"Việc {at}", urgent=at % 7 == 0
            )
            sent = NOW.replace(hour=at % 9)
            made = await reports.add(tx, new, sent)
            state = (ReportState.NEW, ReportState.ANSWERED, ReportState.RESOLVED)[at % 3]
            if await reports.move(tx, made, state, NOW):
                await reports.note(tx, made, ReportEvent(at=NOW, kind=state.value, words="Đã xong"))


async def test_chat_and_files_tell_the_same(database: Database, campaign: Campaign) -> None:
    """One digest: its text, its report, its table and its pictures' captions."""
    await fill(database, campaign)
    async with database.reading() as tx:
        data = await digests.gather(tx, campaign, NOW)
        files = await digest_files.build(tx, campaign, data)
    text = plain(digests.digest_text(data))
    made, book = document(files.docx), sheets(files.xlsx)
    words = "\n".join(words_of(made))
    figures = {row.get("A"): row.get("B") for row in book[TOTALS].rows}
    assert data.new == 24
    assert data.resolved == 8
    assert f"Mới gửi đến: {number(data.new)}" in text
    assert f"Mới gửi đến trong kỳ: {number(data.new)} việc" in words
    assert figures["Mới gửi đến trong kỳ"] == data.new
    assert figures["Đang chờ, cuối kỳ"] == data.open
    assert f"Đang chờ: {data.open}" in text
    assert f"đang chờ {data.open} việc" in files.charts[1].caption
    assert f"{data.new} việc" in files.charts[0].caption
    assert len(table(made, "Cơ quan liên quan")) == data.open
    assert {row[1]: row[3] for row in table(made, "Địa bàn")[:-1]} == {
        line.label: str(line.open) for line in data.districts
    }
    assert len(book) == 2 + len(data.districts)


async def test_late_promises_stand_in_every_form(database: Database, campaign: Campaign) -> None:
    """By body and district: chat, report and table tell the same."""
    round_the_clock = Deadline(urgency="normal", hours=4, clock="round")
    urgent = round_the_clock.model_copy(update={"urgency": "urgent"})
    campaign = campaign.model_copy(update={"deadlines": (round_the_clock, urgent)})
    async with database.transaction() as tx:
        _, person = await people.meet(tx, "fake", "1", "an", NOW)
        for at, unit in enumerate(campaign.units.communes[:3]):
            new = NewReport(
                person_id=person.id, kind="khac", place=unit.code, words=f"Việc {at}", urgent=False
            )
            sent = NOW - timedelta(hours=5)
            await overdue.start(tx, campaign, await reports.add(tx, new, sent), sent)
    async with database.reading() as tx:
        data = await digests.gather(tx, campaign, NOW)
        files = await digest_files.build(tx, campaign, data)
    assert data.overdue == 3
    assert "Quá hạn trả lời: 3" in plain(digests.digest_text(data))
    rows = table(document(files.docx), "Cơ quan, đơn vị")
    assert rows[-1][-1] == "3"
    assert {(row[1], row[2], row[3]) for row in rows[:-1]} == {
        (each.body, each.district, str(each.count)) for each in data.late
    }
    listed = [(row.get("A"), row.get("B"), row.get("C")) for row in sheets(files.xlsx)[TOTALS].rows]
    assert ("Quá hạn trả lời", 3, None) in listed
    assert {(each.body, each.district, each.count) for each in data.late} <= set(listed)


async def test_the_report_is_headed_by_the_campaigns_own_offices(
    database: Database, campaign: Campaign
) -> None:
    """Everything named comes from the campaign file."""
    async with database.reading() as tx:
        data = await digests.gather(tx, campaign, NOW)
        words = words_of(document((await digest_files.build(tx, campaign, data)).docx))
    assert words[:3] == ["ỦY BAN NHÂN DÂN", "TỈNH SÓC TRĂNG", "SỞ NỘI VỤ"]
    assert "Số:         /BC-SNV" in words
    assert "Sóc Trăng, ngày      tháng 8 năm 2021" in words
    assert "Kính gửi: Ủy ban nhân dân tỉnh Sóc Trăng" in words
    ground = next(text for text in words if text.startswith("Căn cứ"))
    assert ground.startswith("Căn cứ phần V Kế hoạch số 127/KH-UBND ngày 17/8/2021 của Ủy ban nhân dân tỉnh")
    assert "- Sở Y tế;" in words


async def test_another_campaign_has_its_own(database: Database) -> None:
    """Another province, office and plan; no districts, no map, no clause: nothing is invented."""
    other = load_campaign(OTHER)
    async with database.reading() as tx:
        data = await digests.gather(tx, other, datetime(2026, 3, 7, 9, tzinfo=UTC))
        dossier = await digest_files.gather(tx, other, data)
    assert dossier.tiles == ()
    assert dossier.letterhead.parent_lines == ("Ủy ban nhân dân", "tỉnh Bắc Sơn Nam")
    assert (dossier.letterhead.agency, dossier.letterhead.short) == ("Sở Nông nghiệp", "SNN")
    assert dossier.letterhead.ground.startswith("Kế hoạch số 9/KH-UBND ngày 1/3/2026")
    assert dossier.letterhead.copies == ()


def test_a_campaign_without_a_collecting_office_is_told(campaign: Campaign) -> None:
    """Nobody's report is not drawn up."""
    none = campaign.model_copy(update={"agencies": tuple(campaign.agencies_with(Role.HEALTH))})
    with pytest.raises(LookupError, match="home_affairs"):
        digest_files.letterhead(none)


def test_a_numbered_district_keeps_its_type(campaign: Campaign) -> None:
    """A tile with only a number says nothing; a name stands alone."""
    unit = campaign.units.districts[0]
    assert digest_files._short(unit) == unit.name
    assert digest_files._short(replace(unit, name="1", type="quan")) == "Quận 1"
