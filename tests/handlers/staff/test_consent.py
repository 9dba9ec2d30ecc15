"""No way round the nominee's consent: copies, an hour of its own, new words; and a no that comes late is heard."""

import pytest

from messages.encoding import load_reply
from storage import bulletins
from storage.records import BulletinState
from tests.driver import Person, Stage
from tests.handlers.staff.newsroom import (
    all_drafts,
    approver,
    citizens,
    decides,
    draft,
    editor,
    logged,
    started,
)
from tests.handlers.staff.nominating import Cast, cast, confirmed, opens
from tests.handlers.staff.test_hourly import passes
from tests.handlers.staff.test_nominees import handed

NAMED = "Mấy ngày nay bà Sáu Lành nấu cơm cho chốt kiểm soát."


async def story(stage: Stage, parts: Cast, *, agreed: bool = True) -> tuple[Person, Person]:
    """A draft story that names its nominee, before an editor; an approver beside them."""
    lan, tam = await editor(stage, "bich"), await approver(stage)
    code = await confirmed(parts, deed=NAMED)
    if agreed:
        await opens(parts.lan, "Đồng ý nêu tên")
    await lan.says("/guonghay")
    await lan.presses(next(label for label in lan.labels if label.startswith(code)))
    return lan, tam


async def sent(stage: Stage, parts: Cast) -> tuple[Person, Person]:
    """The story as a bulletin that has reached a citizen."""
    lan, tam = await story(stage, parts)
    await lan.presses("Gửi duyệt")
    await decides(tam, "Duyệt và gửi")
    assert await started(stage) == 1
    return lan, tam


async def state(stage: Stage) -> tuple[BulletinState, str]:
    async with stage.database.reading() as tx:
        found = await bulletins.get(tx, 1)
    assert found is not None
    return found.state, load_reply(found.reply).text


@pytest.mark.one_platform("about whom a draft tells of")
async def test_a_copy_asks_for_the_consent_too(stage: Stage) -> None:
    """Of a draft and of a bulletin: it comes from the same nomination: after a no it is neither sent nor read out."""
    parts = await cast(stage)
    lan, _ = await sent(stage, parts)
    await opens(parts.lan, "Không nêu tên")
    await lan.says("/soantin chep 1")
    await lan.presses("Gửi duyệt")
    lan.sees("chưa đồng ý nêu tên")
    await lan.presses("Việc khác…")
    await lan.presses("Bản đọc loa truyền thanh")
    lan.sees("chưa đồng ý nêu tên")
    await lan.presses("Chép thành bản mới")
    await lan.presses("Gửi duyệt")
    lan.sees("chưa đồng ý nêu tên")
    assert len({each.subject for each in await all_drafts(stage)}) == 1
    assert await started(stage) == 1


@pytest.mark.one_platform("about the hour; test_hourly.py holds one on each")
async def test_the_hour_asks_again(stage: Stage) -> None:
    """Approved for 14:00; the no comes at 10:00: writer and approver hear it then, and at 14:00 nothing goes out."""
    parts = await cast(stage)
    lan, tam = await story(stage, parts)
    await lan.presses("Sửa")
    await lan.presses("Giờ gửi")
    await lan.says("14h hôm nay")
    await lan.presses("Gửi duyệt")
    await decides(tam, "Duyệt và gửi")
    tam.sees("Tin tự gửi lúc 14:00")
    await opens(parts.lan, "Không nêu tên")
    for person in (lan, tam):
        assert "đến giờ hệ thống giữ lại" in person.chat.shown[-1].text
    await passes(stage, hours=4)
    assert await started(stage) == 0
    assert "không còn đồng ý nêu tên" in lan.chat.shown[-1].text
    assert [line["why"] for line in await logged(stage, "draft.held")] == ["consent"]
    await lan.presses("Mở bản nháp số 1")
    lan.sees("Bản nháp số 1")


