"""/theodoi without a code: everything somebody has sent can be reached by pressing, however old."""

from datetime import timedelta

import pytest

from handlers.citizens.mine import PAGE
from storage import people, reports
from storage.records import Report, ReportState
from storage.reports import NewReport
from tests.driver import Person, Stage


async def sent(stage: Stage, an: Person, count: int) -> list[Report]:
    """Reports of theirs, the oldest first, of which the newest but one is closed."""
    await an.says("/theodoi")
    made = []
    async with stage.database.transaction() as tx:
        address = await people.find_address(tx, "stage", "1", "an")
        assert address
        for number in range(count):
            new = NewReport(
                person_id=address.person_id or 0, kind="khac", place="31558", words=f"Việc thứ {number}"
            )
            made.append(await reports.add(tx, new, stage.clock.now() - timedelta(hours=count - number)))
        await reports.move(tx, made[-2], ReportState.RESOLVED, stage.clock.now())
    return made


async def test_the_oldest_matter_is_reached_without_its_code(stage: Stage) -> None:
    """Open ones first, then closed ones; each can be opened, on every page."""
    an = stage.person("an")
    made = await sent(stage, an, PAGE + 4)
    open_first = [each.code for each in reversed(made) if each is not made[-2]] + [made[-2].code]
    await an.says("/theodoi")
    an.sees("Trang 1/2", f"tất cả {PAGE + 4} việc", *open_first[:PAGE])
    an.sees_not(*open_first[PAGE:])
    await an.presses("Trang sau")
    an.sees("Trang 2/2", *open_first[PAGE:])
    an.sees_not(*open_first[:PAGE])
    assert "Trang sau" not in an.labels
    await an.presses(f"Xem {made[0].code}")
    an.sees("Việc thứ 0")
    await an.says("/theodoi")
    await an.presses("Trang sau")
    await an.presses(f"Xem {made[-2].code}")
    an.sees(f"Việc thứ {PAGE + 2}")


@pytest.mark.one_platform("about reading a command")
@pytest.mark.parametrize(("said", "page"), [("trang 2", 2), ("trang 0", 1), ("Trang 99", 2), ("", 1)])
async def test_a_page_is_asked_for_in_words_too(stage: Stage, said: str, page: int) -> None:
    """One beyond the last is the last."""
    an = stage.person("an")
    await sent(stage, an, PAGE + 1)
    await an.says(f"/theodoi {said}".strip())
    an.sees(f"Trang {page}/2")


async def test_a_few_fit_one_page(stage: Stage) -> None:
    """No page number where there is but one; and who sent nothing is told what to do."""
    an, binh = stage.person("an"), stage.person("binh")
    await sent(stage, an, 2)
    await an.says("/theodoi")
    an.sees_not("Trang")
    await binh.says("/theodoi")
    binh.sees("chưa gửi việc nào")
