import asyncio

import pytest
from sqlalchemy import insert

from storage import web_room
from storage.tables import addresses, bulletins, deliveries, people
from tests.bot.channels.web.stage import AGREE, NOW, Stage


async def test_the_crowd_joins_by_the_conversation_itself(stage: Stage) -> None:
    """A hundred citizens write and press as people do: a hundred updates of each, in their own names."""
    crowd = stage.channel.cast.crowd
    await stage.room.all_say(crowd, "/start")
    waiting = asyncio.create_task(stage.room.offered(crowd, AGREE))
    for chat in crowd:
        await stage.bot_says(chat, "Bà con có đồng ý không?", AGREE)
    await waiting
    await stage.room.all_press(crowd, AGREE)
    heard = stage.inbound
    assert len(heard) == 200
    assert {each.sender for each in heard if each.press} == set(crowd)


async def test_a_press_takes_the_newest_button_of_that_name(stage: Stage) -> None:
    """Of two like buttons the one last seen is meant; a button that nobody shows is an error that says so."""
    await stage.bot_says("officer", "cũ", AGREE)
    newest = await stage.bot_says("officer", "mới", AGREE)
    await stage.room.presses("officer", AGREE)
    assert stage.inbound[0].message == newest
    with pytest.raises(LookupError, match="Không có"):
        await stage.room.presses("officer", "Không có")


async def test_the_state_tells_the_page_everything(stage: Stage) -> None:
    """Title, phones with their history, places, clock and crowd, in one answer."""
    await stage.room.says("home-affairs", "Xin chào", sender="desk-1")
    state = await stage.room.state()
    assert state["title"] == "Đợt thi đua thử"
    assert [phone["chat"] for phone in state["phones"]] == ["citizen", "officer", "editor", "home-affairs"]
    assert state["phones"][3]["messages"][0]["name"] == "Một"
    assert state["clock"]["now"] == NOW.timestamp() * 1000
    assert state["clock"]["offset"] == 7 * 3600 * 1000
    assert state["clock"]["next"] == {"label": "Bản tổng hợp", "at": "16:00 Thứ Tư, 18/8/2021"}
    assert state["crowd"] == {"total": 100, "received": 0, "title": ""}


async def test_the_counter_is_a_query_over_receipts(stage: Stage) -> None:
    """Only sent deliveries of the newest bulletin to the crowd's own addresses count."""
    common = {"lane": 3, "urgent": False, "reply": "", "audience": {}, "state": "sending", "counted": 3}
    made = {"kind": "bulletin", "created_at": NOW, "created_by": "An"}
    places = [("web", "citizen-001"), ("web", "citizen-002"), ("web", "citizen"), ("telegram", "citizen-003")]
    async with stage.database.transaction() as tx:
        for number, title in enumerate(("Tin cũ", "Tin mới"), start=1):
            await tx.execute(insert(bulletins).values(id=number, title=title, **common, **made))
        for number, (channel, chat) in enumerate(places, start=1):
            await tx.execute(insert(people).values(id=number, created_at=NOW))
            address = {"channel": channel, "bot": "room", "chat": chat, "kind": "private", "last_heard": NOW}
            await tx.execute(insert(addresses).values(id=number, person_id=number, **address))
            for bulletin in (1, 2):
                state = "waiting" if (bulletin, number) == (2, 2) else "sent"
                delivery = {
                    "bulletin_id": bulletin,
                    "person_id": number,
                    "address_id": number,
                    "state": state,
                }
                await tx.execute(insert(deliveries).values(**delivery))
    assert (await stage.room.pulse())["crowd"] == {"total": 100, "received": 1, "title": "Tin mới"}


async def test_erased_words_are_shown_as_erased(stage: Stage) -> None:
    """What erasure empties in a group leaves a line that says so, not a broken page."""
    async with stage.database.transaction() as tx:
        await web_room.add(tx, [web_room.New(chat="home-affairs", body={}, mine=True)], NOW)
    (message,) = await stage.shown("home-affairs")
    assert message["runs"] == [{"text": "Tin đã được xóa theo yêu cầu.", "styles": ["i"]}]
