from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Row, insert, select

from handlers.schedule import Schedule
from messages.encoding import load_reply
from messages.length import fits
from messages.markup import check, plain
from storage import bulletins, desks, reports
from storage.bulletins import NewBulletin
from storage.campaign import Campaign, Entry, Firing, load_campaign
from storage.database import Database, Tx
from storage.firings import Fired, Why
from storage.outbox import LANE_ORDER, Lane
from storage.records import Audience, BulletinState, Role
from storage.reports import NewReport
from storage.tables import grants, jobs, outbox
from tests.storage.world import NOW, citizen, group

REAL = datetime(2026, 8, 1, tzinfo=UTC)
CITIZENS = frozenset({"kehoach", "huongdan", "phananh", "guongtot", "theodoi", "tinmoi"})


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    return load_campaign()


@pytest.fixture
def schedule(campaign: Campaign) -> Schedule:
    return Schedule(campaign=campaign, available=CITIZENS.__contains__, wall=lambda: REAL)


def the(campaign: Campaign, kind: str, day: int | None = None) -> Firing:
    """The campaign's firing of this kind, of this day of August."""
    return next(
        firing for firing in campaign.firings if firing.entry.kind == kind and day in {None, firing.due.day}
    )


async def fire(schedule: Schedule, tx: Tx, firing: Firing) -> None:
    await schedule.fires[firing.entry.kind](tx, firing.entry, firing.due.astimezone(UTC))


async def waiting(tx: Tx) -> Sequence[Row[tuple[object, ...]]]:
    return await tx.all(select(outbox).order_by(outbox.c.id))


async def test_each_morning_has_a_reminder_that_can_be_sent(
    database: Database, campaign: Campaign, schedule: Schedule
) -> None:
    """Ten days, ten texts, each a bulletin in the reminders' lane to those who take reminders."""
    mornings = [firing for firing in campaign.firings if firing.entry.kind in {"reminder", "last_day"}]
    async with database.transaction() as tx:
        for firing in mornings:
            await fire(schedule, tx, firing)
        started = await bulletins.list_recent(tx)
    assert [firing.due.day for firing in mornings] == list(range(16, 26))
    assert {each.lane for each in started} == {Lane.REMINDERS}
    assert {each.audience for each in started} == {Audience(topics=("reminders",))}
    assert {each.kind for each in started} == {"reminder"}
    texts = [load_reply(each.reply).text for each in reversed(started)]
    assert len(set(texts)) == 10
    for firing, text in zip(mornings, texts, strict=True):
        check(text)
        assert fits(text, 4096)
        assert f"Lời nhắc ngày {firing.due.day}/8" in plain(text)
        assert "{" not in text
    assert "127" not in texts[0]  # the plan is dated the day after


async def test_only_buttons_that_citizens_can_use_are_shown(
    database: Database, campaign: Campaign, schedule: Schedule
) -> None:
    """A flow that is not there is withheld, not dead; an argument goes with its command."""
    async with database.transaction() as tx:
        await fire(schedule, tx, the(campaign, "reminder", 17))
        await fire(schedule, tx, the(campaign, "reminder", 19))
        guidance, plan = [load_reply(each.reply) for each in await bulletins.list_recent(tx)]
    assert [choice.data for choice in plan.choices] == ["1|c|kehoach||"]  # vungxanh is not offered
    assert all(choice.data.startswith("1|c|huongdan|") for choice in guidance.choices)
    assert len({choice.data for choice in guidance.choices}) == 4
    assert all(len(row) == 1 for row in guidance.rows)


async def test_the_closing_goes_to_all_and_those_who_wait_are_told(
    database: Database, campaign: Campaign, schedule: Schedule
) -> None:
    """Everyone who agreed gets the closing; whoever has open matters a word of their own, once."""
    firing = the(campaign, "closing")
    async with database.transaction() as tx:
        for chat, agreed in (("an", True), ("binh", True), ("chi", False)):
            address = await citizen(tx, chat, agreed=agreed)
            if chat != "binh":
                new = NewReport(person_id=address.person_id or 0, kind="khac", place="31528", words="Hết gạo")
                await reports.add(tx, new, NOW)
        await fire(schedule, tx, firing)
        await schedule.fires["closing"](tx, firing.entry, firing.due.astimezone(UTC))
        (closing, *_) = await bulletins.list_recent(tx)
        (row,) = await waiting(tx)
    assert (closing.kind, closing.audience, closing.counted) == ("closing", Audience(), 2)
    assert "khép lại hôm nay, 25/8/2021" in load_reply(closing.reply).text
    assert (row.chat, row.lane, row.created_at) == ("an", LANE_ORDER[Lane.ANSWERS], REAL)
    assert "còn 1 việc chưa có kết quả" in load_reply(row.body).text
    assert [choice.label for choice in load_reply(row.body).choices] == ["Việc tôi đã gửi"]


async def test_the_digest_goes_to_the_office_desk(
    database: Database, campaign: Campaign, schedule: Schedule
) -> None:
    """To its group if it has one; to nobody else, even when it is done twice."""
    agency = campaign.agencies_with(Role.HOME_AFFAIRS)[0]
    firing = the(campaign, "digest", 18)
    async with database.transaction() as tx:
        desk = await group(tx, "snv")
        await group(tx, "other")
        await desks.connect(tx, agency.key, desk, "admin", NOW)
        for _ in range(2):
            await fire(schedule, tx, firing)
        (row,) = await waiting(tx)
    assert (row.chat, row.lane) == ("snv", LANE_ORDER[Lane.ALERTS])
    text = load_reply(row.body).text
    check(text)
    assert "đến 16:00 ngày 18/8/2021" in plain(text)


