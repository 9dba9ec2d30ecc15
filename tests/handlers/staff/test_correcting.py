"""A decision that was entered wrongly: put right by the same office, logged, told to whoever had read the wrong one."""

from datetime import date

import pytest

from storage import audit
from storage.records import NominationState
from tests.driver import Stage
from tests.handlers.staff.nominating import Cast, cast, does, kept, newest_card, opens, proposed

WRONG, RIGHT = "2145/QĐ-UBND; 18/8/2021; Bằng khen", "2154/QĐ-UBND; 17/8/2021; Bằng khen"


@pytest.fixture
async def parts(stage: Stage) -> Cast:
    return await cast(stage)


async def decided(
    parts: Cast, name: str = "Bà Sáu Lành", deed: str = "Nấu cơm cho chốt kiểm soát của ấp"
) -> str:
    """One with a decision whose number is wrong."""
    code = await proposed(parts, name=name, deed=deed)
    await does(parts.noi, code, "Đã thẩm định", "Đủ hồ sơ")
    await does(parts.noi, code, "Hội đồng đã xét", "05/BB-HĐ; 18/8; nhất trí")
    await does(parts.noi, code, "Đã có quyết định", WRONG)
    return code


async def test_a_wrong_number_is_put_right_and_told(stage: Stage, parts: Cast) -> None:
    """On the card, in the log with both numbers, and to the nominator; the state stays."""
    code = await decided(parts)
    await does(parts.noi, code, "Sửa quyết định đã ghi", "không số; 17/8/2021; Bằng khen")
    parts.noi.sees("phải có số")
    await parts.noi.says(f"{code} sửa quyết định: {WRONG}")
    parts.noi.sees("giống hệt")
    await parts.noi.says(f"{code} sửa quyết định: {RIGHT}")
    parts.noi.sees("đã sửa quyết định thành Bằng khen, số 2154/QĐ-UBND, ngày 17/8/2021", "1 người")
    assert parts.noi.answers[-1].count("gương khác") == 0
    news = parts.an.chat.shown[-1].text
    assert "Xin đính chính tin đã báo" in news
    assert "Quyết định số 2154/QĐ-UBND ngày 17/8/2021" in news
    found = await kept(stage, code)
    assert (found.state, found.decision_number) == (NominationState.DECIDED, "2154/QĐ-UBND")
    assert found.decision_date == date(2021, 8, 17)
    card = next(m.text for m in reversed(parts.office.shown) if "Trạng thái:" in m.text)
    assert "Quyết định: Bằng khen, Quyết định số 2154/QĐ-UBND ngày 17/8/2021" in card
    async with stage.database.reading() as tx:
        (line,) = [row for row in await audit.recent(tx, 100) if row.action == "nomination.corrected"]
    assert (line.subject, line.detail["before"], line.detail["now"]) == (code, "2145/QĐ-UBND", "2154/QĐ-UBND")


@pytest.mark.one_platform("about counting")
async def test_all_that_have_the_wrong_number_are_put_right_at_once(stage: Stage, parts: Cast) -> None:
    """Their nominator hears once of both; a second press finds nothing more to do."""
    first = await decided(parts)
    second = await decided(parts, "Ông Tám Đực", "Chở rau đi phát cho cả ấp")
    third = await decided(parts, "Cô Bảy Hoa", "May khẩu trang tặng bà con")
    await parts.noi.says(f"{first} sửa quyết định: {RIGHT}")
    parts.noi.sees("Còn 2 gương khác ghi Quyết định số 2145/QĐ-UBND")
    told = len(parts.an.chat.shown)
    await parts.noi.presses("Sửa cả 2 gương đó")
    parts.noi.sees("Đã ghi cho 2 gương", "Báo tin cho 1 người")
    (news,) = [each.text for each in parts.an.chat.shown[told:]]
    assert second in news
    assert third in news
    for code in (second, third):
        assert (await kept(stage, code)).decision_number == "2154/QĐ-UBND"
    await parts.noi.presses("Sửa cả 2 gương đó")
    parts.noi.sees("Chưa ghi cho gương nào")


async def test_only_the_office_that_decides_puts_it_right(stage: Stage, parts: Cast) -> None:
    """Health and the commune are refused; before there is a decision there is nothing to put right."""
    code = await proposed(parts)
    await opens(parts.noi, "Việc khác…")
    assert "Sửa quyết định đã ghi" not in newest_card(parts.noi)
    other = await decided(parts, "Ông Tám Đực", "Chở rau đi phát cho cả ấp")
    for who in (parts.yen, parts.lan):
        await who.says(f"{other} sửa quyết định: {RIGHT}")
    await parts.noi.says(f"{code} sửa quyết định: {RIGHT}")
    assert (await kept(stage, other)).decision_number == "2145/QĐ-UBND"
    assert (await kept(stage, code)).state is NominationState.PROPOSED
