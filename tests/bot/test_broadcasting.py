"""Bulletins for everybody as one article to all who follow an account: never twice, whatever happens."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.broadcasting import Broadcasting
from bot.channels.reach import Ask, Lying
from bot.channels.zalo_oa import ZaloOaChannel
from bot.delivery.verdict import OPEN, Bulk, Verdict
from messages import buttons
from messages.content import Attachment, AttachmentKind, Choice, Lane, Reply
from messages.window import Window
from storage import broadcasts, bulletins, faults, grants, people
from storage.bulletins import NewBulletin
from storage.database import Database
from storage.records import Audience, Broadcast, BroadcastState, Role
from storage.tables import outbox
from tests.bot.channels.zalo_oa.account import opened
from tests.e2e.program import rows
from tests.simulators.zalo_oa import ZaloOaSimulator

NOON = datetime(2026, 1, 5, 5, tzinfo=UTC)  # 12:00 in Viet Nam
SEND, CREATE, REMOVE = "/v2.0/oa/message", "/v2.0/article/create", "/v2.0/article/remove"
TEXT = "<b>Giữ vùng xanh</b>\n\nBà con ở nhà, chỉ ra ngoài khi thật cần."


class Crash(BaseException):
    """As if the process had been killed."""


@dataclass
class Newsroom:
    """One account, and what carries its articles: a new one of that is a restart."""

    zalo: ZaloOaSimulator
    database: Database
    channel: ZaloOaChannel
    at: datetime = NOON
    verdict: Verdict = OPEN
    told: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.zalo.account.now = self.clock
        self.zalo.account.access = dict.fromkeys(self.zalo.account.access, NOON + timedelta(days=900))
        self.channel.windows._wall = self.channel.articles._wall = self.clock
        self.restart()

    def clock(self) -> datetime:
        return self.at

    def restart(self) -> None:
        async def alert(text: str) -> None:
            self.told.append(text)

        self.carrying = Broadcasting(
            database=self.database,
            channel=self.channel,
            author="UBND tỉnh",
            most=1,
            now=self.clock,
            wall=self.clock,
            may_send=lambda: self.verdict,
            alert=alert,
        )

    async def starts(self, text: str = TEXT, reply: Reply | None = None, **more: Any) -> int:
        reply = reply or Reply(text=text)
        new = NewBulletin(kind="bulletin", title="Tin 5/1", reply=reply, created_by="thử", **more)
        async with self.database.transaction() as tx:
            return (await bulletins.start(tx, new, self.at)).id

    async def goes_on(self, steps: int = 8) -> None:
        """A few looks, a little apart."""
        for _ in range(steps):
            await self.carrying.step()
            self.at += timedelta(seconds=6)

    async def standing(self, number: int) -> Broadcast:
        async with self.database.reading() as tx:
            found = await broadcasts.find(tx, number, tuple(BroadcastState))
        assert found is not None
        return found

    async def state(self, number: int) -> BroadcastState:
        return (await self.standing(number)).state

    @property
    def sent(self) -> int:
        return len(self.zalo.account.sent_broadcasts)


async def _lasting(file: Attachment) -> str | None:
    return f"https://bot.example/tep/{file.ref}" if file.ref != "gone" else None


@asynccontextmanager
async def newsroom(database: Database, folder: Path) -> AsyncIterator[Newsroom]:
    async with (
        ZaloOaSimulator() as zalo,
        opened(
            zalo,
            database,
            folder,
            window=Window(articles=1),
            cover="https://bot.example/bia.jpg",
            cities=(59,),
            lying=Lying(lasting=_lasting),
        ) as channel,
    ):
        yield Newsroom(zalo, database, channel)


@pytest.fixture
async def room(database: Database, tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with newsroom(database, tmp_path) as made:
        yield made


async def test_what_is_for_everybody_goes_as_one_article(room: Newsroom) -> None:
    """Created, verified once it is ready (-214 until then), broadcast once, with the filters of the settings."""
    number = await room.starts()
    await room.goes_on()
    assert await room.state(number) is BroadcastState.SENT
    (made,) = (each["article"] for each in room.zalo.account.articles.values())
    assert (made["title"], made["author"], made["comment"]) == ("Tin 5/1", "UBND tỉnh", "hide")
    assert [each["content"] for each in made["body"]] == TEXT.replace("<b>", "").replace("</b>", "").split(
        "\n\n"
    )
    assert room.zalo.account.sent_broadcasts[0]["target"] == {"cities": [59]}
    await room.goes_on()
    assert room.sent == 1
    ask = Ask(chat="1", heard=room.at, now=room.at, unasked=True, bulletin_id=number)
    assert room.channel.can_send(ask).reason == "article", "nobody gets it a second time by themselves"


async def test_pictures_choices_and_files_are_in_the_article(room: Newsroom) -> None:
    """Nobody who follows gets another message: what an article cannot show is named, with its address or who to ask."""
    kind = AttachmentKind
    reply = Reply(
        text="Lịch xe lương thực.",
        rows=(
            (Choice(label="Báo khó khăn", data=buttons.command("phananh")),),
            (Choice(label="Trang tỉnh", url="https://a.vn"),),
        ),
        attachments=(
            Attachment(kind=kind.PHOTO, ref="lich.jpg", size=90_000),
            Attachment(kind=kind.PHOTO, ref="to.jpg", name="to.jpg", size=3_000_000),
            Attachment(kind=kind.DOCUMENT, ref="cv.pdf", name="cv.pdf", size=1),
            Attachment(kind=kind.VIDEO, ref="gone"),
        ),
    )
    number = await room.starts(reply=reply)
    await room.goes_on()
    assert await room.state(number) is BroadcastState.SENT
    (made,) = (each["article"] for each in room.zalo.account.articles.values())
    first, choices, files, picture = made["body"]
    assert first["content"] == "Lịch xe lương thực."
    assert choices["content"].splitlines()[1:] == ["- Báo khó khăn: /phananh", "- Trang tỉnh: https://a.vn"]
    assert "- ảnh to.jpg: https://bot.example/tep/to.jpg" in files["content"]
    assert "- tệp cv.pdf: https://bot.example/tep/cv.pdf" in files["content"]
    assert "60 ngày" in files["content"]
    assert "Có kèm 1 video" in files["content"]
    assert picture == {"type": "image", "url": "https://bot.example/tep/lich.jpg"}


async def test_what_is_for_some_goes_to_each(room: Newsroom) -> None:
    """An article cannot be kept to a commune, a role or a topic; daily reminders would use up the day's one."""
    some = [
        await room.starts(audience=Audience(roles=("officer",))),
        await room.starts(audience=Audience(topics=("y_te",))),
        await room.starts(audience=Audience(areas=("941",)), places=("941",)),
        await room.starts(lane=Lane.REMINDERS),
    ]
    await room.goes_on()
    assert {await room.state(number) for number in some} == {BroadcastState.EACH}
    assert room.zalo.count(CREATE) == 0


