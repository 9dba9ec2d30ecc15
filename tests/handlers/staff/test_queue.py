"""/hangcho: by urgency and age, by district and kind, page by page."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from storage import people, reports
from storage.records import ReportState, Role
from storage.reports import NewReport
from tests.driver import Chat, Stage
from tests.handlers.staff.desks import connected, holding

KE_AN = "31558"


@pytest.fixture
async def desk(stage: Stage) -> Chat:
    """Home Affairs' group."""
    return await connected(stage, "-100", "so_noi_vu")


async def stored(stage: Stage, count: int, **more: object) -> list[str]:
    """So many reports, a minute apart; returns their codes."""
    made = []
    async with stage.database.transaction() as tx:
        _, person = await people.meet(tx, "stage", "1", "an", stage.clock.now())
        for number in range(count):
            values = {"kind": "an_sinh", "place": KE_AN, "words": f"Việc {number}"} | more
            new = NewReport(person_id=person.id, **values)  # type: ignore[arg-type]
            made.append((await reports.add(tx, new, stage.clock.now() + timedelta(minutes=number))).code)
    return made


async def test_pages_turn_and_the_urgent_come_first(stage: Stage, desk: Chat) -> None:
    """Ten to a page, the oldest first, the urgent before all."""
    binh = stage.member("binh", desk)
    old = await stored(stage, 23)
    urgent = await stored(stage, 1, urgent=True)
    await binh.says("/hangcho")
    binh.sees("Việc đang chờ: 24", f"1. {urgent[0]}", "GẤP", f"2. {old[0]}", f"10. {old[8]}")
    await binh.presses("Trang sau")
    binh.sees(f"11. {old[9]}")
    await binh.presses("Trang sau")
    binh.sees(f"24. {old[22]}")
    assert "Trang sau" not in binh.labels
    await binh.presses("Trang trước")
    binh.sees(f"11. {old[9]}")
    await binh.says("/hangcho 99")
    binh.sees(f"24. {old[22]}")


async def test_narrowed_to_a_district_and_to_a_kind(stage: Stage, desk: Chat) -> None:
    """By a button that counts, or in words, with or without diacritics."""
    binh = stage.member("binh", desk)
    here = await stored(stage, 11)
    elsewhere = next(each for each in stage.campaign.units.communes if each.parent != "943")
    other = await stored(stage, 2, place=elsewhere.code, kind="y_te")
    await binh.says("/hangcho")
    await binh.presses("Theo huyện")
    await binh.presses("Huyện Kế Sách: 11")
    binh.sees(here[0], "Huyện Kế Sách: 11")
    binh.sees_not(*other)
    await binh.presses("Trang sau")
    binh.sees(here[10])
    await binh.says("/hangcho nhóm")
    await binh.presses("Y tế - xét nghiệm: 2")
    binh.sees(*other)
    await binh.says("/hangcho ke sach")
    binh.sees("Huyện Kế Sách: 11")
    await binh.says("/hangcho y te")
    binh.sees("Y tế - xét nghiệm: 2")
    await binh.presses("Tất cả")
    binh.sees("Việc đang chờ: 13")


async def test_a_number_opens_the_card_anew(stage: Stage, desk: Chat) -> None:
    """With its buttons, and whatever happens later shows on both cards; where none changes, on a new one."""
    binh = stage.member("binh", desk)
    (code,) = await stored(stage, 1)
    await binh.says("/hangcho")
    await binh.presses("1")
    binh.sees(code, "Trạng thái")
    await binh.says(f"/hangcho {code}")
    await binh.presses("Tiếp nhận")
    cards = [m.text for m in desk.shown if m.text.startswith(code) and "Trạng thái" in m.text]
    if not stage.limits.edit:
        cards = cards[-1:]
    assert len(cards) == 1 + stage.limits.edit
    assert all("Đã tiếp nhận" in card for card in cards)


async def handed(stage: Stage, code: str, **changes: object) -> None:
    """The report is with a body, or in another state."""
    async with stage.database.transaction() as tx:
        report = await reports.get(tx, code)
        assert report
        await reports.change(tx, report, **changes)


async def test_a_body_sees_what_was_handed_to_it_and_no_more(stage: Stage, desk: Chat) -> None:
    """Its list, its districts, its cards; an officer with nothing in hand is told so."""
    yen = stage.member("yen", await connected(stage, "-200", "so_y_te"))
    xa = await holding(stage, "xa", Role.OFFICER, KE_AN)
    mine, other = await stored(stage, 2)
    await handed(stage, mine, handler="so_y_te")
    await yen.says("/hangcho")
    yen.sees("Việc đang chờ - chuyển tới Sở Y tế: 1", mine)
    yen.sees_not(other)
    await yen.says("/hangcho huyện")
    assert yen.labels == ["Huyện Kế Sách: 1"]
    await yen.says(f"/hangcho {mine}")
    yen.sees("Nơi đang giữ: Sở Y tế")
    await yen.says(f"/hangcho {other}")
    yen.sees("không tìm thấy mã")
    await xa.says("/hangcho")
    xa.sees("Không có việc nào đang chờ (chuyển tới Xã Kế An")
    await handed(stage, other, handler=KE_AN)
    await xa.says("/hangcho")
    xa.sees(other, ": 1")
    xa.sees_not(mine)


async def test_the_committees_office_sees_what_is_before_it(stage: Stage, desk: Chat) -> None:
    """What was submitted and what it has decided, and the card on which it enters its opinion."""
    van = stage.member("van", await connected(stage, "-300", "ubnd_tinh"))
    before, decided, other = await stored(stage, 3)
    await handed(stage, before, state="submitted")
    await handed(stage, decided, state="decided")
    await van.says("/hangcho")
    van.sees("trình Ủy ban nhân dân tỉnh Sóc Trăng: 2", before, decided)
    van.sees_not(other)
    await van.presses("1")
    van.sees(before, "Trạng thái: Đã tổng hợp, trình")
    assert "UBND tỉnh đã có ý kiến" in van.labels


async def test_what_is_closed_is_not_in_it(stage: Stage, desk: Chat) -> None:
    """Nor is there anything to narrow when nothing waits."""
    binh = stage.member("binh", desk)
    (code,) = await stored(stage, 1)
    async with stage.database.transaction() as tx:
        report = await reports.get(tx, code)
        assert report
        assert await reports.move(tx, report, ReportState.RESOLVED, stage.clock.now())
    await binh.says("/hangcho")
    binh.sees("Không có việc nào đang chờ.")


@pytest.mark.one_platform("about statements")
async def test_a_page_costs_the_same_however_many_wait(stage: Stage, desk: Chat) -> None:
    """A fixed number of statements: none for each report."""
    binh = stage.member("binh", desk)
    await stored(stage, 30)
    seen: list[str] = []
    engine = stage.database._writing.sync_engine
    event.listen(engine, "before_cursor_execute", lambda _c, _k, statement, *_: seen.append(statement))
    await binh.says("/hangcho")
    few = len(seen)
    await stored(stage, 300)
    seen.clear()
    await binh.says("/hangcho")
    assert len(seen) == few
