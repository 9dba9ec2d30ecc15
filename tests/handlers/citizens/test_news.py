"""The latest bulletins, read again."""

import pytest

from handlers.seats import STAFF
from messages.content import Choice, Reply
from storage import bulletins, codes
from storage.bulletins import NewBulletin
from storage.records import Audience
from tests.driver import Chat, Person, Shown, Stage
from tests.handlers.staff.desks import connected, holding
from tests.handlers.staff.newsroom import AGENCY, approver, citizens, decides, editor, writes


async def send(stage: Stage, text: str, **more: object) -> int:
    """A bulletin, now; an hour passes after it."""
    async with stage.database.transaction() as tx:
        new = NewBulletin(
            kind="bulletin", title="Việc nội bộ", created_by="x", reply=Reply(text=text), **more
        )  # type: ignore[arg-type]
        sent = await bulletins.start(tx, new, stage.clock.now())
    stage.clock.passes(hours=1)
    return sent.id


async def test_there_may_be_no_news_yet(stage: Stage) -> None:
    """An empty list is an answer, with something else to read."""
    an = stage.person("an")
    await an.says("/tinmoi")
    an.sees("chưa gửi bản tin nào")
    assert "Xem kế hoạch" in an.labels


async def test_the_newest_is_shown_in_full_and_dated_the_others_are_buttons(stage: Stage) -> None:
    """Five at most, each button with its date and first words, never the staff's own title."""
    an = stage.person("an")
    for number in range(1, 7):
        await send(stage, f"<b>Tin số {number}</b>\nNội dung {number}")
    await an.says("/tinmoi")
    an.sees("Tin gửi lúc 15:00 ngày 18/8/2021", "Tin số 6", "Nội dung 6")
    an.sees_not("Việc nội bộ")
    answer = [] if stage.limits.replies else ["Trả lời bản tin số 6"]
    assert an.labels == [*answer, "18/8: Tin số 5", "18/8: Tin số 4", "18/8: Tin số 3", "18/8: Tin số 2"]
    await an.presses("18/8: Tin số 3")
    an.sees("Tin gửi lúc 12:00 ngày 18/8/2021", "Nội dung 3")


async def test_a_long_beginning_is_cut_between_letters(stage: Stage) -> None:
    """A button says how the bulletin begins, in 40 characters."""
    an = stage.person("an")
    await send(stage, "Phương châm chống dịch của tỉnh là truy vết thần tốc và khoanh vùng nhanh")
    await send(stage, "Tin sau")
    await an.says("/tinmoi")
    assert an.labels[-1] == "18/8: Phương châm chống dịch của tỉnh là truy…"


async def test_what_was_taken_back_or_is_for_staff_is_not_shown(stage: Stage) -> None:
    """A recalled bulletin's button leads nowhere; one for officers was never there."""
    an = stage.person("an")
    wrong = await send(stage, "Tin sai")
    await send(stage, "Tin đúng")
    await send(stage, "Họp cán bộ", audience=Audience(roles=("officer",)))
    await an.says("/tinmoi")
    an.sees("Tin đúng")
    button = an.button("18/8: Tin sai")
    async with stage.database.transaction() as tx:
        await bulletins.recall(tx, wrong, stage.clock.now())
    await an.presses_data(button)
    an.sees("không còn ở đây nữa")
    an.sees_not("Tin sai")


async def test_a_bulletins_own_buttons_come_with_it(stage: Stage) -> None:
    """What could be pressed when it came can be pressed when it is read again."""
    an = stage.person("an")
    async with stage.database.transaction() as tx:
        reply = Reply(text="Nhớ 5K", rows=((Choice(label="Xem 5K", data="1|c|huongdan|5k|"),),))
        await bulletins.start(
            tx, NewBulletin(kind="reminder", title="x", created_by="x", reply=reply), stage.clock.now()
        )
    await an.says("tin mới")
    await an.presses("Xem 5K")
    an.sees("5K của Bộ Y tế")


@pytest.mark.one_platform("about roles, not about how it is shown")
async def test_all_staff_see_what_is_planned(stage: Stage) -> None:
    """Whatever their role, and citizens not."""
    for role in STAFF:
        officer = await holding(stage, f"cb_{role}", role, "")
        await officer.says("/tinmoi")
        officer.sees("Sắp gửi")
    an = stage.person("an")
    await an.says("/tinmoi")
    an.sees_not("Sắp gửi")


