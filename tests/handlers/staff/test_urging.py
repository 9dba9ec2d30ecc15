"""Đôn đốc: reminders before and after, a word to the head, each once and never at night; extension and recall."""

from datetime import UTC, datetime, time, timedelta

import pytest

from handlers.schedule import Schedule
from handlers.staff.duties.urging import Urging
from storage.records import Role
from tests.driver import Chat, Person, Stage
from tests.handlers.staff.desks import holding
from tests.handlers.staff.duty import KE_SACH, cards, code_in, gives, office, owed, state_of


@pytest.fixture
async def thu(stage: Stage) -> Person:
    return await office(stage)


@pytest.fixture
async def ba(stage: Stage) -> Person:
    return await holding(stage, "ba", Role.OFFICER, KE_SACH)


async def passes(stage: Stage, **span: float) -> int:
    """Time passes, and the chore looks."""
    stage.clock.passes(**span)
    chore = Urging(campaign=stage.campaign, wall=stage.clock.wall)
    async with stage.database.transaction() as tx:
        found = await chore.remind(tx, stage.clock.now())
    await stage.settles()
    return found


def heads(chat: Chat) -> list[str]:
    told = ("Sắp đến hạn", "Đã quá hạn", "Đơn vị có việc quá hạn")
    return [m.text.splitlines()[0] for m in chat.shown if m.text.startswith(told)]


async def given(thu: Person) -> None:
    await gives(thu)
    await thu.presses("Giao việc")


async def test_before_and_after_and_to_the_head_each_once(stage: Stage, thu: Person, ba: Person) -> None:
    """15:00, 17:00, and an hour later the head of the unit; looked at twice, told once."""
    head = await holding(stage, "truong", Role.HEAD, KE_SACH)
    await given(thu)
    await passes(stage, hours=4)  # 14:00
    assert heads(ba.chat) == []
    await passes(stage, hours=1)
    await passes(stage, minutes=1)
    assert heads(ba.chat) == ["Sắp đến hạn thực hiện"]
    await passes(stage, hours=2)
    await passes(stage, minutes=1)
    assert heads(ba.chat) == ["Sắp đến hạn thực hiện", "Đã quá hạn thực hiện"]
    assert heads(head.chat) == []
    await passes(stage, hours=1)
    await passes(stage, minutes=1)
    assert heads(head.chat) == ["Đơn vị có việc quá hạn, báo đồng chí biết"]
    assert len(heads(ba.chat)) == 2
    assert cards(head) == [], "the officer has the card, the head is told"


async def test_what_is_done_is_not_urged_and_what_came_back_is(stage: Stage, thu: Person, ba: Person) -> None:
    """A report ends the reminders; "cần bổ sung" before it is due begins them again."""
    await given(thu)
    code = code_in(ba)
    await ba.replies(code, "Đã rà xong")
    await passes(stage, hours=5, minutes=1)
    assert heads(ba.chat) == []
    await thu.says(f"{code} cần bổ sung: thiếu danh sách")
    await passes(stage, hours=2)
    assert heads(ba.chat) == ["Đã quá hạn thực hiện"]
    await ba.presses("Báo cáo lại")
    ba.sees("Đồng chí báo kết quả")


async def test_nobody_is_urged_at_night(stage: Stage, thu: Person, ba: Person) -> None:
    """Due at 23:00: the morning tells officers and head what passed, once, and not that it would."""
    head = await holding(stage, "truong", Role.HEAD, KE_SACH)
    await thu.says("/giaoviec")
    await thu.presses("Cấp huyện")
    for answer in ("Toàn tỉnh", "Trực đêm", "Báo tình hình trực đêm"):
        await thu.says(answer)
    await thu.presses("Bỏ qua")
    await thu.presses("Xác nhận đã nhận")
    await thu.says("23h hôm nay")
    await thu.presses("Giao việc")
    await passes(stage, hours=11, minutes=30)  # 21:30
    await passes(stage, hours=3)
    assert heads(ba.chat) == []
    await passes(stage, hours=6)  # 6:30
    await passes(stage, minutes=1)
    assert heads(ba.chat) == ["Đã quá hạn thực hiện"]
    assert heads(head.chat) == ["Đơn vị có việc quá hạn, báo đồng chí biết"]


