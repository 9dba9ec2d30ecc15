"""The loudspeaker reading of what was sent: for who answers for it, and for officers who read it to the hamlet."""

import pytest

from messages.content import Reply
from storage import bulletins
from storage.bulletins import NewBulletin
from storage.records import BulletinState, Role
from tests.driver import Stage
from tests.handlers.staff.desks import holding
from tests.handlers.staff.newsroom import approver, citizens, decides, editor, writes
from tests.handlers.staff.nominating import cast, opens
from tests.handlers.staff.test_consent import sent

READ = "Từ mười tám giờ"


async def operators(stage: Stage, text: str = "<b>Từ 18 giờ</b> bà con ở nhà.") -> int:
    """A bulletin that no agency wrote."""
    async with stage.database.transaction() as tx:
        new = NewBulletin(kind="bulletin", title="Việc nội bộ", reply=Reply(text=text), created_by="máy")
        made = await bulletins.start(tx, new, stage.clock.now())
    await stage.settles()
    return made.id


async def test_what_was_sent_is_read_under_its_live_message(stage: Stage) -> None:
    """With its title and agency; after new words, these; once it was taken back, not at all."""
    lan, tam = await editor(stage), await approver(stage)
    await writes(lan, text="Từ 18 giờ bà con ở nhà.")
    await lan.presses("Gửi duyệt")
    await decides(tam, "Duyệt và gửi")
    await lan.presses("Bản đọc loa")
    lan.sees("Giữ vững vùng xanh.", READ, "Sở Thông tin và Truyền thông thông báo.")
    lan.sees_not("18")
    await lan.presses("Sửa lời, đính chính")
    await lan.presses("Cả người đã nhận (đính chính)")
    await lan.says("Từ 19 giờ bà con ở nhà.")
    await lan.presses("Gửi duyệt")
    await tam.presses("Duyệt")
    await tam.presses("Bản đọc loa")
    tam.sees("mười chín giờ")
    tam.sees_not("mười tám giờ")
    async with stage.database.transaction() as tx:
        await bulletins.recall(tx, 1, stage.clock.now())
    await tam.presses("Bản đọc loa")
    tam.sees("đã thu hồi")
    tam.sees_not("mười chín giờ")


async def test_officers_read_the_latest_news_out(stage: Stage) -> None:
    """Under /tinmoi, the operator's too, in the name of who issued the plan; citizens have no such button."""
    number = await operators(stage)
    hai = await holding(stage, "hai", Role.OFFICER, stage.campaign.units.communes[0].code)
    await hai.says("/tinmoi")
    await hai.presses("Bản đọc loa")
    hai.sees(READ, f"{stage.campaign.issuer} thông báo.")
    hai.sees_not("Việc nội bộ", "18")
    (an,) = await citizens(stage, "an")
    await an.says("/tinmoi")
    an.sees("Từ 18 giờ")
    assert "Bản đọc loa" not in an.labels
    await an.presses_data(f"1|b|{number}|bandocloa|")
    an.sees_not(READ)
    async with stage.database.transaction() as tx:
        assert (await bulletins.recall(tx, number, stage.clock.now())).state is BulletinState.RECALLED
    await hai.presses("Bản đọc loa")
    hai.sees_not(READ)


async def test_a_picture_alone_has_nothing_to_read(stage: Stage) -> None:
    """And says so."""
    number = await operators(stage, text="<b> </b>")
    hai = await holding(stage, "hai", Role.HEAD, stage.campaign.units.communes[0].code)
    await hai.presses_data(f"1|b|{number}|bandocloa|")
    hai.sees("không có lời để đọc")


@pytest.mark.one_platform("about whom a story tells of")
async def test_after_a_no_the_story_is_not_read_out(stage: Stage) -> None:
    """What a loudspeaker says is public too, however long ago it was sent."""
    parts = await cast(stage)
    lan, _ = await sent(stage, parts)
    await lan.presses("Bản đọc loa")
    lan.sees("Sáu Lành")
    await opens(parts.lan, "Không nêu tên")
    await lan.presses_data("1|b|1|bandocloa|")
    lan.sees("chưa đồng ý nêu tên")
