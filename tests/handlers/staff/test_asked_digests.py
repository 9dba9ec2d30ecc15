"""/tonghop of any days and of the whole campaign, as Home Affairs asks for it in chat."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from storage import people, reports
from storage.reports import NewReport
from storage.tables import jobs
from tests.driver import NOON, Chat, Person, Stage
from tests.handlers.filing import connected_desk


@pytest.fixture
async def desk(stage: Stage) -> Chat:
    """Home Affairs' group; a report of the evening before, and one of this morning."""
    async with stage.database.transaction() as tx:
        _, an = await people.meet(tx, "stage", "1", "an", NOON)
        for hours, words in ((12, "Tối qua mất điện"), (1, "Sáng nay hết gạo")):
            new = NewReport(person_id=an.id, kind="dien_nuoc", place="31558", words=words)
            await reports.add(tx, new, NOON - timedelta(hours=hours))
    return await connected_desk(stage)


async def wanted(stage: Stage) -> list[Any]:
    """The files that were asked for, in order."""
    async with stage.database.reading() as tx:
        found = select(jobs.c.payload).where(jobs.c.kind == "digest_files").order_by(jobs.c.id)
        return list((await tx.execute(found)).scalars())


def local(stage: Stage, instant: str) -> str:
    at = datetime.fromisoformat(instant)
    return f"{stage.campaign.local(at):%d/%m %H:%M}"


async def asks(stage: Stage, binh: Person, what: str) -> tuple[str, str]:
    """The period of the files that come of it."""
    await binh.says(f"/tonghop {what}".strip())
    payload = (await wanted(stage))[-1]
    return local(stage, payload["since"]), local(stage, payload["until"])


async def test_a_day_is_that_day_and_days_are_those_days(stage: Stage, desk: Chat) -> None:
    """From midnight to midnight, today until now; counts and words are those days' own."""
    binh = stage.member("binh", desk)
    assert await asks(stage, binh, "17/8") == ("17/08 00:00", "18/08 00:00")
    binh.sees("Mới gửi đến: 1", "Tối qua mất điện", "gửi ngay sau tin này")
    binh.sees_not("Sáng nay")
    assert await asks(stage, binh, "16/8 đến 18/8") == ("16/08 00:00", "18/08 10:00")
    binh.sees("Mới gửi đến: 2", "Sáng nay hết gạo")
    assert await asks(stage, binh, "hôm nay") == ("18/08 00:00", "18/08 10:00")
    binh.sees("Mới gửi đến: 1", "Đang chờ: 2")


async def test_the_whole_campaign_can_be_had_again(stage: Stage, desk: Chat) -> None:
    """Before its end so far, weeks later as it stood at the closing; digest, totals, and the closing report."""
    binh = stage.member("binh", desk)
    assert await asks(stage, binh, "tổng kết") == ("16/08 00:00", "18/08 10:00")
    stage.clock.passes(days=20)
    assert await asks(stage, binh, "tong ket") == ("16/08 00:00", "25/08 19:30")
    binh.sees("Tổng hợp cả đợt thi đua", "Mới gửi đến: 2", "Lời giới thiệu gương người tốt, việc tốt: 0")
    assert [each["final"] for each in await wanted(stage)] == [True, True]


@pytest.mark.one_platform("about reading a command")
@pytest.mark.parametrize("what", ["20/8", "18/8 đến 16/8", "31/2", "hôm nào đó"])
async def test_days_that_cannot_be_are_told_how(stage: Stage, desk: Chat, what: str) -> None:
    """To come, the wrong way round, in no calendar, no days at all: an example, and no files."""
    binh = stage.member("binh", desk)
    await binh.says(f"/tonghop {what}")
    binh.sees("/tonghop 16/8 đến 18/8", "/tonghop tổng kết")
    assert await wanted(stage) == []


async def test_days_in_which_nothing_was_are_told_in_a_line(stage: Stage, desk: Chat) -> None:
    """No table of zeros, and no files to open."""
    await stage.member("binh", desk).says("/tonghop 16/8")
    assert "Không có khó khăn, vướng mắc nào gửi đến" in desk.shown[-1].text
    assert await wanted(stage) == []


async def test_who_is_not_of_the_office_asks_in_vain(stage: Stage, desk: Chat) -> None:
    """A citizen, whatever is asked for."""
    cuc = stage.person("cuc")
    for what in ("", " 17/8", " tổng kết"):
        await cuc.says(f"/tonghop{what}")
        cuc.sees_not("Mới gửi đến", "Kế hoạch số")
    assert await wanted(stage) == []
