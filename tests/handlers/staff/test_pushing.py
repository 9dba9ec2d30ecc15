"""Who answers for bulletins follows each in one message, and decides about one that is late."""

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from sqlalchemy import select, update

from bot.following import Following, expose
from handlers.staff import pushing
from messages.content import Reply
from messages.encoding import load_reply
from messages.vi.bulletins import Steer
from storage import bulletins, desks, grants, people
from storage.bulletins import NewBulletin, growth
from storage.records import Bulletin, BulletinState, Consent, Role
from storage.tables import deliveries, outbox
from tests.driver import NOON, Person, Shown, Stage
from tests.handlers.staff.newsroom import (
    OTHER,
    approver,
    citizens,
    decides,
    editor,
    writes,
)


async def begun(stage: Stage) -> Bulletin:
    """A bulletin for two citizens, followed by an approver called duyet."""
    async with stage.database.transaction() as tx:
        for chat in ("an", "ba", "duyet"):
            _, person = await people.meet(tx, "stage", "1", chat, NOON)
            await people.consented(tx, person, Consent.DECLINED if chat == "duyet" else Consent.AGREED)
        await grants.grant(tx, person.id, Role.APPROVER, "", "thử", NOON)
        new = NewBulletin(kind="bulletin", title="Tin 18/8", reply=Reply(text="Ở nhà"), created_by="thử")
        made = await bulletins.start(tx, new, NOON)
        await pushing.follow(tx, made, await pushing.deciders(tx, made.id), stage.campaign, NOON)
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


def status(person: Person, head: str) -> Shown:
    """The one message that follows the bulletin, as it reads now."""
    found = [each for each in person.chat.shown if each.text.startswith("Bản tin số 1:") and each.reply.rows]
    return next(each for each in found if each.text.startswith(head))


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


@pytest.mark.parametrize(
    ("label", "becomes"), [("Gửi tiếp", BulletinState.SENDING), ("Hủy", BulletinState.CANCELLED)]
)
async def test_growth_is_asked_about_with_both_numbers(
    stage: Stage, label: str, becomes: BulletinState
) -> None:
    """And "Gửi tiếp" accepts the new one; the message that follows it says why it stands still."""
    made = await begun(stage)
    await citizens(stage, *(f"dan{number}" for number in range(30)))  # who joins gets what is being sent
    async with stage.database.transaction() as tx:
        row = (await bulletins.live(tx))[0]
        await bulletins.pause(tx, made.id, reason=bulletins.GROWN)
        await growth.note(tx, row, 32)
        await pushing.ask_grown(tx, made.id, NOON)
    approver = stage.person("duyet")
    await approver.says("/trogiup")
    approver.sees("Lúc duyệt: 2 người; bây giờ: 32 người")
    await approver.presses(label)
    assert await state(stage, made.id) is becomes
    async with stage.database.reading() as tx:
        found = await bulletins.get(tx, made.id)
    assert found is not None
    assert found.counted == (32 if becomes is BulletinState.SENDING else 2)


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
        assert [each.chat for each in await pushing.deciders(tx, made.id)] == ["duyet"]
    assert made.state is BulletinState.SENDING


async def two_approvers(stage: Stage) -> Bulletin:
    """As `begun`, with a second approver called kiem."""
    made = await begun(stage)
    async with stage.database.transaction() as tx:
        address, person = await people.meet(tx, "stage", "1", "kiem", NOON)
        await grants.grant(tx, person.id, Role.APPROVER, "", "thử", NOON)
        await pushing.follow(tx, made, [address], stage.campaign, NOON)
    await stage.person("duyet").says("/trogiup")
    return made


async def test_one_person_pauses_goes_on_and_ends_it(stage: Stage) -> None:
    """By the buttons under the one message, which then shows the new state and what it allows."""
    made = await begun(stage)
    approver = stage.person("duyet")
    await approver.says("/trogiup")
    await approver.presses("Tạm dừng")
    assert await state(stage, made.id) is BulletinState.PAUSED
    assert status(approver, "Bản tin số 1: tạm dừng").labels[0] == "Gửi tiếp"
    await approver.presses("Gửi tiếp")
    assert await state(stage, made.id) is BulletinState.SENDING
    await approver.presses("Thôi gửi")
    approver.sees("Thôi gửi bản tin số 1?", "đã tới 2 người")
    await approver.presses("Để như cũ")
    assert await state(stage, made.id) is BulletinState.SENDING
    await approver.presses("Hủy")
    assert await state(stage, made.id) is BulletinState.CANCELLED
    assert status(approver, "Bản tin số 1: đã huỷ").labels == ["Kết quả", "Thu hồi", "Sửa lời, đính chính"]


