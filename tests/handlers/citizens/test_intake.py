"""Taking a difficulty in: a point sent along, for whom, unnamed, what belongs elsewhere, and text meant to break it."""

import pytest
from sqlalchemy import select

from handlers.citizens.reports.bins import MOST_WORDS
from messages.length import utf16
from messages.markup import check
from storage import desks, grants, locations, people, ratings, voices
from storage.records import ReportState, Role
from storage.tables import inbox, metadata
from tests.driver import Chat, Stage
from tests.handlers.filing import code_in, connected_desk, files, goes_on, report_of, tells


@pytest.fixture
async def desk(stage: Stage) -> Chat:
    """Home Affairs' group, connected."""
    return await connected_desk(stage)


async def everything(stage: Stage) -> str:
    """Every value that is stored, in one text."""
    async with stage.database.reading() as tx:
        rows = [row for table in metadata.sorted_tables for row in await tx.all(select(table))]
    return "\n".join(
        value.decode(errors="replace") if isinstance(value, bytes) else str(value)
        for row in rows
        for value in row
    )


async def test_a_point_is_sent_along_only_by_its_button(stage: Stage, desk: Chat) -> None:
    """The button leads to the question and back; the point is kept apart, and shown as taken."""
    an = stage.person("an")
    await tells(an, "Cầu sập, xe không qua được")
    await goes_on(an)
    an.sees_not("Chỉ nơi xử lý xem được")
    await an.presses("Kèm vị trí")
    an.sees("Chỉ nơi xử lý xem được")
    await an.says("ở đầu cầu")
    an.sees("chưa phải một vị trí")
    await an.sends_location(9.61234, 105.98765)
    an.sees("xem lại trước khi gửi", "Kèm vị trí; xóa khi việc khép lại")
    await an.presses("Gửi")
    report = await report_of(stage, code_in(an))
    async with stage.database.reading() as tx:
        point = await locations.of(tx, report.id)
    assert point
    assert (point.lat, point.lon) == (9.61234, 105.98765)


async def test_a_point_may_be_taken_out_again(stage: Stage, desk: Chat) -> None:
    """Before sending, nothing is final."""
    an = stage.person("an")
    await tells(an, "Cầu sập, xe không qua được")
    await goes_on(an)
    await an.presses("Kèm vị trí")
    await an.sends_location(9.6, 105.9)
    await an.presses("Đổi, bỏ vị trí")
    await an.presses("Không kèm vị trí")
    an.sees("xem lại trước khi gửi")
    an.sees_not("Kèm vị trí; xóa")
    await an.presses("Gửi")
    report = await report_of(stage, code_in(an))
    async with stage.database.reading() as tx:
        assert await locations.of(tx, report.id) is None


async def test_the_point_that_finds_a_district_is_dropped(stage: Stage, desk: Chat) -> None:
    """Sharing where one is to choose a commune is not sending it along."""
    an = stage.person("an")
    await an.says("/phananh")
    await an.says("Cầu sập, xe không qua được")
    await an.presses(an.labels[0])
    await an.sends_location(9.81512, 105.94234)
    await an.presses("Xã Kế An")
    await goes_on(an)
    await an.presses("Gửi")
    assert "9.81512" not in await everything(stage)


async def test_anybody_may_name_the_unit_they_speak_for(stage: Stage, desk: Chat) -> None:
    """Marked as unverified, to the person and to the desk."""
    an = stage.person("an")
    await tells(an, "Công nhân chưa được xét nghiệm, không vào ca được")
    await goes_on(an)
    await an.presses("Sửa")
    await an.presses("Tư cách gửi")
    an.sees("chưa xác minh")
    await an.says("Công ty <b>Thủy sản</b> Sông Hậu")
    an.sees("Công ty <b>Thủy sản</b> Sông Hậu (chưa xác minh)")
    await an.presses("Gửi")
    an.sees("chưa xác minh", "Công ty <b>Thủy sản</b> Sông Hậu")
    report = await report_of(stage, code_in(an))
    assert (report.on_behalf, report.verified) == ("Công ty <b>Thủy sản</b> Sông Hậu", False)
    assert any("Sông Hậu (chưa xác minh)" in message.text for message in desk.shown)


@pytest.mark.one_platform("about who somebody is")
async def test_a_code_typed_as_a_name_verifies_nothing(stage: Stage, desk: Chat) -> None:
    """Who types the key of an agency is no officer of it."""
    an = stage.person("an")
    await tells(an, "Chốt không cho xe chở lúa qua")
    await goes_on(an)
    await an.presses("Sửa")
    await an.presses("Tư cách gửi")
    await an.says("so_y_te")
    an.sees("Sở Y tế (chưa xác minh)")
    await an.presses("Gửi")
    assert not (await report_of(stage, code_in(an))).verified


