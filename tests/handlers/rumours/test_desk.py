"""The rumour desk: who answers, in a group and in private, what they look at before it goes, and who is told."""

import pytest
from sqlalchemy import select

from handlers.rumours import telling
from handlers.rumours.prompting import split
from storage import people
from storage.records import Role, RumourState, Verdict
from storage.tables import audit, outbox
from tests.driver import Chat, Person, Stage
from tests.handlers.rumours.rumoured import (
    ANSWER,
    CLAIM,
    GARLIC,
    LOCKDOWN,
    PARTS,
    SAME,
    SOURCE,
    answers,
    code_in,
    connected,
    demand,
    every,
    forwards,
    the_one,
    ticks,
    writes,
)
from tests.handlers.staff.desks import holding


@pytest.fixture
async def desk(stage: Stage) -> Chat:
    return await connected(stage)


async def editor_of(stage: Stage, name: str = "bien", role: Role = Role.EDITOR) -> Person:
    return await holding(stage, name, role, "so_tttt")


async def test_answered_once_everybody_who_asked_is_told(stage: Stage, desk: Chat) -> None:
    """Each once, with the verdict, in one move of the desk; the card says so; the act is in the log with its hash."""
    editor = stage.member("ed", desk)
    asking = [stage.person(name) for name in ("an", "binh", "chi")]
    for who in asking:
        await forwards(who, LOCKDOWN)
    await writes(editor)
    editor.sees("xem lại trước khi gửi", "3 người đã hỏi", CLAIM, ANSWER, SOURCE)
    assert not any(CLAIM in each.text for who in asking for each in who.chat.shown)
    await editor.presses("Gửi câu trả lời này")
    editor.sees("đang báo tới 3 người đã hỏi")
    await ticks(stage)
    for who in asking:
        told = [each.text for each in who.chat.shown if CLAIM in each.text]
        assert len(told) == 1
        assert "Tin bà con hỏi đã có kết quả" in told[0]
        assert "SAI" in told[0]
    card = next(each for each in reversed(desk.shown) if "tin cần kiểm chứng" in each.text)
    assert "Đã trả lời (Ed)" in card.text
    assert card.labels == ["Soạn bản tin đính chính", "Sửa kết quả"]
    async with stage.database.reading() as tx:
        logged = await tx.first(select(audit).where(audit.c.action == "rumour.answered"))
    assert logged
    assert logged.subject == code_in(desk)
    assert len(logged.detail["shown"]) == 64


async def test_answered_twice_the_first_holds(stage: Stage, desk: Chat) -> None:
    """Two officers with one preview, one press after the other: nobody is told twice."""
    one, other = stage.member("ed", desk), await stage.colleague("do", desk)
    an = stage.person("an")
    await forwards(an, LOCKDOWN)
    await writes(one)
    send = one.button("Gửi câu trả lời này")
    await one.presses_data(send)
    await other.presses_data(send)
    other.sees("chưa ghi gì", "đã trả lời (Ed)")
    await ticks(stage)
    assert sum(CLAIM in each.text for each in an.chat.shown) == 1


async def test_a_preview_that_was_written_anew_is_not_sent(stage: Stage, desk: Chat) -> None:
    """The button sends what stands above it, or nothing."""
    one, other = stage.member("ed", desk), await stage.colleague("do", desk)
    await forwards(stage.person("an"), LOCKDOWN)
    await writes(one)
    send = one.button("Gửi câu trả lời này")
    await writes(other, "Đúng", PARTS.replace("Không có", "Có"))
    await one.presses_data(send)
    one.sees("chưa ghi gì")
    assert (await the_one(stage)).state is RumourState.OPEN


