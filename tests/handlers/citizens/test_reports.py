"""Báo khó khăn, vướng mắc, from both ends."""

import re

import pytest

from messages.content import Attachment, AttachmentKind
from storage import grants, people
from storage.records import Role
from tests.driver import Chat, Person, Stage


@pytest.fixture
async def desk(stage: Stage) -> Chat:
    """Home Affairs' desk."""
    return await stage.desk("-100", "so_noi_vu")


def code_in(person: Person) -> str:
    found = re.search(r"(KK|GT)-[0-9A-Z]{5}", "\n".join(person.answers))
    assert found, person.answers
    return found[0]


async def files_a_report(an: Person, words: str = "Nhà tôi hết gạo ba ngày nay, ở ấp 3") -> str:
    await an.says("/phananh")
    await an.says(words)
    await an.presses(an.labels[0])  # the kind that the words suggest
    await an.says("Kế An")
    await an.presses("Bỏ qua")
    await an.presses("Gấp, không chờ được")
    await an.presses("Không cần gọi lại")
    an.sees("xem lại trước khi gửi", "Xã Kế An", "gấp")
    await an.presses("Gửi")
    return code_in(an)


async def test_a_report_from_the_first_word_to_the_code(stage: Stage, desk: Chat) -> None:
    """Words, kind, place, then a code; and a card on the desk."""
    an, binh = stage.person("an"), stage.member("binh", desk)
    await an.says("/phananh")
    an.sees("việc gì, ở đâu, từ khi nào")
    await an.says("Nhà tôi hết gạo ba ngày nay, ở ấp 3")
    an.sees("thuộc nhóm nào")
    assert an.labels[0] == "An sinh - lương thực"
    await an.presses("An sinh - lương thực")
    an.sees("ở xã, phường nào")
    await an.says("ke an")
    await an.presses("Bỏ qua")
    await an.presses("Không gấp")
    await an.presses("Không cần gọi lại")
    await an.presses("Gửi")
    an.sees("Đã ghi nhận, mã KK-", "chưa phải đơn phản ánh", "không cần nhớ mã")
    assert code_in(an) in binh.answers[-1]
    assert "Nhà tôi hết gạo ba ngày nay" in binh.answers[-1]
    assert binh.labels == ["Tiếp nhận", "Trả lời", "Chuyển", "Đã giải quyết", "Việc khác…"]


async def test_a_reply_to_the_card_reaches_the_person_and_comes_back(stage: Stage, desk: Chat) -> None:
    """The desk answers by replying; the person answers by replying; each sees the other's words."""
    an, binh = stage.person("an"), stage.member("binh", desk)
    code = await files_a_report(an)
    await binh.replies(code, "Chiều nay xã mang gạo tới.")
    binh.sees("Đã gửi tới người báo")
    assert "Chiều nay xã mang gạo tới." in an.answers[-1]
    assert "Sở Nội vụ trả lời" in an.answers[-1]
    await an.replies("mang gạo", "Cảm ơn, nhà tôi ở cuối ấp.")
    an.sees("Đã chuyển lời bà con nhắn thêm")
    assert any("nhà tôi ở cuối ấp" in message.text for message in desk.shown)


@pytest.mark.needs("delete")
async def test_an_answer_can_be_taken_back(stage: Stage, desk: Chat) -> None:
    """The button deletes what the person was shown."""
    an, binh = stage.person("an"), stage.member("binh", desk)
    code = await files_a_report(an)
    await binh.replies(code, "Nhầm người rồi.")
    await binh.presses("Thu hồi")
    assert an.chat.shown[-1].deleted


async def test_where_nothing_can_be_taken_back_nothing_offers_to(stage: Stage, desk: Chat) -> None:
    """The button stands where the platform of whoever was answered can delete, and nowhere else."""
    an, binh = stage.person("an"), stage.member("binh", desk)
    code = await files_a_report(an)
    await binh.replies(code, "Nhầm người rồi.")
    binh.sees("Đã gửi tới người báo")
    shown = [label for message in desk.shown for label in message.labels]
    assert ("Thu hồi" in shown) == stage.limits.delete


async def test_two_officers_at_once(stage: Stage, desk: Chat) -> None:
    """The second press on the same state is told what happened; the person hears once."""
    an, binh, cuc = stage.person("an"), stage.member("binh", desk), stage.member("cuc", desk)
    await files_a_report(an)
    take = binh.button("Tiếp nhận")
    await binh.presses_data(take)
    told = len(an.chat.shown)
    assert "đã tiếp nhận" in an.chat.shown[-1].text
    await cuc.presses_data(take)
    cuc.sees("không làm bước này được nữa")
    assert len(an.chat.shown) == told


