"""Writing: every part can be changed, looked at and tried before anybody gets it."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from handlers.staff.bulletins.costing import FREE_RATE, estimate
from messages.content import Attachment, AttachmentKind
from messages.formats import Format
from messages.limits import AMPLE
from storage import people
from storage.records import Audience, DraftKind, Offered
from storage.tables import addresses, bulletin_presses, subscriptions
from tests.driver import Stage
from tests.handlers.staff.newsroom import (
    all_drafts,
    approver,
    citizens,
    decides,
    draft,
    editor,
    logged,
    started,
    writes,
)


async def test_the_audience_is_typed_or_pressed_and_counted_by_district(stage: Stage) -> None:
    """Names with or without marks, "trừ" for those left out; a press adds a part and takes it out again."""
    units = stage.campaign.units
    district, other = units.districts[1], units.districts[2]
    commune = units.children(district.code)[0]
    await citizens(stage, "ba", "tu", place=commune.code)
    await citizens(stage, "nam", place=other.code)
    lan = await editor(stage)
    await writes(lan)
    await lan.presses("Sửa")
    await lan.presses("Người nhận")
    lan.sees("Đang chọn: người chọn chủ đề “Bản tin chống dịch”")
    await lan.presses("Gửi cho mọi người")
    lan.sees("Đang chọn: mọi người đã đồng ý nhận tin")
    await lan.says(f"{district.title}, {other.title}")
    lan.sees(district.title, other.title)
    await lan.says("Xứ Không Có")
    lan.sees("Chưa rõ: Xứ Không Có", "chưa có gì được thêm")
    await lan.presses("Huyện, xã")
    await lan.presses(f"✓ {other.title}")
    await lan.presses("Về mục trước")
    await lan.says(f"trừ {units.full_label(units.children(district.code)[1].code)}")
    lan.sees("trừ ")
    await lan.presses("Xong")
    kept = await draft(stage, 1)
    assert kept.audience == Audience(
        areas=(district.code,), without_areas=(units.children(district.code)[1].code,)
    )
    await lan.presses("Xem trước")
    lan.sees("Hiện có 2 người", f"{district.title}: 2")
    await lan.presses("Về bản nháp")
    await lan.presses("Sửa")
    await lan.presses("Người nhận")
    await lan.says("Người duyệt tin; vùng xanh, Sở Y tế")
    await lan.presses("Chủ đề")
    first, second = stage.campaign.topics[:2]
    await lan.presses(f"Chủ đề: {first.label}")
    await lan.presses(f"Chủ đề: {second.label}")
    lan.sees(f"người chọn chủ đề “{first.label}” hoặc “{second.label}”")
    await lan.presses("Về mục trước")
    await lan.says("trừ vùng đỏ")
    lan.sees("trừ vùng đỏ")
    await lan.presses("Xong")
    who = (await draft(stage, 1)).audience
    assert (who.roles, who.zones, who.bodies) == (("approver",), ("xanh",), ("so_y_te",))
    assert (who.topics, who.without_zones) == ((first.key, second.key), ("do",))
    await lan.presses("Sửa")
    await lan.presses("Người nhận")
    await lan.presses("Gửi cho mọi người")
    await lan.presses("Xong")
    assert (await draft(stage, 1)).audience == Audience()


async def test_a_name_that_several_places_have_is_asked_about(stage: Stage) -> None:
    """Nothing is guessed about who gets it; the whole name with its district is one name."""
    lan = await editor(stage)
    await writes(lan)
    await lan.presses("Sửa")
    await lan.presses("Người nhận")
    await lan.says("Phường 2")
    lan.sees("Có phải", "Phường 2, thị xã Ngã Năm")
    await lan.says("Phường 2, thị xã Ngã Năm; cán bộ đầu mối")
    lan.sees("Phường 2, thị xã Ngã Năm; cán bộ đầu mối")


async def test_an_empty_or_suspiciously_large_audience_is_asked_about(stage: Stage) -> None:
    """Both by who writes and by who approves; said yes to, it goes on."""
    lan, tam = await editor(stage), await approver(stage)
    await writes(lan)
    await lan.presses("Sửa")
    await lan.presses("Người nhận")
    await lan.says(stage.campaign.units.districts[0].title)
    await lan.presses("Xong")
    await lan.presses("Gửi duyệt")
    lan.sees("hiện không có ai nhận", "Có đúng là gửi như vậy không?")
    await lan.presses("Đúng, vẫn gửi")
    lan.sees("Đã gửi duyệt")
    await tam.says("/duyettin")
    tam.sees("Chú ý: hiện không có ai để nhận tin này")
    await decides(tam, "Duyệt và gửi")
    tam.sees("hiện không có ai nhận")
    assert await started(stage) == 0
    await tam.presses("Đúng, vẫn gửi")
    assert await started(stage) == 1


async def test_a_rule_that_takes_in_nearly_everyone_was_hardly_meant(stage: Stage) -> None:
    """Of many people: whoever narrowed and still gets four of five is asked."""
    place = stage.campaign.units.districts[0]
    lan = await editor(stage)
    await citizens(stage, *(f"c{number}" for number in range(50)), place=place.code)
    await writes(lan)
    await lan.presses("Gửi duyệt")
    lan.sees("Đã gửi duyệt")  # to everyone, and said so
    await lan.says("/soantin 1")
    await lan.presses("Sửa")
    await lan.presses("Người nhận")
    await lan.says(place.title)
    await lan.presses("Xong")
    await lan.presses("Gửi duyệt")
    lan.sees("sẽ tới 50 người, nhiều khác thường")
    await lan.presses("Sửa người nhận")
    lan.sees("Gửi cho ai?")


async def test_the_preview_shows_each_channel(stage: Stage) -> None:
    """Lengths, messages, time and Stars; the plain version is shown as it will be read, in as many messages."""
    lan = await editor(stage)
    words = " ".join(["Bà con ở nhà, *không* ra ngoài nếu không cần."] * 60)
    await writes(lan, text=words)
    await lan.presses("Xem trước")
    lan.sees(
        "Telegram (chưa mở): 1 tin", "/4.096", "Zalo (bot) (chưa mở): 3 tin", "/2.000 ký tự, không có chữ đậm"
    )
    await lan.presses("Bản trên Zalo (bot)")
    lan.sees("tin hiện ra đúng như trên, thành 3 tin")
    assert "<b>" not in "".join(each.reply.text for each in lan.chat.shown[-4:-1])
    assert "không ra ngoài" in lan.answers[1]
    assert await started(stage) == 0


async def test_the_preview_says_how_long_and_for_how_many_stars(stage: Stage) -> None:
    """Of each channel for those whom it reaches, at the pace that costs nothing and at the paid one."""
    lan = await editor(stage)
    await citizens(stage, "ba", "tu")
    paid = replace(AMPLE, rate=0.05, free=0.01)  # messages a second: three people take five minutes, or one
    slow = replace(AMPLE, marks=False, rate=0.01)
    stage.conversation.formats = {
        "stage": Format(limits=paid, configured=True),
        "zalo": Format(limits=slow, configured=True),
    }
    await writes(lan)
    await lan.presses("Xem trước")
    lan.sees("stage: 1 tin", "3 người, gửi xong trong khoảng 5 phút, hoặc 1 phút với khoảng 1 Stars")
    lan.sees("zalo: 1 tin", "chưa có ai nhận ở đây")
    async with stage.database.transaction() as tx:
        address, _ = await people.meet(tx, "stage", "1", "tu", stage.clock.now())
        await tx.execute(update(addresses).where(addresses.c.id == address.id).values(channel="zalo"))
    await lan.presses("Xem trước")
    lan.sees("2 người, gửi xong trong khoảng 4 phút, hoặc 1 phút với khoảng 1 Stars")
    lan.sees("1 người, gửi xong trong khoảng 2 phút")


@pytest.mark.parametrize(
    ("people_", "rate", "minutes", "stars", "faster"),
    [(30_000, 1000.0, 17, 2_910, 1), (1_000_000, 30.0, 556, 0, 556), (1, 1000.0, 1, 1, 1)],
)
def test_a_million_people_take_hours_or_stars(
    people_: int, rate: float, minutes: int, stars: int, faster: int
) -> None:
    """30 a second cost nothing; each message beyond costs a tenth of a Star."""
    free, paid = estimate(people_, min(rate, FREE_RATE)), estimate(people_, rate)
    assert (free.minutes, paid.stars, paid.minutes) == (minutes, stars, faster)


async def test_a_trial_goes_to_oneself_or_one_colleague_and_nobody_else(stage: Stage) -> None:
    """Whoever is not of the agency is not reached by it, whatever number a button carries."""
    an = (await citizens(stage, "an"))[0]
    lan, tam = await editor(stage), await approver(stage)
    await writes(lan)
    await lan.presses("Việc khác…")
    await lan.presses("Gửi thử")
    ask = lan.labels
    assert "Tam" in ask
    await lan.presses("Gửi thử cho tôi")
    assert lan.answers[0].startswith("Giữ vững vùng xanh")
    await lan.presses("Tam")
    lan.sees("Đã gửi thử bản nháp số 1 cho Tam")
    assert "Tin này chưa gửi cho bà con" in tam.chat.shown[-2].text
    assert tam.chat.shown[-1].text.startswith("Giữ vững vùng xanh")
    async with stage.database.reading() as tx:
        address = await people.find_address(tx, "stage", "1", "an")
    assert address is not None
    before = len(an.chat.shown)
    await lan.presses_data(f"1|d|1+{address.person_id}|thu-one|")
    lan.sees("Chưa gửi thử được")
    assert len(an.chat.shown) == before
    assert [line["to"] for line in await logged(stage, "draft.tried")] != []


async def test_buttons_under_a_bulletin_are_kept_once_each(stage: Stage) -> None:
    """Before it is sent they say that it is a trial; then a press counts once, and a poll's last answer."""
    an, ba = await citizens(stage, "an", "ba")
    lan, tam = await editor(stage), await approver(stage)
    await writes(lan)
    await lan.presses("Sửa")
    await lan.presses("Lựa chọn")
    await lan.presses("Thêm “Đã đọc”")
    await lan.presses("Thêm “Tôi cam kết”")
    await lan.presses("Bỏ “Tôi cam kết”")
    await lan.presses("Mở đường dẫn")
    await lan.says("Xem văn bản")
    lan.sees("bắt đầu bằng https://")
    await lan.says("Xem văn bản https://soctrang.gov.vn/kế-hoạch")
    await lan.presses("Thăm dò ý kiến")
    await lan.says("Chỉ một câu")
    lan.sees("Cần từ 2 đến 5")
    await lan.says("- Đủ gạo\n- Thiếu gạo\n\n- Thiếu thuốc")
    await lan.presses("Xong")
    lan.sees("Lựa chọn: Đủ gạo; Thiếu gạo; Thiếu thuốc; Đã đọc; Xem văn bản")
    assert (await draft(stage, 1)).choices[-1] == Offered(
        key="link", label="Xem văn bản", url="https://soctrang.gov.vn/kế-hoạch"
    )
    await lan.presses("Xem trước")
    await lan.presses("Đã đọc")
    lan.sees("Đây là bản xem trước")
    await lan.says("/soantin 1")
    await lan.presses("Gửi duyệt")
    await decides(tam, "Duyệt và gửi")
    async with stage.database.reading() as tx:
        before = await tx.all(select(subscriptions))
    for label in ("Đã đọc", "Đã đọc", "Thiếu gạo", "Đủ gạo"):
        await an.presses(label)
    an.sees("Đã ghi nhận câu trả lời: Đủ gạo")
    await ba.presses("Thiếu thuốc")
    async with stage.database.reading() as tx:
        rows = await tx.all(select(bulletin_presses).order_by(bulletin_presses.c.id))
    assert [(row.asked, row.choice) for row in rows] == [
        ("seen", "dadoc"),
        ("poll", "y1"),
        ("poll", "y3"),
    ]
    await ba.presses_data("1|a|1|toicamket|")
    await ba.presses_data("1|a|99|dadoc|")
    async with stage.database.reading() as tx:
        assert len(await tx.all(select(bulletin_presses))) == 3
        assert await tx.all(select(subscriptions)) == before


