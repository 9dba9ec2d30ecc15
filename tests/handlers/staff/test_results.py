"""What became of a bulletin: the same figures in chat, chart and table."""

from datetime import timedelta

from sqlalchemy import select, update

from handlers.staff.pushing.results import JOB, outcome
from messages.content import Reply
from messages.documents.drawing import draw_outcome
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
