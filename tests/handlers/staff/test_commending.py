"""From a good deed told of to a commendation, told from every end."""

from datetime import UTC, datetime

import pytest

from handlers.staff.commending.does import LABELS
from messages import buttons
from messages.vi.states import NOMINATION_PUBLIC
from storage import audit
from storage.records import NominationState, Role
from tests.driver import Person, Stage
from tests.handlers.staff.desks import connected, holding
from tests.handlers.staff.nominating import (
    CHECKED,
    DEED,
    PLACE,
    Cast,
    cast,
    confirmed,
    does,
    kept,
    newest_card,
    opens,
    proposed,
    tells,
)


@pytest.fixture
async def parts(stage: Stage) -> Cast:
    return await cast(stage)


async def logged(stage: Stage, code: str) -> list[str]:
    async with stage.database.reading() as tx:
        return [row.action for row in reversed(await audit.recent(tx, 100)) if row.subject == code]


async def test_the_whole_way_from_the_hamlet_to_the_decision(stage: Stage, parts: Cast) -> None:
    """The locality verifies, Health proposes, Home Affairs appraises, the council, the decision; each step logged."""
    code = await tells(parts.an)
    card = parts.lan.chat.shown[-1].text
    assert all(each in card for each in (code, "Bà Sáu Lành", DEED, "xin giữ kín tên", "Chờ địa phương"))
    await does(parts.lan, code, "Xác nhận đúng", CHECKED)
    assert "đã được Xã Kế An" in parts.an.chat.shown[-1].text
    assert code in parts.health.shown[-1].text
    await does(parts.yen, code, "Xem xét")
    await does(parts.yen, code, "Đề xuất khen thưởng", "Bằng khen của Chủ tịch UBND tỉnh")
    assert "Đã đề xuất" in parts.office.shown[-1].text
    told = len(parts.an.chat.shown)
    await does(parts.noi, code, "Đã thẩm định", "Đủ hồ sơ, đúng đối tượng")
    await does(parts.noi, code, "Hội đồng đã xét", "05/BB-HĐ; 18/8; nhất trí khen")
    assert len(parts.an.chat.shown) == told, "inner steps are not pushed to nominators"
    await does(parts.noi, code, "Đã có quyết định", "2145/QĐ-UBND; 18/8/2021; Bằng khen")
    news = parts.an.chat.shown[-1].text
    assert "Tin vui" in news
    assert "Bằng khen, theo Quyết định số 2145/QĐ-UBND ngày 18/8/2021" in news
    found = await kept(stage, code)
    assert (found.state, found.decision_number) == (NominationState.DECIDED, "2145/QĐ-UBND")
    assert await logged(stage, code) == [
        f"nomination.{each}"
        for each in ("verified", "considered", "proposed", "appraised", "council", "decided")
    ]


async def test_a_sudden_achievement_needs_no_council(stage: Stage, parts: Cast) -> None:
    """Switched to the simple procedure, the decision follows the appraisal; on the usual one it cannot."""
    code = await proposed(parts)
    await does(parts.noi, code, "Đã thẩm định", "Đủ hồ sơ")
    await parts.noi.presses("Việc khác…")
    assert "Đã có quyết định" not in newest_card(parts.noi)
    await parts.noi.presses("Thành tích đột xuất")
    await opens(parts.noi, "Đã có quyết định")
    assert "Hội đồng đã xét" not in newest_card(parts.noi)
    await parts.noi.replies(code, "99/QĐ-UBND; 18/8; Bằng khen đột xuất")
    assert (await kept(stage, code)).state is NominationState.DECIDED


async def test_praise_in_time_by_the_locality_itself(stage: Stage, parts: Cast) -> None:
    """A letter of the commune is entered and told at once; the review goes on beside it."""
    code = await confirmed(parts)
    await does(parts.lan, code, "Khen tại chỗ", "thư khen thôi")
    parts.lan.sees("thiếu một trong ba phần")
    await parts.lan.says("không số; 18/8; Thư khen của Chủ tịch UBND xã")
    assert "đã được khen: Thư khen của Chủ tịch UBND xã, ngày 18/8/2021" in parts.an.chat.shown[-1].text
    found = await kept(stage, code)
    assert (found.state, found.praised) == (
        NominationState.VERIFIED, "Thư khen của Chủ tịch UBND xã, ngày 18/8/2021",
    )  # fmt: skip
    assert "nomination.praised" in await logged(stage, code)


