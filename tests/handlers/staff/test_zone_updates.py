"""/capnhatvung: what a decision says is entered by one, approved by another, and told to the people there."""

from sqlalchemy import select

from storage import grants
from storage.records import Role
from storage.tables import audit
from tests.driver import Stage
from tests.handlers.staff.committee import DECISION, enters, living, steering
from tests.handlers.staff.desks import holding


async def test_one_enters_another_approves_and_the_commune_is_told(stage: Stage) -> None:
    """From the dialog to the phones of the people there; whoever lives elsewhere hears nothing."""
    an = await living(stage, "an", "xã Kế An")
    ba = await living(stage, "ba", "xã Đại Hải")
    binh, chi = await steering(stage, "binh", "chi")
    await binh.says("/capnhatvung")
    binh.sees("30 trong 109", "Mỗi lần nhập có hiệu lực khi một đồng chí khác")
    await binh.presses("Nhập một xã")
    await binh.says("ke an")
    binh.sees("Xã Kế An, huyện Kế Sách hiện là vùng xanh")
    await binh.says("cam")
    await binh.says("Quyết định 95")
    await binh.says("18/8")
    binh.sees("xanh → cam (nguy cơ cao)", "Theo: Quyết định 95 ngày 18/8/2021")
    await binh.presses("Gửi")
    binh.sees("Đã gửi lần nhập số 1 cho 1 đồng chí khác")
    an.chat.fresh = len(an.chat.shown)
    await an.says("/vungxanh")
    chi.sees("Lần nhập vùng số 1", "Người nhập: Binh", "xã Kế An (xanh → cam)")
    await chi.presses("Duyệt")
    chi.sees("Đã duyệt lần nhập số 1", "1 nơi đổi màu", "khoảng 1 bà con")
    binh.sees("Đã duyệt lần nhập số 1", "người duyệt: Chi")
    an.sees(
        "Theo Quyết định 95 ngày 18/8/2021, Xã Kế An, huyện Kế Sách là vùng cam (nguy cơ cao).",
        "Trước đó: vùng xanh",
        "5K",
        "1900 9095",
    )
    assert an.labels == ["Hướng dẫn “4 tại chỗ”", "Báo khó khăn", "Tra vùng"]
    ba.sees_not("Kế An")
    async with stage.database.reading() as tx:
        logged = (await tx.execute(select(audit.c.action).where(audit.c.action.like("zone.%")))).scalars()
        assert list(logged) == ["zone.entered", "zone.approved"]


async def test_nobody_approves_their_own(stage: Stage) -> None:
    """Two people, whatever button is pressed; without a second one it waits, and that is said."""
    (binh,) = await steering(stage, "binh")
    await enters(binh, "Kế An", "cam")
    binh.sees("chưa có đồng chí thứ hai")
    chi = (await steering(stage, "chi"))[0]
    await chi.says("/capnhatvung")
    chi.sees("1 lần nhập đang chờ người thứ hai")
    await chi.presses("Đang chờ duyệt")
    pressed = chi.button("Duyệt")
    await binh.presses_data(pressed)
    binh.sees("cần một đồng chí khác của Ban Chỉ đạo duyệt")
    await stage.person("an").presses_data(pressed)
    stage.person("an").sees("dành cho")
    await chi.presses_data(pressed)
    chi.sees("Đã duyệt")


async def test_of_two_who_press_the_second_is_told_who_was_first(stage: Stage) -> None:
    """The press on an old card changes nothing and says how it stands; people are told once."""
    an = await living(stage, "an", "xã Kế An")
    binh, chi, dung = await steering(stage, "binh", "chi", "dung")
    await enters(binh, "Kế An", "đỏ")
    old, back = dung.button("Duyệt"), dung.button("Trả lại")
    await chi.presses("Duyệt")
    an.chat.fresh = 0
    assert sum("vùng đỏ" in each for each in an.answers) == 1
    for data in (old, back):
        await dung.presses_data(data)
        dung.sees("đã được duyệt (Chi), nên lựa chọn này không còn tác dụng")
    assert sum("vùng đỏ" in each for each in an.answers) == 1
    shown = [each.labels for each in dung.chat.shown if "Lần nhập vùng số 1" in each.text]
    assert shown[-1:] == [["Xin hủy vì nhập nhầm"]]
    assert len(shown) == 2 - stage.limits.edit


