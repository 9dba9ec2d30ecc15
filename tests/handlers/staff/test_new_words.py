"""New words of a bulletin: checked as the draft was, in the same frame, and shown whole to who lets them go."""

import pytest

from messages.encoding import load_reply
from messages.markup import plain
from storage import bulletins
from tests.driver import Person, Shown, Stage
from tests.handlers.staff.newsroom import approver, citizens, decides, editor, started, writes

TITLE, SOURCE, WORDS = "Chợ Nhà Lồng tạm nghỉ", "Thông báo số 5 của UBND xã", "Chợ mở lại từ 7 giờ ngày 19/8."


async def sending(stage: Stage) -> tuple[Person, Person]:
    """A bulletin with a source, a time up to which it holds and a button, on its way."""
    lan, tam = await editor(stage), await approver(stage)
    await writes(lan, TITLE, "Chợ nghỉ đến hết tuần.")
    for part, said in (("Nguồn", SOURCE), ("Thời hạn", "20:00 20/8")):
        await lan.presses("Sửa")
        await lan.presses(part)
        await lan.says(said)
    await lan.presses("Sửa")
    await lan.presses("Lựa chọn")
    await lan.presses("Thêm “Đã đọc”")
    await lan.presses("Xong")
    await lan.presses("Gửi duyệt")
    await decides(tam, "Duyệt và gửi")
    assert await started(stage) == 1
    return lan, tam


async def rewrites(lan: Person, said: str, whom: str = "Cả người đã nhận (đính chính)") -> None:
    await lan.presses("Sửa lời, đính chính")
    await lan.presses(whom)
    await lan.says(said)


def put_before(tam: Person) -> tuple[Shown, Shown]:
    """The message with new words as an approver is shown it, and the question under it."""
    at = next(n for n, each in reversed([*enumerate(tam.chat.shown)]) if "ngay phía trên" in each.text)
    return tam.chat.shown[at - 1], tam.chat.shown[at]


async def text_now(stage: Stage) -> str:
    async with stage.database.reading() as tx:
        found = await bulletins.get(tx, 1)
    assert found is not None
    return plain(load_reply(found.reply).text)


async def test_a_correction_keeps_the_frame(stage: Stage) -> None:
    """Title, source, validity and agency stay, the approver reads all of it, and people read that it corrects."""
    (an,) = await citizens(stage, "an")
    lan, tam = await sending(stage)
    frame = (TITLE, f"Nguồn: {SOURCE}", "Tin có giá trị đến", stage.campaign.agency("so_tttt").name)  # type: ignore[union-attr]
    await rewrites(lan, WORDS)
    lan.sees(WORDS, "Tên bản tin, nguồn, thời hạn, tên cơ quan giữ như bản tin cũ")
    await lan.presses("Gửi duyệt")
    whole, question = put_before(tam)
    assert all(each in whole.text for each in (*frame, f"Đính chính: {WORDS}"))
    assert question.labels == ["Duyệt", "Không duyệt"]
    assert "Đã đọc" in whole.labels
    await tam.presses("Duyệt")
    assert await text_now(stage) == plain(whole.reply.text)
    await an.says("/tinmoi")
    an.sees(*frame, f"Đính chính: {WORDS}")
    an.sees_not("nghỉ đến hết tuần")
    assert "Đã đọc" in an.labels


@pytest.mark.one_platform("about the frame")
async def test_words_for_those_not_yet_reached_correct_nothing(stage: Stage) -> None:
    """The same frame, without the word."""
    lan, tam = await sending(stage)
    await rewrites(lan, WORDS, "Chỉ người chưa nhận")
    await lan.presses("Gửi duyệt")
    await tam.presses("Duyệt")
    said = await text_now(stage)
    assert said.startswith(TITLE)
    assert WORDS in said
    assert "Đính chính" not in said


@pytest.mark.one_platform("about gaps")
async def test_a_gap_in_new_words_is_refused(stage: Stage) -> None:
    """It says which, asks again, and nothing waits; written out, the words go their way."""
    lan, tam = await sending(stage)
    label = stage.campaign.figures[0].label
    await rewrites(lan, f"Ca mắc mới: {{{stage.campaign.figures[0].key}}}")
    if "Giữ nguyên dấu" in lan.labels:
        await lan.presses("Giữ nguyên dấu")
    await lan.presses("Gửi duyệt")
    lan.sees("còn chỗ trống", label, "Đồng chí viết lời đính chính")
    async with stage.database.reading() as tx:
        assert await bulletins.pending(tx, 1) is None
    await lan.says(WORDS)
    await lan.presses("Gửi duyệt")
    await tam.presses("Duyệt")
    assert WORDS in await text_now(stage)


async def test_what_tells_of_a_recall_is_words_alone(stage: Stage) -> None:
    """No title and no button of what was taken back."""
    lan, tam = await sending(stage)
    await lan.presses("Thu hồi")
    await lan.presses("Đúng, thu hồi")
    await lan.presses("Sửa lời, đính chính")
    lan.sees_not("giữ nguyên")
    await lan.says("Tin về chợ là tin sai.")
    await lan.presses("Gửi duyệt")
    whole, _ = put_before(tam)
    assert (whole.text, whole.labels) == ("Tin về chợ là tin sai.", [])
