"""Hours that pass before an approval, and hours at which the program was down: nothing leaves at any other hour."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.campaign.schedule import Quiet
from storage.records import DraftState
from tests.driver import Person, Stage
from tests.handlers.staff.hours import for_hour, passes, planned, submitted
from tests.handlers.staff.newsroom import (
    all_drafts,
    approver,
    citizens,
    decides,
    draft,
    editor,
    logged,
    offered,
    started,
    writes,
)

BACK = "Trả lại"


def heard(person: Person, *texts: str) -> bool:
    """Whether one message to them says all of these."""
    return any(all(text in shown.text for text in texts) for shown in person.chat.shown)


async def test_an_hour_that_passed_before_the_approval_sends_nothing(stage: Stage) -> None:
    """It is given another hour, and approved for that."""
    (an,) = await citizens(stage, "an")
    lan, tam, number = await submitted(stage, "14h hôm nay")
    await passes(stage, hours=4, minutes=5)
    await tam.says(f"/duyettin {number}")
    await decides(tam, "Duyệt và gửi")
    tam.sees("14:00", "giờ ấy đã qua", "“Trả lại”")
    assert (await draft(stage, 1)).state is DraftState.SUBMITTED
    assert not heard(an, "Bà con ở nhà.")
    await tam.says(f"/duyettin {number}")
    await decides(tam, BACK)
    await tam.says("Đổi giờ gửi")
    await lan.says("/soantin 1")
    await lan.presses("Gửi duyệt")
    lan.sees("giờ ấy đã qua", "“Giờ gửi”")
    await for_hour(lan, "15h hôm nay")
    await lan.presses("Gửi duyệt")
    await tam.says(f"/duyettin {number}")
    await decides(tam, "Duyệt và gửi")
    assert await started(stage) == 0
    await passes(stage, minutes=55)
    assert heard(an, "Bà con ở nhà.")


async def test_a_daily_one_approved_after_its_first_hour_begins_the_next_day(stage: Stage) -> None:
    """Its approver is shown the new first hour before it counts; every day that is left has its bulletin."""
    await citizens(stage, "an")
    _, tam, number = await submitted(stage, "hằng ngày 14h đến 20/8")
    old = await offered(tam, "Duyệt và gửi")
    await passes(stage, hours=4, minutes=5)
    await tam.presses_data(old)
    tam.sees("Giờ gửi đầu tiên", "đã qua", "14:00 ngày 19/8/2021")
    assert (await draft(stage, number)).state is DraftState.SUBMITTED
    await tam.presses_data(old)
    tam.sees("14:00 ngày 19/8/2021")
    assert (await draft(stage, number)).state is DraftState.SUBMITTED
    await tam.says(f"/duyettin {number}")
    await decides(tam, "Duyệt và gửi")
    tam.sees("Tin tự gửi lúc 14:00 ngày 19/8/2021", "hằng ngày đến 20/8")
    for _ in range(4):
        await passes(stage, hours=24)
    assert await started(stage) == 2


@pytest.mark.one_platform("about hours")
async def test_a_daily_one_submitted_after_its_first_hour_is_shown_with_the_next(stage: Stage) -> None:
    """Whether it is the author or the approver who comes late; past its last day it is refused."""
    lan, tam, _ = await submitted(stage, "hằng ngày 14h đến 19/8")
    await tam.says("/duyettin 1")
    await decides(tam, BACK)
    await tam.says("Viết rõ hơn")
    await passes(stage, hours=5)
    await lan.says("/soantin 1")
    await lan.presses("Gửi duyệt")
    lan.sees("Giờ gửi đầu tiên", "14:00 ngày 19/8/2021", "Đã gửi duyệt")
    await tam.says("/duyettin 1")
    tam.sees("14:00 ngày 19/8/2021")
    await passes(stage, hours=24)
    await decides(tam, "Duyệt và gửi")
    tam.sees("giờ ấy đã qua")
    assert await started(stage) == 0


@pytest.mark.one_platform("about hours")
async def test_one_missed_day_does_not_end_a_daily_one(stage: Stage) -> None:
    """After an outage the day is left out and told, to who wrote and who approved; the next goes as approved."""
    (an,) = await citizens(stage, "an")
    lan, tam = await planned(stage, "hằng ngày 14h đến 20/8")
    await passes(stage, hours=9)
    assert await started(stage) == 0
    for each in (lan, tam):
        assert heard(each, "lỡ một lần gửi", "14:00 ngày 18/8/2021", "tự gửi lúc 14:00 ngày 19/8/2021")
    assert (await draft(stage, 1)).state is DraftState.APPROVED
    await passes(stage, hours=19)
    assert await started(stage) == 1
    assert heard(an, "Bà con ở nhà.")
    for _ in range(3):
        await passes(stage, hours=24)
    assert await started(stage) == 2
    (missed,) = await logged(stage, "draft.missed")
    assert missed["shown"]


@pytest.mark.one_platform("about hours")
async def test_a_daily_one_held_for_a_change_keeps_its_other_days(stage: Stage) -> None:
    """What differs from the approval goes back, with its hours: approved anew, the days that are left go out."""
    lan, tam = await planned(stage, "hằng ngày 14h đến 20/8")
    agencies = [each.model_copy(update={"name": f"{each.name} mới"}) for each in stage.campaign.agencies]
    stage.campaign = stage.conversation.campaign = stage.campaign.model_copy(
        update={"agencies": tuple(agencies)}
    )
    await passes(stage, hours=4)
    assert await started(stage) == 0
    assert heard(lan, "đã khác lúc được duyệt", "14:00 ngày 19/8/2021", "duyệt lại", "/soantin")
    assert heard(tam, "đã khác lúc được duyệt", "Người soạn đã được báo")
    assert not heard(tam, "đã khác lúc được duyệt", "/soantin")
    await lan.says("/soantin 1")
    await lan.presses("Gửi duyệt")
    await tam.says("/duyettin 1")
    await decides(tam, "Duyệt và gửi")
    for _ in range(4):
        await passes(stage, hours=24)
    assert await started(stage) == 2


@pytest.mark.one_platform("about hours")
async def test_who_approved_hears_that_it_was_held(stage: Stage) -> None:
    """They answer for it as its writers do; nobody is told twice."""
    lan, tam = await planned(stage, "14h hôm nay")
    await passes(stage, hours=9)
    for each in (lan, tam):
        assert sum("nay đã quá muộn" in shown.text for shown in each.chat.shown) == 1


@pytest.mark.one_platform("about hours")
async def test_an_outage_over_a_change_holds_what_changed(stage: Stage) -> None:
    """A missed day does not make an approval out of what nobody has seen."""
    await planned(stage, "hằng ngày 14h đến 20/8")
    agencies = [each.model_copy(update={"name": f"{each.name} mới"}) for each in stage.campaign.agencies]
    stage.campaign = stage.conversation.campaign = stage.campaign.model_copy(
        update={"agencies": tuple(agencies)}
    )
    await passes(stage, hours=9)
    assert (await draft(stage, 1)).state is DraftState.WRITING
    await passes(stage, hours=20)
    assert await started(stage) == 0
    assert len(await all_drafts(stage)) == 1


@pytest.mark.one_platform("about hours")
async def test_what_would_come_after_its_own_time_is_refused(stage: Stage) -> None:
    """Its card says so at once; it cannot be submitted before one of the two is changed."""
    lan, tam = await editor(stage), await approver(stage)
    await writes(lan)
    await lan.presses("Sửa")
    await lan.presses("Thời hạn")
    await lan.says("20:00 19/8")
    await for_hour(lan, "7h 20/8")
    lan.sees("đã hết thời hạn ghi trong tin")
    await lan.presses("Gửi duyệt")
    lan.sees("07:00 ngày 20/8/2021", "20:00 ngày 19/8/2021", "“Thời hạn”")
    assert (await draft(stage, 1)).state is DraftState.WRITING
    await for_hour(lan, "7h 19/8")
    lan.sees_not("Chú ý")
    await lan.presses("Gửi duyệt")
    await tam.says("/duyettin 1")
    await decides(tam, "Duyệt và gửi")
    tam.sees("Tin tự gửi lúc 07:00 ngày 19/8/2021")


@pytest.mark.one_platform("about hours")
async def test_an_hour_at_night_says_when_it_arrives(stage: Stage) -> None:
    """Author and approver are told before, and again when it is approved; what ends by then is refused."""
    lan, tam, _ = await submitted(stage, "23h hôm nay")
    assert heard(lan, "giờ yên lặng", "06:00 ngày 19/8/2021")
    await tam.says("/duyettin 1")
    tam.sees("giờ yên lặng", "06:00 ngày 19/8/2021")
    await decides(tam, "Duyệt và gửi")
    tam.sees("Tin tự gửi lúc 23:00", "từ 06:00 hôm sau")
    await lan.says("/soantin 1")
    await for_hour(lan, "23h 25/8")
    lan.sees("đợt thi đua đã kết thúc")
    await lan.presses("Gửi duyệt")
    lan.sees("phải đến 06:00 ngày 26/8/2021")
    assert (await draft(stage, 1)).state is DraftState.WRITING


@pytest.mark.one_platform("about hours")
async def test_an_approval_at_night_does_not_say_that_it_is_being_sent(stage: Stage) -> None:
    """An alert, which nobody holds back, does."""
    lan, tam = await editor(stage), await approver(stage)
    stage.clock.passes(hours=12)
    await writes(lan)
    await lan.presses("Gửi duyệt")
    await tam.says("/duyettin")
    await decides(tam, "Duyệt và gửi")
    tam.sees("chờ hết giờ yên lặng", "nhận tin từ 06:00 ngày 19/8/2021")
    tam.sees_not("đang gửi:")
    await lan.says("/soantin")
    await lan.presses("Soạn tin mới")
    await lan.presses("Cảnh báo khẩn")
    await lan.says("Nước dâng")
    await lan.says("Bà con ra khỏi bãi sông.")
    await lan.presses("Gửi duyệt")
    await tam.says("/duyettin")
    await decides(tam, "Duyệt và gửi")
    tam.sees("Đã duyệt, đang gửi")
    assert not heard(tam, "Nước dâng", "giờ yên lặng")


@settings(max_examples=40)
@given(minute=st.integers(0, 24 * 60 - 1), begins=st.integers(0, 23), ends=st.integers(0, 23))
def test_quiet_hours_end_within_a_day_and_are_over_then(minute: int, begins: int, ends: int) -> None:
    """Whether they run past midnight or not; what is not quiet is not moved."""
    quiet = Quiet(begins=time(begins), ends=time(ends))
    at = datetime(2021, 8, 18, tzinfo=UTC) + timedelta(minutes=minute)
    over = quiet.over(at)
    assert not quiet.covers(over)
    assert timedelta() <= over - at <= timedelta(days=1)
    assert (over == at) is not quiet.covers(at)