QUESTION = "Chợ xã Kế An mình có mở không?"


async def said_after_a_bulletin(stage: Stage) -> tuple[Person, Chat]:
    """An has got a bulletin of the agency, which has a desk, and asks about it."""
    desk = await connected(stage, "-500", AGENCY)
    lan, tam = await editor(stage), await approver(stage)
    (an,) = await citizens(stage, "an")
    await writes(lan)
    await lan.presses("Gửi duyệt")
    await decides(tam, "Duyệt và gửi")
    await an.says(QUESTION)
    return an, desk


def shown_at(desk: Chat, text: str) -> list[Shown]:
    return [each for each in desk.shown if text in each.text]


@pytest.mark.lacks("replies")
async def test_words_after_a_bulletin_are_offered_to_its_agency_first(stage: Stage) -> None:
    """Where nobody can answer a message: nothing leaves before it is chosen; then the thread goes on by its code."""
    an, desk = await said_after_a_bulletin(stage)
    assert an.labels[0] == "Gửi Sở Thông tin và Truyền thông: trả lời bản tin “Giữ vững vùng xanh”"
    assert an.labels[3] == "Việc khác", "four choices, no more"
    assert not shown_at(desk, "Chợ xã")
    await an.presses(an.labels[0])
    an.sees("Đã gửi tới Sở Thông tin và Truyền thông", "Mã phản hồi")
    assert shown_at(desk, QUESTION)
    code = codes.find(an.answers[-1])
    await stage.member("lan", desk).says(f"{code}: Chợ mở từ 6 giờ.")
    assert "Chợ mở từ 6 giờ." in an.chat.shown[-1].text
    await an.says(f"{code}: Dạ cảm ơn")
    assert shown_at(desk, "người dân nhắn thêm: Dạ cảm ơn")


@pytest.mark.lacks("replies")
async def test_other_matters_stay_within_reach_after_a_bulletin(stage: Stage) -> None:
    """A need is offered beside it, danger comes before it, a bare place and old news leave it out."""
    an, _ = await said_after_a_bulletin(stage)
    await an.says("Nhà tôi hết gạo ba ngày nay")
    assert an.labels[0].startswith("Gửi Sở")
    await an.presses("Báo khó khăn, vướng mắc")
    an.sees_not("Mã phản hồi")
    await an.says("/huy")
    await an.says("Ba tôi khó thở tím tái cứu với")
    assert not [each for each in an.labels if each.startswith("Gửi ")]
    await an.says("/huy")
    await an.says("Kế An")
    an.sees("Kế An")
    assert not [each for each in an.labels if each.startswith("Gửi ")]
    stage.clock.passes(hours=25)
    await an.says(QUESTION)
    assert not [each for each in an.labels if each.startswith("Gửi ")]


@pytest.mark.lacks("replies")
async def test_an_older_bulletin_is_answered_by_its_number(stage: Stage) -> None:
    """/tinmoi tells the number and takes the words; typed with the words it is the same; staff's own is not told."""
    desk = await connected(stage, "-100", "so_noi_vu")
    (an,) = await citizens(stage, "an")
    first = await send(stage, "Bà con ở nhà.")
    staffs = await send(stage, "Họp cán bộ", audience=Audience(roles=("officer",)))
    stage.clock.passes(days=2)
    await an.says("/tinmoi")
    await an.presses(f"Trả lời bản tin số {first}")
    an.sees("Bà con muốn nói gì", f"PHANHOI {first}")
    await an.says("Chợ có mở không?")
    an.sees("Gửi lời này đi đâu?", "Chợ có mở không?")
    await an.presses("Gửi Sở Nội vụ")
    an.sees("Mã phản hồi")
    await an.says(f"phan hoi so {first}: mấy giờ ạ")
    await an.presses("Gửi Sở Nội vụ")
    assert shown_at(desk, "mấy giờ ạ")
    await an.says(f"PHANHOI {staffs}: cho xem với")
    an.sees(f"chưa nhận bản tin nào có số {staffs}")
    await an.says(f"PHANHOI {first}")
    await an.says("Ba tôi khó thở tím tái cứu với")
    an.sees(stage.campaign.contacts.health_line)
    await an.says("Phản hồi 77 lần rồi mà không ai trả lời")
    an.sees_not("bản tin nào có số")
