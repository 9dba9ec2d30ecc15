"""Promises that pass: the desk is reminded, then somebody above; each once."""

import pytest

from handlers.staff.triage.overdue import Reminders
from storage import reports
from storage.campaign import Deadline
from storage.records import Role
from tests.driver import Chat, Stage
from tests.handlers.staff.desks import connected, files_a_report, holding

PROMISES = (
    Deadline(urgency="urgent", hours=4, clock="round", remind_before=1, escalate_after=2),
    Deadline(urgency="normal", hours=8, clock="working", escalate_after=4, escalate_to=Role.COMMITTEE),
)


@pytest.fixture
async def desk(stage: Stage) -> Chat:
    """Home Affairs' group, in a campaign that promises."""
    stage.campaign = stage.conversation.campaign = stage.campaign.model_copy(update={"deadlines": PROMISES})
    return await connected(stage, "-100", "so_noi_vu")


async def passes(stage: Stage, **span: float) -> int:
    """Time passes, and the chore looks."""
    stage.clock.passes(**span)
    chore = Reminders(campaign=stage.campaign, wall=stage.clock.wall)
    async with stage.database.transaction() as tx:
        found = await chore.remind(tx, stage.clock.now())
    await stage.settles()
    return found


def reminders(chat: Chat) -> list[str]:
    heads = ("Sắp đến hạn", "Đã quá hạn", "Quá hạn đã lâu")
    return [m.text.splitlines()[0] for m in chat.shown if m.text.startswith(heads)]


async def test_soon_overdue_and_above_each_once(stage: Stage, desk: Chat) -> None:
    """An hour before, when it passes, and two hours later to the head of the office."""
    head = await holding(stage, "truong", Role.HEAD, "so_noi_vu")
    code = await files_a_report(stage.person("an"))
    assert "Hạn trả lời: 14:00 ngày 18/8/2021" in next(m.text for m in desk.shown if m.text.startswith(code))
    assert await passes(stage, hours=2) == 0
    await passes(stage, hours=1)
    await passes(stage, minutes=1)
    assert reminders(desk) == ["Sắp đến hạn trả lời"]
    told = len(stage.person("an").chat.shown)
    binh, said = stage.member("binh", desk), "Ai đang làm việc này?"
    await (binh.replies("Sắp đến hạn", said) if stage.limits.replies else binh.says(said))
    assert len(stage.person("an").chat.shown) == told, "talk among officers"
    await passes(stage, hours=1)
    await passes(stage, minutes=1)
    assert reminders(desk) == ["Sắp đến hạn trả lời", "Đã quá hạn trả lời"]
    assert reminders(head.chat) == []
    await passes(stage, hours=2)
    await passes(stage, hours=2)
    assert reminders(head.chat) == ["Quá hạn đã lâu, báo đồng chí biết"]
    assert code in head.chat.shown[-1].text
    assert len(reminders(desk)) == 2


async def test_an_answer_ends_the_promise(stage: Stage, desk: Chat) -> None:
    """Nobody is reminded of what is done; taken back, where it can be, it waits again."""
    binh = stage.member("binh", desk)
    code = await files_a_report(stage.person("an"))
    await binh.replies(code, "Xã mang tới ngay.")
    await passes(stage, hours=5)
    assert reminders(desk) == []
    if not stage.limits.delete:
        return
    await binh.presses("Thu hồi")
    await passes(stage, minutes=1)
    assert reminders(desk) == ["Đã quá hạn trả lời"]


async def test_a_reopened_report_is_promised_anew(stage: Stage, desk: Chat) -> None:
    """The clock runs from when its author said so."""
    an, binh = stage.person("an"), stage.member("binh", desk)
    await files_a_report(an)
    await binh.presses("Đã giải quyết")
    stage.clock.passes(hours=10)
    await an.presses("Chưa được giải quyết")
    await passes(stage, minutes=30)
    assert reminders(desk) == []
    await passes(stage, hours=3)
    assert reminders(desk) == ["Sắp đến hạn trả lời"]