async def test_reminders_may_keep_to_office_hours(stage: Stage, thu: Person, ba: Person) -> None:
    """Where the campaign file says so: at noon and after five nobody is reminded, the next opening tells."""
    urging = stage.campaign.urging.model_copy(update={"working_only": True, "head_after": None})
    stage.campaign = stage.conversation.campaign = stage.campaign.model_copy(update={"urging": urging})
    await given(thu)
    await passes(stage, hours=7, minutes=30)  # 17:30: due at 17:00, closed
    assert heads(ba.chat) == []
    await passes(stage, hours=14)  # 7:30
    assert heads(ba.chat) == ["Đã quá hạn thực hiện"]


async def test_several_duties_are_one_message(stage: Stage, thu: Person, ba: Person) -> None:
    """An officer of two units with two duties each hears of them at once."""
    await given(thu)
    await given(thu)
    assert await passes(stage, hours=5) == 22
    assert heads(ba.chat) == ["Sắp đến hạn thực hiện"]
    assert ba.chat.shown[-1].text.count("NV-") == 2


async def test_an_extension_moves_cards_and_reminders(stage: Stage, thu: Person, ba: Person) -> None:
    """Who still owes is told the new time and reminded anew; who is done is left alone."""
    done = await holding(stage, "tu", Role.OFFICER, "944")
    await given(thu)
    await done.replies(code_in(done), "Xong rồi")
    await passes(stage, hours=5)
    before = len(done.chat.shown)
    await thu.says("/nhiemvu")
    await thu.presses("1")
    await thu.presses("Gia hạn")
    thu.sees("Hạn hiện nay: 17:00 ngày 18/8/2021")
    await thu.says("9:00 hôm qua")
    thu.sees("Mốc này đã qua")
    await thu.says("17h ngày mai")
    thu.sees("hạn mới 17:00 ngày 19/8/2021; đã báo 1 người")
    assert "Hạn: 17:00 ngày 19/8/2021" in cards(ba)[0]
    assert "Gia hạn" in ba.chat.shown[-1].text
    assert len(done.chat.shown) == before
    await passes(stage, hours=24)
    assert heads(ba.chat) == ["Sắp đến hạn thực hiện", "Sắp đến hạn thực hiện"]


async def test_a_recalled_duty_is_nobodys_any_more(stage: Stage, thu: Person, ba: Person) -> None:
    """Its card loses its buttons, its officers read why, an old button says so, nobody is reminded."""
    await given(thu)
    press = ba.button("Đã nhận")
    await thu.says("/nhiemvu")
    await thu.presses("1")
    await thu.presses("Thu hồi việc này")
    thu.sees("Thu hồi “Rà soát hộ cần giúp” ở 11 nơi")
    await thu.says("Giao nhầm cấp")
    assert "đã được thu hồi" in ba.chat.shown[-1].text
    assert "Giao nhầm cấp" in ba.chat.shown[-1].text
    [card] = [m for m in ba.chat.shown if m.text.startswith("NV-") and "ĐÃ THU HỒI" in m.text]
    assert card.labels == []
    await ba.presses_data(press)
    ba.sees("đã được thu hồi")
    assert await state_of(stage, await owed(stage, KE_SACH)) == "waiting"
    assert await passes(stage, hours=8) == 0
    await thu.says("/nhiemvu")
    thu.sees("Đã thu hồi")


async def test_the_plans_own_duty_is_given_each_day_once(stage: Stage) -> None:
    """From 17/8 (the plan was signed) to 25/8 at 7:30, to the districts and organisations that the plan names."""
    campaign = stage.campaign
    firings = [each for each in campaign.firings if each.entry.kind == "duty"]
    assert [each.due.day for each in firings] == list(range(17, 26))
    ba = await holding(stage, "ba", Role.OFFICER, KE_SACH)
    xa = await holding(stage, "xa", Role.OFFICER, "31558")
    so = await holding(stage, "so", Role.OFFICER, "so_y_te")
    schedule = Schedule(campaign=campaign, available=lambda _name: True, wall=stage.clock.wall)
    today = firings[1]
    async with stage.database.transaction() as tx:
        await schedule.fires["duty"](tx, today.entry, today.due.astimezone(UTC))
    await stage.settles()
    for officer in (ba, so):
        [card] = cards(officer)
        assert "Kế hoạch số 127/KH-UBND" in card
        assert "Hạn: 15:30 ngày 18/8/2021" in card or "QUÁ HẠN" in card
    assert cards(xa) == []
    late = datetime.combine(campaign.ends, time(23, 59), campaign.zone_info) + timedelta(minutes=2)
    assert schedule.objection(today, late) is not None
