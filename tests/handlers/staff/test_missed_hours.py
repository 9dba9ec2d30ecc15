"""Hours that pass before an approval, and hours at which the program was down: nothing leaves at any other hour."""

import pytest

from storage.records import DraftState
from tests.driver import Person, Stage
from tests.handlers.staff.hours import for_hour, passes, planned, submitted
from tests.handlers.staff.newsroom import (
    all_drafts,
    citizens,
    decides,
    draft,
    logged,
    offered,
    started,
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
