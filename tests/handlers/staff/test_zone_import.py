"""Files of zone changes: every bad line is told, nothing changes unless it is confirmed and approved."""

from pathlib import Path

from sqlalchemy import update

from bot.channels.base import Unavailable
from storage import jobs
from storage.tables import jobs as job_table
from tests.driver import Stage
from tests.handlers.staff.committee import DECISION, Files, living, sends_file, steering, works

ONE_PLATFORM = "about the lines of a file"

BROKEN = (
    "code,name,zone\n"
    "31558,Kế An,Cam\n"
    "31540,An Lạc Tây,do\n"
    "99999,Kế Thành,đỏ\n"
    "Phú Tâm,31573,xanh\n"
    "31543,Phong Nẫm,đỏ\n"
    "31537,Phong Nẫm,tím\n"
    "31558,Kế An,cam\n"
    "31576,Thuận Hòa,vàng\n"
    "31576,Thuận Hòa,đỏ\n"
)


async def test_a_broken_file_tells_each_bad_line_and_changes_nothing_unless_confirmed(
    stage: Stage, tmp_path: Path
) -> None:
    """A mark, swapped columns, unknown codes and colours, lines twice: named one by one, with a cure."""
    files = Files()
    an = await living(stage, "an", "xã Kế An")
    binh, chi = await steering(stage, "binh", "chi")
    await sends_file(binh, files, BROKEN.encode("utf-8-sig"))
    binh.sees("Đã nhận tệp vung.csv, lần nhập số 1", "Đang kiểm tra từng dòng")
    await works(stage, files, tmp_path)
    binh.sees(
        "Đọc được 2 dòng, không lấy 7 dòng",
        "Dòng 4: không có xã nào mang mã “99999”",
        "Dòng 5: các ô nằm sai cột (“Phú Tâm | 31573 | xanh”)",
        "Dòng 6: tên “Phong Nẫm” không khớp với mã",
        "Dòng 7: không có màu “tím”. Cách sửa: dùng một trong: xanh, vàng, cam, đỏ",
        "Dòng 8: “Xã Kế An, huyện Kế Sách” đã có ở dòng 2",
        "Dòng 9: “Xã Thuận Hòa, huyện Châu Thành” có màu khác ở dòng 10",
        "Dòng 10:",
        "Chưa có gì thay đổi. Đồng chí gửi duyệt riêng 2 dòng đúng, hoặc bỏ lần này",
    )
    assert not any("Lần nhập vùng" in each.text for each in chi.chat.shown)
    await an.says("/vungxanh ke an")
    an.sees("vùng xanh")
    await binh.presses("Gửi duyệt")
    binh.sees("Đã gửi lần nhập số 1")
    chi.sees("7 dòng của tệp có lỗi, không được lấy", "xã Kế An (xanh → cam)", "xã An Lạc Tây (xanh → đỏ)")
    await an.says("/vungxanh ke an")
    an.sees("vùng xanh")
    await chi.presses("Duyệt")
    chi.sees("2 nơi đổi màu")
    await an.says("/vungxanh ke an")
    an.sees("vùng cam", DECISION)
    await binh.presses("Xin hủy vì nhập nhầm")
    binh.sees("Vì sao xin hủy")


async def test_a_file_may_be_dropped_and_sent_again(stage: Stage, tmp_path: Path) -> None:
    """Dropped, it changes nothing and cannot be sent on any more."""
    files = Files()
    binh, _ = await steering(stage, "binh", "chi")
    await sends_file(binh, files, BROKEN.encode())
    await works(stage, files, tmp_path)
    send = binh.button("Gửi duyệt")
    await binh.presses("Bỏ lần nhập này")
    binh.sees("Đã bỏ lần nhập số 1")
    await binh.presses_data(send)
    binh.sees("đã được người nhập bỏ")


