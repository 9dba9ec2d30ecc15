"""Giới thiệu gương người tốt, việc tốt: from the first word to the code."""

import re
from datetime import UTC, date, datetime

import pytest

from messages.content import Attachment, AttachmentKind
from storage import nominations
from storage.database import Database
from storage.records import Nomination
from tests.driver import Person, Stage

DEED = "Mấy ngày nay bà ấy nấu cơm cho chốt kiểm soát của ấp"


async def tells(an: Person, *, when: str = "Hôm qua") -> None:
    """Everything up to the summary, by the shortest way."""
    await an.says("/guongtot")
    await an.presses("Một người")
    await an.says("Bà Sáu Lành")
    await an.says("ấp Kinh Giữa")
    await an.says(DEED)
    await an.says("Kế An")
    await (an.presses(when) if when in an.labels else an.says(when))
    await an.presses("Bỏ qua")
    await an.presses("Giữ vững vùng xanh")
    await an.presses("Tận mắt thấy")
    await an.presses("Giữ kín tên tôi")
    await an.presses("Chưa hỏi")
    await an.presses("Bỏ qua")


def code_in(person: Person) -> str:
    found = re.search(r"GT-[0-9A-Z]{5}", "\n".join(person.answers))
    assert found, person.answers
    return found[0]


async def kept(database: Database, code: str) -> Nomination:
    async with database.reading() as tx:
        found = await nominations.get(tx, code)
    assert found is not None
    return found


async def test_a_good_deed_from_the_first_word_to_the_code(stage: Stage) -> None:
    """Every question once, a summary, then a code and what happens next; all of it is kept."""
    an = stage.person("an")
    await an.says("/guongtot")
    an.sees("một người hay một tập thể")
    await an.presses("Một người")
    an.sees("Người đó tên gì")
    await an.says("Bà Sáu Lành")
    an.sees("ấp, khóm nào")
    await an.says("ấp Kinh Giữa")
    an.sees("đã làm việc gì")
    await an.says(DEED)
    an.sees("Việc này giúp cho xã, phường nào")
    await an.says("ke an")
    an.sees("ngày nào")
    await an.presses("Hôm qua")
    an.sees("Kết quả ra sao")
    await an.says("Mỗi ngày 40 phần cơm")
    an.sees("giúp gì cho Xã Kế An")
    await an.presses("Giữ vững vùng xanh")
    an.sees("Vì sao bà con biết")
    await an.presses("Tận mắt thấy")
    an.sees("tên người giới thiệu")
    await an.presses("Giữ kín tên tôi")
    an.sees("đã đồng ý")
    await an.presses("Chưa hỏi")
    await an.sends_photo()
    await an.presses("Xong")
    an.sees("Bà Sáu Lành", "ấp Kinh Giữa", DEED, "Xã Kế An", "17/8/2021", "40 phần cơm", "giữ kín", "1 tệp")
    await an.presses("Gửi")
    an.sees("Cảm ơn bà con đã giới thiệu gương người tốt, việc tốt", "Địa phương sẽ xác minh")
    found = await kept(stage.database, code_in(an))
    assert (found.name, found.unit, found.deed, found.place) == ("Bà Sáu Lành", "ấp Kinh Giữa", DEED, "31558")
    assert (found.happened, found.result) == ("17/8/2021", "Mỗi ngày 40 phần cơm")
    assert (found.helped, found.known_how) == ("kept_green", "tận mắt thấy")
    assert (found.collective, found.name_withheld, found.nominee_knows) == (False, True, False)
    assert [each.kind for each in found.attachments] == [AttachmentKind.PHOTO]


async def test_nothing_said_promises_a_commendation(stage: Stage) -> None:
    """A tip is a tip: no text of ours says that the person proposes an award."""
    an = stage.person("an")
    await tells(an)
    await an.presses("Gửi")
    said = "\n".join(message.text for message in an.chat.shown if not message.mine)
    assert "đề nghị khen thưởng" not in said
    assert "Đây là lời giới thiệu" in said


async def test_a_collective_in_ones_own_words(stage: Stage) -> None:
    """A group of people; how it is known, told freely; the nominee is known to agree."""
    an = stage.person("an")
    await an.says("giới thiệu gương")
    await an.says("tập thể")
    an.sees("Tập thể đó tên gì")
    await an.says("Tổ Covid cộng đồng ấp 3")
    await an.presses("Tôi không rõ")
    await an.says("Đi từng nhà phát khẩu trang")
    await an.says("Kế An")
    await an.says("16/8 đến hôm qua")
    await an.presses("Bỏ qua")
    await an.presses("Giúp việc khác")
    await an.presses("Cách khác")
    an.sees("bằng cách nào")
    await an.says("Huy kể cho tôi nghe")  # a name, not a wish to cancel
    await an.presses("Nêu được")
    an.sees("Bà con tên gì")
    await an.says("Lan")
    await an.presses("Đã đồng ý")
    await an.presses("Bỏ qua")
    an.sees("16/8/2021 đến 17/8/2021", "Huy kể cho tôi nghe", "Tên người giới thiệu: Lan")
    await an.presses("Gửi")
    found = await kept(stage.database, code_in(an))
    assert (found.collective, found.unit, found.happened) == (True, "", "16/8/2021 - 17/8/2021")
    assert (found.known_how, found.nominee_knows) == ("Huy kể cho tôi nghe", True)
    assert (found.nominator, found.name_withheld, found.own) == ("Lan", False, False)
    assert (found.first_day, found.last_day) == (date(2021, 8, 16), date(2021, 8, 17))


