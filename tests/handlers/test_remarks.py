"""What people say back to a bulletin reaches the agency that wrote it, and its answer reaches them."""

import pytest
from sqlalchemy import select

from messages.content import Attachment, AttachmentKind
from storage import codes, people, remarks
from storage.records import REMARK_MOVES, RemarkState, Role
from storage.tables import remark_lines, reports
from storage.tables import remarks as remark_table
from tests.driver import Chat, Person, Stage
from tests.handlers.rumours.rumoured import CLAIM, LOCKDOWN, answers, demand, every, the_one
from tests.handlers.rumours.test_photos import World, file, screenshot
from tests.handlers.staff.desks import connected, holding
from tests.handlers.staff.newsroom import AGENCY, OTHER, approver, citizens, decides, editor, writes


async def sent(stage: Stage) -> tuple[Person, Chat]:
    """A bulletin of the agency has reached an; the agency has a group."""
    desk = await connected(stage, "-500", AGENCY)
    lan, tam = await editor(stage), await approver(stage)
    (an,) = await citizens(stage, "an")
    await writes(lan)
    await lan.presses("Gửi duyệt")
    await decides(tam, "Duyệt và gửi")
    return an, desk


def card(desk: Chat, code: str) -> str:
    """The thread's card at the desk as it reads now."""
    return next(m.text for m in reversed(desk.shown) if m.text.startswith(f"{code} - "))


async def replies(an: Person, text: str = "Chợ xã mình có mở không?") -> str:
    """An replies to the bulletin and sends that to the agency. Returns the code."""
    await an.replies("Bà con ở nhà.", text)
    await an.presses(next(label for label in an.labels if label.startswith("Gửi ")))
    an.sees("Mã phản hồi")
    return codes.find(an.answers[-1]) or ""


async def test_a_reply_reaches_the_desk_and_its_answer_comes_back(stage: Stage) -> None:
    """Shown to the person before it goes; a reply to the card is the answer; a reply to that goes on."""
    an, desk = await sent(stage)
    lan = stage.member("lan", desk)
    await an.replies("Bà con ở nhà.", "Chợ xã mình có mở không?")
    an.sees("Bà con vừa trả lời bản tin", "Chợ xã mình có mở không?")
    assert not [m for m in desk.shown if "Chợ xã" in m.text], "nothing leaves before it is sent"
    await an.presses(next(label for label in an.labels if label.startswith("Gửi ")))
    an.sees("Mã phản hồi")
    code = codes.find(an.answers[-1])
    assert code
    await lan.replies("Phản hồi bản tin số 1", "Chợ mở từ 6 đến 9 giờ, bà con nhớ 5K.")
    assert "Chợ mở từ 6 đến 9 giờ" in an.chat.shown[-1].text
    assert "Đã trả lời" in card(desk, code)
    await an.replies("Chợ mở từ 6", "Dạ cảm ơn")
    assert "Dạ cảm ơn" in card(desk, code)
    assert "Chờ trả lời" in card(desk, code)
    assert any("người dân nhắn thêm: Dạ cảm ơn" in m.text for m in desk.shown)


async def test_a_second_reply_joins_the_thread(stage: Stage) -> None:
    """One card for one person and one bulletin; where it cannot be changed it is shown anew, whole."""
    an, desk = await sent(stage)
    first = await replies(an)
    assert await replies(an, "Mấy giờ chợ đóng?") == first
    cards = [m for m in desk.shown if m.text.startswith(first) and "Phản hồi bản tin" in m.text]
    assert len(cards) == 2 - stage.limits.edit
    assert all(each in cards[-1].text for each in ("Chợ xã", "Mấy giờ chợ đóng?"))