async def test_in_private_the_dialog_asks_part_by_part(stage: Stage) -> None:
    """Without a group each editor has the card; the claim may be kept as asked, numbers hidden."""
    editor = await editor_of(stage)
    await forwards(stage.person("an"), f"{GARLIC}, gọi 0912345678")
    await editor.presses("Sai")
    editor.sees("tóm tắt tin", "[số điện thoại đã ẩn]")
    await editor.presses("Giữ câu này")
    editor.sees("Sự thật là gì")
    await editor.says("Tỏi không ngăn được vi rút. Bà con giữ 5K.")
    editor.sees("Nguồn là gì")
    await editor.says("Sở Y tế")
    editor.sees("SAI", GARLIC, "Tỏi không ngăn được", "Sở Y tế")
    await editor.presses("Gửi câu trả lời này")
    assert "Tỏi không ngăn được" in stage.person("an").chat.shown[-1].text


@pytest.mark.needs("groups")
async def test_missing_and_endless_parts_are_said_and_asked_for_again(stage: Stage, desk: Chat) -> None:
    """Neither is anything guessed nor cut."""
    editor = stage.member("ed", desk)
    await forwards(stage.person("an"), LOCKDOWN)
    await editor.presses("Sai")
    editor.sees("kết luận: SAI", "Tin:", "Trả lời:", "Nguồn:")
    await editor.replies("đủ ba phần", "Tin này sai rồi, không có đâu")
    editor.sees("còn thiếu: Tin, Trả lời, Nguồn")
    await editor.replies("còn thiếu", f"tin: {CLAIM}\ntra loi: {ANSWER}")
    editor.sees("còn thiếu: Nguồn")
    await editor.replies("còn thiếu: Nguồn", f"Tin: {CLAIM * 9}\nTrả lời: {ANSWER}\nNguồn: {SOURCE}")
    editor.sees("Phần “Tin” dài", "tối đa 300")
    await editor.replies("đủ ba phần", PARTS)
    editor.sees("xem lại trước khi gửi")


async def test_where_replies_carry_no_reference_the_code_does(stage: Stage, desk: Chat) -> None:
    """A group without replies writes code and verdict on the first line."""
    editor = stage.member("ed", desk)
    await forwards(stage.person("an"), LOCKDOWN)
    await editor.says(f"{code_in(desk)} thiếu ngữ cảnh\n{PARTS}")
    editor.sees("THIẾU NGỮ CẢNH", CLAIM)
    await editor.presses("Gửi câu trả lời này")
    assert (await the_one(stage)).finding.verdict is Verdict.CONTEXT  # type: ignore[union-attr]


def test_the_parts_are_read_however_they_are_typed() -> None:
    """In any order, without marks, over several lines; what has no name is nobody's."""
    said = "Chào\nNGUON: Sở Y tế\nTrả lời : Không đúng.\nBà con yên tâm.\ntin： Tỏi chữa bệnh"
    assert split(said) == {
        "Nguồn": "Sở Y tế",
        "Trả lời": "Không đúng.\nBà con yên tâm.",
        "Tin": "Tỏi chữa bệnh",
    }


@pytest.mark.one_platform("about words; one of them is held everywhere")
@pytest.mark.parametrize("label", ["Sai", "Đúng", "Thiếu ngữ cảnh", "Chưa đủ cơ sở"])
async def test_each_verdict_reaches_who_asked(stage: Stage, desk: Chat, label: str) -> None:
    """In capitals, before the claim."""
    await forwards(stage.person("an"), LOCKDOWN)
    await answers(stage.member("ed", desk), label)
    assert f"{label.upper()}: “{CLAIM}" in stage.person("an").chat.shown[-1].text


@pytest.mark.lacks("groups")
async def test_endless_parts_are_asked_for_again_one_by_one(stage: Stage, desk: Chat) -> None:
    """In private each part is refused when it is said."""
    editor = stage.member("ed", desk)
    await forwards(stage.person("an"), LOCKDOWN)
    await editor.presses("Sai")
    await editor.says(CLAIM * 9)
    editor.sees("Phần “Tin” dài", "tối đa 300")
    await editor.says(CLAIM)
    await editor.sends_photo()
    editor.sees_not("Nguồn là gì")
    await editor.says(ANSWER)
    await editor.says(SOURCE)
    editor.sees("xem lại trước khi gửi")


