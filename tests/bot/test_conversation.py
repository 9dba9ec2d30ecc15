"""Messages into transactions: each handled once, in order per chat, none in the way of another."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot import conversation as module
from bot.channels.base import Raw
from bot.conversation import MAX_BODY, Conversation
from handlers.everything import REGISTRY
from handlers.turn import Turn
from messages.content import ChatKind, Inbound
from messages.encoding import load_reply
from storage import grants, people
from storage.campaign import Campaign
from storage.database import Database
from storage.records import Role
from storage.tables import addresses, inbox, outbox
from tests.driver import Clock, StageChannel

Handler = Callable[[Turn], Awaitable[str]]


@dataclass
class World:
    """A conversation whose turns are the test's own."""

    database: Database
    conversation: Conversation
    channel: StageChannel
    handled: list[str] = field(default_factory=list)
    keys: Any = field(default_factory=lambda: count(1))

    async def arrive(self, *said: tuple[str, Inbound | Exception | str | None]) -> None:
        """Each (chat, what) arrives; a str is words in private."""
        raws = []
        for chat, what in said:
            key = str(next(self.keys))
            self.channel.said[key] = words(chat, what) if isinstance(what, str) else what
            raws.append(Raw(key=key, chat=chat, body=f'{{"key": "{key}"}}'.encode()))
        await self.conversation.heard(self.channel, raws)  # type: ignore[arg-type]

    async def settle(self) -> None:
        while await self.conversation.step():
            pass

    async def rows(self, table: Any) -> list[Any]:
        async with self.database.reading() as tx:
            return list(await tx.all(select(table).order_by(table.c.id)))

    async def told(self, chat: str) -> list[str]:
        """What waits to be said to a chat."""
        return [load_reply(row.body).text for row in await self.rows(outbox) if row.chat == chat]

    async def admin(self, chat: str) -> None:
        async with self.database.transaction() as tx:
            _, person = await people.meet(tx, "stage", "1", chat, Clock().at)
            await grants.grant(tx, person.id, Role.ADMIN, "", "a test", Clock().at)


def words(chat: str, text: str) -> Inbound:
    return Inbound(
        channel="stage", bot="1", chat=chat, chat_kind=ChatKind.PRIVATE, sender=chat, message="m", text=text
    )


@pytest.fixture
def world(database: Database, campaign: Campaign, monkeypatch: pytest.MonkeyPatch) -> World:
    """Turns echo; a text that begins with "bad" raises once it has spoken."""
    channel = StageChannel()
    conversation = Conversation(
        database=database,
        channels={("stage", "1"): channel},  # type: ignore[dict-item]
        registry=REGISTRY,
        campaign=campaign,
        clock=Clock(),
        secret=b"a secret of the tests",
    )
    made = World(database=database, conversation=conversation, channel=channel)

    async def echo(turn: Turn) -> str:
        text = turn.inbound.text
        turn.say(f"echo {text}")
        if text.startswith("bad"):
            raise ValueError(f"secret words: {text}")
        if text == "ignored":
            return "nobody cares"
        made.handled.append(text)
        return ""

    monkeypatch.setattr(module, "converse", echo)
    return made


async def test_each_message_is_handled_once(world: World) -> None:
    """A repeated delivery is known by its key; the words are erased once handled."""
    await world.arrive(("an", "một"))
    await world.settle()
    raw = Raw(key="1", chat="an", body=b'{"key": "1"}')
    await world.conversation.heard(world.channel, [raw])  # type: ignore[arg-type]
    await world.settle()
    assert world.handled == ["một"]
    assert [(row.state, row.body) for row in await world.rows(inbox)] == [("handled", None)]
    assert await world.told("an") == ["echo một"]


async def test_the_order_of_one_person_is_kept_beside_others(world: World) -> None:
    """One message of each chat in a batch, the oldest first; nobody waits for another's queue."""
    await world.arrive(("an", "1"), ("an", "2"), ("binh", "một"), ("an", "3"), ("binh", "hai"))
    assert await world.conversation.step() == 2
    assert world.handled == ["1", "một"]
    await world.settle()
    assert [text for text in world.handled if text.isdigit()] == ["1", "2", "3"]
    assert [text for text in world.handled if not text.isdigit()] == ["một", "hai"]