async def test_a_kinds_own_topic_leaves_nobody_out_of_an_article(room: Newsroom) -> None:
    """What every bulletin of its kind begins with is no choice of some (docs/decisions/0015)."""
    own = Audience(topics=("tin",))
    room.carrying.everybody = lambda made: made.audience == own
    number = await room.starts(audience=own)
    await room.goes_on()
    assert await room.state(number) is BroadcastState.SENT


async def test_a_days_articles_are_counted(room: Newsroom) -> None:
    """The second of the day goes to each person within their window; the next day has one again."""
    first, second = await room.starts(), await room.starts()
    await room.goes_on()
    assert [await room.state(each) for each in (first, second)] == [BroadcastState.SENT, BroadcastState.EACH]
    room.at += timedelta(days=1)
    third = await room.starts()
    await room.goes_on()
    assert await room.state(third) is BroadcastState.SENT


async def test_old_news_is_not_pushed_at_everybody(room: Newsroom) -> None:
    """What was begun hours before articles were turned on, or while nobody ran."""
    number = await room.starts()
    room.at += timedelta(hours=4)
    await room.goes_on()
    assert await room.state(number) is BroadcastState.EACH
    assert (await room.standing(number)).reason == "late"


async def test_at_night_it_waits_for_the_morning(room: Newsroom) -> None:
    """22:00 to 06:00 in Viet Nam; nothing is asked of Zalo that it would refuse."""
    room.at = NOON + timedelta(hours=11)
    number = await room.starts()
    await room.goes_on()
    assert (await room.standing(number)).reason == "night"
    assert room.zalo.count(SEND) == 0
    room.at += timedelta(hours=7, minutes=10)
    await room.goes_on()
    assert await room.state(number) is BroadcastState.SENT