async def test_it_can_be_a_difficulty_instead(stage: Stage) -> None:
    """The person says so, the words carried over; or the desk does, and the person is told."""
    an, desk = await sent(stage)
    office = await connected(stage, "-100", "so_noi_vu")
    await an.replies("Bà con ở nhà.", "Nhà tôi hết gạo ba ngày nay")
    await an.presses("Báo khó khăn, vướng mắc")
    an.sees_not("Mã phản hồi")
    await an.says("/huy")
    code = await replies(an, "Nhà tôi hết gạo ba ngày nay")
    await stage.member("lan", desk).presses("Thành khó khăn")
    assert "đã được chuyển đến" in an.chat.shown[-1].text
    async with stage.database.reading() as tx:
        report = (await tx.all(select(reports))).pop()
        thread = await remarks.get(tx, code)
    assert report.words == "Nhà tôi hết gạo ba ngày nay"
    assert thread
    assert (thread.state, thread.became) == (RemarkState.TURNED, report.code)
    assert any(report.code in m.text and "hết gạo" in m.text for m in office.shown)
    await an.says(f"{code}: còn hai cháu nhỏ")
    an.sees(f"nay là việc {report.code}")


async def test_it_can_be_a_rumour_to_be_verified(stage: Stage) -> None:
    """Asked for the person who wrote it: they, not the officer, are told when the rumour desk has answered."""
    an, desk = await sent(stage)
    code = await replies(an, f"Nghe nói {LOCKDOWN}, gọi 0912345678")
    lan = stage.member("lan", desk)
    await lan.presses("Thành tin cần kiểm chứng")
    assert any("như một tin cần kiểm chứng" in m.text and code in m.text for m in an.chat.shown)
    assert "Chưa kiểm chứng" in an.chat.shown[-1].text
    rumour = await the_one(stage)
    assert (await demand(stage, rumour)).askers == 1
    assert "0912345678" not in rumour.words
    assert f"tin cần kiểm chứng {rumour.code}" in card(desk, code)
    await an.says(f"{code}: sao rồi ạ")
    an.sees("đã thành tin cần kiểm chứng")
    await answers(lan)
    assert CLAIM in an.chat.shown[-1].text
    await lan.presses_data(f"1|p|{code}|dapphanhoi|")
    lan.sees("nay là tin cần kiểm chứng")


async def test_a_reply_that_is_a_picture_is_verified_by_it(stage: Stage) -> None:
    """The picture is looked at outside of the turn; the thread leads to the item it opens or joins."""
    an, desk = await sent(stage)
    photo = Attachment(kind=AttachmentKind.PHOTO, ref="p1", origin="stage:1")
    await an.replies("Bà con ở nhà.", "", attachments=(photo,))
    await an.presses(next(label for label in an.labels if label.startswith("Gửi ")))
    code = codes.find(an.answers[-1]) or ""
    await stage.member("lan", desk).presses("Thành tin cần kiểm chứng")
    assert "đang đối chiếu ảnh" in card(desk, code)
    world = World(stage)
    world.platform.files["p1"] = file(screenshot(1))
    await world.works()
    assert "Chưa kiểm chứng" in an.chat.shown[-1].text
    async with stage.database.reading() as tx:
        thread = await remarks.get(tx, code)
    assert thread
    assert thread.became == (await the_one(stage)).code


async def test_what_names_no_rumour_is_not_taken_for_one(stage: Stage) -> None:
    """Too vague, or the end past: the officer reads why, and the thread stays as it is."""
    an, desk = await sent(stage)
    code = await replies(an, "Dạ")
    lan = stage.member("lan", desk)
    data = lan.button("Thành tin cần kiểm chứng")
    await lan.presses_data(data)
    lan.sees("chưa nói rõ một tin nào")
    await an.says(f"{code}: {LOCKDOWN}")
    stage.clock.passes(days=9)
    await lan.presses_data(data)
    lan.sees("đã kết thúc")
    async with stage.database.reading() as tx:
        thread = await remarks.get(tx, code)
    assert thread
    assert thread.state is RemarkState.NEW
    assert await every(stage) == []


async def test_two_make_different_things_of_it_at_once(stage: Stage) -> None:
    """The first holds; a rumour is not also a report, nor asked about twice."""
    an, desk = await sent(stage)
    await replies(an, LOCKDOWN)
    lan, tam = stage.member("lan", desk), stage.member("tam", desk)
    verify, turn = lan.button("Thành tin cần kiểm chứng"), lan.button("Thành khó khăn")
    await lan.presses_data(verify)
    await tam.presses_data(turn)
    tam.sees("đã thành tin cần kiểm chứng, nên không làm được việc này nữa")
    await tam.presses_data(verify)
    tam.sees("đã thành tin cần kiểm chứng, nên không làm được việc này nữa")
    async with stage.database.reading() as tx:
        assert await tx.all(select(reports.c.id)) == []
    assert len(await every(stage)) == 1


