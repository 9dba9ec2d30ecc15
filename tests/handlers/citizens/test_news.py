"""The latest bulletins, read again."""

import pytest

from messages.content import Choice, Reply
from storage import bulletins
from storage.bulletins import NewBulletin
from storage.records import Audience
from tests.driver import Stage


async def send(stage: Stage, text: str, **more: object) -> int:
    """A bulletin, now; an hour passes after it."""
    async with stage.database.transaction() as tx:
        new = NewBulletin(
            kind="bulletin", title="Việc nội bộ", created_by="x", reply=Reply(text=text), **more
        )  # type: ignore[arg-type]
        sent = await bulletins.start(tx, new, stage.clock.now())
    stage.clock.passes(hours=1)
    return sent.id


async def test_there_may_be_no_news_yet(stage: Stage) -> None:
    """An empty list is an answer, with something else to read."""
    an = stage.person("an")
    await an.says("/tinmoi")
    an.sees("chưa gửi bản tin nào")
    assert "Xem kế hoạch" in an.labels


async def test_the_newest_is_shown_in_full_and_dated_the_others_are_buttons(stage: Stage) -> None:
    """Five at most, each button with its date and first words, never the staff's own title."""
    an = stage.person("an")
    for number in range(1, 7):
        await send(stage, f"<b>Tin số {number}</b>\nNội dung {number}")
    await an.says("/tinmoi")
    an.sees("Tin gửi lúc 15:00 ngày 18/8/2021", "Tin số 6", "Nội dung 6")
    an.sees_not("Việc nội bộ")
    assert an.labels == ["18/8: Tin số 5", "18/8: Tin số 4", "18/8: Tin số 3", "18/8: Tin số 2"]
    await an.presses("18/8: Tin số 3")
    an.sees("Tin gửi lúc 12:00 ngày 18/8/2021", "Nội dung 3")


async def test_a_long_beginning_is_cut_between_letters(stage: Stage) -> None:
    """A button says how the bulletin begins, in 40 characters."""
    an = stage.person("an")
    await send(stage, "Phương châm chống dịch của tỉnh là truy vết thần tốc và khoanh vùng nhanh")
    await send(stage, "Tin sau")
    await an.says("/tinmoi")
    assert an.labels == ["18/8: Phương châm chống dịch của tỉnh là truy…"]


async def test_what_was_taken_back_or_is_for_staff_is_not_shown(stage: Stage) -> None:
    """A recalled bulletin's button leads nowhere; one for officers was never there."""
    an = stage.person("an")
    wrong = await send(stage, "Tin sai")
    await send(stage, "Tin đúng")
    await send(stage, "Họp cán bộ", audience=Audience(roles=("officer",)))
    await an.says("/tinmoi")
    an.sees("Tin đúng")
    button = an.button("18/8: Tin sai")
    async with stage.database.transaction() as tx:
        await bulletins.recall(tx, wrong, stage.clock.now())
    await an.presses_data(button)
    an.sees("không còn ở đây nữa")
    an.sees_not("Tin sai")


async def test_a_bulletins_own_buttons_come_with_it(stage: Stage) -> None:
    """What could be pressed when it came can be pressed when it is read again."""
    an = stage.person("an")
    async with stage.database.transaction() as tx:
        reply = Reply(text="Nhớ 5K", rows=((Choice(label="Xem 5K", data="1|c|huongdan|5k|"),),))
        await bulletins.start(
            tx, NewBulletin(kind="reminder", title="x", created_by="x", reply=reply), stage.clock.now()
        )
    await an.says("tin mới")
    await an.presses("Xem 5K")
    an.sees("5K của Bộ Y tế")


@pytest.mark.lacks("replies")
async def test_words_after_a_bulletin_find_their_way_without_a_reply(stage: Stage) -> None:
    """Where nobody can answer a message, what is said next is read like anything said: its kind is offered."""
    an = stage.person("an")
    await send(stage, "Bà con ở nhà.")
    await an.says("/tinmoi")
    await an.says("Nhà tôi hết gạo ba ngày nay")
    assert "Báo khó khăn, vướng mắc" in an.labels
    await an.presses("Báo khó khăn, vướng mắc")
    an.sees_not("Mã phản hồi")