async def test_a_good_file_in_an_old_code_page_needs_one_press(stage: Stage, tmp_path: Path) -> None:
    """Windows-1258, semicolons, no diacritics in colours: read, shown, sent on; only its sender can."""
    files = Files()
    binh, chi = await steering(stage, "binh", "chi")
    text = "ma;ten;vung\r\n31558;Ke An;CAM\r\n31540;An Lac Tay;Vung do\r\n"
    await sends_file(binh, files, text.encode("cp1258"))
    await works(stage, files, tmp_path)
    binh.sees("Đọc được 2 dòng.", "Đồng chí xem bảng dưới đây rồi gửi duyệt")
    send = binh.button("Gửi duyệt")
    await chi.presses_data(send)
    chi.sees("chưa được người nhập gửi duyệt")
    await binh.presses_data(send)
    chi.sees("(tệp vung.csv)", "2 xã, phường, thị trấn")


async def test_lines_may_be_pasted_where_files_cannot_be_sent(stage: Stage, tmp_path: Path) -> None:
    """A photo or a mere word is asked again for what is needed."""
    binh, _ = await steering(stage, "binh", "chi")
    await binh.says("/capnhatvung")
    await binh.presses("Nhập nhiều xã")
    await binh.says(DECISION)
    await binh.presses("Hôm nay")
    binh.sees("code,name,zone")
    await binh.sends_photo()
    binh.sees("Ảnh chụp văn bản thì máy không đọc được")
    await binh.says("xã Kế An màu cam")
    binh.sees("Bước này cần")
    await binh.says("code,name,zone\n31558,Kế An,cam")
    binh.sees("Đã nhận các dòng đồng chí chép")
    await works(stage, Files(), tmp_path)
    binh.sees("Đọc được 1 dòng.", "xã Kế An (xanh → <b>cam</b>)".replace("<b>", "").replace("</b>", ""))


async def test_what_cannot_be_read_says_why(stage: Stage, tmp_path: Path) -> None:
    """A workbook, a file without a head, one without a good line, one that is gone: each with what to do."""
    files = Files()
    binh, _ = await steering(stage, "binh", "chi")
    for data, said in (
        (b"PK\x03\x04...", "Đây không phải tệp CSV"),
        (b"31558,K\xe1\xba\xbf An,cam", "Dòng đầu phải là tên ba cột"),
        (b"code,name,zone\n1,a,b\n", "Không có dòng nào dùng được; chưa có gì thay đổi"),
    ):
        await sends_file(binh, files, data)
        await works(stage, files, tmp_path)
        binh.sees(said)
    await sends_file(binh, files, b"")
    files.held.clear()
    await works(stage, files, tmp_path)
    binh.sees("Không tải được tệp từ ứng dụng chat")


async def test_very_many_bad_lines_come_as_a_file(stage: Stage, tmp_path: Path) -> None:
    """The chat names the first; every one of them stands in the file."""
    files = Files()
    binh, _ = await steering(stage, "binh", "chi")
    await sends_file(binh, files, ("code,name,zone\n" + "0,x,y\n" * 40).encode())
    await works(stage, files, tmp_path)
    binh.sees("không lấy 40 dòng", "Dòng 13:", "Và 28 dòng nữa, xem tệp kèm theo")
    (attached,) = next(each.reply.attachments for each in reversed(binh.chat.shown) if not each.mine)
    text = (tmp_path / "media" / attached.ref).read_text("utf-8-sig")
    assert attached.name == "dong-loi.txt"
    assert "Dòng 2: " in text
    assert "Dòng 41: " in text


async def test_a_channel_that_stays_down_leaves_nobody_waiting(stage: Stage, tmp_path: Path) -> None:
    """Tried again as any job is; after the last try its sender is told what to do instead."""
    files = Files()
    binh, _ = await steering(stage, "binh", "chi")
    await sends_file(binh, files, b"x")
    files.fails = Unavailable()
    async with stage.database.transaction() as tx:
        await tx.execute(update(job_table).values(attempts=jobs.ATTEMPTS - 1))
    await works(stage, files, tmp_path)
    binh.sees("Không tải được tệp từ ứng dụng chat")
    async with stage.database.reading() as tx:
        assert await jobs.waiting(tx) == 0