async def test_new_words_do_not_bring_the_name_in(stage: Stage) -> None:
    """Refused where they are proposed, with the question again, and where they are approved if the no came between."""
    parts = await cast(stage)
    lan, tam = await story(stage, parts, agreed=False)
    await lan.presses("Gửi duyệt")
    await decides(tam, "Duyệt và gửi")
    assert await started(stage) == 1
    await lan.presses("Sửa lời, đính chính")
    await lan.presses("Cả người đã nhận (đính chính)")
    await lan.says("Người nấu cơm là chị Lành.")
    await lan.presses("Gửi duyệt")
    lan.sees("không đồng ý nêu tên", "Đồng chí viết lời đính chính")
    async with stage.database.reading() as tx:
        assert await bulletins.pending(tx, 1) is None
    await opens(parts.lan, "Đồng ý nêu tên")
    await lan.says("Người nấu cơm là chị Lành.")
    await lan.presses("Gửi duyệt")
    lan.sees("Đã gửi lời văn mới")
    await opens(parts.lan, "Không nêu tên")
    await tam.presses("Duyệt")
    tam.sees("không đồng ý nêu tên")
    assert "chị Lành" not in (await state(stage))[1]
    await tam.presses("Không duyệt")
    tam.sees("Đã bỏ lời văn mới")


async def test_a_no_stops_what_is_being_sent(stage: Stage) -> None:
    """It pauses, whoever answers for it hears what to do, and it cannot be resumed with the name in it."""
    parts = await cast(stage)
    (an,) = await citizens(stage, "dan")
    lan, tam = await sent(stage, parts)
    await opens(parts.lan, "Không nêu tên")
    assert (await state(stage))[0] is BulletinState.PAUSED
    for person in (lan, tam):
        told = next(each.text for each in reversed(person.chat.shown) if "không đồng ý" in each.text)
        assert "đang tạm dừng" in told
        assert "vẫn đọc được" not in told
    await an.says("/tinmoi")
    an.sees_not("Sáu Lành")
    await tam.presses("Gửi tiếp")
    tam.sees("có tên người đó", "chưa gửi tiếp được")
    assert (await state(stage))[0] is BulletinState.PAUSED
    await opens(parts.lan, "Đồng ý nêu tên")
    await tam.presses("Gửi tiếp")
    assert (await state(stage))[0] is BulletinState.SENDING


async def test_a_no_after_it_was_sent_is_told_with_the_way_to_take_it_back(stage: Stage) -> None:
    """It stands under /tinmoi: one press begins taking it back; a second no is told to nobody."""
    parts = await cast(stage)
    (an,) = await citizens(stage, "dan")
    lan, tam = await sent(stage, parts)
    async with stage.database.transaction() as tx:
        while not await bulletins.fill(tx, 1):
            pass
        assert await bulletins.finish(tx, 1, stage.clock.now())
    await opens(parts.lan, "Không nêu tên")
    assert "đã gửi xong. Bà con vẫn đọc được tin ở /tinmoi" in tam.chat.shown[-1].text
    await an.says("/tinmoi")
    an.sees("Sáu Lành")
    await lan.presses("Thu hồi")
    await lan.presses("Đúng, thu hồi")
    await an.says("/tinmoi")
    an.sees_not("Sáu Lành")
    before = len(tam.chat.shown)
    await opens(parts.lan, "Đồng ý nêu tên")
    await opens(parts.lan, "Không nêu tên")
    assert not [each for each in tam.chat.shown[before:] if "không đồng ý" in each.text]
    assert (await draft(stage, 1)).bulletin_id == 1


@pytest.mark.one_platform("about erasing; test_nominees.py holds one on each")
async def test_erasing_oneself_takes_the_consent_back(stage: Stage) -> None:
    """A nominee who agreed by themselves and leaves: the agency hears it as any other no."""
    parts, sau = await cast(stage), stage.person("sau")
    lan, _ = await editor(stage, "bich"), await approver(stage)
    code = await confirmed(parts, deed=NAMED)
    await sau.says(f"/neuten {await handed(parts, code)}")
    await sau.presses("Đồng ý nêu tên")
    await lan.says("/guonghay")
    await lan.presses(next(label for label in lan.labels if label.startswith(code)))
    await lan.presses("Gửi duyệt")
    await sau.says("/xoadulieu")
    await sau.presses("Đúng, xóa dữ liệu")
    sau.sees_not("bản nháp")
    assert "Tin đang chờ duyệt; duyệt lúc này không gửi được" in lan.chat.shown[-1].text