@pytest.mark.one_platform("about reading dates")
@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("20/8", "chưa tới"),
        ("15/8", "nằm ngoài đợt thi đua"),
        ("18/8 đến 16/8", "ngày đầu đang ghi sau"),
        ("31/9", "chưa đọc ra ngày"),
        ("lâu rồi", "chưa đọc ra ngày"),
    ],
)
async def test_a_date_that_cannot_be_is_refused_with_its_reason(stage: Stage, said: str, why: str) -> None:
    """What is wrong with the date is said, with an example, and the question stays."""
    an = stage.person("an")
    await an.says("/guongtot")
    for answer in ("Một người", "Bà Sáu", "ấp 3", DEED, "Kế An", said):
        await an.says(answer)
    assert why in "\n".join(an.answers).lower()
    an.sees("ví dụ 18/8", "Việc này diễn ra ngày nào")
    await an.says("hom qua")
    an.sees("Kết quả ra sao")


async def test_another_day_is_offered_as_buttons(stage: Stage) -> None:
    """The days of the campaign so far, none before it and none to come."""
    an = stage.person("an")
    await an.says("/guongtot")
    for answer in ("Một người", "Bà Sáu", "ấp 3", DEED, "Kế An", "Ngày khác"):
        await an.says(answer)
    assert an.labels[:4] == ["16/8", "17/8", "18/8", "Quay lại"]
    await an.presses("16/8")
    an.sees("Kết quả ra sao")


async def test_on_the_first_day_yesterday_is_not_offered(stage: Stage) -> None:
    """Yesterday lies before the campaign."""
    stage.clock.at = datetime(2021, 8, 16, 3, tzinfo=UTC)
    an = stage.person("an")
    await an.says("/guongtot")
    for answer in ("Một người", "Bà Sáu", "ấp 3", DEED, "Kế An"):
        await an.says(answer)
    assert an.labels[:2] == ["Hôm nay", "Ngày khác"]


@pytest.mark.one_platform("about reading dates")
async def test_before_the_start_any_past_day_is_taken(stage: Stage) -> None:
    """Good deeds do not wait for the campaign; staff judge what counts."""
    stage.clock.at = datetime(2021, 8, 14, 3, tzinfo=UTC)
    an = stage.person("an")
    await tells(an, when="12/8")
    await an.presses("Gửi")
    assert (await kept(stage.database, code_in(an))).happened == "12/8/2021"


async def test_words_said_before_are_the_deed(stage: Stage) -> None:
    """Someone who simply tells a story is not asked for it again; identity numbers are hidden."""
    an = stage.person("an")
    await an.says("Tôi muốn giới thiệu gương tốt: chú Ba 094123456789 phát gạo cho cả ấp")
    if "Giới thiệu việc tốt" in an.labels:
        await an.presses("Giới thiệu việc tốt")
    await an.presses("Một người")
    await an.says("Chú Ba")
    await an.says("ấp 3")
    an.sees("Việc này giúp cho xã, phường nào")
    for answer in ("Kế An", "Hôm nay", "Bỏ qua", "Giúp việc khác", "Được giúp", "Nêu được", "Bỏ qua"):
        await an.says(answer)
    await an.presses("Không rõ")
    await an.presses("Bỏ qua")
    an.sees("phát gạo cho cả ấp", "[số giấy tờ đã ẩn]")
    await an.presses("Gửi")
    found = await kept(stage.database, code_in(an))
    assert "094123456789" not in found.deed
    assert found.nominee_knows is None


async def test_no_identity_number_is_kept_in_any_answer(stage: Stage) -> None:
    """Twelve digits typed into a name, a unit or a result are hidden before they are kept."""
    an = stage.person("an")
    await an.says("/guongtot")
    for answer in ("Một người", "Bà Sáu 094123456789", "ấp 3 094123456789", DEED, "Kế An", "Hôm nay"):
        await an.says(answer)
    for answer in ("Tốt 094123456789", "Giúp việc khác", "Nghe số 094123456789", "Nêu được"):
        await an.says(answer)
    await an.says("Lan 094123456789")
    await an.presses("Không rõ")
    await an.presses("Bỏ qua")
    await an.presses("Gửi")
    assert "094123456789" not in repr(await kept(stage.database, code_in(an)))


