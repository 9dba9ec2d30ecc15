"""Who answers for bulletins follows each in one message, and decides about one that is late."""

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from sqlalchemy import select, update

from bot.following import Following, expose
from handlers.staff import pushing
from messages.content import Reply
from messages.encoding import load_reply
from storage import bulletins, desks, grants, people
from storage.bulletins import NewBulletin
from storage.records import Bulletin, BulletinState, Consent, Role
from storage.tables import deliveries, outbox
from tests.driver import NOON, Stage


async def begun(stage: Stage) -> Bulletin:
    """A bulletin for two citizens, followed by an approver called duyet."""
    async with stage.database.transaction() as tx:
        for chat in ("an", "ba", "duyet"):
            _, person = await people.meet(tx, "stage", "1", chat, NOON)
            await people.consented(tx, person, Consent.DECLINED if chat == "duyet" else Consent.AGREED)
        await grants.grant(tx, person.id, Role.APPROVER, "", "thử", NOON)
        new = NewBulletin(kind="bulletin", title="Tin 18/8", reply=Reply(text="Ở nhà"), created_by="thử")
        made = await bulletins.start(tx, new, NOON)
        await pushing.follow(tx, made, await pushing.deciders(tx), stage.campaign, NOON)
        await bulletins.fill(tx, made.id)
    return made


async def state(stage: Stage, number: int) -> BulletinState:
    async with stage.database.reading() as tx:
        found = await bulletins.get(tx, number)
    assert found is not None
    return found.state


async def late(stage: Stage, number: int) -> None:
    async with stage.database.transaction() as tx:
        await bulletins.hold(tx, number)
        await pushing.ask_late(tx, number, NOON)


async def test_one_message_tells_how_far_it_is(stage: Stage) -> None:
    """It is changed only when there is something else to say; Prometheus reads the same figures."""
    made = await begun(stage)
    following = Following(
        database=stage.database, campaign=stage.campaign, wall=stage.clock.wall, monotonic=lambda: 0.0
    )
    registry = CollectorRegistry()
    expose(following, registry)
    async with stage.database.transaction() as tx:
        sent = {"state": "sent", "finished_at": NOON}
        first = select(deliveries.c.id).limit(1).scalar_subquery()
        await tx.execute(update(deliveries).where(deliveries.c.id == first).values(sent))
    await following.look()
    await following.look()
    async with stage.database.reading() as tx:
        rows = await tx.all(select(outbox).order_by(outbox.c.id))
    assert [(row.kind, row.target_id) for row in rows] == [("send", None), ("edit", rows[0].id)]
    assert "Đã nhận: 1" in load_reply(rows[1].body).text
    assert "Còn lại: khoảng 1" in load_reply(rows[1].body).text
    page = generate_latest(registry).decode()
    assert f'vungxanh_bulletin_deliveries{{bulletin="{made.id}",state="sent"}} 1.0' in page
    assert f'vungxanh_bulletin_left{{bulletin="{made.id}"}} 1.0' in page
    async with stage.database.transaction() as tx:
        await bulletins.cancel(tx, made.id, NOON)
    await following.look()
    await following.look()
    async with stage.database.reading() as tx:
        last = (await tx.all(select(outbox).order_by(outbox.c.id)))[-1]
    assert "đã huỷ" in load_reply(last.body).text
    assert following.figures == {}


@pytest.mark.parametrize(
    ("label", "becomes"), [("Gửi tiếp", BulletinState.SENDING), ("Hủy", BulletinState.CANCELLED)]
)
async def test_a_late_bulletin_goes_on_or_ends_by_one_press(
    stage: Stage, label: str, becomes: BulletinState
) -> None:
    """Pressed twice it says how things stand; nobody else may press."""
    made = await begun(stage)
    await late(stage, made.id)
    approver = stage.person("duyet")
    await approver.says("/trogiup")
    data = approver.button(label)
    citizen = stage.person("an")
    await citizen.presses_data(data)
    assert await state(stage, made.id) is BulletinState.PAUSED
    await approver.presses_data(data)
    assert await state(stage, made.id) is becomes
    approver.sees(f"Bản tin số {made.id}")
    await approver.presses_data(data)
    approver.sees("không làm được việc này nữa")


async def test_a_forged_number_is_no_bulletin(stage: Stage) -> None:
    """Whatever a button carries."""
    await begun(stage)
    approver = stage.person("duyet")
    for ref in ("99", "x", "9" * 40):
        await approver.presses_data(f"1|b|{ref[:30]}|guitiep|")
        approver.sees("Không có bản tin")


async def test_deciders_are_told_once(stage: Stage) -> None:
    """An administrator who approves too has one message."""
    made = await begun(stage)
    async with stage.database.transaction() as tx:
        address = (await desks.holders(tx, Role.APPROVER))[0]
        await grants.grant(tx, address.person_id or 0, Role.ADMIN, "", "thử", NOON)
        assert [each.chat for each in await pushing.deciders(tx)] == ["duyet"]
    assert made.state is BulletinState.SENDING
