"""Killed between any two steps, the program goes on as if nothing had been: nothing is lost, nothing done twice."""

import ast
import asyncio
from collections import Counter
from collections.abc import Awaitable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from messages.content import ChatKind
from storage import desks, faults, people
from storage.database import Database
from storage.tables import bulletins, deliveries, firings, inbox, jobs, outbox, reports, rumours
from tests.e2e.crashing import Death, revived
from tests.e2e.program import environment, rows, settings
from tests.handlers.rumours.test_photos import file, screenshot
from tests.simulators.telegram import Group, Message, TelegramSimulator, User

ROOT = Path(__file__).parents[2]
# A second before the reminder of 07:00; at this speed it is due at once, and the next entry not for nine minutes.
DAWN, SPEED = "2021-08-18T06:59:59+07:00", 60
NEIGHBOURS = (12, 13)
WORDS = "Nhà tôi hết gạo ba ngày nay, ở ấp 3"
ONCE = {"firing.before_commit", "firing.after_commit", "slice.after_commit"}
# An article is broadcast on an Official Account only: tests/bot/test_broadcasting.py dies there. No job is part of this
# story: a picture to be checked is, below, and tests/bot/jobs/test_runner.py dies at each point of one.
ELSEWHERE = {"broadcast.before", "broadcast.after", "job.before", "job.before_commit", "job.after_commit"}
DEATHS = [
    Death(point=point, nth=nth)
    for point in faults.POINTS
    if point not in ELSEWHERE
    for nth in ((1,) if point in ONCE else (2, 7))
]


def name(death: Death) -> str:
    return f"{death.point}-{death.nth}"


def test_every_fault_point_is_in_the_code_and_dies_here() -> None:
    """The list of names is that of the calls in the code, and each of them has a crash below."""
    called: set[str] = set()
    files = [path for room in ("bot", "handlers", "storage") for path in (ROOT / room).rglob("*.py")]
    assert len(files) > 50
    for path in files:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "faults.point":
                called.add(ast.literal_eval(node.args[0]))
    assert called == set(faults.POINTS)
    assert {death.point for death in DEATHS} | ELSEWHERE == called


@pytest.mark.parametrize("death", DEATHS, ids=name)
async def test_a_crash_loses_nothing_and_repeats_nothing(
    death: Death, telegram: TelegramSimulator, folder: Path
) -> None:
    """On SQLite, at every point, early and in the middle of things."""
    await crash(death, telegram, folder, f"sqlite+aiosqlite:///{folder}/vungxanh.db")


@pytest.mark.parametrize("engine_name", ["postgresql"])
@pytest.mark.parametrize(
    "death",
    [
        Death(point="inbox.after_commit", nth=4),
        Death(point="turn.before_commit", nth=6),
        Death(point="claim.after_commit", nth=5),
        Death(point="deliver.after", nth=5),
        Death(point="receipt.before_commit", nth=5),
        Death(point="firing.before_commit"),
    ],
    ids=name,
)
async def test_on_postgresql_too(
    death: Death, telegram: TelegramSimulator, tmp_path: Path, database_url: str
) -> None:
    """The same, where several connections write."""
    await crash(death, telegram, tmp_path, database_url)


async def test_a_crash_in_slow_work_does_it_again_and_answers_once(
    telegram: TelegramSimulator, folder: Path
) -> None:
    """A picture is fetched and compared, and the program dies as the answer is being written down."""
    an = telegram.user(11, started=True)
    env, given, log = environment(telegram, folder), settings(telegram, folder), folder / "program.log"
    async with (
        Database(given.database_url) as database,
        revived(env, given, Death(point="job.before_commit"), log) as code,
    ):
        try:
            await step(an, an.says("/kiemchung"), "muốn kiểm chứng vào đây")
            await step(an, an.sends_photo(file(screenshot(7))), "Chưa kiểm chứng")
            await telegram.settled()
        except AssertionError as error:
            raise AssertionError(f"{error}\n{log.read_text()[-3000:]}") from None
        assert code.result() == -9, log.read_text()[-3000:]
        (job,) = await rows(database, jobs)
        assert (job.state, job.attempts, job.payload) == ("done", 0, {})
        assert len(await rows(database, rumours)) == 1
    assert sum("Chưa kiểm chứng" in message.text for message in an.chat.shown) == 1


