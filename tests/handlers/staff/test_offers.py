"""Helping hands: offered, matched with a need, handed over, thanked for; nobody learns who the other is unasked."""

import re

import pytest

from storage import offers
from storage.records import Role
from tests.driver import Chat, Person, Stage
from tests.handlers.filing import files
from tests.handlers.staff.desks import connected, holding

KE_AN = "31558"


@pytest.fixture
async def front(stage: Stage) -> Chat:
    """The Front's group."""
    return await connected(stage, "-300", "mttq")


async def gives(
    who: Person,
    what: str = "50 kg gạo và 10 thùng mì",
    *,
    kind: str = "Hàng hóa, nhu yếu phẩm",
    place: str = "Kế An",
    contact: str = "",
    share: str = "",
) -> str:
    """The whole way; returns the code."""
    await who.says("/gopsuc")
    await who.presses(kind)
    await who.says(what)
    await who.says(place) if place else await who.presses("Ở đâu cần thì góp")
    await who.presses("Lúc nào cũng được")
    if contact:
        await who.says(contact)
        await who.presses(share or "Không, qua cán bộ")
    else:
        await who.presses("Không cần gọi")
    who.sees("xem lại trước khi gửi", what)
    await who.presses("Gửi")
    return code_in(who)


def code_in(who: Person) -> str:
    found = re.search(r"GS-[0-9A-Z]{5}", "\n".join(who.answers))
    assert found, who.answers
    return found[0]


async def state_of(stage: Stage, code: str) -> str:
    async with stage.database.reading() as tx:
        found = await offers.get(tx, code)
    assert found
    return found.state.value


async def needs_rice(person: Person, place: str = "Kế An", contact: str = "") -> str:
    """A difficulty of the kind that gifts are for, with or without a way to call back."""
    if not contact:
        return await files(person, place=place)
    from tests.handlers.filing import code_in as report_code
    from tests.handlers.filing import tells

    await tells(person, "Nhà tôi hết gạo ba ngày nay", place)
    if "Không, việc khác" in person.labels:
        await person.presses("Không, việc khác")
    await person.presses("Bỏ qua")
    await person.presses("Không gấp")
    await person.says(contact)
    if "Bỏ qua" in person.labels:
        await person.presses("Bỏ qua")
    await person.presses("Gửi")
    return report_code(person)


async def test_from_offer_to_thanks(stage: Stage, front: Chat) -> None:
    """Card at the Front's and the commune's; matched, handed over, thanked; giver and family hear each step."""
    await connected(stage, "-100", "so_noi_vu")
    xa = await holding(stage, "xa", Role.OFFICER, KE_AN)
    an, ba = stage.person("an"), stage.person("ba")
    need = await needs_rice(ba)
    code = await gives(an)
    an.sees("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh sẽ xem")
    binh = stage.member("binh", front)
    for chat in (front, xa.chat):
        assert any(m.text.startswith(code) for m in chat.shown)
    await binh.presses("Ghép với nơi cần")
    binh.sees(f"1. {need}", "Xã Kế An")
    await binh.presses("1")
    binh.sees(f"đã ghép với {need}")
    assert "Có người góp sức giúp bà con: hàng hóa" in ba.chat.shown[-1].text
    assert "đã ghép với nơi cần (Xã Kế An" in an.chat.shown[-1].text
    card = next(m for m in reversed(xa.chat.shown) if m.text.startswith(code))
    assert f"Ghép với: {need}" in card.text
    await xa.presses("Đã trao")
    xa.sees("đã ghi là đã trao")
    assert "ghi nhận phần hỗ trợ đã trao" in ba.chat.shown[-1].text
    await xa.presses("Gửi lời cảm ơn")
    assert "cảm ơn bà con đã góp sức: 50 kg gạo" in an.chat.shown[-1].text
    assert await state_of(stage, code) == "thanked"
    await ba.says(f"/theodoi {need}")
    ba.sees("Có người góp sức", "Đã trao hỗ trợ")
    await an.says(f"/theodoi {code}")
    an.sees("Đã trao, đã cảm ơn")


async def test_neither_side_learns_of_the_other_without_agreement(stage: Stage, front: Chat) -> None:
    """The giver kept the number: the family never sees it; the family's number goes out by its own press only."""
    an, ba = stage.person("an"), stage.person("ba")
    await connected(stage, "-100", "so_noi_vu")
    need = await needs_rice(ba, contact="0912345678")
    await gives(an, contact="0987654321")
    binh = stage.member("binh", front)
    await binh.presses("Ghép với nơi cần")
    binh.sees_not("0912345678")
    await binh.presses("1")
    assert not any("0987654321" in m.text for m in ba.chat.shown)
    assert not any("0912345678" in m.text for m in an.chat.shown)
    press = ba.button("Cho người giúp số của tôi")
    await stage.person("la").presses_data(press)
    assert not any("0912345678" in m.text for m in an.chat.shown)
    await ba.presses("Cho người giúp số của tôi")
    ba.sees("Đã chuyển số của bà con")
    assert "0912345678" in an.chat.shown[-1].text
    assert need


