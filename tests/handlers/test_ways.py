"""What an approver reads of how a bulletin goes out, and what it costs."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from handlers.ways import Plan, lines, plan
from messages.content import Attachment, AttachmentKind, Choice, Reply
from messages.limits import AMPLE, Limits
from messages.window import Pays, Window
from storage import broadcasts, people
from storage.campaign import Campaign
from storage.database import Database
from storage.records import Audience, BroadcastState, Consent, Rule
from storage.tables import addresses
from tests.driver import NOON, Stage
from tests.handlers.staff.newsroom import approver, editor, writes
from tests.storage.world import bulletin

HOUR = timedelta(hours=1)


def limits_of(window: Window) -> object:
    def found(channel: str, _bot: str) -> Limits:
        return replace(AMPLE, window=window) if channel == "zalo_oa" else AMPLE

    return found


async def crowd(database: Database) -> None:
    """Two on Telegram; on the account two heard lately, one days ago, three long ago; one who uses both."""
    async with database.transaction() as tx:
        for chat, hours in (("t1", 1), ("t2", 900)):
            await someone(tx, "telegram", chat, hours)
        for number, hours in enumerate((1, 47, 49, 169, 170, 900)):
            await someone(tx, "zalo_oa", f"z{number}", hours)


async def someone(tx, channel: str, chat: str, hours: int) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    _, person = await people.meet(tx, channel, "1", chat, NOON - hours * HOUR)
    await people.consented(tx, person, Consent.AGREED)
    await people.choose_topics(tx, person.id, frozenset({"bulletins"}))


@pytest.mark.parametrize(
    ("window", "urgent", "wanted"),
    [
        (Window(), False, {"free": 2, "missed": 4}),
        (Window(agreed=Pays.ANSWERS), False, {"free": 2, "missed": 4}),
        (Window(agreed=Pays.ALL), False, {"free": 2, "billed": 1, "missed": 3}),
        (Window(agreed=Pays.ALL, template_price=200), False, {"free": 2, "billed": 1, "missed": 3}),
        (Window(agreed=Pays.ALL, template_price=200), True, {"free": 2, "billed": 1, "template": 3}),
    ],
)
async def test_each_way_is_counted(
    database: Database, campaign: Campaign, window: Window, wanted: dict[str, int], *, urgent: bool
) -> None:
    """By when people were last heard, and what the operator pays for; Telegram costs nothing."""
    await crowd(database)
    async with database.reading() as tx:
        found = await plan(
            tx, Rule(audience=Audience(topics=())), NOON, limits_of(replace(window)), urgent=urgent
        )  # type: ignore[arg-type]
    account, telegram = found
    assert telegram == Plan(channel="telegram", people=2, free=2)
    assert account.people == 6
    counted = {name: getattr(account, name) for name in ("free", "billed", "template", "missed")}
    assert {name: count for name, count in counted.items() if count} == wanted
    assert account.cost == wanted.get("billed", 0) * 55 + wanted.get("template", 0) * 200


async def test_what_is_for_everybody_is_one_article(database: Database, campaign: Campaign) -> None:
    """Where the account has articles; not for a part of the province."""
    await crowd(database)
    window = Window(articles=1)
    async with database.reading() as tx:
        (account, _) = await plan(tx, Rule(audience=Audience()), NOON, limits_of(window))  # type: ignore[arg-type]
        (urgent, _) = await plan(
            tx,
            Rule(audience=Audience()),
            NOON,
            limits_of(window),
            urgent=True,
            leaves=campaign.local(NOON).replace(hour=23),  # type: ignore[arg-type]
        )
        some = await plan(tx, Rule(audience=Audience(roles=("officer",))), NOON, limits_of(window))  # type: ignore[arg-type]
    assert account == Plan(channel="zalo_oa", people=6, article=True)
    assert some == []
    assert not urgent.article, "what is urgent does not wait for the morning"


async def test_an_article_of_the_day_that_is_used_up_is_seen(database: Database, campaign: Campaign) -> None:
    """The second of a day goes to each by themselves, with what that costs; the next day an article goes again."""
    await crowd(database)
    window, wall = Window(articles=1), datetime(2026, 1, 5, 3, tzinfo=UTC)
    async with database.transaction() as tx:
        made = await bulletin(tx)
        await broadcasts.decide(tx, made.id, "zalo_oa", "1", BroadcastState.WAITING, wall)

    async def account(leaves: datetime, at: datetime) -> Plan:
        async with database.reading() as tx:
            rule = Rule(audience=Audience())
            found = await plan(tx, rule, NOON, limits_of(window), leaves=leaves, wall=at)  # type: ignore[arg-type]
        return found[0]

    second = await account(campaign.local(NOON), wall + HOUR)
    assert (second.article, second.used_up, second.free, second.missed) == (False, True, 2, 4)
    (line,) = lines([second])
    assert "bài viết của ngày đã dùng hết" in line
    assert "2 người, miễn phí" in line
    assert (await account(campaign.local(NOON), wall + 25 * HOUR)).article
    tomorrow = await account(campaign.local(NOON + 25 * HOUR), wall)
    assert tomorrow.article, "written today, sent tomorrow: it is counted when it leaves"


async def test_a_person_whose_free_messages_are_used_up_is_not_free(
    database: Database, campaign: Campaign
) -> None:
    """However lately they wrote: the approver reads what will be."""
    await crowd(database)
    async with database.transaction() as tx:
        await tx.execute(update(addresses).where(addresses.c.chat == "z0").values(free_left=0))
    async with database.reading() as tx:
        (account, _) = await plan(tx, Rule(audience=Audience(topics=())), NOON, limits_of(Window()))  # type: ignore[arg-type]
    assert (account.free, account.missed) == (1, 5)


async def test_a_person_is_counted_where_they_were_heard_last(database: Database, campaign: Campaign) -> None:
    """Nobody is counted twice."""
    async with database.transaction() as tx:
        await someone(tx, "telegram", "t1", 5)
        address, _ = await people.meet(tx, "zalo_oa", "1", "z1", NOON - HOUR)
        other = await people.find_address(tx, "telegram", "1", "t1")
        assert other is not None
        mine = addresses.c.id == address.id
        await tx.execute(update(addresses).where(mine).values(person_id=other.person_id))
    async with database.reading() as tx:
        found = await plan(tx, Rule(audience=Audience()), NOON, limits_of(Window()))  # type: ignore[arg-type]
    assert [(each.channel, each.people) for each in found] == [("zalo_oa", 1)]


def test_the_lines_name_ways_and_money() -> None:
    """Nothing is said where everything is free for everybody."""
    assert lines([Plan(channel="telegram", people=5, free=5)]) == ()
    mixed = Plan(channel="zalo_oa", people=4310, free=2310, billed=1000, price=55, missed=1000)
    first, second = lines([Plan(channel="telegram", people=5, free=5), mixed])
    assert first == "Telegram: 5 người, miễn phí"
    assert second.startswith("Zalo OA: 2.310 người, miễn phí; 1.000 người đã lâu chưa nhắn, 55 đ một tin;")
    assert second.endswith("tổng khoảng 55.000 đ, chưa thuế")
    (article,) = lines([Plan(channel="zalo_oa", people=6, article=True)])
    assert "một bài viết" in article
    film = Attachment(kind=AttachmentKind.VIDEO, ref="x")
    photo = Attachment(kind=AttachmentKind.PHOTO, ref="y")
    rows = ((Choice(label="Xem", data="1|c|x|"),),)
    going = [Plan(channel="zalo_oa", people=6, article=True)]
    assert len(lines(going, Reply(text="x", attachments=(photo,)))) == 1
    _, files, choices = lines(going, Reply(text="x", attachments=(photo, film), rows=rows))
    assert "1 tệp kèm theo" in files
    assert "mỗi lựa chọn thành một dòng" in choices


async def test_the_approver_sees_it_on_the_card(stage: Stage) -> None:
    """Between whom it goes to and when."""
    stage.channel.limits = replace(stage.limits, window=Window())
    async with stage.database.transaction() as tx:
        for chat, hours in (("an", 1), ("ba", 60)):
            await someone(tx, "stage", chat, hours)
    lan, tam = await editor(stage), await approver(stage)
    number = await writes(lan)
    await lan.presses("Gửi duyệt")
    await tam.says(f"/duyettin {number}")
    tam.sees("1 người, miễn phí", "1 người không gửi được")
