"""Health proposes together with Home Affairs: asked, answered, and seen by both before anything is proposed."""

import pytest

from storage.records import NominationState
from tests.driver import Chat, Stage
from tests.handlers.staff.nominating import Cast, cast, confirmed, does, kept, newest_card, opens


@pytest.fixture
async def parts(stage: Stage) -> Cast:
    return await cast(stage)


def card(chat: Chat) -> str:
    """The newest card in a chat."""
    return next(m.text for m in reversed(chat.shown) if "Trạng thái:" in m.text and not m.mine)


async def test_home_affairs_is_asked_before_and_agrees(stage: Stage, parts: Cast) -> None:
    """It gets the card and is told why; its word stands on Health's card; the proposal is told to it aloud."""
    code = await confirmed(parts)
    await does(parts.yen, code, "Xem xét")
    assert not any(code in each.text for each in parts.office.shown)
    await opens(parts.yen, "Xin ý kiến phối hợp")
    assert "đã hỏi Sở Nội vụ, chờ trả lời" in card(parts.health)
    assert any("xin ý kiến phối hợp trước khi đề xuất" in each.text for each in parts.office.shown)
    await opens(parts.noi, "Thống nhất đề xuất")
    assert "Phối hợp: Sở Nội vụ đã thống nhất (Noi)" in card(parts.health)
    assert any("thống nhất đề xuất khen thưởng" in each.text for each in parts.health.shown)
    assert (await kept(stage, code)).state is NominationState.CONSIDERED
    await parts.noi.says(f"{code} thống nhất")
    assert "Thống nhất đề xuất" not in newest_card(parts.noi)
    told = len(parts.office.shown)
    await does(parts.yen, code, "Đề xuất khen thưởng", "Bằng khen")
    assert any("mời thẩm định" in each.text for each in parts.office.shown[told:])
    assert "Sở Nội vụ đã thống nhất" in card(parts.office)


async def test_a_proposal_sent_back_is_agreed_anew(stage: Stage, parts: Cast) -> None:
    """What was agreed was that proposal; nobody is held up who does not ask."""
    code = await confirmed(parts)
    await does(parts.yen, code, "Xem xét")
    await does(parts.yen, code, "Đề xuất khen thưởng", "Bằng khen")
    await opens(parts.noi, "Thống nhất đề xuất")
    assert "Sở Nội vụ đã thống nhất" in card(parts.health)
    await does(parts.noi, code, "Trả lại nơi đề xuất", "Thiếu xác nhận của huyện")
    assert "đã thống nhất" not in card(parts.health)
    await opens(parts.yen, "Xin ý kiến phối hợp")
    assert "đã hỏi Sở Nội vụ" in card(parts.health)


async def test_only_home_affairs_agrees_and_only_health_asks(stage: Stage, parts: Cast) -> None:
    """The commune's officer, and each for the other, are refused."""
    code = await confirmed(parts)
    await does(parts.yen, code, "Xem xét")
    for who, said in ((parts.lan, "xin ý kiến"), (parts.lan, "thống nhất"), (parts.yen, "thống nhất")):
        await who.says(f"{code} {said}")
    await parts.noi.says(f"{code} xin ý kiến")
    assert "Phối hợp:" not in card(parts.health)
