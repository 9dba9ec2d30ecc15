"""What the office asks of units: written, received, reported on, checked; any one officer acts for the unit."""

from datetime import UTC, datetime

import pytest

from messages.content import Attachment, AttachmentKind
from storage import audit, duties
from storage.records import Role
from tests.driver import Person, Stage
from tests.handlers.staff.desks import connected, holding
from tests.handlers.staff.duty import KE_SACH, MY_TU, cards, code_in, gives, office, owed, state_of


@pytest.fixture
async def thu(stage: Stage) -> Person:
    return await office(stage)


@pytest.fixture
async def ba(stage: Stage) -> Person:
    """An officer of the district Kế Sách."""
    return await holding(stage, "ba", Role.OFFICER, KE_SACH)


async def test_the_summary_counts_who_is_meant_and_who_has_nobody_here(
    stage: Stage, thu: Person, ba: Person
) -> None:
    """Eleven districts, one with an officer; each part can be changed before it is given."""
    await gives(thu)
    thu.sees(
        "Số nơi nhận: 11, trong đó 10 nơi chưa có cán bộ đầu mối", "Hạn: 17:00 ngày 18/8/2021", "cấp huyện"
    )
    await thu.presses("Sửa")
    await thu.presses("Nơi")
    await thu.says("Kế Sách, Mỹ Tú")
    thu.sees("Số nơi nhận: 2, trong đó 1 nơi")
    await thu.presses("Sửa")
    await thu.presses("Tên việc")
    await thu.says("Rà soát hộ thiếu gạo")
    thu.sees("Rà soát hộ thiếu gạo", "huyện Kế Sách")
    assert cards(ba) == []
    await thu.presses("Giao việc")
    thu.sees("Đã giao “Rà soát hộ thiếu gạo” cho 2 nơi; 1 nơi có cán bộ", "1 nơi chưa có cán bộ đầu mối")
    [card] = cards(ba)
    assert "Huyện Kế Sách" in card
    assert "Cần: xác nhận và báo kết quả bằng lời" in card
    async with stage.database.reading() as tx:
        assert (await audit.recent(tx))[0].action == "directive.given"


async def test_one_officer_acts_and_the_others_see_it(stage: Stage, thu: Person, ba: Person) -> None:
    """Received by one, reported by the other: both cards say so, and who it was."""
    tu = await holding(stage, "tu", Role.OFFICER, KE_SACH)
    await gives(thu)
    await thu.presses("Giao việc")
    await ba.presses("Đã nhận")
    ba.sees("đã ghi nhận đơn vị nhận việc")
    for officer in (ba, tu):
        [card] = cards(officer)
        assert "Đã nhận, đang thực hiện" in card
        assert "Ba - đã nhận" in card
    stage.clock.passes(minutes=5)
    await tu.presses("Đã thực hiện")
    tu.sees("Đồng chí báo kết quả")
    await tu.says("Đã rà 5 xã, 120 hộ cần gạo")
    await tu.presses("Bỏ qua")
    tu.sees("đã ghi báo cáo của đơn vị")
    for officer in (ba, tu):
        [card] = cards(officer)
        assert "Đã báo thực hiện" in card
        assert "120 hộ cần gạo" in card
        assert "Tu - báo thực hiện" in card


async def test_a_report_can_be_corrected_until_it_is_passed(stage: Stage, thu: Person, ba: Person) -> None:
    """The newer words stand; what was said before stays in the story; after "đạt" nothing changes."""
    await gives(thu)
    await thu.presses("Giao việc")
    code = code_in(ba)
    await ba.replies(code, "Đã rà 4 xã")
    await ba.presses("Sửa báo cáo")
    await ba.says("Đã rà 5 xã")
    await ba.presses("Bỏ qua")
    async with stage.database.reading() as tx:
        found = await duties.get(tx, code)
        assert found
        assert found.words == "Đã rà 5 xã"
        assert [event.words for event in await duties.story(tx, found)] == ["Đã rà 4 xã", "Đã rà 5 xã"]
    await thu.says(f"/nhiemvu {code}")
    await thu.presses("Đạt")
    await ba.says(f"{code}: thêm một xã nữa")
    ba.sees("việc này đã được kiểm tra là đạt")
    assert await state_of(stage, code) == "passed"


async def test_the_check_is_told_back_with_its_words(stage: Stage, thu: Person, ba: Person) -> None:
    """Cần bổ sung says what; the officer reports again; đạt ends it; the next one waiting is offered."""
    await gives(thu)
    await thu.presses("Giao việc")
    code = code_in(ba)
    await ba.replies(code, "Đã rà 4 xã")
    await thu.says("/nhiemvu")
    await thu.presses("1")
    thu.sees("Chờ kiểm tra: 1", "Chưa nhận: 10")
    await thu.presses("Kiểm tra (1)")
    thu.sees("Đã báo: Đã rà 4 xã")
    await thu.presses("Cần bổ sung")
    await thu.says("Thiếu xã An Mỹ")
    thu.sees("đã ghi kết quả kiểm tra: cần bổ sung")
    assert "cần bổ sung" in ba.chat.shown[-1].text
    assert "Thiếu xã An Mỹ" in ba.chat.shown[-1].text
    assert "kiểm tra: cần bổ sung (Thiếu xã An Mỹ)" in cards(ba)[0]
    await ba.presses("Báo cáo lại")
    await ba.says("Đã thêm An Mỹ")
    await ba.presses("Bỏ qua")
    await thu.says(f"{code} đạt")
    thu.sees("đã ghi kết quả kiểm tra: đạt")
    assert await state_of(stage, code) == "passed"


