"""The campaign's last evening: the final board and all totals reach Home Affairs, in chat and as a report."""

from datetime import UTC, datetime
from io import BytesIO

import docx
import pytest
from sqlalchemy import select

from handlers.everything import REGISTRY
from handlers.schedule import Schedule
from handlers.staff import digest_files
from messages.documents import draw
from storage import nominations, people, statistics
from storage.nominations import NewNomination
from storage.records import NominationState, Role
from storage.tables import jobs
from tests.driver import Stage
from tests.handlers.staff.committee import enters, living, steering
from tests.handlers.staff.desks import connected
from tests.messages.documents.reading import sheets, table

ONE_PLATFORM = "about what a document holds"

LAST = datetime(2021, 8, 25, 12, 30, tzinfo=UTC)  # 19:30 there


async def a_campaign(stage: Stage) -> None:
    """A commune that moved down, one that moved up, somebody told of it, a good deed, and one taken back."""
    await living(stage, "an", "xã Kế An")
    binh, chi = await steering(stage, "binh", "chi")
    for place, colour, number in (("Kế An", "cam", "91"), ("thị trấn Châu Thành", "vàng", "92")):
        await enters(binh, place, colour, decision=f"Quyết định số {number}")
        await chi.presses("Duyệt")
    async with stage.database.transaction() as tx:
        address = await people.find_address(tx, "stage", "1", "an")
        assert address
        new = NewNomination(
            person_id=address.person_id or 0,
            collective=True,
            name="Tổ Covid ấp 3",
            unit="xã Kế An",
            place="31558",
            deed="Trực chốt",
            happened="18/8",
            result="",
            known_how="tận mắt thấy",
            helped="",
            name_withheld=False,
            nominee_knows=None,
        )
        await nominations.add(tx, new, stage.clock.now())
        taken_back = await nominations.add(tx, new, stage.clock.now())
        assert await nominations.move(tx, taken_back, NominationState.WITHDRAWN)


async def test_home_affairs_gets_the_final_board_and_all_totals(stage: Stage) -> None:
    """Beside the whole campaign's digest, once, even if no difficulty ever came; the report is asked for."""
    group = await connected(stage, "-100", "so_noi_vu")
    await a_campaign(stage)
    stage.clock.at = LAST
    schedule = Schedule(
        campaign=stage.campaign,
        available=lambda name: REGISTRY.offers(name, (Role.CITIZEN,)),
        wall=stage.clock.wall,
    )
    entry = next(each for each in stage.campaign.calendar if each.kind == "closing")
    async with stage.database.transaction() as tx:
        await schedule.fires["closing"](tx, entry, LAST)
    await stage.settles()
    said = "\n".join(each.text for each in group.shown)
    assert "Tổng hợp cả đợt thi đua" in said
    assert "Bảng thi đua vùng xanh, đến hết ngày 25/8/2021" in said
    assert "Chuyển xuống mức nguy cơ thấp hơn: 1" in said
    nominated = "Lời giới thiệu gương người tốt, việc tốt: 1, ngoài ra 1 lời người giới thiệu rút lại"
    assert f"{nominated} (nhận đến hết ngày 25/8/2021)" in said
    assert "Tin đã gửi: 3" in said  # two of zones, the closing itself
    assert any("Cảm ơn bà con" in each.text for each in stage.chats["an"].shown)
    async with stage.database.reading() as tx:
        wanted = (await tx.execute(select(jobs.c.payload).where(jobs.c.kind == "digest_files"))).scalars()
        assert [each["final"] for each in wanted] == [True]


@pytest.mark.timeout(180)
async def test_the_closing_report_has_every_part(stage: Stage) -> None:
    """Report, table and pictures agree: zones by district and by commune, good deeds, duties, reach."""
    await a_campaign(stage)
    async with stage.database.reading() as tx:
        since = datetime(2021, 8, 15, 17, tzinfo=UTC)
        data = await statistics.digest(tx, stage.campaign, since, LAST)
        files = draw(await digest_files.gather(tx, stage.campaign, data, final=True))
    report = docx.Document(BytesIO(files.docx))
    text = "\n".join(paragraph.text for paragraph in report.paragraphs)
    assert "Kết quả đợt thi đua và tổng hợp khó khăn, vướng mắc" in text
    for part in (
        "V. KẾT QUẢ GIỮ VỮNG",
        "VI. GIỚI THIỆU GƯƠNG",
        "VII. NHIỆM VỤ GIAO",
        "VIII. TUYÊN TRUYỀN",
    ):
        assert part in text
    assert "1 nơi chuyển xuống mức nguy cơ thấp hơn; 1 nơi lên mức nguy cơ cao hơn" in text
    assert "Đã nhận 1 lời giới thiệu, trong đó 1 về tập thể. Ngoài ra có 1 lời giới thiệu" in text
    counted = table(report, "Số lời giới thiệu")
    assert counted == [["1", "Chờ địa phương xác minh", "1"], ["", "Tổng cộng", "1"]]
    board = next(each for each in report.tables if each.cell(0, 1).text == "Địa bàn")
    assert [cell.text for cell in board.rows[-1].cells][1:4] == ["Toàn tỉnh", "12", "1"]
    book = sheets(files.xlsx)
    communes = [list(row.values()) for row in book["Vùng"].rows[1:]]
    assert len(communes) == 109
    assert ["Huyện Kế Sách", "Xã Kế An", "xanh", "cam", "Lên mức nguy cơ cao hơn"] in communes
    totals = [list(row.values()) for row in book["Tổng kết"].rows]
    assert ["Chờ địa phương xác minh", 1] in totals
    assert any("Ngoài ra có 1 lời giới thiệu" in str(cell) for row in totals for cell in row)
    assert files.stem.startswith("tong-ket-")
    assert [each.name.rsplit("-", 1)[-1] for each in files.charts[2:]] == ["vung.png", "dua.png"]