@pytest.mark.parametrize(
    ("said", "until"), [("20:00 18/8", "20:00 ngày 18/8/2021"), ("20/8", "23:59 ngày 20/8/2021")]
)
async def test_a_bulletin_may_hold_up_to_a_time(stage: Stage, said: str, until: str) -> None:
    """Past times and other words are refused; after it nothing is submitted."""
    lan = await editor(stage)
    await writes(lan)
    await lan.presses("Sửa")
    await lan.presses("Thời hạn")
    await lan.says("lúc nào cũng được")
    lan.sees("ví dụ 20:00 19/8")
    await lan.says("17/8")
    lan.sees("Giờ đó đã qua")
    await lan.says(said)
    lan.sees(f"Có giá trị đến {until}")
    await lan.presses("Xem trước")
    lan.sees(f"Tin có giá trị đến {until}.")
    stage.clock.passes(days=3)
    await lan.says("/soantin 1")
    await lan.presses("Gửi duyệt")
    lan.sees("nay đã qua")


async def test_files_come_with_a_forwarded_post_or_by_themselves(stage: Stage) -> None:
    """A post forwarded as the words brings its picture; files are replaced as a whole, and can be left out."""
    lan = await editor(stage)
    await lan.says("/soantin")
    await lan.presses("Soạn tin mới")
    await lan.presses("Hướng dẫn")
    await lan.says("5K")
    photo = Attachment(kind=AttachmentKind.PHOTO, ref="p1", origin="stage:1")
    await lan.stage.hears(
        lan, text="Đeo khẩu trang", marked="<b>Đeo</b> khẩu trang", attachments=(photo,), forwarded=True
    )
    lan.sees("Kèm 1 tệp")
    kept = await draft(stage, 1)
    assert (kept.text, kept.attachments, kept.kind) == (
        "<b>Đeo</b> khẩu trang",
        (photo,),
        DraftKind.GUIDANCE,
    )
    await lan.presses("Sửa")
    await lan.presses("Ảnh, tệp")
    sound = Attachment(kind=AttachmentKind.AUDIO, ref="s1", origin="stage:1")
    await lan.sends(sound)
    await lan.presses("Xong")
    assert (await draft(stage, 1)).attachments == (sound,)
    await lan.presses("Sửa")
    await lan.presses("Ảnh, tệp")
    await lan.presses("Bỏ qua")
    assert (await draft(stage, 1)).attachments == ()