async def test_a_desk_checks_from_its_group(stage: Stage, thu: Person, ba: Person) -> None:
    """In the office's group words are a reply to the prompt; another agency's group has no say."""
    group = await connected(stage, "-100", "so_noi_vu")
    other = await connected(stage, "-200", "so_y_te")
    await gives(thu)
    await thu.presses("Giao việc")
    code = code_in(ba)
    await ba.replies(code, "Đã rà 4 xã")
    member, stranger = stage.member("binh", group), stage.member("la", other)
    await stranger.says(f"/nhiemvu {code}")
    stranger.sees_not("Đã rà 4 xã")
    await member.says(f"/nhiemvu {code}")
    await member.presses("Chưa đạt")
    await member.replies("vì sao chưa đạt", "Chưa có danh sách")
    assert await state_of(stage, code) == "failed"
    assert "Chưa có danh sách" in ba.chat.shown[-1].text


async def test_a_number_is_asked_for_until_one_is_given(stage: Stage, thu: Person, ba: Person) -> None:
    """Words without a number, two numbers, then one with its unit."""
    await gives(thu, need="con số")
    await thu.presses("Giao việc")
    await ba.presses("Đã thực hiện")
    await ba.says("nhiều lắm")
    ba.sees("Chưa đọc được con số")
    await ba.says("12 buổi ở 5 ấp")
    ba.sees("Chưa đọc được con số")
    await ba.says("1.250 hộ")
    await ba.presses("Bỏ qua")
    assert "Số liệu đã báo: 1.250" in cards(ba)[0]


async def test_a_photo_is_what_was_asked_for(stage: Stage, thu: Person, ba: Person) -> None:
    """It cannot be skipped; an album sent as a reply to the card comes whole; the office sees the photos."""
    await gives(thu, need="ảnh")
    await thu.presses("Giao việc")
    code = code_in(ba)
    await ba.presses("Đã thực hiện")
    assert "Bỏ qua" not in ba.labels
    await ba.says("xong rồi")
    ba.sees("gửi ảnh")
    await ba.says("/huy")
    await stage.hears(
        ba,
        text="Điểm phát quà",
        reply_to=next(m for m in ba.chat.shown if m.text.startswith(code)).id,
        attachments=(Attachment(kind=AttachmentKind.PHOTO, ref="p2", origin="stage:1"),),
        album="a2",
    )
    await ba.sends_photo("p3", album="a2")
    await ba.presses("Xong")
    await ba.presses("Không có gì thêm")
    assert "Báo cáo có 2 ảnh, tệp." in cards(ba)[0]
    await thu.says(f"/nhiemvu {code}")
    assert len(thu.chat.shown[-1].reply.attachments) == 2


async def test_acknowledging_is_enough_where_no_more_was_asked(stage: Stage, thu: Person, ba: Person) -> None:
    """Done with one press; the second press, and the other officer's, change nothing."""
    tu = await holding(stage, "tu", Role.OFFICER, KE_SACH)
    await gives(thu, need="đã nhận")
    await thu.presses("Giao việc")
    code = code_in(ba)
    press = tu.button("Đã nhận")
    await ba.presses("Đã nhận")
    assert await state_of(stage, code) == "done"
    await tu.presses_data(press)
    tu.sees("đơn vị đã xác nhận trước đó")
    async with stage.database.reading() as tx:
        found = await duties.get(tx, code)
        assert found
        assert len(await duties.story(tx, found)) == 1


async def test_somebody_elses_duty_is_nobodys_business(stage: Stage, thu: Person, ba: Person) -> None:
    """Another unit's officer, a citizen with an old button or the code: refused, nothing told."""
    await gives(thu)
    await thu.presses("Giao việc")
    code, press = code_in(ba), ba.button("Đã nhận")
    other = await holding(stage, "khac", Role.OFFICER, MY_TU)
    await other.presses_data(press)
    other.sees(f"Việc {code} không thuộc đơn vị đồng chí")
    citizen = stage.person("dan")
    await citizen.presses_data(press)
    citizen.sees("dành cho cán bộ")
    await citizen.says(f"{code}: đã làm")
    citizen.sees_not("Rà soát")
    assert await state_of(stage, code) == "waiting"


async def test_nobody_meant_is_said_before_it_is_given(stage: Stage, thu: Person) -> None:
    """Communes of a place that is no district: the summary stands, and says what to change."""
    await gives(thu, to="Cấp huyện", area="Kế An")
    thu.sees("Số nơi nhận: 0")
    await thu.presses("Giao việc")
    thu.sees("Không có đơn vị, tổ chức nào như vậy", "xem lại trước khi giao")
    await thu.presses("Sửa")
    await thu.presses("Giao cho")
    await thu.presses("Cấp xã")
    thu.sees("Số nơi nhận: 1")
    await thu.presses("Giao việc")
    thu.sees("cho 1 nơi; 0 nơi có cán bộ")


