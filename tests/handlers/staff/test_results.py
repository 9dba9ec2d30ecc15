"""What became of a bulletin: the same figures in chat, chart and table."""

from datetime import timedelta

from sqlalchemy import select, update

from handlers.staff.pushing.results import JOB, outcome
from messages.content import Reply
from messages.documents.drawing import draw_outcome
from messages.documents.outcome import percent
from messages.documents.outcome_files import outcome_chart
from storage import bulletins, jobs
from storage.bulletins import NewBulletin
from storage.tables import bulletins as bulletin_table
from storage.tables import deliveries
from tests.driver import Person, Stage
from tests.handlers.staff.newsroom import (
    OTHER,
    approver,
    citizens,
    decides,
    editor,
    writes,
)
from tests.messages.documents.reading import sheets

PNG = b"\x89PNG\r\n\x1a\n"


async def sent(stage: Stage, *names: str, place: str | None = None) -> Person:
    """A bulletin has reached these people. Returns its editor."""
    lan, tam = await editor(stage), await approver(stage)
    await citizens(stage, *names, place=place)
    await writes(lan)
    await lan.presses("Gửi duyệt")
    await decides(tam, "Duyệt và gửi")
    async with stage.database.transaction() as tx:
        at = {"finished_at": stage.clock.wall()}
        await tx.execute(update(deliveries).where(deliveries.c.state == "sent").values(at))
    await lan.says("/trogiup")
    return lan


async def test_figures_by_district_and_reason(stage: Stage) -> None:
    """Who was reached where, and why others were not; files are ordered for whoever asked."""
    commune = stage.campaign.units.communes[0]
    lan = await sent(stage, "an", "ba", place=commune.code)
    async with stage.database.transaction() as tx:
        last = select(deliveries.c.id).order_by(deliveries.c.id.desc()).limit(1).scalar_subquery()
        gone = {"state": "failed", "reason": "Forbidden: bot was blocked by the user"}
        await tx.execute(update(deliveries).where(deliveries.c.id == last).values(gone))
    await lan.presses("Kết quả")
    district = stage.campaign.units.district_of(commune.code)
    assert district is not None
    lan.sees("Kết quả bản tin số 1", "Đã tới: 1 người", "Không tới: 1", "Đã chặn kênh: 1", district.title)
    async with stage.database.reading() as tx:
        job = await jobs.next_due(tx, stage.clock.wall())
        made = await bulletins.get(tx, 1)
        assert made is not None
        found = await outcome(tx, stage.campaign, made, stage.campaign.local(stage.clock.now()))
    assert job is not None
    assert job.kind == JOB
    png, xlsx = draw_outcome(found)
    assert png.startswith(PNG)
    book = sheets(xlsx)
    totals = {row.get("A"): row.get("B") for row in book["Tổng hợp"].rows}
    assert (totals["Đã tới"], totals["Không tới"]) == (1, 1)
    assert [(row.get("A"), row.get("B"), row.get("C")) for row in book["Theo địa bàn"].rows[1:]] == [
        (district.title, 1, 1)
    ]
    bars = [patch.get_gid() for patch in outcome_chart(found).figure.axes[0].patches]
    assert f"{district.title}/1" in bars


async def answered(stage: Stage) -> Person:
    """A bulletin with “Đã đọc” and a poll: two in one district, one in another, and what they pressed."""
    units = stage.campaign.units
    one, other = (units.children(each.code)[0].code for each in units.districts[:2])
    lan, tam = await editor(stage), await approver(stage)
    await citizens(stage, "ba", "tu", place=one)
    await citizens(stage, "nam", place=other)
    await writes(lan)
    for step in ("Sửa", "Lựa chọn", "Thêm “Đã đọc”"):
        await lan.presses(step)
    await lan.presses("Thăm dò ý kiến")
    await lan.says("Đủ gạo\nThiếu gạo")
    await lan.presses("Xong")
    await lan.presses("Gửi duyệt")
    await decides(tam, "Duyệt và gửi")
    for name, label in (("ba", "Đã đọc"), ("ba", "Thiếu gạo"), ("ba", "Đủ gạo"), ("nam", "Thiếu gạo")):
        await stage.person(name).presses(label)
    return lan


