"""What comes close to a bulletin, or on the same day, for the same people: its author and its approver are warned."""

from datetime import date, datetime, timedelta

from handlers.schedule import Schedule
from messages.content import Reply
from storage import bulletins, drafts, people
from storage.bulletins import NewBulletin
from storage.records import Audience, DraftKind, Pace
from tests.driver import Person, Stage
from tests.handlers.staff.hours import for_hour, planned, submitted
from tests.handlers.staff.newsroom import approver, citizens, decides, draft, editor, writes

ONE_PLATFORM = "about hours and audiences"


async def looks(lan: Person, number: int) -> None:
    await lan.says(f"/soantin {number}")


async def for_places(stage: Stage, number: int, *areas: str, at: datetime | None = None) -> None:
    """What is planned under this number is for these places alone, at another hour if one is given."""
    was = await draft(stage, number)
    when = at or was.send_at
    async with stage.database.transaction() as tx:
        changed = await drafts.change(
            tx, number, was.author_id or 0, stage.clock.now(), audience=Audience(areas=areas), send_at=when
        )
        assert changed is not None


async def approves(stage: Stage, number: int) -> None:
    """Tam approves it as it stands, whatever it says."""
    now = await draft(stage, number)
    async with stage.database.transaction() as tx:
        _, tam = await people.meet(tx, "stage", "1", "tam", stage.clock.now())
        waits = await drafts.submit(tx, now, now.author_id or 0, "Lan", "x", stage.clock.now())
        await drafts.approve(tx, waits, tam.id, "Tam", "x", stage.clock.now(), counted=1)


async def test_every_day_of_a_daily_one_is_seen(stage: Stage) -> None:
    """Days ahead too, whichever of the two is the daily one."""
    lan, tam = await planned(stage, "hằng ngày 14h đến 24/8")
    await writes(lan)
    await for_hour(lan, "14h10 22/8")
    lan.sees("gần giờ với bản nháp số 1 (14:00), có người nhận cả hai")
    await lan.presses("Gửi duyệt")
    await tam.says("/duyettin 2")
    tam.sees("gần giờ với bản nháp số 1 (14:00)")
    await decides(tam, "Duyệt và gửi")
    await writes(lan)
    await for_hour(lan, "hằng ngày 14h20 đến 23/8")
    lan.sees("bản nháp số 1 (14:00)", "bản nháp số 2 (14:10 22/8)")
    await for_hour(lan, "15h 22/8")
    lan.sees_not("gần giờ")


async def test_what_has_just_begun_is_seen(stage: Stage) -> None:
    """An agency's, and what the calendar began by itself; half an hour later it is not close any more."""
    (an,) = await citizens(stage, "an")
    lan = await editor(stage)
    async with stage.database.transaction() as tx:
        new = NewBulletin(kind="bulletin", title="T", reply=Reply(text="T"), created_by="Tam")
        await bulletins.start(tx, new, stage.clock.now() - timedelta(minutes=10))
    await writes(lan)
    lan.sees("gần giờ với bản tin số 1 đã gửi (09:50)")
    stage.clock.passes(minutes=25)
    await looks(lan, 1)
    lan.sees_not("gần giờ")
    assert an.chat.shown


async def test_the_calendars_own_messages_are_seen_by_those_who_get_them(stage: Stage) -> None:
    """Before they begin and just after; where nobody of the audience takes reminders there is nothing to warn of."""
    (an,) = await citizens(stage, "an")
    lan = await editor(stage)
    await writes(lan)
    await for_hour(lan, "7h10 19/8")
    lan.sees_not("gần giờ")
    async with stage.database.transaction() as tx:
        _, person = await people.meet(tx, "stage", "1", "an", stage.clock.now())
        await people.choose_topics(tx, person.id, frozenset({"reminders", "bulletins"}))
    await looks(lan, 1)
    lan.sees("gần giờ với lời nhắc buổi sáng (07:00)")
    schedule = Schedule(campaign=stage.campaign, available=lambda _: True, wall=stage.clock.wall)
    days = [each for each in stage.campaign.firings if each.due.date() == date(2021, 8, 19)]
    due = next(each for each in days if each.entry.kind == "reminder")
    stage.clock.passes(hours=21, minutes=5)
    async with stage.database.transaction() as tx:
        await schedule.remind(tx, due.entry, due.due)
    await looks(lan, 1)
    lan.sees("gần giờ với lời nhắc số 1 đã gửi (07:00)")
    assert an.chat.shown


async def test_only_the_same_people_count(stage: Stage) -> None:
    """Two districts at one hour meet nobody; the day's number is what one person gets, not what the province gets."""
    stage.campaign = stage.conversation.campaign = stage.campaign.model_copy(
        update={"limits": stage.campaign.limits.model_copy(update={"bulletins_a_day": 2})}
    )
    here, there = (each.code for each in stage.campaign.units.districts[:2])
    communes = [stage.campaign.units.children(each)[0].code for each in (here, there)]
    for name, place in zip(("an", "ba"), communes, strict=True):
        await citizens(stage, name, place=place)
    lan, _, _ = await submitted(stage, "14h hôm nay")
    await approver(stage)
    await for_places(stage, 1, here)
    await approves(stage, 1)
    await writes(lan)
    await for_hour(lan, "14h hôm nay")
    await for_places(stage, 2, there)
    await looks(lan, 2)
    lan.sees_not("gần giờ")
    await approves(stage, 2)
    await writes(lan)
    await for_hour(lan, "16h hôm nay")
    lan.sees_not("cùng ngày")
    await writes(lan)
    await for_places(stage, 4, here, at=(await draft(stage, 3)).send_at)
    await approves(stage, 4)
    await looks(lan, 3)
    lan.sees("cùng ngày đã có 2 bản tin khác tới cùng người nhận", "gần giờ với bản nháp số 4 (16:00)")


async def test_a_roundup_is_close_to_an_alert_alone(stage: Stage) -> None:
    """Whoever wants news once a day reads in it what is not urgent, and does not get that besides."""
    (an,) = await citizens(stage, "an")
    lan = await editor(stage)
    async with stage.database.transaction() as tx:
        _, person = await people.meet(tx, "stage", "1", an.name, stage.clock.now())
        await people.choose_pace(tx, person, Pace.DAILY)
    await writes(lan)
    await for_hour(lan, "18h10 hôm nay")
    lan.sees_not("gần giờ")
    async with stage.database.transaction() as tx:
        await drafts.change(tx, 1, 1, stage.clock.now(), kind=DraftKind.ALERT)
    await looks(lan, 1)
    lan.sees("gần giờ với điểm tin cho người nhận tin một lần mỗi ngày (18:00)")