async def test_at_night_they_are_told_in_the_morning(stage: Stage, desk: Chat) -> None:
    """What is bulk waits for the end of the quiet hours; who asks meanwhile is answered at once."""
    editor, an = stage.member("ed", desk), stage.person("an")
    await forwards(an, LOCKDOWN)
    stage.clock.passes(hours=13)  # 23:00
    await answers(editor)
    editor.sees("Đang giờ yên tĩnh")
    await ticks(stage)
    assert not any(CLAIM in each.text for each in an.chat.shown)
    binh = stage.person("binh")
    await forwards(binh, SAME)
    binh.sees("SAI", CLAIM)
    stage.clock.passes(hours=9)
    await ticks(stage)
    assert sum(CLAIM in each.text for each in an.chat.shown) == 1
    assert sum(CLAIM in each.text for each in binh.chat.shown) == 1


@pytest.mark.one_platform("about counting")
async def test_more_than_one_slice_is_told_slice_by_slice(
    stage: Stage, desk: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each once, however often the calendar looks."""
    monkeypatch.setattr(telling, "AT_ONCE", 3)
    asking = [stage.person(f"p{number}") for number in range(8)]
    for who in asking:
        await forwards(who, LOCKDOWN)
    await answers(stage.member("ed", desk))
    assert sum(any(CLAIM in each.text for each in who.chat.shown) for who in asking) == 3
    assert (await demand(stage, await the_one(stage))).waiting == 5
    for _ in range(4):
        await ticks(stage)
    assert all(sum(CLAIM in each.text for each in who.chat.shown) == 1 for who in asking)


async def test_who_cannot_be_reached_does_not_hold_up_the_others(stage: Stage, desk: Chat) -> None:
    """Somebody blocked the bot meanwhile."""
    an, binh = stage.person("an"), stage.person("binh")
    await forwards(an, LOCKDOWN)
    await forwards(binh, SAME)
    await an.blocks()
    await answers(stage.member("ed", desk))
    assert any(CLAIM in each.text for each in binh.chat.shown)
    async with stage.database.reading() as tx:
        gone = await people.find_address(tx, "stage", "1", "an")
        assert gone
        rows = await tx.all(
            select(outbox.c.id).where(outbox.c.address_id == gone.id, outbox.c.dedupe.is_not(None))
        )
    assert rows == []


async def test_a_wrong_answer_is_corrected_for_all_who_read_it(stage: Stage, desk: Chat) -> None:
    """Those told before, and those who read it when they asked, hear of it; the old one is found no more."""
    editor = stage.member("ed", desk)
    an, binh = stage.person("an"), stage.person("binh")
    await forwards(an, LOCKDOWN)
    await answers(editor)
    await forwards(binh, SAME)
    await editor.presses("Sửa kết quả")
    editor.sees("kết luận thế nào")
    await answers(
        editor,
        "Thiếu ngữ cảnh",
        PARTS.replace("Không có quyết định", "Chỉ áp dụng ở hai xã, không có quyết định"),
    )
    for who in (an, binh):
        assert "có thay đổi" in who.chat.shown[-1].text
        assert "THIẾU NGỮ CẢNH" in who.chat.shown[-1].text
    chi = stage.person("chi")
    await forwards(chi, SAME)
    chi.sees("THIẾU NGỮ CẢNH", "Chỉ áp dụng ở hai xã")
    chi.sees_not("SAI", "có thay đổi")


async def test_what_is_no_rumour_is_closed_with_a_word_to_who_asked(stage: Stage, desk: Chat) -> None:
    """And is found no more."""
    editor, an = stage.member("ed", desk), stage.person("an")
    await forwards(an, GARLIC)
    await editor.presses("Không phải tin đồn")
    editor.sees("đã khép lại")
    assert "không phải một tin cần kiểm chứng" in an.chat.shown[-1].text
    await editor.presses_data(f"1|k|{code_in(desk)}|klfalse|")
    editor.sees("chưa ghi gì")
    await forwards(stage.person("binh"), GARLIC)
    assert len(await every(stage)) == 2


async def test_only_the_agencys_people_answer(stage: Stage, desk: Chat) -> None:
    """Neither another office's group nor an anonymous administrator; the buttons say why."""
    await forwards(stage.person("an"), LOCKDOWN)
    code = code_in(desk)
    other = stage.member("noi", await connected(stage, "so_noi_vu", "-600"))
    await other.presses_data(f"1|k|{code}|klfalse|")
    other.sees_not("Trả lời:")
    await stage.member("ai", desk, anonymous=True).presses_data(f"1|k|{code}|klfalse|")
    citizen = stage.person("dan")
    await citizen.says(f"{code} sai\n{PARTS}")
    citizen.sees_not("xem lại trước khi gửi")
    assert (await the_one(stage)).pending is None


async def test_the_list_shows_what_is_asked_most(stage: Stage) -> None:
    """/dinhchinh: the most asked about first, a button for each card, what was answered below."""
    editor = await editor_of(stage)
    await forwards(stage.person("an"), GARLIC)
    for name in ("an", "binh"):
        await forwards(stage.person(name), LOCKDOWN)
    await editor.says("/dinhchinh")
    editor.sees("2 người hỏi", "1 người hỏi")
    text = editor.answers[-1]
    assert text.index("phong tỏa") < text.index("tỏi")
    await editor.presses(editor.labels[0])
    editor.sees("tin cần kiểm chứng", LOCKDOWN)
    await editor.says("/dinhchinh KC-ZZZZZ")
    editor.sees("Không có tin mang mã")


async def test_a_correction_before_anybody_asks(stage: Stage) -> None:
    """The agency heard it elsewhere: whoever asks from then on is answered at once."""
    editor = await editor_of(stage)
    await editor.says("/dinhchinh")
    editor.sees("Không có tin nào chờ trả lời")
    await editor.presses("Viết đính chính mới")
    await editor.presses("Sai")
    await editor.says(CLAIM)
    await editor.says(ANSWER)
    await editor.says(SOURCE)
    editor.sees("Ai hỏi tin này sẽ đọc đúng như sau")
    await editor.presses("Lưu kết quả này")
    editor.sees("ai hỏi tin này sẽ được trả lời ngay")
    an = stage.person("an")
    await forwards(an, SAME)
    an.sees("SAI", CLAIM)


async def test_with_nobody_to_read_it_the_administrator_is_told(stage: Stage) -> None:
    """The asker is answered all the same."""
    admin = await holding(stage, "quan", Role.ADMIN, "")
    an = stage.person("an")
    await forwards(an, LOCKDOWN)
    an.sees("Chưa kiểm chứng")
    assert any("chưa có nhóm tiếp nhận" in each.text for each in admin.chat.shown)


async def test_an_editor_in_another_dialog_is_asked_by_a_prompt(stage: Stage) -> None:
    """What they were writing is not lost."""
    editor = await editor_of(stage)
    await editor.says("/phananh")
    await editor.says("Cơ quan tôi thiếu đồ bảo hộ cho anh em trực chốt")
    await forwards(stage.person("an"), LOCKDOWN)
    await editor.presses("Sai")
    editor.sees("đủ ba phần", "trả lời đúng tin nhắn này" if stage.limits.replies else "dòng đầu là mã")
    await editor.says("/huy")
    editor.sees("Đã hủy")


async def test_an_approver_alone_does_the_desks_work(stage: Stage) -> None:
    """Where the agency has no editor its cards come to approvers: every button there works for them."""
    tam, an = await editor_of(stage, "tam", Role.APPROVER), stage.person("an")
    await forwards(an, LOCKDOWN)
    await answers(tam)
    assert CLAIM in an.chat.shown[-1].text
    await tam.presses("Soạn bản tin đính chính")
    tam.sees("Bản nháp số 1", "STTTT")
    await tam.presses("Việc khác…")
    await tam.presses("Bỏ bản nháp")
    await tam.presses("Không, giữ lại")
    tam.sees("Bản nháp số 1")
    await tam.says("/dinhchinh")
    await tam.presses("Viết đính chính mới")
    await tam.presses("Sai")
    for part in split(PARTS).values():
        await tam.says(part)
    await tam.presses("Lưu kết quả này")
    assert len(await every(stage)) == 2
    assert {each.state for each in await every(stage)} == {RumourState.ANSWERED}