async def test_the_committees_office_reads_digests_without_the_table(
    database: Database, campaign: Campaign, schedule: Schedule
) -> None:
    """Its desk has the text, its files are those of a reader; the closing comes to it as well."""
    found: dict[str, list[object]] = {}
    async with database.transaction() as tx:
        for chat, role in (("snv", Role.HOME_AFFAIRS), ("vp", Role.COMMITTEE)):
            there = await group(tx, chat)
            await desks.connect(tx, campaign.agencies_with(role)[0].key, there, "admin", NOW)
            found[chat] = [there.id]
        an = await citizen(tx, "an", agreed=False)
        new = NewReport(person_id=an.person_id or 0, kind="khac", place="31528", words="Hết gạo")
        await reports.add(tx, new, NOW)
        for kind in ("digest", "closing"):
            await fire(schedule, tx, the(campaign, kind, 25))
        chats = [row.chat for row in await waiting(tx)]
        work = await tx.all(select(jobs.c.kind, jobs.c.payload).order_by(jobs.c.id))
    assert sorted(each for each in chats if each != "an") == ["snv"] * 3 + ["vp"] * 3
    files = [row.payload for row in work if row.kind == "digest_files"]
    assert [(each["addresses"], each["readers"]) for each in files] == [(found["snv"], found["vp"])] * 2
    letters = [row.payload for row in work if row.kind == "digest_email"]
    assert [bool(each.get("reader")) for each in letters] == [False, True] * 2


async def test_administrators_hear_in_one_message_what_was_skipped(
    database: Database, campaign: Campaign, schedule: Schedule
) -> None:
    """What, when it was due, and why; however much it was."""
    missed = [
        Fired(
            schedule=firing.entry.key,
            due_at=firing.due.astimezone(UTC),
            fired_at=firing.until,
            why=[Why.TOO_LATE, Why.QUIET, Why.FAILED, Why.CLOSED, Why.BEFORE_START][number % 5],
        )
        for number, firing in enumerate(campaign.firings)
    ]
    async with database.transaction() as tx:
        admin = await citizen(tx, "admin")
        values = {"person_id": admin.person_id, "role": "admin", "granted_at": NOW, "granted_by": "test"}
        await tx.execute(insert(grants).values(values))
        await schedule.report_skipped(tx, missed)
        (row,) = await waiting(tx)
    text = load_reply(row.body).text
    check(text)
    assert row.chat == "admin"
    assert f"bỏ qua {len(missed)} mục" in plain(text)
    assert "Lời nhắc lúc 07:00 ngày 16/8/2021: hệ thống ngừng quá lâu" in plain(text)
    assert f"và {len(missed) - 8} mục khác" in text


def test_a_firing_on_time_is_never_objected_to(campaign: Campaign, schedule: Schedule) -> None:
    """Nor a late one within its grace, by day."""
    for firing in campaign.firings:
        assert schedule.objection(firing, firing.due) is None
        assert schedule.objection(firing, firing.due + timedelta(minutes=30)) is None


def test_a_late_reminder_is_not_sent_at_night_or_after_the_end(
    campaign: Campaign, schedule: Schedule
) -> None:
    """Beyond its grace, in quiet hours, or once the campaign is over."""
    reminder, closing = the(campaign, "reminder", 18), the(campaign, "closing")
    assert schedule.objection(reminder, reminder.until) is None
    assert schedule.objection(reminder, reminder.until + timedelta(seconds=1)) is Why.TOO_LATE
    night = closing.due.replace(hour=22)
    generous = Firing(entry=closing.entry, due=closing.due, until=night + timedelta(days=2))
    assert schedule.objection(generous, night) is Why.QUIET
    assert schedule.objection(generous, night + timedelta(hours=12)) is Why.CLOSED


async def test_after_the_last_day_nothing_goes_to_many_any_more(
    database: Database, campaign: Campaign, schedule: Schedule
) -> None:
    """What is still being sent at midnight stops; on the last day itself it goes on."""
    midnight = datetime(2021, 8, 25, 17, tzinfo=UTC)
    async with database.transaction() as tx:
        await citizen(tx, "an")
        await fire(schedule, tx, the(campaign, "closing"))
        words = load_reply((await bulletins.list_recent(tx))[0].reply)
        await bulletins.start(tx, NewBulletin(kind="bulletin", title="x", reply=words, created_by="x"), NOW)
        await schedule.close_up(tx, midnight - timedelta(seconds=1))
        assert {each.state for each in await bulletins.list_recent(tx)} == {BulletinState.SENDING}
        for _ in range(2):
            await schedule.close_up(tx, midnight)
        assert {each.state for each in await bulletins.list_recent(tx)} == {BulletinState.CANCELLED}


async def test_a_text_with_nothing_left_to_say_is_an_error(
    database: Database, campaign: Campaign, schedule: Schedule
) -> None:
    """It is skipped and told to the administrators, not sent as an empty heading."""
    entry = the(campaign, "reminder", 18).entry.model_copy(update={"text": "Gọi {local_hotline}."})
    async with database.transaction() as tx:
        with pytest.raises(ValueError, match="not filled in"):
            await schedule.remind(tx, Entry.model_validate(entry.model_dump()), NOW)
