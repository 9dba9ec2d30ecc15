"""What people do, from their phone to the database and back, through Telegram's own API."""

from pathlib import Path

import pytest

from bot import menus
from storage.tables import inbox, people, reports
from tests.e2e import talk
from tests.e2e.program import ADMIN, Program, running, settings
from tests.e2e.talk import agrees, connected_desk, files_a_report, hears, presses, says
from tests.simulators.telegram import TelegramSimulator


async def test_start_leads_to_news_of_ones_own_place(program: Program, telegram: TelegramSimulator) -> None:
    """Consent, a place by its name, topics: and this is what is kept, no more."""
    an = telegram.user(11, first_name="An")
    await agrees(an)
    (kept,) = [row for row in await program.rows(people) if row.consent == "agreed"]
    assert program.parts.campaign.units[kept.place].title == "Xã Kế An"
    assert kept.name == ""
    assert an.hears_nothing()


async def test_questions_work_without_consent(program: Program, telegram: TelegramSimulator) -> None:
    """Guidance and the plan for somebody who only asks."""
    an = telegram.user(11)
    await says(an, "/start")
    await presses(an, "Không, tôi chỉ hỏi thông tin", "không gửi tin")
    which = await says(an, "/huongdan", "cho nơi nào")
    home = await presses(an, which.labels[0], "4 tại chỗ", "Lực lượng", "Hậu cần")
    assert home.styled("bold")
    await presses(an, "5K của Bộ Y tế", "Khẩu trang")
    await says(an, "/kehoach", "127", "16/8/2021", "25/8/2021")
    await presses(an, "Khen thưởng", "Khen thưởng")


async def test_a_report_an_answer_and_a_word_back(program: Program, telegram: TelegramSimulator) -> None:
    """The desk answers by replying to the card; the person answers by replying to that."""
    an = telegram.user(11)
    group, binh = await connected_desk(program, telegram)
    code = await files_a_report(an)
    card = await hears(group, code, talk.HUNGRY, "Xã Kế An")
    assert card.labels == ["Tiếp nhận", "Trả lời", "Chuyển", "Đã giải quyết", "Việc khác…"]
    await binh.replies(card, "Chiều nay xã mang gạo tới.")
    answer = await hears(an, "Chiều nay xã mang gạo tới.", "Sở Nội vụ trả lời")
    await group.sees_text("Đã gửi tới người báo")
    await an.replies(answer, "Cảm ơn, nhà tôi ở cuối ấp.")
    await hears(an, "Đã chuyển lời bà con nhắn thêm")
    await group.sees_text("nhà tôi ở cuối ấp")
    await says(an, "/theodoi", code, "Đã có trả lời")


async def test_what_people_write_is_shown_as_they_wrote_it(
    program: Program, telegram: TelegramSimulator
) -> None:
    """Angle brackets, ampersands and emoji are data, on the phone and on the desk."""
    an = telegram.user(11)
    group, _ = await connected_desk(program, telegram)
    words = "Chốt <b>số 3</b> & chốt 4 không cho qua 😷 </i> gạo hết rồi"
    code = await files_a_report(an, words)
    card = await hears(group, code, words)
    assert "số 3" not in card.styled("bold")


async def test_an_album_is_one_report(program: Program, telegram: TelegramSimulator) -> None:
    """Three photos sent together: one answer, one report, three photos on the desk."""
    an = telegram.user(11)
    group, _ = await connected_desk(program, telegram)
    await says(an, "/phananh")
    kinds = await says(an, "Cầu sập, cả ấp không đi chợ được", "thuộc nhóm nào")
    place = await presses(an, kinds.labels[0])
    if "Nhóm khác" in place.labels:
        await presses(an, place.labels[0])
    await says(an, "Kế An")
    await an.sends_album([b"photo one", b"photo two", b"photo three"])
    await hears(an)
    await telegram.settled()
    await presses(an, "Xong")
    await presses(an, "Không gấp")
    await presses(an, "Không cần gọi lại", "3 tệp")
    code = talk.code_in(await presses(an, "Gửi"))
    await group.sees_text(code)
    await group.sees_message(lambda message: message.media == "photo", what="the photos below the card")
    await telegram.settled()
    assert [m.media for m in group.sees() if m.media] == ["photo"] * 3
    assert len(await program.rows(reports)) == 1


async def test_voice_is_taken_where_text_is(program: Program, telegram: TelegramSimulator) -> None:
    """Whoever cannot type speaks, and the desk hears it."""
    an = telegram.user(11)
    group, _ = await connected_desk(program, telegram)
    await says(an, "/phananh")
    await an.sends_voice()
    kinds = await hears(an, "thuộc nhóm nào")
    await presses(an, kinds.labels[0])
    await says(an, "Kế An")
    await presses(an, "Không gấp")
    await presses(an, "Không cần gọi lại")
    await presses(an, "Gửi", "Đã ghi nhận")
    await group.sees_message(lambda message: message.media == "voice", what="the voice")


