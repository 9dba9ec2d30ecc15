"""Somebody looks whether an article went out, and says."""

from handlers.staff.pushing import ask_article
from messages.content import Reply
from storage import broadcasts, bulletins, grants, people
from storage.bulletins import NewBulletin
from storage.records import BroadcastState, Role
from tests.driver import NOON, Person, Stage

_WAY = (
    BroadcastState.MAKING,
    BroadcastState.MADE,
    BroadcastState.READY,
    BroadcastState.SENDING,
    BroadcastState.UNKNOWN,
)


async def asked(stage: Stage) -> Person:
    """An approver before the question; bulletin 1 has an article of which nobody knows."""
    async with stage.database.transaction() as tx:
        _, person = await people.meet(tx, "stage", "1", "duyet", NOON)
        await grants.grant(tx, person.id, Role.APPROVER, "", "thử", NOON)
        new = NewBulletin(kind="bulletin", title="Tin 18/8", reply=Reply(text="Ở nhà"), created_by="thử")
        made = await bulletins.start(tx, new, NOON)
        await broadcasts.decide(tx, made.id, "stage", "1", BroadcastState.WAITING, NOON)
        found = await broadcasts.find(tx, made.id, (BroadcastState.WAITING,))
        for state in _WAY:
            assert found is not None
            found = await broadcasts.move(tx, found, state, NOON)
        await ask_article(tx, made.id, NOON)
    await stage.shows()
    return stage.person("duyet")


async def state(stage: Stage) -> BroadcastState:
    async with stage.database.reading() as tx:
        found = await broadcasts.find(tx, 1, tuple(BroadcastState))
    assert found is not None
    return found.state


async def test_seen_it_is_left_alone(stage: Stage) -> None:
    """What two people press settles it once."""
    duyet = await asked(stage)
    duyet.sees("chưa rõ bài viết đã gửi hay chưa", "Tin 18/8")
    await duyet.presses("Bài đã gửi")
    duyet.sees("không gửi lại")
    assert await state(stage) is BroadcastState.SENT
    await duyet.says("BAICHUAGUI 1")
    duyet.sees("đã có người chọn rồi")
    assert await state(stage) is BroadcastState.SENT
    await duyet.says("THUHOI 1")
    duyet.sees("kênh xóa bài viết", "không có cách gỡ tin báo đã tới máy")


async def test_not_seen_it_goes_out(stage: Stage) -> None:
    """Once, from where it stood."""
    duyet = await asked(stage)
    await duyet.presses("Bài chưa gửi")
    duyet.sees("sẽ được gửi")
    assert await state(stage) is BroadcastState.READY


async def test_nobody_else_may_say(stage: Stage) -> None:
    """A citizen who types the words is told nothing of bulletins."""
    await asked(stage)
    an = stage.person("an")
    await an.says("BAICHUAGUI 1")
    assert await state(stage) is BroadcastState.UNKNOWN
