"""Bulletins with an hour of their own: approved before it, sent at it, once; daily ones until their last day."""

from datetime import date, datetime

import pytest

from handlers.staff import pushing
from handlers.staff.bulletins.parts import read_when
from storage import bulletins
from storage.bulletins import growth
from storage.campaign import Campaign
from storage.records import DraftState
from tests.driver import Stage
from tests.handlers.staff.hours import passes, planned
from tests.handlers.staff.newsroom import all_drafts, citizens, draft, editor, started, writes
from tests.handlers.talk import facts_of


async def test_it_waits_for_its_hour_and_goes_out_once(stage: Stage) -> None:
    """Its approver saw the hour; a second look of the chore sends nothing more."""
    (an,) = await citizens(stage, "an")
    lan, tam = await planned(stage, "14h hôm nay")
    tam.sees("Tin tự gửi lúc 14:00")
    assert await started(stage) == 0
    await lan.says("/tinmoi")
    lan.sees("Sắp gửi", "Giữ vững vùng xanh")
    await passes(stage, hours=3, minutes=59)
    assert await started(stage) == 0
    await passes(stage, minutes=1)
    await passes(stage, minutes=1)
    assert await started(stage) == 1
    assert any("Bà con ở nhà." in m.text for m in an.chat.shown)
    assert (await draft(stage, 1)).state is DraftState.STARTED


async def test_growth_since_the_approval_is_asked_about_at_the_hour(stage: Stage) -> None:
    """A fifth more, and at least twenty: nobody gets it before somebody has accepted the new number."""
    (an,) = await citizens(stage, "an")
    _, tam = await planned(stage, "14h hôm nay")
    await citizens(stage, *(f"dan{number}" for number in range(30)))
    await passes(stage, hours=4)
    async with stage.database.transaction() as tx:
        (row,) = await bulletins.live(tx)
        assert (row.state, row.reason, row.counted) == ("paused", bulletins.GROWN, 1)
        assert growth.unasked(row)
        await growth.note(tx, row, await growth.size(tx, row))
        await pushing.ask_grown(tx, row.id, stage.clock.wall())
    await stage.settles()
    assert not any("Bà con ở nhà." in m.text for m in an.chat.shown)
    assert any("Lúc duyệt: 1 người; bây giờ: 31 người" in m.text for m in tam.chat.shown)
    await tam.presses("Gửi tiếp")
    await stage.settles()
    assert any("Bà con ở nhà." in m.text for m in an.chat.shown)


@pytest.mark.one_platform("about hours")
async def test_growth_accepted_on_one_day_is_not_asked_about_on_the_next(stage: Stage) -> None:
    """What somebody let go on is the approved number from then on; what grows beyond that is asked about again."""
    await citizens(stage, "an")
    _, tam = await planned(stage, "hằng ngày 14h đến 21/8")
    await citizens(stage, *(f"dan{number}" for number in range(30)))
    await passes(stage, hours=4)
    async with stage.database.transaction() as tx:
        (row,) = await bulletins.live(tx)
        await growth.note(tx, row, await growth.size(tx, row))
        await pushing.ask_grown(tx, row.id, stage.clock.wall())
    await stage.settles()
    await tam.presses("Gửi tiếp")
    await passes(stage, hours=24)
    await passes(stage, hours=24)
    await citizens(stage, *(f"them{number}" for number in range(30)))
    await passes(stage, hours=24)
    async with stage.database.reading() as tx:
        found = [await bulletins.get(tx, number) for number in (2, 3, 4)]
    assert [(each.counted, each.reason) for each in found if each] == [
        (31, ""),
        (31, ""),
        (31, bulletins.GROWN),
    ]


