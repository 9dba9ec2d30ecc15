"""One document about many nominations is entered once, and everybody whom it concerns is told once."""

import pytest

from handlers.staff.commending import many
from storage import nominations, people
from storage.nominations import NewNomination
from storage.records import Nomination, NominationState, Role
from tests.driver import Person, Stage
from tests.handlers.staff.desks import holding
from tests.handlers.staff.nominating import PLACE, kept

WAY = (
    NominationState.VERIFIED, NominationState.CONSIDERED, NominationState.PROPOSED, NominationState.APPRAISED,
    NominationState.COUNCIL,
)  # fmt: skip
PAPER = "2145/QĐ-UBND; hôm nay; Bằng khen của Chủ tịch UBND tỉnh"


async def told_by(stage: Stage, who: str, name: str, state: NominationState) -> Nomination:
    """A nomination of theirs that has come so far."""
    now = stage.clock.now()
    async with stage.database.transaction() as tx:
        _, person = await people.meet(tx, "stage", "1", who, now)
        new = NewNomination(
            person_id=person.id,
            collective=False,
            name=name,
            unit="ấp Kinh Giữa",
            place=PLACE,
            deed="Nấu cơm cho chốt kiểm soát",
            happened="17/8/2021",
            result="",
            known_how="tận mắt thấy",
            helped="kept_green",
            name_withheld=True,
            nominee_knows=None,
        )
        made = await nominations.add(tx, new, now)
        for each in WAY[: WAY.index(state) + 1]:
            assert await nominations.move(tx, made, each)
    return await kept(stage, made.code)


@pytest.fixture
async def noi(stage: Stage) -> Person:
    return await holding(stage, "noi", Role.HOME_AFFAIRS, "so_noi_vu")


async def test_one_decision_for_all_that_wait(stage: Stage, noi: Person) -> None:
    """Number and day once, a summary, then all are decided; a nominator of two hears of both in one message."""
    an, em = stage.person("an"), stage.person("em")
    first = await told_by(stage, "an", "Bà Sáu Lành", NominationState.COUNCIL)
    second = await told_by(stage, "an", "Ông Tư Hiền", NominationState.COUNCIL)
    third = await told_by(stage, "em", "Cô Út Mến", NominationState.COUNCIL)
    early = await told_by(stage, "em", "Anh Hai Lúa", NominationState.PROPOSED)
    await noi.says("/quyetdinh")
    await noi.presses("Đã có quyết định")
    await noi.says("không số; hôm nay; Bằng khen")
    noi.sees("quyết định phải có số")
    await noi.says(PAPER)
    noi.sees("Có 3 gương đang chờ")
    await noi.presses("Tất cả đang chờ: 3")
    noi.sees("Ghi cho 3 gương", f"{first.code} Bà Sáu Lành", "số 2145/QĐ-UBND")
    assert (await kept(stage, first.code)).state is NominationState.COUNCIL
    await noi.presses("Ghi")
    noi.sees("Đã ghi cho 3 gương", "Báo tin cho 2 người")
    for each in (first, second, third):
        found = await kept(stage, each.code)
        assert (found.state, found.decision_number) == (NominationState.DECIDED, "2145/QĐ-UBND")
    assert (await kept(stage, early.code)).state is NominationState.PROPOSED
    (news,) = [each.text for each in an.chat.shown if "Tin vui" in each.text]
    assert f"2 việc tốt bà con giới thiệu, mã {first.code}, {second.code}" in news
    (other,) = [each.text for each in em.chat.shown if "Tin vui" in each.text]
    assert third.code in other
    assert early.code not in other


async def test_a_list_of_codes_says_which_cannot_be_written(
    stage: Stage, noi: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unknown, at another step, one's own, moved meanwhile: each is named with why, the rest is written."""
    good, gone, later = [
        await told_by(stage, "an", name, NominationState.COUNCIL)
        for name in ("Bà Sáu Lành", "Ông Tư Hiền", "Cô Út Mến")
    ]
    early = await told_by(stage, "an", "Anh Hai Lúa", NominationState.PROPOSED)
    own = await told_by(stage, "noi", "Chị Ba Sương", NominationState.COUNCIL)
    await noi.says("/quyetdinh")
    await noi.presses("Đã có quyết định")
    await noi.says(PAPER)
    await noi.says("các anh chị ấy")
    noi.sees("nhắn các mã")
    named = [good.code.lower(), gone.code, early.code, own.code, "GT-00000"]
    await noi.says(f"{', '.join(named)}; {good.code}")
    noi.sees(
        "Ghi cho 2 gương", "GT-00000: không có mã này", f"{own.code}: đồng chí là người giới thiệu việc này"
    )
    noi.sees(f"{early.code}: đang ở bước")
    async with stage.database.transaction() as tx:
        assert await nominations.move(tx, gone, NominationState.DECLINED)
    await noi.presses("Ghi")
    noi.sees("Đã ghi cho 1 gương", f"{gone.code}: đang ở bước")
    assert (await kept(stage, good.code)).state is NominationState.DECIDED
    assert (await kept(stage, own.code)).state is NominationState.COUNCIL
    monkeypatch.setattr(many, "AT_ONCE", 1)
    await noi.says("/quyetdinh")
    await noi.presses("Đã có quyết định")
    await noi.says(PAPER)
    await noi.says(f"{later.code} {own.code}")
    noi.sees("Ghi cho 1 gương", "Còn 1 gương nữa")


async def test_the_councils_minutes_for_many(stage: Stage, noi: Person) -> None:
    """Those appraised go to the council at once; nobody outside is told, and nothing is written before the summary."""
    an = stage.person("an")
    first, second = [
        await told_by(stage, "an", name, NominationState.APPRAISED) for name in ("Bà Sáu Lành", "Ông Tư Hiền")
    ]
    await noi.says("/quyetdinh")
    await noi.presses("Hội đồng đã xét")
    await noi.says("không số; hôm nay; Đủ điều kiện")
    await noi.presses("Tất cả đang chờ: 2")
    await noi.says("/huy")
    noi.sees("Chưa ghi gì")
    assert (await kept(stage, first.code)).state is NominationState.APPRAISED
    await noi.says("/quyetdinh")
    await noi.presses("Hội đồng đã xét")
    await noi.says("12/BB-HĐ; hôm nay; Đủ điều kiện")
    await noi.presses("Tất cả đang chờ: 2")
    await noi.presses("Sửa")
    await noi.presses("Những gương nào")
    await noi.says(second.code)
    noi.sees("Ghi cho 1 gương")
    await noi.presses("Ghi")
    assert (await kept(stage, second.code)).state is NominationState.COUNCIL
    assert (await kept(stage, first.code)).state is NominationState.APPRAISED
    assert not an.chat.shown