@pytest.mark.one_platform("about who somebody is")
async def test_a_role_that_ended_meanwhile_verifies_nothing(stage: Stage, desk: Chat) -> None:
    """What counts is who they are when they send."""
    an = stage.person("an")
    await an.says("/theodoi")
    async with stage.database.transaction() as tx:
        address = await people.find_address(tx, "stage", "1", "an")
        assert address
        assert address.person_id
        await grants.grant(tx, address.person_id, Role.OFFICER, "31558", "a test", stage.clock.now())
    await tells(an, "Thiếu đồ bảo hộ cho anh em trực chốt")
    await an.presses("Bỏ qua")
    await an.presses("Không gấp")
    await an.presses(an.labels[0])
    await an.presses("Không cần gọi lại")
    async with stage.database.transaction() as tx:
        (held,) = await people.grants_of(tx, address.person_id)
        await tx.execute(metadata.tables["grants"].update().values(revoked_at=stage.clock.now()))
    assert held.scope == "31558"
    await an.presses("Gửi")
    assert not (await report_of(stage, code_in(an))).verified


async def test_unnamed_means_what_it_says(stage: Stage, desk: Chat) -> None:
    """No number is kept, the desk is told not to ask; answer, changes, rating and reopening come all the same."""
    an = stage.person("an")
    await tells(an, "Quán nhậu vẫn bán, đông người tới lui")
    await an.presses("Bỏ qua")
    await an.presses("Không gấp")
    an.sees("“Gửi ẩn danh”")
    await an.presses("Gửi ẩn danh")
    an.sees("Gửi ẩn danh")
    await an.presses("Gửi")
    an.sees("gửi ẩn danh", "đường trả lời")
    report = await report_of(stage, code := code_in(an))
    assert report.contact == ""
    async with stage.database.reading() as tx:
        assert await voices.unnamed(tx, report.id)
    officer = stage.member("officer", desk)
    await officer.says(f"{code} tiếp nhận")
    assert "tiếp nhận" in an.chat.shown[-1].text
    await officer.replies(code, "Xã đã nhắc quán đóng cửa.")
    assert "Xã đã nhắc quán đóng cửa." in an.chat.shown[-1].text
    await an.replies(code, "Tối qua vẫn mở")
    assert any("Tối qua vẫn mở" in shown.text for shown in desk.shown)
    await officer.says(f"{code} đã giải quyết")
    await an.presses("Chưa hài lòng")
    async with stage.database.reading() as tx:
        assert (await ratings.of(tx, report)).discontent == 1
    await an.presses("Chưa được giải quyết")
    assert (await report_of(stage, code)).state is ReportState.REOPENED


async def test_who_speaks_for_a_unit_is_not_unnamed(stage: Stage, desk: Chat) -> None:
    """The unit is named, so the choice is not offered, and an earlier one gives way."""
    an = stage.person("an")
    await tells(an, "Công nhân chưa được xét nghiệm, không vào ca được")
    await an.presses("Bỏ qua")
    await an.presses("Không gấp")
    await an.presses("Gửi ẩn danh")
    await an.presses("Sửa")
    await an.presses("Tư cách gửi")
    await an.says("Hợp tác xã Tân Tiến")
    an.sees_not("Gửi ẩn danh")
    await an.presses("Sửa")
    await an.presses("Số gọi lại")
    assert "Gửi ẩn danh" not in an.labels


async def test_the_place_of_the_last_matter_is_offered_again(stage: Stage, desk: Chat) -> None:
    """To who takes no news: for a difficulty and a good deed alike; another can be chosen; erased, it is gone."""
    an = stage.person("an")
    await an.says("/phananh")
    await an.says("Mất điện từ hôm qua")
    await an.presses(an.labels[0])
    assert not [label for label in an.labels if label.startswith("Lần trước")]
    await an.says("/huy")
    await files(an)
    stage.clock.passes(minutes=1)
    await an.says("/phananh")
    await an.says("Mất điện từ hôm qua")
    await an.presses(an.labels[0])
    await an.presses("Lần trước: Xã Kế An")
    if "Không, việc khác" in an.labels:
        await an.presses("Không, việc khác")
    await goes_on(an)
    an.sees("Xã Kế An")
    await an.presses("Sửa")
    await an.presses("Nơi")
    assert an.labels[0] == "Lần trước: Xã Kế An"
    await an.says("An Lạc Tây")
    await an.presses("Gửi")
    assert (await report_of(stage, code_in(an))).place != "31558"
    await an.says("/guongtot")
    await an.presses("Một người")
    for words in ("Bà Sáu Lành", "ấp Kinh Giữa", "Nấu cơm cho chốt kiểm soát của ấp"):
        await an.says(words)
    assert an.labels[0] == "Lần trước: Xã An Lạc Tây"
    await an.says("/huy")
    await an.says("/xoadulieu")
    for label in ("Đúng, xóa dữ liệu", "Giữ lại, không kèm tên tôi"):
        await an.presses(label)
    await an.says("/phananh")
    await an.says("Mất nước từ hôm qua")
    await an.presses(an.labels[0])
    assert not [label for label in an.labels if label.startswith("Lần trước")]