async def test_an_earlier_bulletin_is_copied(stage: Stage) -> None:
    """From the list or from a card; the copy has a life of its own and nothing is approved of it."""
    lan, tam = await editor(stage), await approver(stage)
    await writes(lan, "Tin 18/8", "Lời của ngày 18")
    await lan.presses("Gửi duyệt")
    await decides(tam, "Duyệt và gửi")
    await lan.says("/soantin")
    await lan.presses("Chép bản tin cũ")
    await lan.presses("18/8: Tin 18/8")
    lan.sees("Bản nháp số 2: đang soạn", "Lời của ngày 18")
    await lan.presses("Việc khác…")
    await lan.presses("Chép thành bản mới")
    lan.sees("Bản nháp số 3")
    stranger = await editor(stage, "xa", "bao_soc_trang")
    await stranger.says("/soantin")
    await stranger.presses("Chép bản tin cũ")
    stranger.sees("chưa gửi bản tin nào để chép")
    await stranger.presses_data("1|c|soantin|chep+1|")
    stranger.sees("Không chép được")
    assert len(await all_drafts(stage)) == 3
    assert await started(stage) == 1


async def test_the_loudspeaker_reads_words_only(stage: Stage) -> None:
    """Numbers, days and short forms are spelled out, marks and addresses are not read."""
    lan = await editor(stage)
    await writes(lan, "Tin 18/8", "*Đã tiêm* 1.234 người, đạt 12,5%. Xem [ở đây](https://soctrang.gov.vn)")
    await lan.presses("Sửa")
    await lan.presses("Nguồn")
    await lan.says("UBND tỉnh, 17/8/2021")
    await lan.presses("Việc khác…")
    await lan.presses("Bản đọc loa truyền thanh")
    lan.sees(
        "Tin ngày mười tám tháng tám.",
        "Đã tiêm một nghìn hai trăm ba mươi bốn người, đạt mười hai phẩy năm phần trăm. Xem ở đây",
        "Nguồn: Ủy ban nhân dân tỉnh, ngày mười bảy tháng tám năm hai nghìn không trăm hai mươi mốt.",
        "Sở Thông tin và Truyền thông thông báo.",
    )