async def test_a_turn_that_fails_undoes_itself_alone(world: World) -> None:
    """Its neighbours in the batch are committed, and nothing that it said goes out."""
    await world.arrive(("an", "bad"), ("binh", "một"), ("cuc", "hai"))
    await world.conversation.step()
    assert world.handled == ["một", "hai"]
    states = {row.chat: (row.state, row.attempts) for row in await world.rows(inbox)}
    assert states == {"an": ("new", 1), "binh": ("handled", 0), "cuc": ("handled", 0)}
    assert await world.told("an") == []
    assert [row.chat for row in await world.rows(addresses)] == ["binh", "cuc"]


async def test_poison_is_put_aside_after_three_tries(world: World) -> None:
    """The person is told once, with a reference; the administrators too; the next message proceeds."""
    await world.admin("boss")
    await world.arrive(("an", "bad luck"), ("an", "sau đó"))
    await world.settle()
    parked, after = await world.rows(inbox)
    assert (parked.state, parked.attempts, after.state) == ("parked", 3, "handled")
    assert parked.reference.startswith("L-")
    assert parked.body is not None
    assert "secret words" not in parked.reason
    sorry, echo = await world.told("an")
    assert parked.reference in sorry
    assert echo == "echo sau đó"
    (alert,) = await world.told("boss")
    assert parked.reference in alert


async def test_what_cannot_be_read_is_parked_without_a_word_to_groups(world: World) -> None:
    """A person is told; a group, or what names no chat of ours, is not written to."""
    await world.arrive(("-100", ValueError("unreadable")), ("an", "một"))
    await world.settle()
    assert [row.state for row in await world.rows(inbox)] == ["parked", "handled"]
    assert await world.told("-100") == []


@pytest.mark.parametrize("chat", ["?sha256:ab", "?800000001"])
async def test_nobody_is_invented_for_an_update_without_a_chat(world: World, chat: str) -> None:
    """A malformed update that names no chat makes no person and no message."""
    await world.arrive((chat, ValueError("unreadable")))
    await world.settle()
    assert [row.state for row in await world.rows(inbox)] == ["parked"]
    assert await world.rows(addresses) == []
    assert await world.rows(outbox) == []


async def test_what_concerns_nobody_is_ignored_with_its_reason(world: World) -> None:
    """Stored, closed, erased: never silently."""
    await world.arrive(("an", None), ("binh", "ignored"))
    await world.settle()
    kept = [(row.state, row.reason, row.body) for row in await world.rows(inbox)]
    assert kept == [("ignored", "concerns nobody", None), ("ignored", "nobody cares", None)]


async def test_a_channel_that_is_gone_parks_its_messages(world: World) -> None:
    """After a token changed: what the old bot heard is kept for the operator, not lost."""
    await world.arrive(("an", "một"))
    world.conversation.channels = {}
    await world.settle()
    assert [row.state for row in await world.rows(inbox)] == ["parked"]


async def test_a_body_beyond_measure_is_cut(world: World) -> None:
    """It takes no more room than any other, and is parked like whatever cannot be read."""
    world.channel.said["big"] = ValueError("cut")
    raw = Raw(key="big", chat="an", body=b'{"key": "big"}' + b" " * (2 * MAX_BODY))
    await world.conversation.heard(world.channel, [raw])  # type: ignore[arg-type]
    (row,) = await world.rows(inbox)
    assert len(row.body) == MAX_BODY
    await world.settle()
    assert [row.state for row in await world.rows(inbox)] == ["parked"]


async def test_a_database_that_fails_is_no_fault_of_the_message(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Locked or full: not a try, however often; once it works, the message is handled."""
    echo = module.converse
    failures = iter([True] * 5)

    async def locked(turn: Turn) -> str:
        if next(failures, False):
            raise OperationalError("UPDATE", {}, Exception("database is locked"))
        return await echo(turn)

    monkeypatch.setattr(module, "converse", locked)
    await world.arrive(("an", "một"))
    for _ in range(5):
        with pytest.raises(OperationalError):
            await world.conversation.step()
        assert [(row.state, row.attempts) for row in await world.rows(inbox)] == [("new", 0)]
    await world.settle()
    assert world.handled == ["một"]


async def test_an_alert_reaches_every_administrator(world: World) -> None:
    """What the operator must know is said to each of them, once, in the lane of alerts."""
    await world.admin("boss")
    await world.admin("chief")
    async with world.database.transaction() as tx:
        await world.conversation.alert(tx, "ổ đĩa sắp đầy")
    said = await world.rows(outbox)
    assert sorted(row.chat for row in said) == ["boss", "chief"]
    assert {row.lane for row in said} == {1}
    assert all("ổ đĩa sắp đầy" in load_reply(row.body).text for row in said)
