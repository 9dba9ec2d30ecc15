"""The zone colour of a commune: what was published, or that we do not know."""

from tests.driver import Stage

DOCUMENT = "theo Quyết định hỏa tốc số 89/QĐ-BCĐUBND ngày 15/8/2021"


async def test_a_published_colour_is_told_with_its_document(stage: Stage) -> None:
    """Colour, level, document, date; and the way to the guidance."""
    an = stage.person("an")
    await an.says("/vungxanh an lac tay")
    an.sees(f"Xã An Lạc Tây, huyện Kế Sách: vùng xanh (bình thường mới), {DOCUMENT}.")
    await an.presses("Hướng dẫn “4 tại chỗ”")
    an.sees("4 tại chỗ")


async def test_unknown_is_not_green(stage: Stage) -> None:
    """Where nothing is known we say so, with the totals of the province."""
    an = stage.person("an")
    await an.says("/vungxanh phường 1, thành phố Sóc Trăng")
    an.sees("Chưa có dữ liệu về phường 1, thành phố Sóc Trăng", "không có nghĩa là vùng xanh", DOCUMENT)
    an.sees("45 xã, phường, thị trấn vùng xanh, 28 vùng vàng, 27 vùng cam, 9 vùng đỏ.")


async def test_a_district_is_told_commune_by_commune(stage: Stage) -> None:
    """No colour is computed for a district: its communes are listed by what was published of each."""
    an = stage.person("an")
    await an.says("/vungxanh huyện Kế Sách")
    an.sees("Huyện Kế Sách, theo", "Vùng vàng (nguy cơ): thị trấn An Lạc Thôn, xã Thới An Hội, xã Đại Hải.")
    await an.says("/vungxanh huyện Long Phú")
    an.sees("Vùng đỏ (nguy cơ rất cao): xã Tân Thạnh.", "Còn 10 xã, phường, thị trấn chưa có dữ liệu")
    await an.says("/vungxanh huyện Mỹ Tú")
    an.sees("Chưa có dữ liệu về huyện Mỹ Tú")


async def test_without_a_place_it_is_asked_for_one_s_own_first(stage: Stage) -> None:
    """Whoever told us where they live need only press a button."""
    an = stage.person("an")
    await an.says("/start")
    await an.presses("Đồng ý nhận tin")
    await an.says("An Lạc Tây")
    await an.presses("Xong")
    await an.says("/vungxanh")
    an.sees("Bà con muốn tra vùng ở đâu?")
    await an.presses("Nơi tôi ở: Xã An Lạc Tây")
    an.sees("vùng xanh")


async def test_a_name_that_occurs_twice_is_asked_about(stage: Stage) -> None:
    """Phường 3 lies in two towns."""
    an = stage.person("an")
    await an.says("/vungxanh p3")
    an.sees("Có 2 nơi trùng tên")
    await an.presses("Phường 3, thị xã Ngã Năm")
    an.sees("thị xã Ngã Năm")


async def test_a_misspelt_place_is_offered_and_a_strange_one_asked_again(stage: Stage) -> None:
    """A likeness is only ever proposed; nothing alike brings the districts."""
    an = stage.person("an")
    await an.says("/vungxanh an lac tayy")
    an.sees("Có phải bà con muốn nói")
    assert "Xã An Lạc Tây, huyện Kế Sách" in an.labels
    await an.says("/vungxanh zzzz")
    an.sees("chưa tìm ra nơi này")
    assert "Huyện Kế Sách" in an.labels


async def test_a_shared_location_leads_to_a_district_and_is_asked_on(stage: Stage) -> None:
    """A point proposes the nearest district; the commune is for the person to say."""
    an = stage.person("an")
    await an.says("/vungxanh")
    await an.sends_location(9.815, 105.942)
    an.sees("gần Huyện Kế Sách nhất", "không lưu vị trí")
    await an.presses("Chọn huyện khác")
    await an.says("https://maps.app.goo.gl/AbCd12345")
    an.sees("không cho biết vị trí")
    await an.says("https://www.google.com/maps/@9.815,105.942,17z")
    an.sees("gần Huyện Kế Sách nhất", "không lưu vị trí")
    await an.presses("Cả huyện Kế Sách")
    an.sees("Huyện Kế Sách, theo")
