"""The day's figures: entered, signed, and only then quoted; a draft with a gap goes nowhere."""

import pytest

from storage.records import Role
from tests.driver import Person, Stage
from tests.handlers.staff.desks import holding
from tests.handlers.staff.newsroom import (
    all_drafts,
    approver,
    decides,
    draft,
    editor,
    logged,
    named,
    started,
    writes,
)
from tests.handlers.staff.test_hourly import passes


async def doctor(stage: Stage) -> Person:
    return await named(await holding(stage, "my", Role.HEALTH, "so_y_te"))


async def enters(my: Person, number: str = "1.234") -> None:
    await my.says("/solieu")
    await my.presses("Nhập số liệu")
    await my.presses("Hôm nay")
    for _ in my.stage.campaign.figures:
        await my.says(number)
    await my.says("Báo cáo số 12/BC-SYT, ngày 18/8/2021")
    my.sees("1.234" if number == "1.234" else number, "Báo cáo số 12/BC-SYT")


async def from_template(lan: Person) -> None:
    await lan.says("/soantin")
    await lan.presses("Soạn theo mẫu")
    await lan.presses(lan.stage.campaign.bulletin_templates[0].label)


async def test_a_template_waits_for_signed_figures(stage: Stage) -> None:
    """Entered is not signed; until then it is refused with what is missing, after that it fills itself in."""
    lan, tam, my = await editor(stage), await approver(stage), await doctor(stage)
    await from_template(lan)
    lan.sees("Chưa có số liệu đã ký", stage.campaign.figures[0].label)
    await lan.presses("Gửi duyệt")
    lan.sees("còn chỗ trống", stage.campaign.figures[0].label)
    await enters(my)
    await lan.says("/soantin 1")
    await lan.presses("Điền chỗ trống")
    lan.sees("Chưa có số liệu đã ký")
    await my.presses("Ký số liệu này")
    my.sees("Đã ký số liệu ngày 18/8/2021")
    assert "đã được ký" in lan.chat.shown[-1].text
    await lan.says("/soantin 1")
    await lan.presses("Điền chỗ trống")
    kept = await draft(stage, 1)
    assert "1.234" in kept.text
    assert kept.title == "Tình hình dịch Covid-19 ngày 18/8/2021"
    assert kept.source == "Báo cáo số 12/BC-SYT, ngày 18/8/2021"
    assert "{" not in kept.title + kept.text + kept.source
    await lan.presses("Gửi duyệt")
    await decides(tam, "Duyệt và gửi")
    assert await started(stage) == 1
    lines = await logged(stage, "figures.entered", "figures.signed")
    assert [line["day"] for line in lines] == ["2021-08-18"] * 2


async def test_figures_are_signed_once_by_the_health_office_alone(stage: Stage) -> None:
    """Not by an editor, not twice; words are no number; yesterday's are still the day's, older ones are not."""
    lan, my = await editor(stage), await doctor(stage)
    await lan.says("/solieu")
    lan.sees("dành cho cán bộ được giao")
    await my.says("/solieu")
    await my.presses("Nhập số liệu")
    await my.says("bữa kia")
    my.sees("Hôm nay")
    await my.presses("Hôm nay")
    for said in ("mười", "-5", "12,5", "9" * 30):
        await my.says(said)
        my.sees("ghi bằng chữ số")
    await my.says("/huy")
    await enters(my)
    press = my.button("Ký số liệu này")
    await lan.presses_data(press)
    lan.sees("dành cho cán bộ được giao")
    await my.presses_data(press)
    await my.presses_data(press)
    my.sees("đã được ký rồi")
    await my.presses_data("1|f|x|ky|")
    my.sees("đã được ký rồi")
    stage.clock.passes(days=1)
    await from_template(lan)
    assert "1.234" in (await draft(stage, 1)).text
    stage.clock.passes(days=1)
    await from_template(lan)
    lan.sees("Chưa có số liệu đã ký")


async def test_figures_signed_again_are_told_to_editors(stage: Stage) -> None:
    """A bulletin that quoted the old ones may need a correction."""
    lan, my = await editor(stage), await doctor(stage)
    await enters(my)
    await my.presses("Ký số liệu này")
    await enters(my, "1.300")
    await my.presses("Ký số liệu này")
    assert "thay cho số đã ký trước đó" in lan.chat.shown[-1].text


async def test_what_the_editor_must_say_is_asked_one_by_one(stage: Stage) -> None:
    """Answers are words, never markup; "thôi" leaves the gap, and the gap stops it."""
    lan = await editor(stage)
    asked = next(each for each in stage.campaign.bulletin_templates if each.asks)
    await lan.says("/soantin")
    await lan.presses("Soạn theo mẫu")
    await lan.presses(asked.label)
    lan.sees(asked.asks[0].label)
    await lan.says("<b>Trạm y tế</b> & chợ")
    lan.sees(asked.asks[1].label)
    await lan.says("/huy")
    await lan.says("/soantin 1")
    await lan.presses("Gửi duyệt")
    lan.sees("còn chỗ trống", asked.asks[1].label)
    await lan.presses("Điền chỗ trống")
    for _ in asked.asks[1:]:
        await lan.says("7 giờ ngày 19/8")
    kept = await draft(stage, 1)
    assert "&lt;b&gt;Trạm y tế&lt;/b&gt; &amp; chợ" in kept.text
    assert "{" not in kept.text