@pytest.mark.one_platform("about counting hours")
async def test_urgency_changes_the_promise(stage: Stage, desk: Chat) -> None:
    """Counted from when it came, not from the press."""
    binh = stage.member("binh", desk)
    code = await files_a_report(stage.person("an"), gap="Không gấp")
    stage.clock.passes(hours=2)
    await binh.says(f"{code} khẩn")
    async with stage.database.reading() as tx:
        report = await reports.get(tx, code)
    assert report
    assert report.due_at
    assert (report.due_at - report.created_at).total_seconds() == 4 * 3600


async def test_at_night_only_what_is_promised_round_the_clock(stage: Stage, desk: Chat) -> None:
    """Working-time promises wait for the morning; the weekend does not make them late."""
    await files_a_report(stage.person("an"), gap="Không gấp")  # Wednesday 10:00, due Thursday 10:00
    stage.clock.passes(hours=13)
    await files_a_report(stage.person("la"), "Cầu ấp 5 sập, xe cứu thương không qua được")
    await passes(stage, hours=4)  # 3:00
    assert reminders(desk) == ["Đã quá hạn trả lời"]
    await passes(stage, hours=6)  # 9:00
    assert len(reminders(desk)) == 1
    await passes(stage, hours=1, minutes=1)
    assert reminders(desk) == ["Đã quá hạn trả lời"] * 2


async def test_the_committee_hears_of_what_the_file_says(stage: Stage, desk: Chat) -> None:
    """Escalation goes to the role of the campaign file; with nobody there, to the administrators."""
    boss = await holding(stage, "boss", Role.ADMIN, "")
    await files_a_report(stage.person("an"), gap="Không gấp")
    await passes(stage, hours=30)
    assert reminders(boss.chat) == ["Quá hạn đã lâu, báo đồng chí biết"]
    office = await connected(stage, "-300", "ubnd_tinh")
    await files_a_report(stage.person("la"), "Cầu ấp 5 sập, xe cứu thương không qua được", gap="Không gấp")
    await passes(stage, hours=120)
    assert reminders(office) == ["Quá hạn đã lâu, báo đồng chí biết"]


async def test_the_handler_is_reminded_too(stage: Stage, desk: Chat) -> None:
    """Whoever has it, and Home Affairs that gave it away."""
    health = await connected(stage, "-200", "so_y_te")
    binh = stage.member("binh", desk)
    code = await files_a_report(stage.person("an"))
    await binh.says(f"{code} chuyển: Sở Y tế")
    await passes(stage, hours=4, minutes=1)
    assert reminders(health) == reminders(desk) == ["Đã quá hạn trả lời"]
    assert "Sở Y tế" in health.shown[-1].text


async def test_many_come_in_one_message(stage: Stage, desk: Chat) -> None:
    """A desk that has fallen behind is told once, not forty times."""
    async with stage.database.transaction() as tx:
        from storage import overdue, people
        from storage.reports import NewReport

        _, person = await people.meet(tx, "stage", "1", "an", stage.clock.now())
        for number in range(12):
            new = NewReport(
                person_id=person.id, kind="khac", place="31558", words=f"Việc {number}", urgent=True
            )
            report = await reports.add(tx, new, stage.clock.now())
            await overdue.start(tx, stage.campaign, report, stage.clock.now())
    await passes(stage, hours=4, minutes=1)
    assert reminders(desk) == ["Đã quá hạn trả lời"]
    assert "Và 4 việc khác" in desk.shown[-1].text


async def test_the_queue_shows_what_is_late(stage: Stage, desk: Chat) -> None:
    """With the promise on each line, and a way to see only those."""
    binh = stage.member("binh", desk)
    code = await files_a_report(stage.person("an"))
    await passes(stage, hours=4, minutes=1)
    await binh.says("/hangcho")
    binh.sees("Việc đang chờ: 1, quá hạn 1", code, "quá hạn từ 14:00 18/8")
    await binh.says("/hangcho quá hạn")
    binh.sees("quá hạn: 1", code)