@pytest.mark.needs("groups")
async def test_an_anonymous_admin_is_refused_by_name(stage: Stage, desk: Chat) -> None:
    """The audit log needs a name."""
    an = stage.person("an")
    await files_a_report(an)
    hidden = stage.member("group", desk)
    hidden.anonymous = True
    await hidden.presses("Tiếp nhận")
    hidden.sees("ẩn danh")


async def test_a_stranger_learns_the_state_only_and_not_for_long(stage: Stage, desk: Chat) -> None:
    """A code in other hands tells the state; ten tries an hour."""
    an, la = stage.person("an"), stage.person("la")
    code = await files_a_report(an)
    await la.says(code.lower().replace("-", ""))
    la.sees(code, "chờ tiếp nhận")
    la.sees_not("hết gạo")
    for _ in range(10):
        await la.says("/theodoi KK-00000")
    la.sees("mã trong một giờ")
    stage.clock.passes(minutes=61)
    await la.says(f"/theodoi {code}")
    la.sees("chờ tiếp nhận")


async def test_its_author_sees_the_story_and_may_withdraw(stage: Stage, desk: Chat) -> None:
    """Without a code; with the answers; and taken back, the desk is told."""
    an, binh = stage.person("an"), stage.member("binh", desk)
    code = await files_a_report(an)
    await binh.replies(code, "Xã đang mang tới.")
    await an.says("/theodoi")
    an.sees(code, "Đã có trả lời")
    await an.presses(f"Xem {code}")
    an.sees("hết gạo", "Xã đang mang tới.")
    await an.presses("Rút lại việc này")
    an.sees("Đã rút lại")
    assert any("người báo đã rút lại" in message.text for message in desk.shown)
    await binh.replies(code, "Còn cần không ạ?")
    binh.sees("Chưa gửi được")


async def test_every_part_can_be_changed_before_sending(stage: Stage, desk: Chat) -> None:
    """The edit goes to one part and comes back to the summary with the rest kept."""
    an = stage.person("an")
    await an.says("/phananh")
    await an.says("Chốt không cho xe chở lúa qua")
    await an.presses(an.labels[0])
    await an.says("Đại Hải")
    await an.presses("Bỏ qua")
    await an.presses("Không gấp")
    await an.presses("Không cần gọi lại")
    await an.presses("Sửa")
    await an.presses("Nơi")
    await an.says("Ba Trinh")
    an.sees("xem lại trước khi gửi", "Xã Ba Trinh", "Chốt không cho xe chở lúa qua")


async def test_an_album_is_one_report_and_one_answer(stage: Stage, desk: Chat) -> None:
    """Three photos of one album: one answer, three files on the card."""
    an = stage.person("an")
    await an.says("/phananh")
    await an.says("Cầu sập, không đi chợ được")
    await an.presses(an.labels[0])
    if "Nhóm khác" in an.labels:
        await an.presses(an.labels[0])
    await an.says("Kế An")
    for number in range(3):
        await an.sends_photo(f"photo-{number}", album="a1")
        if number:
            an.sees_nothing()
    await an.presses("Xong")
    await an.presses("Không gấp")
    await an.presses("Không cần gọi lại")
    an.sees("Kèm theo: 3 tệp")
    await an.presses("Gửi")
    assert len(desk.shown[-1].reply.attachments) == 3


async def test_voice_is_accepted_where_text_is(stage: Stage, desk: Chat) -> None:
    """Somebody who cannot type speaks."""
    an = stage.person("an")
    await an.says("/phananh")
    await an.sends(Attachment(kind=AttachmentKind.VOICE, ref="v1", origin="stage:1"))
    an.sees("thuộc nhóm nào")


async def test_free_words_are_offered_what_they_sound_like_and_carried(stage: Stage, desk: Chat) -> None:
    """Nobody has to type it twice."""
    an = stage.person("an")
    await an.says("nha toi het gao may bua nay")
    an.sees("Lời vừa nhắn sẽ được giữ lại")
    await an.presses("Báo khó khăn, vướng mắc")
    an.sees("thuộc nhóm nào")
    await an.presses(an.labels[0])
    await an.says("Kế An")
    await an.presses("Bỏ qua")
    await an.presses("Không gấp")
    await an.presses("Không cần gọi lại")
    an.sees("nha toi het gao may bua nay")


