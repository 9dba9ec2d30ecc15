"""The same good deed told twice, and people who tell of themselves."""

import pytest

from handlers.nominees import ENOUGH, Who, alike, most_alike
from storage import seconding
from storage.records import Nomination
from storage.seconding import Told
from tests.driver import NOON, Person, Stage
from tests.handlers.citizens.test_nominations import code_in, kept, tells


async def begins(who: Person, name: str, unit: str, deed: str, place: str = "Kế An") -> None:
    """Up to where the same deed is asked about."""
    await who.says("/guongtot")
    await who.presses("Một người")
    for answer in (name, unit, deed, place):
        await who.says(answer)


async def sent(stage: Stage) -> str:
    an = stage.person("an")
    await tells(an)
    await an.presses("Gửi")
    return code_in(an)


async def test_the_same_deed_gets_one_more_word_instead_of_a_second_code(stage: Stage) -> None:
    """Typed without diacritics, called chị instead of bà: recognised, and offered as one more word for it."""
    code = await sent(stage)
    binh = stage.person("binh")
    await begins(binh, "chi sau lanh", "ap Kinh Giua", "nau com cho chot kiem soat moi ngay")
    binh.sees("đã có người giới thiệu", "Kế An", "18/8")
    await binh.presses("Đúng, thêm lời giới thiệu")
    binh.sees(f"vào việc {code}", "nay có 2 người giới thiệu")
    found = await kept(stage.database, code)
    async with stage.database.reading() as tx:
        assert await seconding.tellings(tx, found.id) == ["nau com cho chot kiem soat moi ngay"]
        assert await seconding.count(tx, found.id) == 2
    await binh.says("/theodoi")
    binh.sees(code, "cùng giới thiệu")
    await binh.says(f"/theodoi {code}")
    binh.sees("chờ địa phương xác minh")
    await begins(binh, "Sáu Lành", "ấp Kinh Giữa", "Bà ấy nấu cơm cho chốt kiểm soát")
    await binh.presses("Đúng, thêm lời giới thiệu")
    binh.sees("trước đây", "vẫn tính là một người")


async def test_another_person_goes_on_with_the_questions(stage: Stage) -> None:
    """Who says that it is somebody else is asked for the day; whose name is unlike is not asked at all."""
    await sent(stage)
    binh = stage.person("binh")
    await begins(binh, "Bà Sáu Lành", "ấp Kinh Giữa", "Phát khẩu trang ở chợ")
    await binh.presses("Không, người khác")
    binh.sees("ngày nào")
    chi = stage.person("chi")
    await begins(chi, "Ông Tám Đực", "ấp Kinh Giữa", "Nấu cơm cho chốt kiểm soát của ấp")
    chi.sees("ngày nào")


async def test_what_others_wrote_is_not_shown(stage: Stage) -> None:
    """Of the other nomination only words that the reader wrote too."""
    await sent(stage)
    binh = stage.person("binh")
    await begins(binh, "Sáu Lành", "", "nấu cơm")
    if "Tôi không rõ" in binh.labels:
        return
    binh.sees_not("Kinh Giữa", "chốt")


async def test_ones_own_is_not_counted_twice(stage: Stage) -> None:
    """Told again by the same person it stays one nomination and one word."""
    code = await sent(stage)
    an = stage.person("an")
    await begins(an, "Bà Sáu Lành", "ấp Kinh Giữa", "Bà ấy nấu cơm cho chốt kiểm soát của ấp")
    await an.presses("Đúng, thêm lời giới thiệu")
    an.sees("lời giới thiệu của chính bà con")
    found = await kept(stage.database, code)
    async with stage.database.reading() as tx:
        assert await seconding.count(tx, found.id) == 1


