"""A reply to a card says what it is about: a question that stands open meanwhile does not take it for its answer."""

import pytest

from storage.records import Role
from tests.driver import Stage
from tests.handlers.staff.desks import files_a_report, holding

pytestmark = pytest.mark.needs("replies")


@pytest.mark.parametrize("command", ["/kiemchung", "/guongtot"])
async def test_an_officer_answers_a_card_in_the_middle_of_something(stage: Stage, command: str) -> None:
    """The person reads the answer; the question stays open, with a way back, and nothing was written into it."""
    an = stage.person("an")
    binh = await holding(stage, "binh", Role.HOME_AFFAIRS, "so_noi_vu")
    code = await files_a_report(an)
    await binh.says(command)
    asked = binh.answers[-1]
    await binh.replies(f"{code}", "Tổ dân phố mang gạo tới chiều nay.")
    an.sees("Tổ dân phố mang gạo tới chiều nay.")
    binh.sees_not("Chưa kiểm chứng")
    await binh.presses("Làm tiếp việc đang dở")
    assert binh.answers[-1] == asked


async def test_a_person_writes_on_in_the_middle_of_something(stage: Stage) -> None:
    """Their reply to the office's answer goes under its report; one to the question itself is its answer."""
    an = stage.person("an")
    binh = await holding(stage, "binh", Role.HOME_AFFAIRS, "so_noi_vu")
    code = await files_a_report(an)
    await binh.replies(code, "Nhà ở ấp nào?")
    await an.says("/kiemchung")
    await an.replies("Nhà ở ấp nào?", "Ấp 3, cạnh trường học")
    binh.sees("Ấp 3, cạnh trường học")
    await an.replies("muốn kiểm chứng vào đây", "Ngày mai phong tỏa toàn tỉnh 14 ngày")
    an.sees("Chưa kiểm chứng")
