"""Marks that mark nothing, and too many words: an author is shown the place, and keeps or writes them anew."""

from tests.driver import Person, Stage
from tests.handlers.staff.newsroom import draft, editor

ONE_PLATFORM = "about reading marks"


async def titled(stage: Stage) -> Person:
    lan = await editor(stage)
    await lan.says("/soantin")
    await lan.presses("Soạn tin mới")
    await lan.presses("Bản tin")
    await lan.says("Giữ vững vùng xanh")
    return lan


async def test_an_author_is_asked_about_marks_that_mark_nothing(stage: Stage) -> None:
    """Line, words around and reason; written anew they are read, and nothing of it was in the draft before."""
    lan = await titled(stage)
    await lan.says("Bà con ở nhà.\n**Nhớ: 5K\n[Xem](www.soctrang.gov.vn)")
    lan.sees("Dòng 2: “▶**Nhớ: 5K”", "dấu sao", "Dòng 3:", "thiếu https://")
    assert lan.labels[:2] == ["Viết lại", "Giữ nguyên dấu"]
    assert (await draft(stage, 1)).text == ""
    await lan.presses("Viết lại")
    lan.sees("viết lời văn")
    await lan.says("Bà con ở nhà.\n**Nhớ:** 5K\n[Xem](https://soctrang.gov.vn)")
    lan.sees("Bản nháp số 1")
    kept = (await draft(stage, 1)).text
    assert kept == 'Bà con ở nhà.\n<b>Nhớ:</b> 5K\n<a href="https://soctrang.gov.vn">Xem</a>'


async def test_marks_are_kept_as_letters_where_they_were_meant_so(stage: Stage) -> None:
    """Exactly as typed, a tag that nothing ends too; and they are not asked about again."""
    lan = await titled(stage)
    await lan.says("Ghi <b>chú: *xem mặt sau")
    lan.sees("Dòng 1: “Ghi ▶<b>chú: *xem mặt sau”", "thẻ không có thẻ đóng")
    await lan.presses("Giữ nguyên dấu")
    lan.sees("Bản nháp số 1", "Ghi <b>chú: *xem mặt sau")
    assert (await draft(stage, 1)).text == "Ghi &lt;b&gt;chú: *xem mặt sau"


async def test_too_long_says_by_how_much_and_where_it_would_end(stage: Stage) -> None:
    """In the words alone, a unit beyond the limit; the end of what fits is shown."""
    lan = await titled(stage)
    await lan.says(f"Dòng đầu.\n{'a' * 2980} cuối cùng.")
    lan.sees("dài 3.001 ký tự, tối đa 3.000: bỏ bớt 1 ký tự", "ở dòng 2", "cuối cùng▶.")
    await lan.says(f"Dòng đầu.\n{'a' * 2980} cuối cùng")
    lan.sees("Bản nháp số 1")


async def test_an_album_forwarded_as_the_words_brings_all_that_fits(stage: Stage) -> None:
    """Up to three, each said; what is beyond is said once and left out; nothing is taken for a rumour."""
    lan = await titled(stage)
    await lan.sends_photo("p1", "Chợ mở lại.", album="a")
    lan.sees("Bản nháp số 1", "Kèm 1 tệp")
    for ref in ("p2", "p3"):
        await lan.sends_photo(ref, album="a")
    lan.sees("nay kèm 3 ảnh, tệp")
    for ref in ("p4", "p5"):
        await lan.sends_photo(ref, album="a")
    assert sum("không được dùng" in each.text for each in lan.chat.shown) == 1
    assert [each.ref for each in (await draft(stage, 1)).attachments] == ["p1", "p2", "p3"]
    await lan.presses("Sửa")
    await lan.presses("Lời văn")
    await lan.sends_photo("q1", "Chợ *mở lại.", album="b")
    await lan.sends_photo("q2", album="b")
    await lan.presses("Giữ nguyên dấu")
    kept = await draft(stage, 1)
    assert (kept.text, [each.ref for each in kept.attachments]) == ("Chợ *mở lại.", ["q1", "q2"])