async def test_what_was_pressed_is_told_by_district_with_rates(stage: Stage) -> None:
    """Counts and shares in chat, a column with the rate beside each count in the table, dark bars in the chart."""
    lan = await answered(stage)
    one, other = (each.title for each in stage.campaign.units.districts[:2])
    await lan.presses("Kết quả")
    lan.sees("Đã tới: 4 người", "“Đã đọc”: 1 (25%)", "“Đủ gạo”: 1 (25%)", "“Thiếu gạo”: 1 (25%)")
    lan.sees(f"{one}: tới 2, có trả lời 1 (50%)", f"{other}: tới 1, có trả lời 1 (100%)")
    lan.sees("Chưa chọn nơi ở: tới 1")
    async with stage.database.reading() as tx:
        made = await bulletins.get(tx, 1)
        assert made is not None
        found = await outcome(tx, stage.campaign, made, stage.campaign.local(stage.clock.now()))
    _, xlsx = draw_outcome(found)
    head, *rows = sheets(xlsx)["Theo địa bàn"].rows
    assert [head.get(column) for column in "DEFGHIJK"] == [
        "Đã trả lời", "Tỷ lệ: Đã trả lời", "Đủ gạo", "Tỷ lệ: Đủ gạo", "Thiếu gạo", "Tỷ lệ: Thiếu gạo",
        "Đã đọc", "Tỷ lệ: Đã đọc",
    ]  # fmt: skip
    assert [[row.get(column) for column in "ABDEFGHIJK"] for row in rows] == [
        [one, 2, 1, 0.5, 1, 0.5, 0, 0, 1, 0.5],
        [other, 1, 1, 1, 0, 0, 1, 1, 0, 0],
        ["Chưa chọn nơi ở", 1, 0, 0, 0, 0, 0, 0, 0, 0],
    ]
    bars = [patch.get_gid() for patch in outcome_chart(found).figure.axes[0].patches]
    assert {f"{one}/+1", f"{other}/+1"} <= set(bars)
    assert not [each for each in bars if each and each.startswith("Chưa chọn nơi ở/+")]


def test_a_rate_is_of_those_reached() -> None:
    """Who pressed what they read again in /tinmoi was not reached: that makes no rate above all of them."""
    assert [percent(*each) for each in ((0, 0), (1, 0), (1, 3), (3, 2), (2, 2))] == [0, 0, 33, 100, 100]


async def test_who_gives_up_news_is_counted_to_the_last_bulletin(stage: Stage) -> None:
    """Within a day; a number only, and not for what reached them long ago."""
    lan = await sent(stage, "an", "ba", "tu")
    for name in ("an", "ba"):
        person = stage.person(name)
        await person.says("/ngungtin")
        await person.presses("Đúng, ngừng nhận tin")
    stage.clock.at += timedelta(days=2)
    late = stage.person("tu")
    await late.says("/ngungtin")
    await late.presses("Đúng, ngừng nhận tin")
    await lan.presses("Kết quả")
    lan.sees("Ngừng nhận tin trong một ngày sau tin này: 2")
    async with stage.database.reading() as tx:
        assert await tx.scalar(select(bulletin_table.c.lost)) == 2


async def test_another_agency_sees_no_results(stage: Stage) -> None:
    """Whatever button they were shown."""
    await sent(stage, "an")
    hoa = await editor(stage, "hoa", OTHER)
    await hoa.presses_data("1|b|1|ketqua|")
    hoa.sees("cơ quan khác phụ trách")


async def test_nobody_reached_yet(stage: Stage) -> None:
    """Empty figures are figures too."""
    new = NewBulletin(kind="bulletin", title="Tin", reply=Reply(text="Ở nhà"), created_by="thử")
    async with stage.database.transaction() as tx:
        made = await bulletins.start(tx, new, stage.clock.now())
        found = await outcome(tx, stage.campaign, made, stage.campaign.local(stage.clock.now()))
    assert (found.reached, found.missed, found.areas, found.buttons) == (0, 0, (), ())
    png, xlsx = draw_outcome(found)
    assert png.startswith(PNG)
    assert len(sheets(xlsx)["Theo địa bàn"].rows) == 1
