"""The desk's work on a report, told from both ends."""

import pytest

from storage import audit, reports
from storage.records import Report, ReportState, Role
from tests.driver import Chat, Person, Stage
from tests.handlers.staff.desks import connected, files_a_report, holding


@pytest.fixture
async def desk(stage: Stage) -> Chat:
    """Home Affairs' group."""
    return await connected(stage, "-100", "so_noi_vu")


@pytest.fixture
async def health(stage: Stage) -> Chat:
    """The Department of Health's group."""
    return await connected(stage, "-200", "so_y_te")


async def the_report(stage: Stage, code: str) -> Report:
    async with stage.database.reading() as tx:
        report = await reports.get(tx, code)
    assert report
    return report


def card(chat: Chat, code: str) -> str:
    """The newest card of a report in a chat."""
    return next(m.text for m in reversed(chat.shown) if m.text.startswith(code) and "Trạng thái:" in m.text)


async def opens(officer: Person, label: str) -> None:
    """Press a button that may stand behind "Việc khác…"."""
    if label not in officer.labels:
        await officer.presses("Việc khác…")
    await officer.presses(label)


async def test_the_rest_of_the_buttons_opens_and_folds_on_the_card_itself(stage: Stage, desk: Chat) -> None:
    """The card's keyboard changes, four and one at first; where no card can, the whole comes below it for good."""
    an, binh = stage.person("an"), stage.member("binh", desk)
    await files_a_report(an)
    many = len(desk.shown)
    await binh.presses("Việc khác…")
    assert {"Hỏi thêm", "Trùng", "Ghi chú nội bộ", "Không thuộc thẩm quyền"} <= set(binh.labels)
    if not stage.limits.edit:
        assert not {"Việc khác…", "Thu gọn"} & set(binh.labels)
        assert len([m for m in desk.shown if not m.mine]) == many + 1
        return
    await binh.presses("Thu gọn")
    assert len(binh.labels) == 5
    assert len([m for m in desk.shown if not m.mine]) == many


async def test_a_button_asks_for_the_words_and_a_reply_to_the_prompt_is_the_answer(
    stage: Stage, desk: Chat
) -> None:
    """Trả lời, then a reply; the person reads it, and the card says who."""
    an, binh = stage.person("an"), stage.member("binh", desk)
    code = await files_a_report(an)
    await binh.presses("Trả lời")
    binh.sees(code, "viết câu trả lời gửi tới người báo")
    await binh.replies("viết câu trả lời", "Chiều nay xã mang gạo tới.")
    binh.sees("Đã gửi tới người báo")
    assert "Chiều nay xã mang gạo tới." in an.chat.shown[-1].text
    assert "Đã có trả lời (Binh)" in card(desk, code)
    assert "Binh - Trả lời (Chiều nay xã mang gạo tới.)" in card(desk, code)


async def test_a_ready_answer_is_shown_before_it_is_sent(stage: Stage, desk: Chat) -> None:
    """Two presses: nothing goes out unseen."""
    an, binh = stage.person("an"), stage.member("binh", desk)
    await files_a_report(an)
    await binh.presses("Trả lời")
    told = len(an.chat.shown)
    await binh.presses("Việc sức khỏe")
    binh.sees("chưa gửi", "1900 9095")
    assert len(an.chat.shown) == told
    await binh.presses("Gửi câu này")
    assert "1900 9095" in an.chat.shown[-1].text


async def test_a_question_and_what_comes_back(stage: Stage, desk: Chat) -> None:
    """Asked, answered under the card, and the desk has it in hand again."""
    an, binh = stage.person("an"), stage.member("binh", desk)
    code = await files_a_report(an)
    await opens(binh, "Hỏi thêm")
    await binh.replies("hỏi người báo", "Nhà mình ở ấp nào?")
    assert "hỏi thêm về việc" in an.chat.shown[-1].text
    assert (await the_report(stage, code)).state is ReportState.ASKED
    await an.presses("Trả lời")
    await an.says("Ấp 3, gần chợ")
    an.sees("Đã chuyển lời bà con nhắn thêm")
    assert any("người báo nhắn thêm" in m.text and "gần chợ" in m.text for m in desk.shown)
    assert (await the_report(stage, code)).state is ReportState.RECEIVED