async def test_what_could_not_be_verified_is_asked_about_and_verified_later(
    stage: Stage, parts: Cast
) -> None:
    """The nominator is asked for more, and their words stand under the card; the officer's do not reach them."""
    code = await tells(parts.an)
    await does(parts.lan, code, "Chưa xác minh được", "Không ai ở chốt biết tên này")
    news = parts.an.chat.shown[-1].text
    assert "chưa xác minh được" in news
    assert "Không ai ở chốt" not in news
    await parts.an.presses("Kể thêm")
    await parts.an.says("Xin hỏi chú Bảy trực chốt ca đêm")
    parts.an.sees("đã chuyển lời kể thêm")
    assert "chú Bảy trực chốt" in parts.lan.chat.shown[-1].text
    await does(parts.lan, code, "Xác nhận đúng", CHECKED)
    assert (await kept(stage, code)).state is NominationState.VERIFIED


async def test_what_was_not_so_accuses_nobody(stage: Stage, parts: Cast) -> None:
    """Nominators read fitting words; Home Affairs may have it looked at again."""
    code = await tells(parts.an)
    await does(parts.lan, code, "Không đúng", "Bà ấy đi Cần Thơ từ tháng trước")
    news = parts.an.chat.shown[-1].text
    assert "chưa đủ căn cứ" in news
    assert "Cần Thơ" not in news
    assert "không đúng" not in news.lower()
    await parts.an.says(f"/theodoi {code}")
    parts.an.sees("chưa đủ căn cứ để ghi nhận")
    await parts.noi.says(f"/xetkhen {code}")
    await opens(parts.noi, "Xem lại")
    assert (await kept(stage, code)).state is NominationState.NEW


async def test_not_on_the_list_is_said_kindly(stage: Stage, parts: Cast) -> None:
    """Health leaves it out with a reason that stays inside."""
    code = await confirmed(parts)
    await opens(parts.yen, "Không đưa vào danh sách")
    await parts.yen.replies(code, "Thành tích chưa nổi bật")
    news = parts.an.chat.shown[-1].text
    assert "lần này chưa vào danh sách" in news
    assert "nổi bật" not in news
    await opens(parts.yen, "Xem lại")
    assert (await kept(stage, code)).state is NominationState.CONSIDERED


async def test_home_affairs_sends_a_proposal_back(stage: Stage, parts: Cast) -> None:
    """With words that Health reads on its card."""
    code = await proposed(parts)
    await does(parts.noi, code, "Trả lại nơi đề xuất", "Thiếu xác nhận của huyện")
    assert (await kept(stage, code)).state is NominationState.CONSIDERED
    card = next(m.text for m in reversed(parts.health.shown) if "Trạng thái:" in m.text)
    assert "Thiếu xác nhận của huyện" in card


async def test_scores_and_notes_stay_among_officers(stage: Stage, parts: Cast) -> None:
    """They stand on the card, and in nothing that a nominator reads."""
    code = await confirmed(parts)
    await does(parts.yen, code, "Chấm điểm", "nhiều lắm")
    parts.yen.sees("từ 0 đến 100")
    await parts.yen.replies(code, "101")
    parts.yen.sees("từ 0 đến 100")
    await parts.yen.replies(code, "85; rất cảm động")
    await does(parts.yen, code, "Ghi chú nội bộ", "Nhớ hỏi thêm huyện")
    await parts.lan.replies(code, "Tôi đã gọi cho ấp")  # a reply to a card stays inside
    card = next(m.text for m in reversed(parts.health.shown) if "Trạng thái:" in m.text)
    assert "85/100, 1 người chấm" in card
    assert "Nhớ hỏi thêm huyện" in card
    assert "Tôi đã gọi cho ấp" in card
    await parts.an.says(f"/theodoi {code}")
    said = "\n".join(message.text for message in parts.an.chat.shown)
    assert not any(each in said for each in ("85", "cảm động", "hỏi thêm huyện", "gọi cho ấp", CHECKED))


