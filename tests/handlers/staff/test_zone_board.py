"""The emulation board and the map in chat, and as the morning's draft."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.jobs.runner import Runner
from bot.jobs.zone_pictures import ZoneDrawings
from bot.media import MediaStore
from handlers.everything import REGISTRY
from handlers.schedule import Schedule
from messages.documents.zone_shapes import ZonePictures
from storage.database import Tx
from storage.records import Role
from tests.driver import Stage
from tests.handlers.staff.committee import enters, steering
from tests.handlers.staff.desks import holding


async def draws(stage: Stage, folder: Path) -> list[Any]:
    """The waiting pictures, by a stand-in that keeps what it was asked to draw."""
    asked: list[Any] = []

    async def draw(_how: Any, what: Any) -> ZonePictures:
        asked.append(what)
        return ZonePictures(map=b"map %d" % len(asked), board=b"board %d" % len(asked))

    async def alert(_tx: Tx, what: str) -> None:
        raise AssertionError(what)

    drawings = ZoneDrawings(
        database=stage.database,
        campaign=stage.campaign,
        store=MediaStore(folder / "media", stage.database),
        draw=draw,
        now=stage.clock.now,
        wall=stage.clock.wall,
    )
    works = {"zone_pictures": drawings.send, "zone_morning": drawings.morning}
    runner = Runner(database=stage.database, works=works, wall=stage.clock.wall, alert=alert)
    while await runner.step():
        pass
    await stage.settles()
    return asked


async def test_staff_read_the_board_by_district_and_by_day(stage: Stage, tmp_path: Path) -> None:
    """On one screen, with pictures; other days by a button; citizens do not see the button."""
    binh, chi = await steering(stage, "binh", "chi")
    told = (("Kế An", "cam", "17/8"), ("thị trấn Châu Thành", "vàng", "18/8"))
    for place, colour, on in told:
        await enters(binh, place, colour, decision=f"Quyết định số {on[:2]}", on=on)
        await chi.presses("Duyệt")
    officer = await holding(stage, "dung", Role.OFFICER, "943")
    await officer.says("/vungxanh ke an")
    await officer.presses("Bảng thi đua")
    officer.sees(
        "Bảng thi đua vùng xanh, đến hết ngày 18/8/2021 (so với ngày 15/8/2021)",
        "Chuyển xuống mức nguy cơ thấp hơn: 1",
        "Lên mức nguy cơ cao hơn: 1",
        "Chưa đủ dữ liệu để so sánh: 79",
        "▼ Thị trấn Châu Thành, huyện Châu Thành (đỏ → vàng)",
        "Huyện Kế Sách: 8 / 0 / 1 / 0",
        "Đang vẽ",
    )
    (drawn,) = await draws(stage, tmp_path)
    assert len(officer.chat.shown[-1].reply.attachments) == 2
    assert drawn[1].total.counts[1:3] == (1, 1)
    await officer.presses("Ngày trước")
    officer.sees("đến hết ngày 17/8/2021", "▲ Xã Kế An, huyện Kế Sách (xanh → cam)")
    officer.sees_not("Đang vẽ")
    assert officer.labels == ["Ngày trước", "Ngày sau", "Ảnh"]
    old = officer.button("Ngày sau")
    an = stage.person("an")
    await an.says("/vungxanh ke an")
    assert "Bảng thi đua" not in an.labels
    await an.presses_data(old)
    an.sees_not("Bảng thi đua vùng xanh")


async def test_the_map_is_drawn_once_for_everybody(stage: Stage, tmp_path: Path) -> None:
    """The second who asks has it at once; a new decision, or a new day, is a new map."""
    an, ba, cu = stage.person("an"), stage.person("ba"), stage.person("cu")
    for each in (an, cu):
        await each.says("/vungxanh ke an")
        await each.presses("Bản đồ vùng")
        each.sees("Đang vẽ")
    assert len(await draws(stage, tmp_path)) == 1
    assert len(an.chat.shown[-1].reply.attachments) == 1
    assert cu.chat.shown[-1].reply.attachments == an.chat.shown[-1].reply.attachments
    await ba.says("/vungxanh ke an")
    await ba.presses("Bản đồ vùng")
    assert ba.chat.shown[-1].reply.attachments == an.chat.shown[-1].reply.attachments
    assert await draws(stage, tmp_path) == []
    binh, chi = await steering(stage, "binh", "chi")
    await enters(binh, "Kế An", "cam")
    await chi.presses("Duyệt")
    await ba.presses("Bản đồ vùng")
    ba.sees("Đang vẽ")
    stage.clock.passes(days=1)
    await draws(stage, tmp_path)
    await an.says("/vungxanh ke an")
    await an.presses("Bản đồ vùng")
    an.sees("Đang vẽ")


async def test_the_board_waits_each_morning_as_a_draft(stage: Stage, tmp_path: Path) -> None:
    """Up to the day before, once, with its pictures; an editor opens it and sends it to an approver."""
    editor = await holding(stage, "em", Role.EDITOR, "so_tttt")
    schedule = Schedule(
        campaign=stage.campaign,
        available=lambda name: REGISTRY.offers(name, (Role.CITIZEN,)),
        wall=stage.clock.wall,
    )
    entry = next(each for each in stage.campaign.calendar if each.kind == "board")
    due = datetime(2021, 8, 17, 23, 15, tzinfo=UTC)
    assert due in {f.due for f in stage.campaign.firings if f.entry is entry}
    for _again in range(2):
        async with stage.database.transaction() as tx:
            await schedule.fires["board"](tx, entry, due)
    assert len(await draws(stage, tmp_path)) == 1
    editor.sees("Đã soạn sẵn bản tin số 1: bảng thi đua vùng xanh đến hết ngày 17/8/2021")
    await editor.presses("Xem bản tin này")
    editor.sees("Bảng thi đua vùng xanh đến hết ngày 17/8/2021")
