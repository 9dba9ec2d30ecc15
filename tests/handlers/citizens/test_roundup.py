"""News once a day: chosen by the reader, counted before a bulletin is approved, told in one message in the evening."""

from datetime import UTC, datetime

from bot.jobs.roundups import Roundups
from bot.jobs.runner import Runner
from handlers import roundup
from handlers.schedule import Schedule
from messages.content import Reply
from messages.length import utf16
from messages.markup import plain
from storage import bulletins
from storage.bulletins import NewBulletin
from storage.campaign import Firing, load_campaign
from storage.database import Tx
from storage.deliveries import Wanted, claim_deliveries
from storage.records import Audience, Bulletin, Rule
from storage.roundups import Withheld
from storage.tables import deliveries
from tests.driver import Person, Stage
from tests.handlers.staff.newsroom import approver, citizens, decides, draft, editor, writes
from tests.storage.test_campaign_other import ROOT


async def once_a_day(stage: Stage, name: str, **more: str) -> Person:
    (person,) = await citizens(stage, name, **more)
    await person.says("/dangky ngay")
    person.sees("mỗi ngày một lần lúc 18:00", "Tin khẩn vẫn gửi ngay")
    return person


async def goes_out(stage: Stage, made: Bulletin) -> None:
    """Everyone has their turn, as the sender gives it to them."""
    limit = stage.campaign.next_roundup(stage.clock.now())
    async with stage.database.transaction() as tx:
        while not await bulletins.fill(tx, made.id):
            pass
        wanted = Wanted(
            channel="stage", bot="1", bulletin_id=made.id, lane=3, urgent=made.urgent, version=1, limit=100,
            reply=Reply(text="x"), rule=Rule(audience=made.audience), after=0, busy=(), day="2021-08-18",
            at=stage.clock.wall(), withhold=limit is not None,
        )  # fmt: skip
        taken = await claim_deliveries(tx, wanted)
        await tx.execute(
            deliveries.update()
            .where(deliveries.c.id.in_([each.id for each in taken.claims]))
            .values(state="waiting")
        )
    await stage.settles()


async def started(stage: Stage, title: str, text: str, *, urgent: bool = False) -> Bulletin:
    new = NewBulletin(
        kind="bulletin",
        title=title,
        reply=Reply(text=text),
        audience=Audience(),
        urgent=urgent,
        created_by="t",
    )
    async with stage.database.transaction() as tx:
        made = await bulletins.start(tx, new, stage.clock.now())
    await goes_out(stage, made)
    return made


def schedule(stage: Stage) -> Schedule:
    return Schedule(campaign=stage.campaign, available=lambda _name: True, wall=stage.clock.wall)


async def evening(stage: Stage, times: int = 1) -> None:
    """The calendar's firing, as often as something goes wrong with it; then its job."""
    firing: Firing = next(
        each for each in stage.campaign.firings if each.entry.kind == "roundup" and each.due.day == 18
    )
    stage.clock.at = firing.due.astimezone(UTC)
    works = Roundups(database=stage.database, campaign=stage.campaign, now=stage.clock.now)

    async def alert(_tx: Tx, text: str) -> None:
        raise AssertionError(text)

    runner = Runner(
        database=stage.database, works={roundup.JOB: works.make}, wall=stage.clock.wall, alert=alert
    )
    for _ in range(times):
        async with stage.database.transaction() as tx:
            await schedule(stage).fires["roundup"](tx, firing.entry, stage.clock.now())
        while await runner.step():
            pass
    await stage.settles()


async def test_the_evening_tells_what_was_withheld(stage: Stage) -> None:
    """Nothing but an alert by day; at the hour one message with all of it, once; each can be read whole from it."""
    an = await once_a_day(stage, "an")
    (ba,) = await citizens(stage, "ba")
    long = "Bà con ở nhà. " * 60
    await started(stage, "Giữ vững vùng xanh", f"<b>Giữ vững vùng xanh</b>\n\n{long}\n\nHết bài.")
    await started(stage, "Lịch chợ", "<b>Lịch chợ</b>\n\nChợ nghỉ hai ngày.")
    assert not any("Bà con ở nhà" in each.text for each in an.chat.shown)
    assert any("Bà con ở nhà" in each.text for each in ba.chat.shown)
    await started(stage, "Khẩn", "Nước lên, bà con tránh bờ sông.", urgent=True)
    an.sees("Nước lên")
    before = len(an.chat.shown), len(ba.chat.shown)
    await evening(stage, times=2)
    (told,) = an.chat.shown[before[0] :]
    assert len(ba.chat.shown) == before[1]
    for words in (
        "Điểm tin ngày 18/8",
        "Giữ vững vùng xanh",
        "Bà con ở nhà.",
        "Lịch chợ",
        "Chợ nghỉ hai ngày.",
    ):
        assert words in told.text
    assert "Hết bài" not in told.text
    assert "Nước lên" not in told.text
    assert utf16(told.text) <= stage.limits.text
    await an.presses("Đọc tin 1")
    an.sees("Tin gửi lúc", "Hết bài.")
    await an.says("/tinmoi")
    an.sees_not("Điểm tin ngày")


async def test_after_the_last_evening_news_comes_at_once(stage: Stage) -> None:
    """Nothing is withheld that no round-up would tell of, and that is what its reader is told."""
    an = await once_a_day(stage, "an")
    stage.clock.at = datetime(2021, 8, 25, 11, 30, tzinfo=UTC)
    await started(stage, "Muộn", "Tin cuối ngày.")
    an.sees("Tin cuối ngày.")
    await an.says("/dangky")
    an.sees("không còn bản điểm tin")


async def test_who_approves_sees_how_many_read_it_in_the_evening(stage: Stage) -> None:
    """In the preview and above the decision; an alert is read at once by all."""
    lan, tam = await editor(stage), await approver(stage)
    await once_a_day(stage, "tu")
    number = await writes(lan)
    await lan.presses("Xem trước")
    lan.sees("Trong đó 1 người chọn nhận tin một lần mỗi ngày", "18:00")
    await lan.presses("Về bản nháp")
    await lan.presses("Gửi duyệt")
    tam.sees("Trong đó 1 người chọn nhận tin một lần mỗi ngày")
    await decides(tam, "Duyệt và gửi")
    assert (await draft(stage, number)).bulletin_id


def test_a_round_up_fits_one_message_of_every_platform() -> None:
    """However many there are and however long they are; of another province in its own words and hours."""
    other = load_campaign(ROOT / "tests/data/bac-son-nam.toml")
    assert [f"{each:%d %H:%M}" for each in other.roundups] == ["06 17:15", "07 17:15", "08 17:15"]
    at = other.roundups[0]
    withheld = [
        Withheld(
            id=10**9 + number, title="T" * 200, reply=Reply(text=f"{'T' * 200}\n\n{'lời ' * 200}"),
            corrected=True, source="N" * 300, agency="so_nong_nghiep",
        )
        for number in range(30)
    ]  # fmt: skip
    made = roundup.reply(other, at, withheld)
    assert "Còn 25 tin trước đó" in plain(made.text)
    assert "Điểm tin ngày 6/3" in plain(made.text)
    buttons = sum(len(each.label) + 24 for each in made.choices)
    assert utf16(plain(made.text)) + buttons <= 2000
    assert other.next_roundup(at.replace(hour=9)) == at
    assert other.next_roundup(at) == other.roundups[1]
    assert other.next_roundup(other.roundups[-1]) is None