async def test_a_giver_may_agree_to_be_known(stage: Stage, front: Chat) -> None:
    """Then, and only when matched, the family reads the number."""
    an, ba = stage.person("an"), stage.person("ba")
    await connected(stage, "-100", "so_noi_vu")
    await needs_rice(ba)
    await gives(an, contact="0987654321", share="Cho người nhận biết")
    assert not any("0987654321" in m.text for m in ba.chat.shown)
    binh = stage.member("binh", front)
    await binh.presses("Ghép với nơi cần")
    await binh.presses("1")
    assert "Số của người giúp: 0987654321" in ba.chat.shown[-1].text


@pytest.mark.one_platform("about reading words")
@pytest.mark.parametrize("said", ["Tiền", "Tôi ủng hộ 5 triệu", "chuyen khoan 500k duoc khong"])
async def test_no_money_through_the_bot(stage: Stage, front: Chat, said: str) -> None:
    """Pressed or written, at either question: refused, nothing kept; with channels set those are named."""
    an = stage.person("an")
    await an.says("/gopsuc")
    await an.says(said)
    an.sees("Kênh này không nhận tiền", "Ủy ban Mặt trận Tổ quốc")
    await an.presses("Hàng hóa, nhu yếu phẩm")
    if said != "Tiền":
        await an.says(said)
        an.sees("Kênh này không nhận tiền")
    help_ = stage.campaign.help.model_copy(
        update={"money_channels": ("Quỹ của tỉnh, theo thông báo ngày 20/8",)}
    )
    stage.campaign = stage.conversation.campaign = stage.campaign.model_copy(update={"help": help_})
    await an.says("/gopsuc")
    await an.presses("Tiền")
    an.sees("Ủng hộ tiền chỉ qua", "Quỹ của tỉnh")
    async with stage.database.reading() as tx:
        assert await offers.count_waiting(tx, None) == 0


async def test_declined_unmatched_and_withdrawn(stage: Stage, front: Chat) -> None:
    """The giver reads why; what came apart waits again; what was taken back has no buttons; old presses say so."""
    an, ba, binh = stage.person("an"), stage.person("ba"), stage.member("binh", front)
    await connected(stage, "-100", "so_noi_vu")
    await needs_rice(ba)
    first = await gives(an)
    old = binh.button("Chưa nhận")
    await binh.presses("Ghép với nơi cần")
    await binh.presses("1")
    await binh.presses("Bỏ ghép")
    assert await state_of(stage, first) == "offered"
    await binh.presses("Chưa nhận")
    await binh.replies("đồng chí viết lời báo", "Kho đã đủ gạo, xin hẹn lần sau")
    assert "Kho đã đủ gạo" in an.chat.shown[-1].text
    assert await state_of(stage, first) == "declined"
    await binh.presses_data(old)
    binh.sees("đang ở trạng thái: chưa nhận được lần này")
    second = await gives(an, "Một xe tải 2 tấn", kind="Xe, vận chuyển", place="")
    await an.says(f"/theodoi {second}")
    await an.presses("Rút lại việc này")
    an.sees("rút lại")
    card = next(m for m in reversed(front.shown) if m.text.startswith(second))
    assert "Người cho đã rút lại" in card.text
    assert card.labels == []


async def matched(stage: Stage, front: Chat, an: Person, ba: Person) -> tuple[str, str]:
    """What `an` gives is matched with what `ba` needs: (offer, need)."""
    need = await needs_rice(ba)
    code = await gives(an, place="")
    binh = stage.member("binh", front)
    await binh.presses("Ghép với nơi cần")
    await binh.presses("1")
    assert "Có người góp sức giúp bà con" in ba.chat.shown[-1].text
    return code, need