async def test_nobody_judges_their_own(stage: Stage, parts: Cast) -> None:
    """Not the nomination that an officer told of, first or after others, and not one of themselves."""
    code = await tells(parts.lan)
    assert not any(code in each.text and "Trạng thái:" in each.text for each in parts.lan.chat.shown)
    assert code in parts.hai.chat.shown[-1].text, "the district has it instead"
    await parts.lan.says(f"{code} xác nhận: đúng")
    parts.lan.sees_not("đã xác nhận")
    assert (await kept(stage, code)).state is NominationState.NEW
    other = await tells(parts.an, "Ông Tám Đực", deed="Chở rau đi phát cho cả ấp")
    await parts.lan.says("/guongtot")
    await parts.lan.presses("Một người")
    for answer in ("Ông Tám Đực", "ấp Kinh Giữa", "Chở rau đi phát", "Kế An"):
        await parts.lan.says(answer)
    await parts.lan.presses("Đúng, thêm lời giới thiệu")
    await opens(parts.lan, "Xác nhận đúng")
    parts.lan.sees("đồng chí là người giới thiệu")
    await does(parts.hai, other, "Xác nhận đúng", CHECKED)
    assert (await kept(stage, other)).state is NominationState.VERIFIED


async def test_a_peoples_committee_is_verified_by_the_one_above(stage: Stage, parts: Cast) -> None:
    """The commune's own body is not the commune's to confirm."""
    code = await tells(parts.an, "UBND xã Kế An", who="Một tập thể", deed="Giữ xã xanh suốt đợt dịch")
    assert code in parts.hai.chat.shown[-1].text
    assert "Lưu ý" not in parts.hai.chat.shown[-1].text
    await parts.lan.says(f"/xacminh {code}")
    parts.lan.sees_not("Trạng thái")
    await does(parts.hai, code, "Xác nhận đúng", CHECKED)
    assert (await kept(stage, code)).state is NominationState.VERIFIED


async def test_an_agency_neither_proposes_nor_appraises_its_own(stage: Stage, parts: Cast) -> None:
    """Health's own collective is Home Affairs' to propose, Home Affairs' own is Health's to appraise and decide."""
    code = await tells(
        parts.an, "Sở Y tế tỉnh Sóc Trăng", who="Một tập thể", deed="Trực ngày đêm ở khu cách ly"
    )
    await does(parts.lan, code, "Xác nhận đúng", CHECKED)
    assert not any(code in each.text for each in parts.health.shown)
    assert code in parts.office.shown[-1].text
    await parts.yen.says(f"/xetkhen {code}")
    parts.yen.sees("tập thể của chính cơ quan đồng chí")
    await parts.yen.says(f"{code} xem xét")
    assert (await kept(stage, code)).state is NominationState.VERIFIED
    await does(parts.noi, code, "Xem xét")
    await opens(parts.noi, "Thuộc đối tượng")
    await does(parts.noi, code, "Đề xuất khen thưởng", "Bằng khen")
    assert (await kept(stage, code)).state is NominationState.PROPOSED
    other = await tells(parts.an, "Công đoàn Sở Nội vụ", who="Một tập thể", deed="Góp tiền mua gạo cho ấp")
    await does(parts.lan, other, "Xác nhận đúng", CHECKED)
    await does(parts.yen, other, "Xem xét")
    await opens(parts.yen, "Thuộc đối tượng")
    await does(parts.yen, other, "Đề xuất khen thưởng", "Giấy khen")
    assert not any(other in each.text for each in parts.office.shown)
    await parts.noi.says(f"{other} thẩm định: đủ hồ sơ")
    assert (await kept(stage, other)).state is NominationState.PROPOSED
    await does(parts.yen, other, "Đã thẩm định", "Đủ hồ sơ")
    assert (await kept(stage, other)).state is NominationState.APPRAISED