async def test_refused_by_zalos_clock_it_is_tried_until_the_morning(room: Newsroom) -> None:
    """-234 though it is day by ours: nothing failed, and nobody gets it by themselves meanwhile."""
    room.zalo.account.now = lambda: room.at + timedelta(hours=-8)  # 04:00 in Viet Nam by theirs
    room.zalo.account.access = dict.fromkeys(room.zalo.account.access, NOON + timedelta(days=900))
    number = await room.starts()
    await room.goes_on()
    assert (await room.state(number), room.sent) == (BroadcastState.READY, 0)
    assert room.zalo.count(SEND) > 0
    room.zalo.account.now = room.clock
    room.at += timedelta(minutes=1)
    await room.goes_on(2)
    assert (await room.state(number), room.sent) == (BroadcastState.SENT, 1)


async def test_what_is_urgent_does_not_wait_for_the_morning(room: Newsroom) -> None:
    """By day as an article; at night to each person who may be written to, at once."""
    room.at = NOON + timedelta(hours=11)
    number = await room.starts(urgent=True, lane=Lane.ALERTS)
    await room.goes_on()
    assert await room.state(number) is BroadcastState.EACH
    room.at = NOON + timedelta(days=1)
    number = await room.starts(urgent=True, lane=Lane.ALERTS)
    await room.goes_on()
    assert await room.state(number) is BroadcastState.SENT


async def test_while_nothing_may_be_sent_it_waits(room: Newsroom) -> None:
    """Quiet hours, and after a restore until the operator resumes."""
    number = await room.starts()
    for bulk in (Bulk.QUIET, Bulk.HELD):
        room.verdict = Verdict(bulk=bulk)
        await room.goes_on()
    assert await room.state(number) is BroadcastState.READY
    room.verdict = OPEN
    await room.goes_on()
    assert room.sent == 1


@pytest.mark.parametrize(("point", "reached"), [("broadcast.before", 0), ("broadcast.after", 1)])
async def test_killed_around_the_broadcast_it_is_asked_about_and_not_sent_again(
    room: Newsroom, point: str, reached: int
) -> None:
    """Before or after Zalo had it: the next start does not know, so it asks, once, and does nothing."""
    await approver(room)
    number = await room.starts()

    def kill(name: str) -> None:
        if name == point:
            raise Crash

    faults.listen(kill)
    try:
        with pytest.raises(Crash):
            await room.goes_on()
    finally:
        faults._hook.remove(kill)
    for _ in range(2):
        room.restart()
        await room.carrying.recover()
        await room.goes_on()
    assert await room.state(number) is BroadcastState.UNKNOWN
    assert room.sent == reached
    assert len(await questions(room)) == 1


async def test_killed_while_the_article_is_made_it_is_made_anew(room: Newsroom) -> None:
    """One that nobody hears of stays behind at Zalo; people get one."""

    async def kill(path: str) -> web.Response | None:
        if path == CREATE:
            raise Crash
        return None

    number = await room.starts()
    real = room.channel.articles.create
    room.channel.articles.create = lambda _article: crash()  # type: ignore[method-assign]
    with pytest.raises(Crash):
        await room.goes_on()
    room.channel.articles.create = real  # type: ignore[method-assign]
    assert await room.state(number) is BroadcastState.MAKING
    room.restart()
    await room.carrying.recover()
    await room.goes_on()
    assert await room.state(number) is BroadcastState.SENT
    assert room.sent == 1