async def test_an_internal_note_never_reaches_the_person(stage: Stage, desk: Chat) -> None:
    """Nor does a reply to it; their story and their data show nothing of it."""
    an, binh = stage.person("an"), stage.member("binh", desk)
    code = await files_a_report(an)
    told = len(an.chat.shown)
    await opens(binh, "Ghi chú nội bộ")
    await binh.replies("ghi chú nội bộ", "Hộ này hay kêu, xem lại")
    more = "Tôi cũng nghĩ vậy"
    await (binh.replies("người báo không thấy", more) if stage.limits.replies else binh.says(more))
    assert len(an.chat.shown) == told
    assert "Hộ này hay kêu" in card(desk, code)
    for asks in (f"/theodoi {code}", "/riengtu"):
        await an.says(asks)
        an.sees_not("hay kêu", "nghĩ vậy", "Ghi chú")


async def test_not_ours_says_where_to_go(stage: Stage, desk: Chat) -> None:
    """Without words it is not sent; with them it is closed, and the person may say that it is not solved."""
    an, binh = stage.person("an"), stage.member("binh", desk)
    code = await files_a_report(an)
    await opens(binh, "Không thuộc thẩm quyền")
    await binh.sends_photo()
    await binh.says(f"{code} không thuộc thẩm quyền: Bà con gặp Điện lực huyện.")
    assert "không thuộc thẩm quyền của Sở Nội vụ" in an.chat.shown[-1].text
    assert "Điện lực huyện" in an.chat.shown[-1].text
    await an.presses("Chưa được giải quyết")
    an.sees("Đã báo lại")
    assert (await the_report(stage, code)).state is ReportState.REOPENED
    assert any("chưa được giải quyết" in m.text for m in desk.shown)


async def test_a_report_is_handed_to_an_agency_that_answers(stage: Stage, desk: Chat, health: Chat) -> None:
    """Chosen by name; its desk gets card and files, its answer is its own, Home Affairs sees it."""
    an, binh, yen = stage.person("an"), stage.member("binh", desk), stage.member("yen", health)
    code = await files_a_report(an)
    await binh.presses("Chuyển")
    await binh.replies("chuyển cho nơi nào", "so y te")
    binh.sees("Đã chuyển", "Sở Y tế")
    assert "được chuyển tới Sở Y tế" in an.chat.shown[-1].text
    assert "Nơi đang giữ: Sở Y tế" in card(health, code)
    assert "Chuyển" not in yen.labels
    await yen.replies(code, "Trạm y tế xã sẽ tới nhà.")
    assert "Sở Y tế trả lời việc" in an.chat.shown[-1].text
    assert any("Sở Y tế (Yen): trả lời người báo" in m.text and "tới nhà" in m.text for m in desk.shown)
    assert "Yen - Trả lời" in card(desk, code)


async def test_a_report_is_handed_to_a_commune_whose_officer_has_no_group(stage: Stage, desk: Chat) -> None:
    """In private: the card, the answer by the next message, and back with a reason."""
    an, binh = stage.person("an"), stage.member("binh", desk)
    xa = await holding(stage, "xa", Role.OFFICER, "31558")
    code = await files_a_report(an)
    await binh.says(f"{code} chuyển: Kế An")
    assert "chuyển" in xa.chat.shown[-2].text
    await xa.presses("Trả lời")
    await xa.says("Xã đã mang gạo tới.")
    xa.sees("Đã gửi tới người báo")
    assert "Xã Kế An" in an.chat.shown[-1].text
    await xa.presses("Việc khác…")
    await xa.presses("Trả lại nơi chuyển")
    await xa.says("Việc này của huyện")
    assert any("trả lại việc này" in m.text and "Việc này của huyện" in m.text for m in desk.shown)
    assert (await the_report(stage, code)).handler == ""
    await xa.says(f"{code}: còn trả lời được không")
    assert "còn trả lời được không" not in an.chat.shown[-1].text