async def test_what_falls_outside_the_plan_is_judged_before_it_is_proposed(stage: Stage, parts: Cast) -> None:
    """A collective that the plan does not name is marked; an officer judges, and only then can it be proposed."""
    code = await confirmed(
        parts, name="Tổ Covid cộng đồng ấp Kinh Giữa", who="Một tập thể", deed="Gác chốt ngày đêm"
    )
    assert "Lưu ý: tập thể ngoài đối tượng" in parts.health.shown[-1].text
    await opens(parts.yen, "Xem xét")
    await opens(parts.yen, "Đề xuất khen thưởng")
    parts.yen.sees("rồi mới đề xuất")
    await opens(parts.yen, "Ngoài đối tượng")
    await opens(parts.yen, "Đề xuất khen thưởng")
    parts.yen.sees("không đề xuất được")
    await opens(parts.yen, "Thuộc đối tượng")
    await does(parts.yen, code, "Đề xuất khen thưởng", "Giấy khen")
    assert (await kept(stage, code)).state is NominationState.PROPOSED


async def test_an_old_button_says_how_it_stands(stage: Stage, parts: Cast) -> None:
    """Two officers of a commune press at once: the second is told who was faster."""
    code = await tells(parts.an)
    button = parts.lan.button("Không đúng")
    binh = await holding(stage, "binh", Role.HEAD, PLACE)
    await binh.says("/xacminh")
    binh.sees(code)
    await binh.presses("1")
    await does(binh, code, "Xác nhận đúng", CHECKED)
    await parts.lan.presses_data(button)
    parts.lan.sees("nay là: Địa phương đã xác nhận (Binh)")


async def test_words_for_what_has_moved_meanwhile_are_not_taken(stage: Stage, parts: Cast) -> None:
    """Who writes the reason while another has confirmed it does not turn it round."""
    code = await tells(parts.an)
    binh = await holding(stage, "binh", Role.HEAD, PLACE)
    await parts.lan.presses("Không đúng")
    await binh.says(f"/xacminh {code}")
    await does(binh, code, "Xác nhận đúng", CHECKED)
    await parts.lan.says("Không phải bà ấy")
    parts.lan.sees("nay là: Địa phương đã xác nhận")
    assert (await kept(stage, code)).state is NominationState.VERIFIED


@pytest.mark.one_platform("about roles")
@pytest.mark.parametrize(
    ("label", "who"), [("Xác nhận đúng", "yen"), ("Xem xét", "lan"), ("Đã thẩm định", "lan")]
)
async def test_a_step_belongs_to_its_seat(stage: Stage, parts: Cast, label: str, who: str) -> None:
    """A forged press of another's step is refused, whatever the state."""
    code = await confirmed(parts) if who == "lan" else await tells(parts.an)
    action = next(key for key, value in LABELS.items() if value == label)
    officer: Person = getattr(parts, who)
    before = (await kept(stage, code)).state
    await officer.presses_data(buttons.nomination(code, action))
    officer.sees("không thuộc phần việc")
    citizen = stage.person("dan")
    await citizen.presses_data(buttons.nomination(code, action))
    citizen.sees_not("Đồng chí ghi")
    assert (await kept(stage, code)).state is before


async def test_a_locality_with_nobody_here_is_spoken_for_by_home_affairs(stage: Stage) -> None:
    """Its desk is told, and enters what the locality confirmed on paper."""
    office = await connected(stage, "-100", "so_noi_vu")
    an, noi = stage.person("an"), stage.member("noi", office)
    code = await tells(an)
    assert any("chưa có cán bộ đầu mối nào" in each.text for each in office.shown)
    await does(noi, code, "Xác nhận đúng", "Công văn 12 của UBND xã xác nhận")
    assert (await kept(stage, code)).state is NominationState.VERIFIED


async def test_details_for_the_lists(stage: Stage, parts: Cast) -> None:
    """Entered by the locality, read strictly, numbers of papers hidden; a collective has a head and a size."""
    code = await confirmed(parts)
    await does(parts.lan, code, "Bổ sung thông tin", "sinh khoảng 1960")
    parts.lan.sees("cần ba phần")
    await parts.lan.says("1961; nữ; nội trợ, ấp Kinh Giữa, CCCD 094123456789")
    found = await kept(stage, code)
    assert (found.born, found.gender) == (1961, "nữ")
    assert "094123456789" not in found.position
    other = await confirmed(parts, name="Ban Chỉ đạo ấp Kinh Giữa", who="Một tập thể", deed="Rà từng nhà")
    await does(parts.lan, other, "Bổ sung thông tin", "Ông Tư Hiền; 12 người")
    collective = await kept(stage, other)
    assert (collective.position, collective.members) == ("Ông Tư Hiền", 12)