async def test_two_at_the_desk_at_once(stage: Stage) -> None:
    """The second learns how it stands; no second report is made."""
    an, desk = await sent(stage)
    await replies(an, "Nhà tôi hết gạo ba ngày nay")
    lan, tam = stage.member("lan", desk), stage.member("tam", desk)
    data = lan.button("Thành khó khăn")
    await lan.presses_data(data)
    await tam.presses_data(data)
    tam.sees("đã thành việc khó khăn, nên không làm được việc này nữa")
    async with stage.database.reading() as tx:
        assert len(await tx.all(select(reports.c.id))) == 1


async def test_danger_comes_first_and_complaints_are_not_kept(stage: Stage) -> None:
    """A reply that cries for help is answered at once; a complaint leaves no word behind."""
    an, _ = await sent(stage)
    await an.replies("Bà con ở nhà.", "Ba tôi khó thở tím tái cứu với")
    an.sees(stage.campaign.contacts.health_line)
    await an.says("/huy")
    await an.replies("Bà con ở nhà.", "Tôi tố cáo ông chủ tịch xã ăn chặn tiền hỗ trợ")
    an.sees("sẽ bị xóa")
    async with stage.database.reading() as tx:
        assert await tx.all(select(remark_table)) == []


async def test_only_its_desk_works_on_it(stage: Stage) -> None:
    """Neither another agency's people nor other citizens; a code is no key."""
    an, desk = await sent(stage)
    code = await replies(an)
    hoa = await holding(stage, "hoa", Role.EDITOR, OTHER)
    await hoa.presses_data(stage.member("lan", desk).button("Đã xem"))
    hoa.sees("không tìm thấy mã")
    ba = stage.person("ba")
    await ba.says(f"{code}: cho tôi xem với")
    async with stage.database.reading() as tx:
        thread = await remarks.get(tx, code)
        assert thread
        assert thread.state is RemarkState.NEW
        assert len(await remarks.lines(tx, thread)) == 1


async def test_erased_with_its_author(stage: Stage) -> None:
    """The words go, the count stays, and the desk can answer nobody."""
    an, desk = await sent(stage)
    code = await replies(an)
    await an.says("/xoadulieu")
    await an.presses(next(label for label in an.labels if label.startswith(("Xóa", "Đúng", "Có"))))
    async with stage.database.reading() as tx:
        thread = await remarks.get(tx, code)
        assert await tx.all(select(remark_lines)) == []
    assert thread
    assert thread.person_id is None
    lan = stage.member("lan", desk)
    await lan.presses_data(f"1|p|{code}|dapphanhoi|")
    lan.sees("đã xóa dữ liệu")


async def test_without_an_agency_home_affairs_reads_it(stage: Stage) -> None:
    """What the operator sent is nobody's own."""
    from messages.content import Reply
    from storage import bulletins
    from storage.bulletins import NewBulletin

    office = await connected(stage, "-100", "so_noi_vu")
    (an,) = await citizens(stage, "an")
    async with stage.database.transaction() as tx:
        new = NewBulletin(kind="bulletin", title="Tin", reply=Reply(text="Bà con ở nhà."), created_by="máy")
        await bulletins.start(tx, new, stage.clock.now())
    await stage.settles()
    code = await replies(an)
    assert any(m.text.startswith(code) for m in office.shown)


@pytest.mark.one_platform("about the table of states")
@pytest.mark.parametrize("state", list(RemarkState))
async def test_states_move_along_their_table_only(stage: Stage, state: RemarkState) -> None:
    """Whatever is tried."""
    an, _ = await sent(stage)
    code = await replies(an)
    for to in RemarkState:
        async with stage.database.transaction() as tx:
            thread = await remarks.get(tx, code)
            assert thread
            here = remark_table.c.id == thread.id
            await tx.execute(remark_table.update().where(here).values(state=state.value))
            assert await remarks.move(tx, thread, to) is (to in REMARK_MOVES[state])
    async with stage.database.reading() as tx:
        assert await people.get(tx, thread.person_id or 0) is not None