async def test_what_is_returned_says_why_and_changes_nothing(stage: Stage) -> None:
    """The reason goes to whoever entered it; an empty one is asked for again."""
    binh, chi = await steering(stage, "binh", "chi")
    await enters(binh, "Kế An", "đỏ")
    await chi.presses("Trả lại")
    await chi.says("ừ")
    await chi.says("Văn bản ghi xã Kế Thành")
    chi.sees("được trả lại")
    binh.sees("Lần nhập số 1 được trả lại", "người trả: Chi", "Văn bản ghi xã Kế Thành")
    await binh.says("/vungxanh ke an")
    binh.sees("vùng xanh")


async def test_whoever_entered_may_take_it_back(stage: Stage) -> None:
    """Before anybody has approved it; afterwards the button is old."""
    binh, chi = await steering(stage, "binh", "chi")
    await enters(binh, "Kế An", "đỏ")
    again, approve = binh.button("Bỏ lần nhập này"), chi.button("Duyệt")
    await binh.presses_data(again)
    binh.sees("Đã bỏ lần nhập số 1")
    await chi.presses_data(approve)
    chi.sees("đã được người nhập bỏ")
    await binh.presses_data(again)
    binh.sees("không còn tác dụng")


async def test_a_mistake_is_annulled_by_two_and_put_right(stage: Stage) -> None:
    """The colour goes back to what it was, the people told are told so, and the entry stays in the history."""
    an = await living(stage, "an", "xã Kế An")
    binh, chi = await steering(stage, "binh", "chi")
    await enters(binh, "Kế An", "đỏ")
    await chi.presses("Duyệt")
    await chi.says("/capnhatvung")
    await chi.presses("Đã duyệt gần đây")
    await chi.presses("Xin hủy vì nhập nhầm")
    await chi.says("Nhầm với xã Kế Thành")
    binh.sees("có người xin hủy vì nhập nhầm", "Xin hủy: Chi", "Nhầm với xã Kế Thành")
    agree = binh.button("Đồng ý hủy")
    await chi.presses_data(agree)
    chi.sees("Đồng chí là người xin hủy")
    await stage.person("an").says("/vungxanh ke an")
    an.sees("vùng đỏ")
    await binh.presses_data(agree)
    binh.sees("Đã hủy lần nhập số 1", "1 nơi đổi màu")
    an.sees("Đính chính.", f"theo {DECISION} ngày 18/8/2021", "Xã Kế An, huyện Kế Sách: vùng xanh")
    await an.says("/vungxanh ke an")
    an.sees("vùng xanh (bình thường mới), theo Quyết định hỏa tốc")


async def test_a_doubt_that_is_not_shared_changes_nothing(stage: Stage) -> None:
    """It stands, and whoever doubted is told."""
    binh, chi = await steering(stage, "binh", "chi")
    await enters(binh, "Kế An", "đỏ")
    await chi.presses("Duyệt")
    await chi.presses("Xin hủy vì nhập nhầm")
    await chi.says("Hình như nhầm xã")
    await binh.presses("Không hủy")
    chi.sees("không bị hủy")
    await chi.says("/vungxanh ke an")
    chi.sees("vùng đỏ")