COMPLAINT = "Tôi muốn tố cáo ông Chín Xyz ăn chặn tiền hỗ trợ"
ILL = f"{COMPLAINT}, mẹ tôi khó thở không ai cứu"


@pytest.mark.one_platform("about what is kept")
@pytest.mark.parametrize("ill", [False, True], ids=["well", "ill"])
@pytest.mark.parametrize(
    "how", ["at once", "forwarded", "in the flow", "as a caption", "as an edit", "later"]
)
async def test_a_complaint_leaves_no_word_anywhere(stage: Stage, desk: Chat, how: str, *, ill: bool) -> None:
    """Neither the inbox nor a dialog nor an outbox holds it; an illness in it brings the health line, and no more."""
    an = stage.person("an")
    words = ILL if ill else COMPLAINT
    match how:
        case "at once":
            await an.says(words)
        case "forwarded":
            await an.says(words, forwarded=True)
        case "in the flow":
            await an.says("/phananh")
            await an.says(words)
        case "as a caption":
            await an.says("/phananh")
            await an.sends_photo(caption=words)
        case "later":
            code = await files(an)
            await an.says(f"{code}: {words}")
        case _:
            await tells(an, "Chốt không cho xe chở lúa qua")
            await goes_on(an)
            await an.presses("Sửa")
            await an.presses("Nội dung")
            await an.says(words)
    an.sees("không được chuyển đi và sẽ bị xóa")
    [answer] = [each for each in an.answers if "không được chuyển đi" in each]
    assert answer.count("1900 9095") == int(ill)
    if ill:
        assert answer.index("1900 9095") < answer.index("khiếu nại, tố cáo")
    assert "Chín Xyz" not in await everything(stage)
    async with stage.database.reading() as tx:
        assert not [row for row in await tx.all(select(inbox)) if row.body]


@pytest.mark.parametrize("ill", ["", ", cấp cứu cũng không cho qua"], ids=["well", "ill"])
@pytest.mark.parametrize("how", ["at once", "in the flow"])
async def test_a_call_to_violence_is_neither_taken_nor_quoted(
    stage: Stage, desk: Chat, how: str, ill: str
) -> None:
    """The police contact of the settings, not a word of the call; where somebody is ill, the health line first."""
    stage.conversation.campaign = stage.campaign.model_copy(
        update={"contacts": stage.campaign.contacts.model_copy(update={"police_contact": "Công an xã Kế An"})}
    )
    an = stage.person("an")
    if how == "in the flow":
        await an.says("/phananh")
    await an.says(f"Anh em ơi 8h tối nay kéo ra quốc lộ phá chốt{ill}")
    an.sees("Công an xã Kế An", "không được chuyển đi")
    assert "\n".join(an.answers).count("1900 9095") == int(bool(ill))
    an.sees_not("quốc lộ")
    assert desk.shown == []
    assert "phá chốt" not in await everything(stage)


async def test_an_emergency_written_in_later_comes_first_too(stage: Stage, desk: Chat) -> None:
    """Words changed at the summary are read again."""
    an = stage.person("an")
    await tells(an, "Chốt không cho xe chở lúa qua")
    await goes_on(an)
    await an.presses("Sửa")
    await an.presses("Nội dung")
    await an.says("Ba tôi khó thở quá, chốt không cho qua")
    [summary] = an.answers
    assert summary.index("1900 9095") < summary.index("xem lại trước khi gửi")


@pytest.mark.one_platform("about a setting")
async def test_false_reports_are_mentioned_only_if_the_office_words_it(stage: Stage, desk: Chat) -> None:
    """The shipped file says nothing of the law; a filled one says exactly its sentence."""
    an = stage.person("an")
    await tells(an, "Chốt không cho xe chở lúa qua")
    await goes_on(an)
    an.sees_not("sai sự thật")
    note = stage.campaign.notes.model_copy(
        update={"false_reports": "Báo sai sự thật bị xử phạt theo Nghị định X."}
    )
    stage.conversation.campaign = stage.campaign.model_copy(update={"notes": note})
    await an.presses("Sửa")
    await an.presses("Mức gấp")
    await an.presses("Không gấp")
    an.sees("Báo sai sự thật bị xử phạt theo Nghị định X.")