async def test_everything_can_be_spoken(stage: Stage) -> None:
    """Who does not write speaks: a voice message is an answer wherever words are, and goes along."""
    an = stage.person("an")
    voices = iter("abcdef")

    async def speaks() -> None:
        await an.sends(Attachment(kind=AttachmentKind.VOICE, ref=next(voices), origin="stage:1"))

    await an.says("/guongtot")
    await an.presses("Một người")
    for asked in ("ấp, khóm nào", "đã làm việc gì", "xã, phường nào"):
        await speaks()
        an.sees(asked)
    await an.says("Kế An")
    await an.presses("Hôm nay")
    await speaks()
    await an.presses("Giúp việc khác")
    await speaks()
    await an.presses("Nêu được")
    await speaks()
    await an.presses("Không rõ")
    an.sees("(xem tệp kèm theo)", "6 tệp")
    await an.presses("Gửi")
    found = await kept(stage.database, code_in(an))
    assert sorted(each.ref for each in found.attachments) == list("abcdef")
    assert found.name == found.result == found.known_how == found.nominator == "(xem tệp kèm theo)"


async def test_a_voice_that_tells_who_speaks_is_kept_back_with_the_name(stage: Stage) -> None:
    """Spoken first, withheld after all: neither words nor voice go along."""
    an = stage.person("an")
    await an.says("/guongtot")
    await an.presses("Một người")
    for words in ("Bà Sáu Lành", "ấp Kinh Giữa", DEED, "Kế An"):
        await an.says(words)
    for label in ("Hôm nay", "Bỏ qua", "Giúp việc khác", "Tận mắt thấy", "Nêu được"):
        await an.presses(label)
    await an.sends(Attachment(kind=AttachmentKind.VOICE, ref="me", origin="stage:1"))
    for label in ("Chưa hỏi", "Bỏ qua", "Sửa", "Giữ kín tên", "Giữ kín tên tôi", "Gửi"):
        await an.presses(label)
    found = await kept(stage.database, code_in(an))
    assert (found.attachments, found.nominator, found.name_withheld) == ((), "", True)


async def test_each_part_can_be_changed_from_the_summary(stage: Stage) -> None:
    """A changed part comes back to the summary; everything else stays."""
    an = stage.person("an")
    await tells(an)
    changes = {
        "Tên": ("Bà Sáu Lành Nhỏ",),
        "Ấp, đơn vị": ("ấp Mới",),
        "Việc đã làm": ("Nấu cơm và giặt đồ",),
        "Nơi được giúp": ("Ba Trinh",),
        "Ngày": ("Ngày khác", "16/8"),
        "Kết quả": ("Ai cũng khỏe",),
        "Giúp gì": ("Chuyển sang vùng nguy cơ thấp hơn",),
        "Vì sao biết": ("Cách khác", "Xem trên đài"),
        "Giữ kín tên": ("Nêu được",),
        "Sự đồng ý": ("Đã đồng ý",),
    }
    for part, answers in changes.items():
        await an.presses("Sửa")
        await an.presses(part)
        for answer in answers:
            await an.says(answer)
        an.sees("xem lại lời giới thiệu")
    an.sees("Bà Sáu Lành Nhỏ", "ấp Mới", "giặt đồ", "Xã Ba Trinh", "16/8/2021", "Ai cũng khỏe")
    an.sees("nguy cơ thấp hơn", "Xem trên đài", "nêu được", "đã đồng ý")


async def test_a_second_press_on_send_makes_no_second_nomination(stage: Stage) -> None:
    """One press, one code."""
    an = stage.person("an")
    await tells(an)
    send = an.button("Gửi")
    await an.presses_data(send)
    await an.presses_data(send)
    an.sees_nothing()
    async with stage.database.reading() as tx:
        person = (await kept(stage.database, code_in_all(an))).person_id or 0
        assert len(await nominations.of_person(tx, person)) == 1


def code_in_all(person: Person) -> str:
    found = re.search(r"GT-[0-9A-Z]{5}", "\n".join(message.text for message in person.chat.shown))
    assert found
    return found[0]


async def test_after_the_last_day_it_says_where_to_go(stage: Stage) -> None:
    """Taken through the last day of the campaign file, to midnight there; then a way on is named."""
    an = stage.person("an")
    stage.clock.at = datetime(2021, 8, 25, 16, 59, tzinfo=UTC)
    await an.says("/guongtot")
    an.sees("một người hay một tập thể")
    await an.says("/huy")
    stage.clock.at = datetime(2021, 8, 25, 17, 0, tzinfo=UTC)
    await an.says("/guongtot")
    an.sees("đến hết ngày 25/8/2021", "Ủy ban nhân dân xã, phường")


async def test_one_begun_in_time_is_refused_too_late(stage: Stage) -> None:
    """The last day is the last day, also for the final press."""
    an = stage.person("an")
    stage.clock.at = datetime(2021, 8, 25, 16, 50, tzinfo=UTC)
    await tells(an)
    stage.clock.passes(minutes=20)
    await an.presses("Gửi")
    an.sees("đến hết ngày 25/8/2021")
