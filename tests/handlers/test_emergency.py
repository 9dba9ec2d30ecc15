"""Danger to life comes first, wherever it is said: in a flow, in a follow-up, after all is closed."""

import pytest

from tests.driver import Person, Stage
from tests.handlers.filing import files
from tests.handlers.staff.desks import connected

ONE_PLATFORM = "the words are the same on each"
CRY = "Ba tôi khó thở quá, tím tái rồi"


def comes_first(an: Person) -> None:
    """Where help is stands in the first line of the first answer."""
    assert "1900 9095" in an.answers[0].splitlines()[0], an.answers


async def test_a_cry_among_the_follow_ups_to_the_desk(stage: Stage) -> None:
    """Asked by the desk, in reply to its answer, beside the code: help first, and the desk reads it all the same."""
    an = stage.person("an")
    binh = stage.member("binh", await connected(stage, "-100", "so_noi_vu"))
    code = await files(an)
    await binh.replies(code, f"{code} hỏi thêm: Nhà mình ở ấp nào?")
    await an.presses("Trả lời")
    await an.says(CRY)
    comes_first(an)
    an.sees("Đã chuyển lời bà con nhắn thêm")
    assert CRY in "\n".join(binh.answers)
    await binh.replies(code, "Chiều nay xã mang gạo tới.")
    await an.replies("Chiều nay xã mang gạo tới.", CRY)
    comes_first(an)
    await an.says(f"{code}: {CRY}")
    comes_first(an)
    await an.says(f"{code}: Cảm ơn nhiều")
    an.sees("Đã chuyển lời bà con nhắn thêm")
    an.sees_not("1900 9095")


async def test_a_cry_after_the_matter_is_closed(stage: Stage) -> None:
    """Nothing is taken any more, and yet the first thing said is where help is."""
    an = stage.person("an")
    binh = stage.member("binh", await connected(stage, "-100", "so_noi_vu"))
    code = await files(an)
    await binh.presses("Đã giải quyết")
    await an.says(f"{code}: {CRY}")
    comes_first(an)


@pytest.mark.parametrize("step", ["name", "unit", "deed", "result", "nominator"])
async def test_a_cry_in_the_middle_of_a_nomination(stage: Stage, step: str) -> None:
    """Whatever was asked, the words are kept for it and help is named above the next question."""
    an = stage.person("an")
    said = {
        "name": "Bà Sáu Lành",
        "unit": "ấp Kinh Giữa",
        "deed": "Nấu cơm cho chốt kiểm dịch",
        "result": "Ai cũng khỏe",
        "nominator": "Trần Văn An",
    }
    pressed = {"deed": ("Hôm nay",), "result": ("Giúp việc khác", "Tận mắt thấy", "Nêu được")}
    await an.says("/guongtot")
    await an.presses("Một người")
    for name, words in said.items():
        await an.says(CRY if name == step else words)
        if name == step:
            comes_first(an)
        else:
            an.sees_not("1900 9095")
        if name == "deed":
            await an.says("Kế An")
        for label in pressed.get(name, ()):
            await an.presses(label)
    an.sees("đồng ý")


async def test_a_cry_in_the_middle_of_an_offer(stage: Stage) -> None:
    """What is offered, and when: help first, then the next question."""
    an = stage.person("an")
    await an.says("/gopsuc")
    await an.presses("Hàng hóa, nhu yếu phẩm")
    await an.says(f"10 thùng mì. {CRY}")
    comes_first(an)
    an.sees("xã, phường nào")
    await an.says("Kế An")
    an.sees_not("1900 9095")
    await an.says(CRY)
    comes_first(an)


async def test_a_cry_added_to_a_nomination(stage: Stage) -> None:
    """Who tells more about it to the locality is answered as everybody is."""
    an = stage.person("an")
    await an.says("/guongtot")
    await an.presses("Một người")
    for words in ("Bà Sáu Lành", "ấp Kinh Giữa", "Nấu cơm cho chốt kiểm dịch", "Kế An"):
        await an.says(words)
    for label in (
        "Hôm nay",
        "Bỏ qua",
        "Giúp việc khác",
        "Tận mắt thấy",
        "Giữ kín tên tôi",
        "Chưa hỏi",
        "Bỏ qua",
    ):
        await an.presses(label)
    await an.presses("Gửi")
    code = next(word.strip(".,") for word in "\n".join(an.answers).split() if word.startswith("GT-"))
    await an.says(f"{code}: {CRY}")
    comes_first(an)


async def test_what_officers_write_is_not_taken_for_a_cry(stage: Stage) -> None:
    """They write about others: nobody at a desk is told to call for help."""
    an = stage.person("an")
    binh = stage.member("binh", await connected(stage, "-100", "so_noi_vu"))
    code = await files(an)
    await binh.replies(code, "Có người khó thở thì gọi ngay trạm y tế xã")
    binh.sees("Đã gửi tới người báo")
    binh.sees_not("Nếu đang khó thở")