async def quoting(stage: Stage) -> tuple[Person, Person, Person]:
    """A draft that quotes today's signed figures; its editor, an approver, the health office."""
    lan, tam, my = await editor(stage), await approver(stage), await doctor(stage)
    await enters(my)
    await my.presses("Ký số liệu này")
    await from_template(lan)
    assert "1.234" in (await draft(stage, 1)).text
    return lan, tam, my


async def at_an_hour(lan: Person, said: str) -> None:
    await lan.presses("Sửa")
    await lan.presses("Giờ gửi")
    await lan.says(said)


@pytest.mark.one_platform("about days")
async def test_one_days_figures_are_not_repeated(stage: Stage) -> None:
    """Said when the hour is chosen and when it is submitted, for a copy too; sent once it goes its way."""
    lan, tam, _ = await quoting(stage)
    await at_an_hour(lan, "hằng ngày 14h đến 20/8")
    lan.sees("không gửi hằng ngày được")
    await lan.presses("Gửi duyệt")
    lan.sees("không gửi hằng ngày được", "hẹn một lần")
    await lan.presses("Việc khác…")
    await lan.presses("Chép thành bản mới")
    assert (await all_drafts(stage))[-1].figures_id == 1
    await at_an_hour(lan, "hằng ngày 14h đến 20/8")
    lan.sees("không gửi hằng ngày được")
    await at_an_hour(lan, "14h hôm nay")
    await lan.presses("Gửi duyệt")
    await decides(tam, "Duyệt và gửi")
    await passes(stage, hours=4)
    assert await started(stage) == 1


async def test_figures_signed_again_stop_what_waits(stage: Stage) -> None:
    """The approver's press is refused, the writer fills in the new ones with one, and then it goes out with them."""
    lan, tam, my = await quoting(stage)
    await lan.presses("Gửi duyệt")
    await enters(my, "1.300")
    await my.presses("Ký số liệu này")
    await decides(tam, "Duyệt và gửi")
    tam.sees("số liệu ngày đó đã được ký lại", "Điền lại số liệu")
    assert await started(stage) == 0
    await lan.says("/soantin 1")
    await lan.presses("Điền lại số liệu")
    lan.sees("Đã điền lại bản nháp số 1 theo số liệu đã ký ngày 18/8/2021")
    lan.sees_not("sửa tay")
    kept = await draft(stage, 1)
    assert "1.300" in kept.text
    assert "1.234" not in kept.text
    await lan.presses("Gửi duyệt")
    await decides(tam, "Duyệt và gửi")
    assert await started(stage) == 1


@pytest.mark.one_platform("about the hour")
async def test_figures_signed_again_stop_the_hour(stage: Stage) -> None:
    """Approved for 14:00, signed again at noon: held, with what to do."""
    lan, tam, my = await quoting(stage)
    await at_an_hour(lan, "14h hôm nay")
    await lan.presses("Gửi duyệt")
    await decides(tam, "Duyệt và gửi")
    await enters(my, "1.300")
    await my.presses("Ký số liệu này")
    await passes(stage, hours=4)
    assert await started(stage) == 0
    assert "Điền lại số liệu" in lan.chat.shown[-1].text
    await lan.says("/soantin 1")
    assert "Điền lại số liệu" in lan.labels


@pytest.mark.one_platform("about days")
async def test_old_figures_are_not_sent(stage: Stage) -> None:
    """Of the day before at most, counted from the day on which it goes out; there is nothing newer to fill in yet."""
    lan, _, my = await quoting(stage)
    await at_an_hour(lan, "07:00 20/8")
    await lan.presses("Gửi duyệt")
    lan.sees("đến ngày gửi (20/8/2021) đã cũ")
    await at_an_hour(lan, "07:00 19/8")
    await lan.presses("Gửi duyệt")
    lan.sees("Đã gửi duyệt bản nháp số 1")
    stage.clock.passes(days=2)
    await lan.says("/soantin 1")
    await lan.presses("Điền lại số liệu")
    lan.sees("Chưa có số liệu đã ký", stage.campaign.figures[0].label)
    await enters(my, "77")
    await my.presses("Ký số liệu này")
    await lan.presses("Sửa")
    await lan.presses("Lời văn")
    await lan.says("Ca mắc mới: 1.234. Bà con ở nhà.")
    await lan.presses("Điền lại số liệu")
    lan.sees("theo số liệu đã ký ngày 20/8/2021", "sửa tay")
    assert "77" in (await draft(stage, 1)).text


@pytest.mark.one_platform("about slots")
async def test_what_was_asked_for_stays_when_figures_are_filled_in_anew(stage: Stage) -> None:
    """Figures first, then the editor's answer, then other figures: both stand in it."""
    lan, my = await editor(stage), await doctor(stage)
    await enters(my)
    await my.presses("Ký số liệu này")
    key = stage.campaign.figures[0].key
    await writes(lan, "Tình hình", f"Ca mắc mới: {{{key}}} ở {{noi}}.")
    await lan.presses("Điền chỗ trống")
    await lan.says("Kế An")
    assert (await draft(stage, 1)).text == "Ca mắc mới: 1.234 ở Kế An."
    await enters(my, "5")
    await my.presses("Ký số liệu này")
    await lan.says("/soantin 1")
    await lan.presses("Điền lại số liệu")
    assert (await draft(stage, 1)).text == "Ca mắc mới: 5 ở Kế An."