async def test_taking_back_asks_first(stage: Stage) -> None:
    """And is done once, by one person; an old button says how it stands."""
    made = await begun(stage)
    approver = stage.person("duyet")
    await approver.says("/trogiup")
    await approver.presses("Thu hồi")
    approver.sees("Thu hồi bản tin số 1?")
    sure = approver.button("Đúng, thu hồi")
    await approver.presses_data(sure)
    assert await state(stage, made.id) is BulletinState.RECALLED
    await approver.presses_data(sure)
    approver.sees("đã thu hồi, nên không làm được việc này nữa")


async def test_new_words_go_out_only_with_a_second_person(stage: Stage) -> None:
    """Their author cannot let them go; meanwhile the bulletin is paused, and cannot be resumed around it."""
    made = await two_approvers(stage)
    author, other = stage.person("duyet"), stage.person("kiem")
    await author.presses("Sửa lời, đính chính")
    await author.presses("Cả người đã nhận (đính chính)")
    await author.says("<script>Chợ Nhà Lồng mở lại từ 7 giờ")
    author.sees("Dòng 1: “▶<script>Chợ Nhà Lồng")
    await author.presses("Giữ nguyên dấu")
    author.sees("lời đính chính cho tất cả", "Chợ Nhà Lồng mở lại từ 7 giờ")
    await author.presses("Gửi duyệt")
    author.sees("tạm dừng gửi cho đến khi có người duyệt")
    assert await state(stage, made.id) is BulletinState.PAUSED
    other.sees("Chợ Nhà Lồng mở lại từ 7 giờ", "Người soạn: Duyet")
    assert "Gửi tiếp" not in status(author, "Bản tin số 1: tạm dừng").labels
    await author.presses("Duyệt")
    author.sees("cần một người duyệt khác")
    assert await state(stage, made.id) is BulletinState.PAUSED
    await other.presses("Duyệt")
    assert await state(stage, made.id) is BulletinState.SENDING
    author.sees("đã duyệt lời đính chính")
    async with stage.database.reading() as tx:
        found = await bulletins.get(tx, made.id)
    assert found is not None
    assert "Chợ Nhà Lồng" in found.reply
    await other.presses("Duyệt")
    other.sees("không còn chờ duyệt")


async def test_an_approval_is_for_the_words_that_were_shown(stage: Stage) -> None:
    """Words that took their place wait for an approval of their own; dropped, they are gone."""
    await two_approvers(stage)
    author, other = stage.person("duyet"), stage.person("kiem")
    for said in ("Lời thứ nhất", "Lời thứ hai"):
        await author.presses("Sửa lời, đính chính")
        await author.presses("Chỉ người chưa nhận")
        await author.says(said)
        await author.presses("Gửi duyệt")
        if said == "Lời thứ nhất":
            first = other.button("Duyệt")
    await other.presses_data(first)
    other.sees("không còn chờ duyệt")
    await other.presses("Không duyệt")
    other.sees("Đã bỏ lời văn mới", "tạm dừng")
    async with stage.database.reading() as tx:
        assert await bulletins.pending(tx, 1) is None


async def test_a_photo_is_no_new_wording(stage: Stage) -> None:
    """The question is asked again; nothing is proposed."""
    await two_approvers(stage)
    author = stage.person("duyet")
    await author.presses("Sửa lời, đính chính")
    await author.presses("Chỉ người chưa nhận")
    await author.sends_photo()
    author.sees("chữ")
    await author.presses("Hủy")
    async with stage.database.reading() as tx:
        assert await bulletins.pending(tx, 1) is None


async def test_citizens_steer_nothing(stage: Stage) -> None:
    """Whatever buttons they were forwarded."""
    made = await begun(stage)
    citizen = stage.person("an")
    for what in Steer:
        await citizen.presses_data(f"1|b|{made.id}|{what}|")
        citizen.sees("dành cho cán bộ")
    assert await state(stage, made.id) is BulletinState.SENDING


async def test_an_agency_steers_its_own_bulletins_only(stage: Stage) -> None:
    """Its editors see how far theirs is and may pause it, not let words go; another agency's may do nothing."""
    lan, tam = await editor(stage), await approver(stage)
    other = await editor(stage, "hoa", OTHER)
    await citizens(stage, "ba")
    await writes(lan)
    await lan.presses("Gửi duyệt")
    await decides(tam, "Duyệt và gửi")
    await lan.says("/trogiup")
    assert status(lan, "Bản tin số 1: đang gửi").labels[0] == "Tạm dừng"
    assert not [each for each in other.chat.shown if "Bản tin số 1" in each.text]
    await other.presses_data("1|b|1|tamdung|")
    other.sees("cơ quan khác phụ trách")
    assert await state(stage, 1) is BulletinState.SENDING
    await lan.presses("Tạm dừng")
    assert await state(stage, 1) is BulletinState.PAUSED
    await lan.presses_data("1|b|1+2|duyetloi|")
    lan.sees("dành cho cán bộ được giao")