@pytest.mark.parametrize("how", ["rút", "xóa dữ liệu", "bỏ ghép", "chưa nhận"])
async def test_a_family_is_told_when_promised_help_does_not_come(stage: Stage, front: Chat, how: str) -> None:
    """Taken back, erased, unmatched or declined: no name, the need still waits, and the desk knows of it."""
    await connected(stage, "-100", "so_noi_vu")
    an, ba, binh = stage.person("an"), stage.person("ba"), stage.member("binh", front)
    code, need = await matched(stage, front, an, ba)
    match how:
        case "rút":
            await an.says(f"/theodoi {code}")
            await an.presses("Rút lại việc này")
        case "xóa dữ liệu":
            await an.says("/xoadulieu")
            await an.presses("Đúng, xóa dữ liệu")
            await an.presses("Rút lại các việc đó")
        case "bỏ ghép":
            await binh.presses("Bỏ ghép")
        case _:
            await binh.says(f"{code} chưa nhận: Kho đã đủ gạo")
    told = ba.chat.shown[-1].text
    assert need in told
    assert "lần này không giúp được như đã hẹn" in told
    assert "an" not in told.casefold().split()
    await ba.says(f"/theodoi {need}")
    ba.sees("Người góp sức không giúp được, chờ nơi khác")
    if how in {"rút", "xóa dữ liệu"}:
        assert any(f"{need} đang chờ nơi khác giúp" in m.text for m in front.shown)


@pytest.mark.parametrize("how", ["rút", "đã giải quyết"])
async def test_a_closed_need_frees_its_giver(stage: Stage, front: Chat, how: str) -> None:
    """By its author or by the desk: what was offered waits for another need, giver and receivers hear that."""
    office = stage.member("noi", await connected(stage, "-100", "so_noi_vu"))
    an, ba = stage.person("an"), stage.person("ba")
    code, need = await matched(stage, front, an, ba)
    if how == "rút":
        await ba.says(f"/theodoi {need}")
        await ba.presses("Rút lại việc này")
    else:
        await office.says(f"{need} đã giải quyết")
    assert await state_of(stage, code) == "offered"
    assert "Nơi cần giúp nay đã khép lại" in an.chat.shown[-1].text
    assert any(f"việc {need} đã khép lại" in m.text for m in front.shown)
    assert not any("không giúp được như đã hẹn" in m.text for m in ba.chat.shown)


async def test_the_needs_commune_has_the_card_from_the_match_on(stage: Stage, front: Chat) -> None:
    """Its officer hands over what was offered for anywhere."""
    await connected(stage, "-100", "so_noi_vu")
    xa = await holding(stage, "xa", Role.OFFICER, KE_AN)
    code, _ = await matched(stage, front, stage.person("an"), stage.person("ba"))
    assert any(m.text.startswith(code) for m in xa.chat.shown)
    await xa.presses("Đã trao")
    xa.sees("đã ghi là đã trao")
    assert await state_of(stage, code) == "delivered"


async def test_only_those_who_receive_it_work_on_it(stage: Stage, front: Chat) -> None:
    """Another commune's officer, another agency's group, a citizen: refused."""
    an = stage.person("an")
    code = await gives(an)
    press = stage.member("binh", front).button("Đã trao")
    other = await holding(stage, "khac", Role.OFFICER, "31555")
    await other.presses_data(press)
    other.sees(f"{code} không do nơi này tiếp nhận")
    health = stage.member("la", await connected(stage, "-200", "so_y_te"))
    await health.presses_data(press)
    health.sees("dành cho cán bộ")
    await an.presses_data(press)
    an.sees("dành cho cán bộ")
    assert await state_of(stage, code) == "offered"
    await other.says("/loigop")
    other.sees("Không có lời góp sức nào")
    binh = stage.member("binh", front)
    await binh.says("/loigop")
    binh.sees(f"1. {code} - hàng hóa")


@pytest.mark.one_platform("about distances")
async def test_the_nearest_need_comes_first(stage: Stage, front: Chat) -> None:
    """Own commune, own district, then elsewhere; other kinds of difficulty are not offered; a page more on request."""
    await connected(stage, "-100", "so_noi_vu")
    far = await needs_rice(stage.person("xa"), "An Thạnh 1")
    near = await needs_rice(stage.person("gan"), "Kế Thành")
    here = await needs_rice(stage.person("day"), "Kế An")
    await files(stage.person("khac"), "Chốt không cho xe lúa qua", "Kế An")
    for number in range(3):
        await needs_rice(stage.person(f"n{number}"), "An Thạnh 1")
    await gives(stage.person("an"))
    binh = stage.member("binh", front)
    await binh.presses("Ghép với nơi cần")
    said = binh.answers[-1]
    assert said.index(here) < said.index(near) < said.index(far)
    await binh.presses("Xem thêm")
    binh.sees("6. KK-")
    binh.sees_not("7. KK-")


async def test_words_carried_over_are_not_asked_again(stage: Stage, front: Chat) -> None:
    """What made the bot offer this is the offer; money in it is answered at once."""
    an = stage.person("an")
    await an.says("Tôi muốn đóng góp 20 thùng mì cho bà con")
    if "Góp sức, hỗ trợ" in an.labels:
        await an.presses("Góp sức, hỗ trợ")
    await an.presses("Hàng hóa, nhu yếu phẩm")
    an.sees("Góp cho xã, phường nào?")