async def test_a_report_stays_where_somebody_reads_it(stage: Stage, desk: Chat) -> None:
    """A body with nobody here gets nothing, and that is said; a name that is none is said too."""
    an, binh = stage.person("an"), stage.member("binh", desk)
    code = await files_a_report(an)
    told = len(an.chat.shown)
    await binh.says(f"{code} chuyển: Sở Y tế")
    binh.sees("chưa có nhóm và chưa có cán bộ")
    await binh.says(f"{code} chuyển: xyzqwk")
    binh.sees("Không tìm thấy nơi nào")
    assert len(an.chat.shown) == told
    assert (await the_report(stage, code)).state is ReportState.NEW


async def test_two_hand_it_over_at_once(stage: Stage, desk: Chat, health: Chat) -> None:
    """The second chose from what they saw before: told who was faster, and nothing changes."""
    an, binh, cuc = stage.person("an"), stage.member("binh", desk), await stage.colleague("cuc", desk)
    await holding(stage, "xa", Role.OFFICER, "31558")
    code = await files_a_report(an)
    await binh.says(f"{code} chuyển")
    await cuc.says(f"{code} chuyển")
    await binh.presses("Sở Y tế")
    told = len(an.chat.shown)
    await cuc.presses("Xã Kế An, huyện Kế Sách")
    cuc.sees("không làm bước này được nữa", "Binh")
    assert (await the_report(stage, code)).handler == "so_y_te"
    assert len(an.chat.shown) == told


async def test_the_same_matter_goes_on_as_one(stage: Stage, desk: Chat) -> None:
    """Voices are added up, both authors are told of what happens to the one that stays."""
    an, la, binh = stage.person("an"), stage.person("la"), stage.member("binh", desk)
    first = await files_a_report(an)
    second = await files_a_report(la, "Cầu ấp 5 sập, xe cứu thương không qua được")
    await binh.says(f"{second} trùng: {second}")
    binh.sees("đây là chính việc đó")
    await binh.says(f"{second} trùng: {first}")
    assert first in la.chat.shown[-1].text
    assert "Có 2 người cùng báo" in card(desk, first)
    await binh.says(f"{first} đã giải quyết")
    assert "đã giải quyết" in la.chat.shown[-1].text
    assert "đã giải quyết" in an.chat.shown[-1].text
    await la.says("/theodoi")
    la.sees(first, second, "cùng báo")


async def test_before_the_committee_and_its_opinion(stage: Stage, desk: Chat) -> None:
    """Submitted: its office has the card; its opinion, with number and day, reaches the person in full."""
    an, binh = stage.person("an"), stage.member("binh", desk)
    office = await connected(stage, "-300", "ubnd_tinh")
    van = stage.member("van", office)
    code = await files_a_report(an)
    await binh.says(f"{code} đề xuất: Cấp gạo dự trữ cho 12 hộ")
    await opens(binh, "Đã tổng hợp, trình UBND tỉnh")
    assert "trình Ủy ban nhân dân tỉnh Sóc Trăng" in an.chat.shown[-1].text
    assert "Cấp gạo dự trữ" in card(office, code)
    assert "Cấp gạo" not in "".join(m.text for m in an.chat.shown)
    assert set(van.labels) == {"UBND tỉnh đã có ý kiến", "Ghi chú nội bộ"}
    await van.presses("UBND tỉnh đã có ý kiến")
    await van.replies("UBND tỉnh có ý kiến gì", "Đồng ý")
    van.sees("thiếu một trong ba phần")
    await van.replies("UBND tỉnh có ý kiến gì", "số 1532/UBND-VX; 18/8; Đồng ý cấp gạo cho các hộ.")
    told = an.chat.shown[-1].text
    assert "đã có ý kiến" in told
    assert "văn bản số 1532/UBND-VX ngày 18/8/2021" in told
    assert "Đồng ý cấp gạo" in told
    report = await the_report(stage, code)
    assert (report.state, report.decision_number) == (ReportState.DECIDED, "1532/UBND-VX")
    assert report.proposal == "Cấp gạo dự trữ cho 12 hộ"
    await binh.replies(code, "Xã mang gạo tới chiều nay.")
    assert (await the_report(stage, code)).state is ReportState.DECIDED