ZALGO = "h\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309\u030a\u030b" * 40
TORTURE = {
    "turned": "\u202egạo hết\u202c \u200fnhà tôi\u2067 ba ngày",
    "zalgo": f"Nhà hết gạo {ZALGO}",
    "emoji": "Nhà hết gạo 👨‍👩‍👧‍👦🏳️‍🌈🇻🇳 " * 20,
    "script": "<script>alert('hết gạo')</script> </b></a> {{ 7*7 }} {% raw %}",
    "formula": '=HYPERLINK("http://x.example","hết gạo") +1 @SUM(A1)',
    "lines": "Nhà hết gạo\n\n\n\n\n\r\n\t\x00 ba ngày",
}


@pytest.mark.one_platform("about what text may hold")
@pytest.mark.parametrize("name", TORTURE)
async def test_torturous_text_arrives_whole_and_harmless(stage: Stage, desk: Chat, name: str) -> None:
    """It becomes a report like any other: sound markup on both ends, nothing turned round, nothing buried."""
    an = stage.person("an")
    await an.says("/phananh")
    await an.says(TORTURE[name])
    for _ in range(2):
        if "ở xã, phường nào" not in an.answers[-1]:
            await an.presses(an.labels[0])
    await an.says("Kế An")
    await goes_on(an)
    await an.presses("Gửi")
    report = await report_of(stage, code_in(an))
    for message in (*an.chat.shown, *desk.shown):
        if not message.mine:
            check(message.reply.text)
            assert not set(message.text) & set("\u202e\u202c\u2067\u200f\x00")
    assert "hết" in report.words or "gạo" in report.words
    if name == "zalgo":
        assert len(report.words) < len(TORTURE[name]) / 2
    if name in {"script", "formula"}:
        assert report.words == TORTURE[name]


@pytest.mark.one_platform("about counting")
@pytest.mark.parametrize("length", [MOST_WORDS + 1, 10_000])
async def test_text_that_is_too_long_is_told_the_limit(stage: Stage, desk: Chat, length: int) -> None:
    """In the dialog and before it; the dialog goes on."""
    an = stage.person("an")
    text = ("Nhà tôi hết gạo " * (length // 16 + 1))[: length - 1] + "x"
    assert utf16(text) == length
    await an.says("/phananh")
    await an.says(text)
    an.sees("tối đa 1.500")
    await an.says("Nhà tôi hết gạo ba ngày nay")
    an.sees("thuộc nhóm nào")
    binh = stage.person("binh")
    await binh.says(text)
    if "Báo khó khăn, vướng mắc" in binh.labels:
        await binh.presses("Báo khó khăn, vướng mắc")
        binh.sees("tối đa 1.500", "việc gì, ở đâu, từ khi nào")


@pytest.mark.one_platform("about counting")
@pytest.mark.parametrize("where", ["nowhere", "at the words", "at the place", "at the files"])
async def test_a_flood_of_photos_gets_one_clear_answer(stage: Stage, desk: Chat, where: str) -> None:
    """However many come, a handful of answers; the dialog is as it was."""
    an = stage.person("an")
    if where != "nowhere":
        await an.says("/phananh")
    if where in {"at the place", "at the files"}:
        await an.says("Nhà tôi hết gạo ba ngày nay")
        await an.presses(an.labels[0])
    if where == "at the files":
        await an.says("Kế An")
    before = len(an.chat.shown)
    for number in range(40):
        await an.sends_photo(f"photo-{number}")
    answered = [message for message in an.chat.shown[before:] if not message.mine]
    assert 0 < len(answered) <= 7
    assert desk.shown == []
    await an.says("/huy")
    assert await files(an)


@pytest.mark.one_platform("about counting")
async def test_a_desk_hears_of_no_flood_of_others(stage: Stage, desk: Chat) -> None:
    """Somebody at the limit keeps nobody else from filing."""
    limits = stage.campaign.limits.model_copy(update={"per_hour": 2, "per_day": 3})
    stage.conversation.campaign = stage.campaign.model_copy(update={"limits": limits})
    an, binh = stage.person("an"), stage.person("binh")
    for words in ("Chốt không cho xe chở lúa qua", "Mất điện từ hôm qua"):
        await files(an, words)
    await an.says("/phananh")
    an.sees("tối đa 2 việc một giờ, 3 việc một ngày", "11:00 ngày 18/8/2021", "1900 9095")
    assert await files(binh, "Nước máy đục, không xài được")
    stage.clock.passes(minutes=61)
    await files(an, "Trâu bò không có cỏ ăn vì chốt")
    stage.clock.passes(minutes=61)
    await an.says("/guongtot")
    an.sees("tối đa 2 việc một giờ")
    async with stage.database.reading() as tx:
        assert await desks.holders(tx, Role.ADMIN) == []