async def test_a_shared_location_proposes_a_district(program: Program, telegram: TelegramSimulator) -> None:
    """The district's communes are listed; the point itself is kept nowhere."""
    an = telegram.user(11)
    await says(an, "/start")
    await presses(an, "Đồng ý nhận tin")
    await an.sends_location(9.7686, 105.9847)
    listed = await hears(an)
    assert "Xã Kế An" in listed.labels
    await presses(an, "Xã Kế An", "Xã Kế An, huyện Kế Sách")
    await says(an, "/dangky")
    everything = " ".join(str(row) for row in await program.rows(inbox))
    assert "9.7686" not in everything


async def test_an_edit_does_not_answer_again(program: Program, telegram: TelegramSimulator) -> None:
    """Edited words change no answer given; in a dialog the person is told how to change it."""
    an = telegram.user(11)
    said = await an.says("/kehoach")
    await hears(an)
    await an.edits(said, "/huongdan")
    await says(an, "/phananh")
    words = await an.says("Nhà tôi hết gạo ba ngày nay")
    await hears(an, "thuộc nhóm nào")
    await an.edits(words, "Nhà tôi hết tiền ba ngày nay")
    await hears(an, "Sửa tin đã gửi không làm đổi câu trả lời")
    assert an.hears_nothing()


async def test_whoever_blocks_us_is_left_alone_until_back(
    program: Program, telegram: TelegramSimulator
) -> None:
    """Nothing is sent to somebody who blocked; after unblocking they write and are answered."""
    an, binh = telegram.user(11), telegram.user(12)
    await agrees(an)
    await an.blocks()
    await telegram.settled()
    await says(binh, "/kehoach")
    assert not (await program.address(an.id)).reachable
    await an.unblocks()
    await says(an, "/kehoach", "127")
    assert (await program.address(an.id)).reachable


async def test_free_words_are_carried_over(program: Program, telegram: TelegramSimulator) -> None:
    """Somebody who simply writes is offered what it sounds like, and need not type it twice."""
    an = telegram.user(11)
    await says(an, "nhà tôi hết gạo mấy bữa nay", "Lời vừa nhắn sẽ được giữ lại")
    kinds = await presses(an, "Báo khó khăn, vướng mắc", "thuộc nhóm nào")
    await presses(an, kinds.labels[0])
    await says(an, "Kế An")
    await presses(an, "Bỏ qua")
    await presses(an, "Không gấp")
    await presses(an, "Không cần gọi lại", "nhà tôi hết gạo mấy bữa nay")


async def test_danger_to_life_is_answered_first(program: Program, telegram: TelegramSimulator) -> None:
    """The health line stands before anything else."""
    an = telegram.user(11)
    answer = await says(an, "ba toi kho tho qua", "1900 9095")
    assert answer.text.index("1900 9095") < 200


async def test_a_deep_link_makes_an_officer(program: Program, telegram: TelegramSimulator) -> None:
    """The link opens the bot with the code; the role is there at once, the code is spent."""
    cuc, la = telegram.user(21, first_name="Cúc"), telegram.user(22)
    code = await program.invite("officer", "31558")
    assert program.channel.deep_link(code) == f"https://t.me/vungxanh_bot?start={code}"
    await says(cuc, f"/start {code}", "Cán bộ đầu mối", "Xã Kế An")
    refused = await says(la, f"/start {code}")
    assert "Cán bộ đầu mối" not in refused.text


async def test_a_press_stops_spinning_at_once(program: Program, telegram: TelegramSimulator) -> None:
    """The callback is answered even while messages cannot be sent."""
    an = telegram.user(11)
    await says(an, "/start")
    telegram.faults.stall("sendMessage")
    press = await an.presses("Đồng ý nhận tin")
    assert await press.is_answered() == {"callback_query_id": press.id}
    telegram.faults.clear()
    await hears(an, "xã, phường nào")


async def test_the_menus_of_commands_are_set(program: Program, telegram: TelegramSimulator) -> None:
    """Everybody's, the groups', and the desk's own once it is one."""
    group, _ = await connected_desk(program, telegram)
    names = {each["command"] for each in await commands(telegram, "all_private_chats")}
    assert {"start", "phananh", "huongdan", "kehoach", "trogiup"} <= names
    assert "ketnoi" in {each["command"] for each in await commands(telegram, "all_group_chats")}
    assert "hangcho" in {each["command"] for each in await commands(telegram, str(group.id))}


async def test_an_administrator_of_the_settings_sees_their_menu(
    telegram: TelegramSimulator, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Telegram knows no chat with them before their first word; the menu is there soon after it."""
    monkeypatch.setattr(menus, "AGAIN_S", 0.1)
    boss = telegram.user(ADMIN)
    async with running(settings(telegram, folder)):
        await telegram.until(lambda: telegram.stats.refused["400"], 60, "the refusal")
        await says(boss, "/start")
        names = {each["command"] for each in await commands(telegram, str(ADMIN))}
    assert {"capquyen", "nguoidung", "phananh"} <= names


async def commands(telegram: TelegramSimulator, scope: str) -> list[dict[str, str]]:
    """The menu of a scope, once it is set."""
    found: list[dict[str, str]] = await telegram.until(
        lambda: next((menu for key, menu in telegram.commands.items() if scope in key[0]), None), 60, scope
    )
    return found