async def test_a_proposal_too_long_for_the_report_is_told_at_once(stage: Stage, desk: Chat) -> None:
    """It would be printed whole: nothing is kept, and what is shorter is taken as it is."""
    an, binh = stage.person("an"), stage.member("binh", desk)
    code = await files_a_report(an)
    await binh.says(f"{code} đề xuất: {'Cấp gạo. ' * 230}")
    binh.sees("dài 2.069 ký tự", "tối đa 2.000", "Chưa ghi gì")
    assert (await the_report(stage, code)).proposal == ""
    shorter = ("Cấp gạo. " * 200).strip()
    await binh.says(f"{code} đề xuất: {shorter}")
    binh.sees("đã ghi đề xuất")
    assert (await the_report(stage, code)).proposal == shorter


async def test_an_answer_while_the_committee_has_it_leaves_it_there(stage: Stage, desk: Chat) -> None:
    """Words to the person are no opinion of the Committee's."""
    an, binh = stage.person("an"), stage.member("binh", desk)
    code = await files_a_report(an)
    await binh.says(f"{code} trình")
    await binh.says(f"{code}: Xin bà con chờ.")
    assert "Xin bà con chờ." in an.chat.shown[-1].text
    assert (await the_report(stage, code)).state is ReportState.SUBMITTED


async def test_urgent_and_not(stage: Stage, desk: Chat) -> None:
    """The card says so; the person is not pushed."""
    an, binh = stage.person("an"), stage.member("binh", desk)
    code = await files_a_report(an, gap="Không gấp")
    told = len(an.chat.shown)
    await opens(binh, "Khẩn")
    assert "GẤP" in card(desk, code)
    await opens(binh, "Bỏ khẩn")
    assert "GẤP" not in card(desk, code)
    assert len(an.chat.shown) == told


async def test_closed_rated_and_reopened(stage: Stage, desk: Chat) -> None:
    """One tap says how it went, the other that it is not solved; old taps change nothing."""
    an, binh = stage.person("an"), stage.member("binh", desk)
    code = await files_a_report(an)
    await binh.presses("Đã giải quyết")
    again, well = an.button("Chưa được giải quyết"), an.button("Hài lòng")
    await an.presses("Hài lòng")
    an.sees("Cảm ơn bà con")
    if not stage.limits.edit:  # not worth a message of its own: it stands on the next card
        await binh.says(f"/hangcho {code}")
    assert "Đánh giá: 1 hài lòng, 0 chưa hài lòng" in card(desk, code)
    assert "Bà con đánh giá (hài lòng)" in card(desk, code)
    await an.presses_data(again)
    assert "Đánh giá:" not in card(desk, code)
    told = len(desk.shown)
    await an.presses_data(again)
    an.sees("chưa khép lại")
    await an.presses_data(well)
    an.sees("chưa khép lại")
    assert len(desk.shown) == told
    stranger = stage.person("la")
    await stranger.presses_data(again)
    stranger.sees("không tìm thấy mã")


@pytest.mark.needs("replies", "albums")
async def test_photos_pass_both_ways(stage: Stage, desk: Chat) -> None:
    """An album answered to the card is one answer with all its photos; so is what the person sends back."""
    an, binh = stage.person("an"), stage.member("binh", desk)
    code = await files_a_report(an)
    target = next(m for m in desk.shown if m.text.startswith(code))
    for number in range(3):
        await stage.hears(
            binh,
            text="Gạo đã tới" if not number else "",
            attachments=(photo(f"p{number}"),),
            album="a1",
            reply_to=target.id,
            quoted=target.text,
        )
    assert sum(len(m.reply.attachments) for m in an.chat.shown if not m.mine) == 3
    assert len([m for m in desk.shown if "Đã gửi tới người báo" in m.text]) == 1
    answer = next(m for m in an.chat.shown if "Gạo đã tới" in m.text)
    for number in range(2):
        await stage.hears(an, attachments=(photo(f"q{number}"),), album="b1", reply_to=answer.id)
    assert len([m for m in an.chat.shown if "Đã chuyển lời" in m.text]) == 1
    assert sum(len(m.reply.attachments) for m in desk.shown if not m.mine) == 2
    if stage.limits.delete:
        await binh.presses("Thu hồi")
        assert all(m.deleted for m in an.chat.shown if m.reply.attachments and not m.mine)


