"""A code, a colon and words are about that matter, on every platform: an open question does not take them."""

from storage.records import Role
from tests.driver import Stage
from tests.handlers.staff.desks import files_a_report, holding

ASKED = "Chưa kiểm chứng"


async def test_a_matter_named_by_its_code_wins_over_the_open_question(stage: Stage) -> None:
    """From the desk and from the person: it gets there, and the question is asked again, empty."""
    an = stage.person("an")
    binh = await holding(stage, "binh", Role.HOME_AFFAIRS, "so_noi_vu")
    code = await files_a_report(an)
    await an.says("/phananh")
    await an.says("Chốt kiểm dịch không cho xe chở rau qua")
    kinds = an.labels
    await binh.says("/guongtot")
    await binh.presses("Một người")
    asked = binh.answers[-1]
    await binh.says(f"{code}: Chiều nay xã mang gạo tới.")
    assert "Chiều nay xã mang gạo tới." in an.chat.shown[-1].text
    binh.sees("Đã gửi tới người báo")
    assert binh.answers[-1] == asked
    await an.says(f"{code.lower().replace('-', ' - ')} : Cảm ơn, đã nhận được gạo")
    an.sees("Đã chuyển lời bà con nhắn thêm", "thuộc nhóm nào")
    assert an.labels == kinds
    assert any("Cảm ơn, đã nhận được gạo" in each.text for each in binh.chat.shown)


async def test_a_code_that_is_not_theirs_is_an_answer_like_any_other(stage: Stage) -> None:
    """Neither a stranger's matter nor a code without words leads away from the question."""
    an, ba = stage.person("an"), stage.person("ba")
    code = await files_a_report(an)
    for said in (f"{code}: xem giúp", "KK-7M2QX: việc này ai lo?"):
        await ba.says("/guongtot")
        await ba.presses("Một người")
        await ba.says(said)
        ba.sees("ấp, khóm nào")
        await ba.says("/huy")


async def test_words_that_lead_to_a_question_of_their_own_leave_it_standing(stage: Stage) -> None:
    """An action that asks back is what is open then; nothing is asked twice."""
    an = stage.person("an")
    binh = await holding(stage, "binh", Role.HOME_AFFAIRS, "so_noi_vu")
    code = await files_a_report(an)
    await binh.says("/kiemchung")
    await binh.says(f"{code} chuyển: Y tế")
    binh.sees_not(ASKED)
