"""An officer changes: the successor comes by a code, open duties and cards move with the unit, the log knows."""

import re

import pytest

from storage import audit
from storage.records import Role
from tests.driver import Person, Stage
from tests.handlers.staff.desks import holding
from tests.handlers.staff.duty import KE_SACH, cards, code_in, gives, office, state_of


@pytest.fixture
async def ba(stage: Stage) -> Person:
    """An officer with an open duty."""
    thu = await office(stage)
    ba = await holding(stage, "ba", Role.OFFICER, KE_SACH)
    await gives(thu)
    await thu.presses("Giao việc")
    return ba


def start_in(person: Person) -> str:
    found = re.search(r"/start \S+", person.chat.shown[-1].text)
    assert found
    return found[0]


async def test_a_successor_takes_over_with_the_code(stage: Stage, ba: Person) -> None:
    """Until the code is used nothing changes; then the old card is bare, the new officer acts, all are told."""
    admin = await holding(stage, "quan", Role.ADMIN, "")
    code = code_in(ba)
    press = ba.button("Đã nhận")
    await ba.says("/nhiemvu")
    await ba.presses("Bàn giao cho người khác")
    await ba.presses("Cán bộ đầu mối - Huyện Kế Sách")
    ba.sees("Người nhận dùng mã thì đồng chí thôi phụ trách; 1 việc chưa xong")
    await ba.presses("Cấp mã bàn giao")
    start = start_in(ba)
    await ba.presses("Đã nhận")
    ba.sees("đã ghi nhận")
    moi = stage.person("moi")
    await moi.says(start)
    assert code in cards(moi)[0]
    old = next(m for m in ba.chat.shown if m.text.startswith(code) and "không còn phụ trách" in m.text)
    assert old.edited is stage.limits.edit
    assert old.labels == []
    await ba.presses_data(press)
    ba.sees("dành cho cán bộ")
    await moi.presses("Đã thực hiện")
    await moi.says("Xong")
    await moi.presses("Bỏ qua")
    assert await state_of(stage, code) == "done"
    for told in (ba, admin):
        assert any("đã bàn giao cho Moi" in m.text for m in told.chat.shown)
    async with stage.database.reading() as tx:
        lines = [(row.action, row.actor) for row in await audit.recent(tx)]
    assert ("role.handed_over", "Moi (stage:moi)") in lines


async def test_a_stopped_hand_over_and_an_older_code_are_void(stage: Stage, ba: Person) -> None:
    """Only the newest code is good, and none after "Hủy bàn giao"."""
    await ba.says("/bangiao")
    await ba.presses("Cán bộ đầu mối - Huyện Kế Sách")
    again = ba.button("Cấp mã bàn giao")
    await ba.presses_data(again)
    first = start_in(ba)
    await ba.presses_data(again)
    second = start_in(ba)
    await ba.presses("Hủy bàn giao")
    ba.sees("Đã hủy mã bàn giao")
    moi = stage.person("moi")
    for start in (first, second):
        await moi.says(start)
        assert cards(moi) == []
    await ba.presses("Đã nhận")
    ba.sees("đã ghi nhận")


async def test_an_administrator_hands_over_for_somebody_gone(stage: Stage, ba: Person) -> None:
    """From the list of holders; nobody else can name another's role."""
    admin = await holding(stage, "quan", Role.ADMIN, "")
    other = await holding(stage, "khac", Role.OFFICER, "944")
    await admin.says("/nguoidung")
    number = next(label for label in admin.labels if label.startswith("Bàn giao"))
    data = admin.button([each for each in admin.labels if each.startswith("Bàn giao")][-1])
    assert number
    await other.presses_data(data)
    other.sees_not("Cấp mã")
    await admin.presses_data(data)
    admin.sees("Cán bộ đầu mối", "Huyện Kế Sách", "người đang giữ thôi phụ trách")
    await admin.presses("Cấp mã bàn giao")
    moi = stage.person("moi")
    await moi.says(start_in(admin))
    assert len(cards(moi)) == 1


async def test_a_role_taken_back_leaves_no_buttons(stage: Stage, ba: Person) -> None:
    """Revoked by an administrator: the cards are bare, the unit is without an officer until somebody joins."""
    admin = await holding(stage, "quan", Role.ADMIN, "")
    await admin.says("/nguoidung")
    await admin.presses([each for each in admin.labels if each.startswith("Thu hồi")][-2])
    admin.sees("Huyện Kế Sách")
    await admin.presses("Thu hồi")
    assert next(m for m in reversed(ba.chat.shown) if m.text.startswith("NV-")).labels == []
    thu = stage.person("thu")
    await thu.says("/nhiemvu")
    await thu.presses("1")
    thu.sees("Chưa có cán bộ đầu mối trên kênh: 11")


async def test_a_new_officer_and_a_head_without_officers_get_what_is_open(stage: Stage, ba: Person) -> None:
    """Joining by an ordinary code; a head whose unit has an officer gets no card."""
    admin = await holding(stage, "quan", Role.ADMIN, "")
    codes = {}
    for role, place in (("Người đứng đầu", "Kế Sách"), ("Người đứng đầu", "Mỹ Tú")):
        await admin.says("/capquyen")
        await admin.presses(role)
        await admin.presses("Xã, huyện")
        await admin.presses(f"Huyện {place}")
        await admin.presses(f"Cả huyện {place}")
        codes[place] = start_in(admin)
    first, second = stage.person("mot"), stage.person("hai")
    await first.says(codes["Kế Sách"])
    assert cards(first) == []
    await second.says(codes["Mỹ Tú"])
    assert len(cards(second)) == 1
    await second.presses("Đã nhận")
    second.sees("đã ghi nhận")