async def crash(death: Death, telegram: TelegramSimulator, folder: Path, url: str) -> None:
    """A report is told from the first word to the code, and a reminder goes out, while the program dies once."""
    an, group = telegram.user(11, started=True), telegram.group(-400, "Sở Nội vụ")
    others = [telegram.user(number, started=True) for number in NEIGHBOURS]
    async with Database(url) as database:
        await settle(database, telegram, group, [an, *others])
        env = environment(
            telegram, folder, VUNGXANH_DATABASE=url, VUNGXANH_CLOCK=DAWN, VUNGXANH_CLOCK_SPEED=f"{SPEED}"
        )
        log = folder / "program.log"
        given = settings(telegram, folder, database=url, clock=DAWN, clock_speed=SPEED)
        async with revived(env, given, death, log) as code:
            try:
                await tells_everything(an)
                for each in (an, *others):
                    await each.sees_text("Phương châm chống dịch", timeout=60)
                await group.sees_text(WORDS, timeout=60)
                await telegram.settled()
                await all_said(database)
            except AssertionError as error:
                raise AssertionError(f"{error}\n{log.read_text()[-3000:]}") from None
            assert code.done(), f"never passed {death}"
            assert code.result() == -9, log.read_text()[-3000:]
        await nothing_lost_nothing_twice(database, telegram, [an, *others], group)


async def settle(database: Database, telegram: TelegramSimulator, group: Group, members: list[User]) -> None:
    """Three people who take the news, and the desk."""
    at = datetime(2021, 8, 17, tzinfo=UTC)
    bot = str(telegram.me["id"])
    async with database.transaction() as tx:
        for member in members:
            _, person = await people.meet(tx, "telegram", bot, str(member.id), at)
            person = await people.consented(tx, person, people.Consent.AGREED)
            await people.choose_topics(tx, person.id, frozenset({"reminders"}))
        address = await people.meet_group(tx, "telegram", bot, str(group.id), at)
        assert address.kind is ChatKind.GROUP
        await desks.connect(tx, "so_noi_vu", address, "a test", at)


async def tells_everything(an: User) -> None:
    """Each step waits for its answer, whoever gives it: the program that dies or the one after it."""
    await step(an, an.says("/phananh"), "việc gì, ở đâu")
    asked = await step(an, an.says(WORDS), "thuộc nhóm nào")
    await step(an, an.presses(asked.labels[0]), "xã, phường nào")
    files = await step(an, an.says("Kế An"), "ảnh hoặc video kèm theo")
    await step(an, an.presses("Bỏ qua", on=files), "có gấp không")
    await step(an, an.presses("Không gấp"), "để lại số điện thoại")
    await step(an, an.presses("Không cần gọi lại"), "xem lại trước khi gửi")
    await step(an, an.presses("Gửi"), "Đã ghi nhận, mã")


async def step(who: User, does: Awaitable[object], wanted: str) -> Message:
    """Do it, and wait for an answer that is not the repetition of an earlier one."""
    before = {message.text for message in who.chat.shown}
    await does
    return await who.sees_message(
        lambda message: wanted in message.text and message.text not in before, what=repr(wanted), timeout=60
    )


async def all_said(database: Database) -> None:
    """Once the last of what was said is no more on its way."""
    async with asyncio.timeout(60):
        while {"waiting", "sending"} & await states(database):  # noqa: ASYNC110 - another process writes them
            await asyncio.sleep(0.1)


async def states(database: Database) -> set[str]:
    """What has become of all that is said and pushed."""
    return {row.state for table in (outbox, deliveries) for row in await rows(database, table)}


async def nothing_lost_nothing_twice(
    database: Database, telegram: TelegramSimulator, members: list[User], group: Group
) -> None:
    """What is left in the database, and what the people saw."""
    updates = await rows(database, inbox)
    assert len(updates) == telegram.updates.next_id - 800_000_001
    assert {(row.state, row.attempts) for row in updates} == {("handled", 0)}
    assert [row.words for row in await rows(database, reports)] == [WORDS]
    said, pushed = await rows(database, outbox), await rows(database, deliveries)
    assert {row.state for row in (*said, *pushed)} == {"sent"}
    assert len([row for row in said if row.dedupe and row.dedupe.startswith("card:")]) == 1
    assert len([row for row in said if row.chat == str(members[0].id)]) == 8
    assert [row.kind for row in await rows(database, bulletins)] == ["reminder"]
    assert len(pushed) == len(members)
    done = [row for row in await rows(database, firings) if row.outcome == "done"]
    assert [row.schedule for row in done] == ["nhac_18"]
    seen = Counter(message.text for place in (*members, group) for message in place.chat.shown)
    again = sum(row.repeats for row in (*said, *pushed))
    assert len(said) + len(pushed) <= seen.total() <= len(said) + len(pushed) + again