@pytest.mark.one_platform("about hours")
async def test_a_daily_one_ends_with_its_last_day(stage: Stage) -> None:
    """Each day once, never after the day that was approved."""
    await citizens(stage, "an")
    _, tam = await planned(stage, "hằng ngày 14h đến 20/8")
    tam.sees("rồi hằng ngày đến 20/8")
    await passes(stage, hours=4)
    assert await started(stage) == 1
    for _ in range(6):
        await passes(stage, hours=24)
    assert await started(stage) == 3
    assert [each.state for each in await all_drafts(stage)] == [DraftState.STARTED] * 3


@pytest.mark.one_platform("about hours")
async def test_a_change_takes_its_approval_away(stage: Stage) -> None:
    """Nothing goes out at the hour of what was approved before."""
    lan, _ = await planned(stage, "14h hôm nay")
    await lan.says("/soantin 1")
    await lan.presses("Sửa")
    await lan.presses("Lời văn")
    await lan.says("Lời khác hẳn")
    await passes(stage, hours=5)
    assert await started(stage) == 0
    assert (await draft(stage, 1)).state is DraftState.WRITING


@pytest.mark.one_platform("about hours")
async def test_what_is_hours_late_is_held_and_told(stage: Stage) -> None:
    """After an outage nothing goes out blindly."""
    lan, _ = await planned(stage, "14h hôm nay")
    await passes(stage, hours=9)
    assert await started(stage) == 0
    assert any("nay đã quá muộn" in m.text for m in lan.chat.shown)
    assert (await draft(stage, 1)).state is DraftState.WRITING


@pytest.mark.one_platform("about hours")
async def test_close_ones_are_warned_about(stage: Stage) -> None:
    """Before they are approved: half an hour apart for the same people, and more than enough on one day."""
    stage.campaign = stage.conversation.campaign = stage.campaign.model_copy(
        update={"limits": stage.campaign.limits.model_copy(update={"bulletins_a_day": 1})}
    )
    await planned(stage, "14h hôm nay")
    _, tam = await planned(stage, "14h20 hôm nay")
    assert any("gần giờ với bản nháp số 1 (14:00)" in m.text for m in tam.chat.shown)
    assert any("cùng ngày đã có 1 bản tin khác" in m.text for m in tam.chat.shown)


@pytest.mark.one_platform("about reading hours")
@pytest.mark.parametrize(
    "said",
    ["7h30", "lúc nào cũng được", "26/8 7h", "hằng ngày 7h đến 30/8", "hằng ngày 7h đến 18/8", ""],
)
async def test_an_hour_that_cannot_be_is_asked_again(stage: Stage, said: str) -> None:
    """Past, after the campaign, never before the last day that was said, or no hour at all."""
    lan = await editor(stage)
    await writes(lan)
    await lan.presses("Sửa")
    await lan.presses("Giờ gửi")
    await lan.says(said)
    assert (await draft(stage, 1)).send_at is None
    await lan.presses("Ngay khi được duyệt")
    lan.sees("Bản nháp số 1")
    async with stage.database.reading() as tx:
        assert await bulletins.live(tx) == []


@pytest.mark.parametrize(
    ("said", "at", "last"),
    [
        ("7h30 mai", "2021-08-19T07:30", None),
        ("ngay mai luc 7h", "2021-08-19T07:00", None),
        ("07:00 20/8", "2021-08-20T07:00", None),
        ("7h 20/8", "2021-08-20T07:00", None),
        ("hằng ngày 7h 30 đến 20/8", "2021-08-19T07:30", date(2021, 8, 20)),
        ("20/8 lúc 18 giờ 15", "2021-08-20T18:15", None),
        ("hằng ngày 7h", "2021-08-19T07:00", date(2021, 8, 25)),
        ("moi ngay 15:00 den 23/8", "2021-08-18T15:00", date(2021, 8, 23)),
    ],
)
def test_hours_as_people_say_them(campaign: Campaign, said: str, at: str, last: date | None) -> None:
    """With or without diacritics, in either order."""
    found = read_when(said, facts_of(campaign))
    assert found is not None
    assert found[0] == datetime.fromisoformat(f"{at}:00+07:00")
    assert found[1] == last