async def test_a_place_that_is_none_and_a_due_time_that_has_passed(stage: Stage, thu: Person) -> None:
    """What was wrong is said, and what to write instead."""
    await thu.says("/giaoviec")
    await thu.presses("Cấp xã")
    await thu.says("Hà Nội")
    thu.sees("Không có huyện, xã nào tên “Hà Nội”")
    await thu.says("an thanh, ke sach")
    thu.sees("có nhiều nơi trùng tên")
    await thu.says("ke sach")
    for answer in ("Rà soát", "Đi từng hộ"):
        await thu.says(answer)
    await thu.presses("Bỏ qua")
    await thu.presses("Xác nhận đã nhận")
    await thu.says("8:00")
    thu.sees("Mốc này đã qua")
    await thu.says("chiều")
    thu.sees("Chưa đọc được giờ, ngày")
    await thu.says("15 giờ 30 ngày 20/8")
    thu.sees("Hạn: 15:30 ngày 20/8/2021")


async def test_after_the_last_day_none_is_given_and_open_ones_are_finished(
    stage: Stage, thu: Person, ba: Person
) -> None:
    """26/8: the dialog is closed, the card still takes a report and its check."""
    await gives(thu)
    await thu.presses("Giao việc")
    code = code_in(ba)
    stage.clock.at = datetime(2021, 8, 26, 2, tzinfo=UTC)
    await thu.says("/giaoviec")
    thu.sees("Đợt thi đua đã kết thúc ngày 25/8/2021: không giao việc mới")
    await ba.replies(code, "Đã rà xong")
    assert await state_of(stage, code) == "done"
    await thu.says(f"{code} đạt")
    assert await state_of(stage, code) == "passed"


async def test_an_officers_own_list(stage: Stage, thu: Person, ba: Person) -> None:
    """What is still owed, the earliest due first; a number opens the card again."""
    await ba.says("/nhiemvu")
    ba.sees("không còn việc nào")
    await gives(thu)
    await thu.presses("Giao việc")
    await gives(thu, title="Báo chốt kiểm soát")
    await thu.presses("Giao việc")
    await ba.says("nhiệm vụ")
    ba.sees("1. NV-", "2. NV-", "Hạn 17:00 ngày 18/8/2021")
    shown = len(ba.chat.shown)
    await ba.presses("2")
    assert [m.text[:3] for m in ba.chat.shown[shown:] if not m.mine] == ["NV-"]
    await ba.presses("Đã nhận")
    assert "Đã nhận" in cards(ba)[-1]
    assert await owed(stage, MY_TU)


async def test_a_bare_code_opens_the_card(stage: Stage, thu: Person, ba: Person) -> None:
    """Typed by an officer it opens the duty; by a citizen it tells nothing."""
    await gives(thu)
    await thu.presses("Giao việc")
    code = code_in(ba)
    await ba.says(code.lower().replace("-", ""))
    ba.sees(f"{code} - Việc cần thực hiện")
    citizen = stage.person("dan")
    await citizen.says(code)
    citizen.sees("dành cho cán bộ")


async def test_documents_go_along_with_the_card(stage: Stage, thu: Person, ba: Person) -> None:
    """What the office attached comes under each card, and again when the card is asked for."""
    await thu.says("/giaoviec")
    await thu.presses("Cấp huyện")
    for answer in ("Kế Sách", "Rà soát hộ", "Theo mẫu kèm theo"):
        await thu.says(answer)
    await thu.sends(Attachment(kind=AttachmentKind.DOCUMENT, ref="mau", origin="stage:1", name="mau.docx"))
    await thu.presses("Xong")
    await thu.presses("Xác nhận đã nhận")
    await thu.presses("17:00 hôm nay")
    thu.sees("Kèm 1 tệp")
    await thu.presses("Giao việc")
    with_files = [m for m in ba.chat.shown if m.reply.attachments]
    assert [m.text for m in with_files] == [f"{code_in(ba)} - 1 tệp gửi kèm việc này."]
    assert "Có 1 tệp gửi kèm." in cards(ba)[0]
    await ba.says(f"/nhiemvu {code_in(ba)}")
    assert len([m for m in ba.chat.shown if m.reply.attachments]) == 2


async def test_a_role_taken_back_while_writing_gives_nothing(stage: Stage, thu: Person, ba: Person) -> None:
    """The summary stood open; the role was revoked; the press is refused and nobody gets a card."""
    await gives(thu)
    admin = await holding(stage, "quan", Role.ADMIN, "")
    await admin.says("/nguoidung")
    await admin.presses("Thu hồi số 3")
    admin.sees("Thu")
    await admin.presses("Thu hồi")
    await thu.presses("Giao việc")
    thu.sees("dành cho cán bộ")
    assert cards(ba) == []