async def test_the_questions_take_no_nonsense(stage: Stage) -> None:
    """A document without a number, a day to come, one before the list, words that are no day, a photo."""
    binh, _ = await steering(stage, "binh", "chi")
    await binh.says("/capnhatvung")
    await binh.presses("Nhập một xã")
    await binh.says("Kế An")
    await binh.sends_photo()
    await binh.says("tím")
    binh.sees("Văn bản mới ghi vùng gì?")
    await binh.says("vang")
    await binh.says("Quyết định hôm qua")
    binh.sees("Chưa thấy số văn bản")
    await binh.says("Quyết định số 7")
    await binh.says("30/8")
    binh.sees("Ngày này chưa đến")
    await binh.says("1/8/2021")
    binh.sees("Ngày này trước 15/8/2021")
    await binh.says("hôm nào đó")
    binh.sees("Chưa đọc được ngày")
    await binh.says("17/8")
    await binh.presses("Sửa")
    await binh.presses("Màu")
    await binh.presses("Đỏ (nguy cơ rất cao)")
    binh.sees("xanh → đỏ", "ngày 17/8/2021")


async def test_a_decision_entered_before_is_offered_again(stage: Stage) -> None:
    """One press gives its number and its date."""
    binh, chi = await steering(stage, "binh", "chi")
    await enters(binh, "Kế An", "đỏ", on="17/8")
    await chi.says("/capnhatvung")
    await chi.presses("Nhập một xã")
    await chi.says("Kế Thành")
    await chi.says("cam")
    await chi.presses(f"{DECISION}, 17/8/2021")
    chi.sees(f"Theo: {DECISION} ngày 17/8/2021")
    await chi.presses("Sửa")
    await chi.presses("Văn bản")
    await chi.says("Quyết định số 9")  # as another one begins
    chi.sees("Theo: Quyết định số 9 ngày 17/8/2021")


async def test_an_older_decision_does_not_undo_a_newer_one(stage: Stage) -> None:
    """The card warns; it stays in the history, the colour and the people's phones do not change."""
    binh, chi = await steering(stage, "binh", "chi")
    await enters(binh, "Kế An", "đỏ", on="18/8")
    await chi.presses("Duyệt")
    an = await living(stage, "an", "xã Kế An")
    await enters(binh, "Kế An", "vàng", decision="Quyết định số 90", on="16/8")
    chi.sees("1 nơi đã có văn bản mới hơn")
    await chi.presses("Duyệt")
    chi.sees("Không nơi nào đổi màu")
    await an.says("/vungxanh ke an")
    an.sees("vùng đỏ", f"theo {DECISION} ngày 18/8/2021", "Trước đó: vùng vàng, theo văn bản ngày 16/8/2021")
    await an.says("/vungxanh huyện Kế Sách")
    an.sees(
        "theo văn bản mới nhất của từng nơi", "Vùng đỏ (nguy cơ rất cao): xã Kế An.", f"{DECISION} ngày 18/8"
    )


async def test_after_the_campaign_colours_are_kept_but_nobody_is_pushed_to(stage: Stage) -> None:
    """What the last day's decision says may be entered on the day after."""
    an = await living(stage, "an", "xã Kế An")
    binh, chi = await steering(stage, "binh", "chi")
    stage.clock.passes(days=8)
    await enters(binh, "Kế An", "vàng", on="25/8")
    await chi.presses("Duyệt")
    chi.sees("1 nơi đổi màu", "Đợt thi đua đã kết thúc nên không gửi tin")
    an.chat.fresh = len(an.chat.shown)
    an.sees_nothing()


async def test_a_role_taken_back_on_the_way_enters_nothing(stage: Stage) -> None:
    """The last step asks again."""
    (binh,) = await steering(stage, "binh")
    await binh.says("/capnhatvung")
    await binh.presses("Nhập một xã")
    for said in ("Kế An", "đỏ", DECISION, "18/8"):
        await binh.says(said)
    async with stage.database.transaction() as tx:
        (held,) = await grants.list_holders(tx, 5)
        await grants.revoke(tx, held.grant.id, "a test", stage.clock.now())
    await binh.presses("Gửi")
    binh.sees_not("Đã gửi")
    await holding(stage, "chi", Role.STEERING, "ban_chi_dao")
    chi = stage.person("chi")
    await chi.says("/capnhatvung")
    await chi.presses("Đang chờ duyệt")
    chi.sees("Không có lần nhập nào đang chờ")