async def test_danger_to_life_comes_first(stage: Stage) -> None:
    """The health line stands above anything else."""
    an = stage.person("an")
    await an.says("ba toi kho tho qua")
    assert "1900 9095" in an.answers[0]
    assert an.answers[0].index("1900 9095") < an.answers[0].index("việc nào")


async def test_a_complaint_is_not_taken(stage: Stage, desk: Chat) -> None:
    """Said truthfully: it is not passed on and is erased."""
    an = stage.person("an")
    await an.says("/phananh")
    await an.says("Tôi muốn tố cáo ông chủ tịch xã nhận hối lộ")
    an.sees("không nhận đơn khiếu nại, tố cáo", "không được chuyển đi và sẽ bị xóa")
    assert desk.shown == []


async def test_identity_numbers_are_hidden_before_anything_is_kept(stage: Stage, desk: Chat) -> None:
    """Nobody asked for it; nobody keeps it."""
    an, binh = stage.person("an"), stage.member("binh", desk)
    await files_a_report(an, "Tôi tên An, CCCD 094087001234, hết gạo")
    assert "094087001234" not in binh.answers[-1]


async def test_an_officer_speaks_for_the_unit(stage: Stage, desk: Chat) -> None:
    """A registered officer's report is the unit's, and verified."""
    an = stage.person("an")
    await an.says("/theodoi")
    async with stage.database.transaction() as tx:
        address = await people.find_address(tx, "stage", "1", "an")
        assert address
        assert address.person_id
        await grants.grant(tx, address.person_id, Role.OFFICER, "31558", "a test", stage.clock.now())
    await an.says("/phananh")
    await an.says("Thiếu đồ bảo hộ cho anh em trực chốt")
    await an.presses(an.labels[0])
    await an.says("Kế An")
    await an.presses("Bỏ qua")
    await an.presses("Không gấp")
    an.sees("tư cách nào")
    await an.presses(an.labels[0])
    await an.presses("Không cần gọi lại")
    await an.presses("Gửi")
    an.sees("Đã nhận khó khăn, vướng mắc của Xã Kế An", "Ủy ban nhân dân tỉnh")
    assert "chưa xác minh" not in desk.shown[-1].text


async def test_after_the_end_new_matters_go_elsewhere(stage: Stage, desk: Chat) -> None:
    """What is personal still works; new reports are not taken."""
    an = stage.person("an")
    code = await files_a_report(an)
    stage.clock.passes(days=9)
    await an.says("/phananh")
    an.sees("Đợt thi đua đã kết thúc ngày 25/8/2021")
    binh = stage.member("binh", desk)
    await binh.replies(code, "Đã xong việc của bà con.")
    assert "Đã xong việc" in an.chat.shown[-1].text


async def test_a_side_question_leads_back_to_the_report(stage: Stage, desk: Chat) -> None:
    """Asking for guidance in the middle loses nothing; another flow asks which to go on with."""
    an = stage.person("an")
    await an.says("/phananh")
    await an.says("Nhà tôi hết gạo ba ngày nay")
    await an.says("/kehoach")
    an.sees("Chủ đề")
    await an.presses("Làm tiếp việc đang dở")
    an.sees("thuộc nhóm nào")
    await an.says("/guongtot")
    an.sees("đang dở việc báo khó khăn, vướng mắc")
    await an.presses("Làm tiếp việc đang dở")
    an.sees("thuộc nhóm nào")
    await an.says("/guongtot")
    await an.presses("Bỏ việc đó")
    an.sees("một người hay một tập thể")


async def test_nothing_open_is_said_so(stage: Stage) -> None:
    """The button that leads back, when there is nothing to go back to."""
    an = stage.person("an")
    await an.says("/tieptuc")
    an.sees("không có việc nào đang dở")


async def test_a_complaint_among_the_follow_ups_is_not_taken_either(stage: Stage, desk: Chat) -> None:
    """What is no difficulty does not become one by following one."""
    an, binh = stage.person("an"), stage.member("binh", desk)
    code = await files_a_report(an)
    await binh.replies(code, "Chiều nay xã mang gạo tới.")
    shown = len(desk.shown)
    await an.replies("mang gạo", "Tôi muốn tố cáo ông trưởng ấp nhận hối lộ")
    an.sees("không nhận đơn khiếu nại, tố cáo", "sẽ bị xóa")
    assert len(desk.shown) == shown