@pytest.mark.lacks("groups")
async def test_a_photo_passes_each_way_when_asked_for(stage: Stage, desk: Chat) -> None:
    """With neither replies nor albums: the choice asks, and what comes next goes along with its words."""
    an, noi = stage.person("an"), stage.member("noi", desk)
    await files_a_report(an)
    await noi.presses("Trả lời")
    await noi.sends_photo("p0", "Gạo đã tới")
    noi.sees("Đã gửi tới người báo")
    assert [len(m.reply.attachments) for m in an.chat.shown if "Gạo đã tới" in m.text] == [1]
    await an.presses("Trả lời")
    await an.sends_photo("q0")
    an.sees("Đã chuyển lời")
    assert [len(m.reply.attachments) for m in noi.chat.shown if "người báo nhắn thêm" in m.text] == [1]


def photo(ref: str) -> object:
    from messages.content import Attachment, AttachmentKind

    return Attachment(kind=AttachmentKind.PHOTO, ref=ref, origin="stage:1")


@pytest.mark.lacks("delete")
async def test_where_nothing_can_be_taken_back_nobody_is_offered_to(stage: Stage, desk: Chat) -> None:
    """What was said stays said; a second answer puts it right."""
    an, binh = stage.person("an"), stage.member("binh", desk)
    code = await files_a_report(an)
    await binh.replies(code, "Nhầm người rồi.")
    binh.sees("Đã gửi tới người báo")
    assert all("Thu hồi" not in m.labels for m in desk.shown)
    await binh.says(f"{code}: Xin lỗi, chiều nay xã mang gạo tới.")
    assert "chiều nay xã mang gạo tới" in an.chat.shown[-1].text


@pytest.mark.needs("delete")
async def test_an_answer_taken_back_is_gone_from_the_story_too(stage: Stage, desk: Chat) -> None:
    """And nobody has been answered: the report waits again."""
    an, binh = stage.person("an"), stage.member("binh", desk)
    code = await files_a_report(an)
    await binh.replies(code, "Nhầm người rồi.")
    await binh.presses("Thu hồi")
    await an.says(f"/theodoi {code}")
    an.sees_not("Nhầm người")
    assert (await the_report(stage, code)).state is ReportState.RECEIVED


@pytest.mark.needs("replies")
async def test_a_reply_to_another_card_does_not_go_astray(stage: Stage, desk: Chat) -> None:
    """In private, with words for one report asked for, a reply to another's card is not taken for it."""
    an, la = stage.person("an"), stage.person("la")
    noi = await holding(stage, "noi", Role.HOME_AFFAIRS, "so_noi_vu")
    first = await files_a_report(an)
    second = await files_a_report(la, "Cầu ấp 5 sập, xe cứu thương không qua được")
    await noi.says(f"/hangcho {first}")
    await noi.presses("Trả lời")
    await noi.says(f"/hangcho {second}")
    told = len(an.chat.shown)
    await noi.replies(f"{second} - ", "Cầu đang sửa.")
    noi.sees("đang viết cho việc", first)
    assert len(an.chat.shown) == told


async def test_the_code_before_the_words_is_no_part_of_them(stage: Stage, desk: Chat) -> None:
    """Asked for words, an officer writes "KK-...: words" as the card tells them to: the person reads the words."""
    an = stage.person("an")
    noi = await holding(stage, "noi", Role.HOME_AFFAIRS, "so_noi_vu")
    code = await files_a_report(an)
    await noi.says(f"/hangcho {code}")
    await noi.presses("Trả lời")
    await noi.says(f"{code}:")
    noi.sees_not("Đã gửi tới người báo")
    await noi.says(f"{code.lower()}: Xã đang chở gạo tới.")
    noi.sees("Đã gửi tới người báo")
    assert "Xã đang chở gạo tới." in an.chat.shown[-1].text
    assert f"{code.lower()}:" not in an.chat.shown[-1].text


async def test_everything_is_in_the_log_by_name(stage: Stage, desk: Chat) -> None:
    """Who took, answered, noted, closed."""
    an, binh = stage.person("an"), stage.member("binh", desk)
    code = await files_a_report(an)
    await binh.presses("Tiếp nhận")
    await binh.says(f"{code}: Chúng tôi xem ngay.")
    await binh.says(f"{code} ghi chú: gọi xã")
    await binh.says(f"{code} đã giải quyết")
    async with stage.database.reading() as tx:
        lines = {row.action: row.actor for row in await audit.recent(tx) if row.subject == code}
    assert set(lines) == {"report.received", "report.answered", "report.noted", "report.resolved"}
    assert set(lines.values()) == {f"Binh (stage:{binh.sender})"}