async def test_the_queue_shows_each_office_what_waits_for_it(stage: Stage, parts: Cast) -> None:
    """Health what is confirmed, Home Affairs what is proposed; by step; a card by its number."""
    first = await proposed(parts)
    second = await confirmed(parts, name="Ông Tám Đực", deed="Chở rau đi phát cho cả ấp")
    await parts.yen.says("/xetkhen")
    parts.yen.sees(second)
    parts.yen.sees_not(first)
    await parts.noi.says("/xetkhen")
    parts.noi.sees(first)
    parts.noi.sees_not(second)
    await parts.noi.presses("Theo bước")
    await parts.noi.presses("Địa phương đã xác nhận: 1")
    parts.noi.sees(second)
    await parts.yen.says("/xetkhen")
    await parts.yen.presses("1")
    parts.yen.sees("Ông Tám Đực", "Trạng thái")
    await parts.an.says("/xetkhen")
    parts.an.sees_not(second)


async def test_after_the_last_day_results_still_go_out(stage: Stage, parts: Cast) -> None:
    """Nominations are taken until the date of the file; decisions come later, and are told."""
    code = await proposed(parts)
    stage.clock.at = datetime(2021, 9, 10, 3, tzinfo=UTC)
    await parts.an.says("/guongtot")
    parts.an.sees("đến hết ngày 25/8/2021")
    await does(parts.noi, code, "Đã thẩm định", "Đủ hồ sơ")
    await does(parts.noi, code, "Hội đồng đã xét", "5/BB-HĐ; 9/9; nhất trí")
    await does(parts.noi, code, "Đã có quyết định", "2145/QĐ-UBND; 10/9/2021; Bằng khen")
    assert "Quyết định số 2145/QĐ-UBND ngày 10/9/2021" in parts.an.chat.shown[-1].text


async def test_a_decision_needs_its_number(stage: Stage, parts: Cast) -> None:
    """Without one it is no decision."""
    code = await proposed(parts)
    await does(parts.noi, code, "Đã thẩm định", "Đủ hồ sơ")
    await does(parts.noi, code, "Hội đồng đã xét", "không số; 18/8; nhất trí")
    await does(parts.noi, code, "Đã có quyết định", "không số; 18/8; Bằng khen")
    parts.noi.sees("phải có số")
    assert (await kept(stage, code)).state is NominationState.COUNCIL


async def test_who_told_of_themselves_is_congratulated(stage: Stage, parts: Cast) -> None:
    """Nominee and nominator in one: one message, in the words for a nominee."""
    code = await tells(parts.an, "Nguyễn Thị Lành", who="Chính tôi")
    assert "Lưu ý: tự giới thiệu" in parts.lan.chat.shown[-1].text
    await does(parts.lan, code, "Xác nhận đúng", CHECKED)
    await does(parts.lan, code, "Khen tại chỗ", "không số; 18/8; Thư khen của xã")
    news = [each.text for each in parts.an.chat.shown if "Thư khen của xã" in each.text]
    assert len(news) == 1
    assert "Chúc mừng bà con!" in news[0]


async def test_withdrawing_reaches_the_officers_until_it_is_confirmed(stage: Stage, parts: Cast) -> None:
    """Before: taken back, the card says so. After: it is the office's record."""
    code = await tells(parts.an)
    await parts.an.says(f"/theodoi {code}")
    button = parts.an.button("Rút lại việc này")
    await parts.an.presses_data(button)
    assert "đã rút lại" in parts.lan.chat.shown[-1].text
    other = await confirmed(parts, name="Ông Tám Đực", deed="Chở rau đi phát cho cả ấp")
    await parts.an.presses_data(button.replace(code, other))
    parts.an.sees(NOMINATION_PUBLIC["verified"])
    assert (await kept(stage, other)).state is NominationState.VERIFIED