async def crash() -> str:
    raise Crash


async def test_an_answer_that_was_lost_is_asked_about(room: Newsroom) -> None:
    """Zalo had it and the answer did not come: not sent again, however long nobody answers."""
    await approver(room)
    number = await room.starts()

    async def cut(path: str) -> web.Response | None:
        return web.Response(status=504) if path == SEND else None

    room.zalo.after = cut
    await room.goes_on()
    room.zalo.after = None
    room.at += timedelta(days=2)
    await room.goes_on()
    assert await room.state(number) is BroadcastState.UNKNOWN
    assert (room.sent, len(await questions(room))) == (1, 1)


async def test_paused_it_waits_and_cancelled_it_does_not_go(room: Newsroom) -> None:
    """Until the very moment of the broadcast."""
    first = await room.starts()
    async with room.database.transaction() as tx:
        await bulletins.pause(tx, first)
    await room.goes_on()
    assert room.zalo.count(CREATE) == 0
    async with room.database.transaction() as tx:
        await bulletins.cancel(tx, first, room.at)
    await room.goes_on()
    assert await room.state(first) is BroadcastState.CANCELLED
    assert room.sent == 0


async def test_a_refused_article_leaves_each_person_their_message(room: Newsroom) -> None:
    """The operator hears why."""
    number = await room.starts()
    room.channel.articles._cover = ""
    await room.goes_on()
    assert await room.state(number) is BroadcastState.FAILED
    assert len(room.told) == 1
    assert "-201" in room.told[0]
    ask = Ask(chat="1", heard=room.at, now=room.at, unasked=True, bulletin_id=number)
    assert room.channel.can_send(ask).allowed


async def test_without_quota_it_is_told_once_and_tried_later(room: Newsroom) -> None:
    """-223: the package's articles are used up; when there are some again it goes."""
    room.zalo.account.broadcasts = 0
    number = await room.starts()
    await room.goes_on(30)
    for _ in range(3):
        room.at += timedelta(minutes=11)
        await room.goes_on(2)
    assert len(room.told) == 1
    assert "-223" in room.told[0]
    room.zalo.account.broadcasts = 1
    room.at += timedelta(minutes=11)
    await room.goes_on(2)
    assert await room.state(number) is BroadcastState.SENT


async def test_recalled_the_article_is_removed_and_whoever_decides_is_told(room: Newsroom) -> None:
    """Once it is gone; a removal that did not get through is made again, one that Zalo refuses is a person's work."""
    await approver(room)
    first = await room.starts()
    await room.goes_on()
    async with room.database.transaction() as tx:
        await bulletins.recall(tx, first, room.at)

    async def cut(path: str) -> web.Response | None:
        return web.Response(status=504) if path == REMOVE else None

    room.zalo.before = cut
    await room.goes_on(2)
    assert (await room.state(first), len(room.zalo.account.articles)) == (BroadcastState.SENT, 1)
    room.zalo.before = None
    room.at += timedelta(minutes=1)
    await room.goes_on()
    assert (await room.state(first), room.zalo.account.articles) == (BroadcastState.WITHDRAWN, {})
    room.at += timedelta(days=1)
    second = await room.starts()
    await room.goes_on()
    room.zalo.account.articles.clear()
    async with room.database.transaction() as tx:
        await bulletins.recall(tx, second, room.at)
    await room.goes_on()
    assert await room.state(second) is BroadcastState.STUCK
    told = [row.body for row in await rows(room.database, outbox) if "bài viết" in row.body]
    assert ["Đã xóa bài viết" in each for each in told] == [True, False]
    assert "-201" in told[1]
    assert "trang quản lý OA" in told[1]


async def approver(room: Newsroom) -> None:
    async with room.database.transaction() as tx:
        _, person = await people.meet(tx, "zalo_oa", room.channel.bot, "duyet", NOON)
        await grants.grant(tx, person.id, Role.APPROVER, "", "thử", NOON)


async def questions(room: Newsroom) -> list[Any]:
    return [row for row in await rows(room.database, outbox) if "chưa rõ bài viết" in row.body]