async def test_strangers_and_old_buttons_change_nothing(stage: Stage, desk: Chat, health: Chat) -> None:
    """A citizen, an officer of another unit, and another agency's desk are refused."""
    an, binh = stage.person("an"), stage.member("binh", desk)
    code = await files_a_report(an)
    take, forward = binh.button("Tiếp nhận"), binh.button("Chuyển")
    other = await holding(stage, "other", Role.OFFICER, "31528")
    for who in (stage.person("la"), an, other, stage.member("yen", health)):
        for button in (take, forward):
            await who.presses_data(button)
    assert (await the_report(stage, code)).state is ReportState.NEW
    await binh.presses_data("1|r|KK-00000|nhan|")
    binh.sees("không tìm thấy mã")


@pytest.mark.needs("groups")
async def test_a_nameless_administrator_of_the_group_changes_nothing(stage: Stage, desk: Chat) -> None:
    """Nobody could be named in the log."""
    code = await files_a_report(stage.person("an"))
    hidden = stage.member("group", desk, anonymous=True)
    await hidden.presses("Tiếp nhận")
    hidden.sees("ẩn danh")
    assert (await the_report(stage, code)).state is ReportState.NEW


async def test_very_long_words_are_answered_whole(stage: Stage, desk: Chat) -> None:
    """The answer is as long as it is; the card keeps its size."""
    an, binh = stage.person("an"), stage.member("binh", desk)
    code = await files_a_report(an)
    await binh.replies(code, "Rất dài " * 450)
    assert an.chat.shown[-1].text.count("Rất dài") == 450
    assert len(card(desk, code)) < 2000


async def test_a_reply_to_a_list_is_no_answer(stage: Stage, desk: Chat) -> None:
    """The queue names many reports: what is said under it, or next, goes to nobody."""
    an, binh = stage.person("an"), stage.member("binh", desk)
    code = await files_a_report(an)
    told = len(an.chat.shown)
    await binh.says("/hangcho")
    if not stage.limits.replies:
        await binh.says("Cái này ai làm?")
    else:
        await binh.replies("Việc đang chờ", "Cái này ai làm?")
        noi = await holding(stage, "noi", Role.HOME_AFFAIRS, "so_noi_vu")
        await noi.says("/hangcho")
        await noi.replies("Việc đang chờ", "Cái này ai làm?")
        noi.sees("Không rõ đồng chí trả lời việc nào")
    assert len(an.chat.shown) == told
    assert (await the_report(stage, code)).state is ReportState.NEW


async def test_those_who_follow_hear_that_it_was_withdrawn(stage: Stage, desk: Chat) -> None:
    """Its author takes it back; the other voice is not left waiting."""
    an, la, binh = stage.person("an"), stage.person("la"), stage.member("binh", desk)
    first = await files_a_report(an)
    second = await files_a_report(la, "Cầu ấp 5 sập, xe cứu thương không qua được")
    await binh.says(f"{second} trùng: {first}")
    await an.says(f"/theodoi {first}")
    await an.presses("Rút lại việc này")
    assert "rút lại" in la.chat.shown[-1].text
    assert "Người gửi đã rút lại" in card(desk, first)


async def test_a_button_of_a_former_handler_does_nothing(stage: Stage, desk: Chat, health: Chat) -> None:
    """Handed on, the card there keeps no buttons, and an old press is refused."""
    an, binh, yen = stage.person("an"), stage.member("binh", desk), stage.member("yen", health)
    await holding(stage, "xa", Role.OFFICER, "31558")
    code = await files_a_report(an)
    await binh.says(f"{code} chuyển: Sở Y tế")
    done = yen.button("Đã giải quyết")
    await binh.says(f"{code} chuyển: 31558")
    assert not next(
        m for m in reversed(health.shown) if m.text.startswith(code) and "Trạng thái" in m.text
    ).labels
    await yen.presses_data(done)
    yen.sees("không do nơi này giải quyết")
    await yen.says(f"{code}: để chúng tôi")
    assert (await the_report(stage, code)).state is ReportState.FORWARDED