async def test_words_for_others_nominations_count_among_what_one_may_send(stage: Stage) -> None:
    """Nobody floods the locality by seconding either."""
    limits = stage.campaign.limits.model_copy(update={"per_hour": 1})
    stage.campaign = stage.campaign.model_copy(update={"limits": limits})
    stage.conversation.campaign = stage.campaign
    await sent(stage)
    binh = stage.person("binh")
    await begins(binh, "Bà Sáu Lành", "ấp Kinh Giữa", "Nấu cơm cho chốt kiểm soát của ấp")
    await binh.presses("Đúng, thêm lời giới thiệu")
    await binh.says("/guongtot")
    binh.sees_not("một người hay một tập thể")


async def test_who_tells_of_themselves_is_marked(stage: Stage) -> None:
    """Who says "chính tôi" is taken, asked for less, and says so."""
    an = stage.person("an")
    await an.says("/guongtot")
    await an.presses("Chính tôi")
    an.sees("Bà con tên gì")
    for answer in ("Nguyễn Thị Lan", "ấp 3", "Tôi nấu cơm cho chốt", "Kế An", "Hôm qua", "Bỏ qua"):
        await an.says(answer)
    await an.presses("Giữ vững vùng xanh")
    an.sees("giấy tờ về việc này không?")
    await an.presses("Bỏ qua")
    an.sees("Bà con tự giới thiệu")
    await an.presses("Gửi")
    found = await kept(stage.database, code_in(an))
    assert (found.own, found.nominee_knows, found.known_how) == (True, True, "tự giới thiệu")


async def test_a_member_of_the_collective_is_marked_too(stage: Stage) -> None:
    """Who is in the collective that they tell of tells of themselves."""
    an = stage.person("an")
    await an.says("/guongtot")
    await an.presses("Một tập thể")
    for answer in ("Tổ Covid cộng đồng ấp 3", "ấp 3", "Gác chốt ngày đêm", "Kế An", "Hôm qua", "Bỏ qua"):
        await an.says(answer)
    await an.presses("Giúp việc khác")
    await an.presses("Tôi ở trong tập thể đó")
    await an.presses("Giữ kín tên tôi")
    await an.presses("Bỏ qua")
    await an.presses("Gửi")
    found: Nomination = await kept(stage.database, code_in(an))
    assert found.own
    assert found.nominator == ""


LAN = Who(collective=False, name="Chị Lan", unit="ấp 3", place="31558", deed="Phát khẩu trang cho bà con")


@pytest.mark.parametrize(
    ("name", "unit", "deed", "same"),
    [
        ("chi Lan", "Ấp 3", "phat khau trang", True),
        ("Lan", "", "Phát khẩu trang cho bà con trong xóm", True),
        ("Chị Lan", "ấp 5", "Phát khẩu trang cho bà con", False),
        ("Chị Loan", "ấp 9", "Chở rau củ đi phát", False),
        ("Anh Hùng", "ấp 3", "Phát khẩu trang cho bà con", False),
    ],
)
def test_who_counts_as_the_same(name: str, unit: str, deed: str, *, same: bool) -> None:
    """The name makes a likeness, unit and deed help; hamlets with other numbers are other hamlets."""
    told = Told(
        id=1,
        code="GT-00001",
        collective=False,
        name=name,
        unit=unit,
        place="31558",
        deed=deed,
        created_at=NOON,
    )
    assert (alike(LAN, told) >= ENOUGH) == same
    assert [each.id for each in most_alike(LAN, [told])] == ([1] if same else [])


async def test_erasing_the_second_leaves_a_number(stage: Stage) -> None:
    """Their words go, the count stays."""
    code = await sent(stage)
    binh = stage.person("binh")
    await begins(binh, "Bà Sáu Lành", "ấp Kinh Giữa", "Nấu cơm cho chốt kiểm soát của ấp")
    await binh.presses("Đúng, thêm lời giới thiệu")
    await binh.says("/riengtu")
    await binh.says("/xoadulieu")
    await binh.presses("Đúng, xóa dữ liệu")
    found = await kept(stage.database, code)
    async with stage.database.reading() as tx:
        assert await seconding.count(tx, found.id) == 2
        assert await seconding.tellings(tx, found.id) == []
        assert await seconding.others(tx, found.id) == []
