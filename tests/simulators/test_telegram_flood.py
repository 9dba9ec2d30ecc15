"""Flood control is strict and told in the server's words; failures come when asked for (A1, A2)."""

import asyncio
import json
import sys
from pathlib import Path

import aiohttp
import pytest

from tests.simulators.telegram import TelegramSimulator
from tests.simulators.telegram.client import Api


class Hands:
    """A clock that moves only when told."""

    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


async def test_the_whole_bot_sends_30_a_second() -> None:
    """A1: about 30 messages a second, whole bot; A2: 429 with body and Retry-After; a pause kept is enough."""
    clock = Hands()
    async with TelegramSimulator(monotonic=clock, everyone_started=True) as telegram, Api(telegram) as api:
        for chat in range(1, 31):
            await api("sendMessage", chat_id=chat, text="x")
        status, answer = await api.raw("sendMessage", json={"chat_id": 31, "text": "x"})
        assert (status, api.headers["Retry-After"]) == (429, "1")
        assert answer == {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests: retry after 1",
            "parameters": {"retry_after": 1},
        }
        clock.time += 0.999
        assert (await api.refused("sendMessage", chat_id=31, text="x"))[0] == 429
        clock.time += 0.001
        await api("sendMessage", chat_id=31, text="x")
        stats = telegram.stats
        assert (stats.arrived, stats.accepted, stats.refused["bot"], stats.busiest()) == (33, 31, 2, 32)
        assert stats.share_of(30) == pytest.approx(1.0)


async def test_one_chat_takes_one_a_second_after_a_short_burst() -> None:
    """A1: one message a second in one chat, short bursts allowed; A2: other chats are not concerned."""
    clock = Hands()
    telegram = TelegramSimulator(monotonic=clock, everyone_started=True, chat_burst=3)
    async with telegram, Api(telegram) as api:
        for _ in range(3):
            await api("sendMessage", chat_id=1, text="x")
        assert await api.refused("sendMessage", chat_id=1, text="x") == (
            429,
            "Too Many Requests: retry after 3",
        )
        await api("sendMessage", chat_id=2, text="x")
        clock.time += 3
        await api("sendMessage", chat_id=1, text="x")
        assert telegram.stats.refused == {"chat": 1}


async def test_a_group_takes_20_a_minute() -> None:
    """A1: 20 messages a minute in one group."""
    clock = Hands()
    async with TelegramSimulator(monotonic=clock, chat_burst=None) as telegram, Api(telegram) as api:
        telegram.group(-7)
        for _ in range(20):
            await api("sendMessage", chat_id=-7, text="x")
        clock.time += 10
        assert await api.refused("sendMessage", chat_id=-7, text="x") == (
            429,
            "Too Many Requests: retry after 50",
        )
        clock.time += 50
        await api("sendMessage", chat_id=-7, text="x")


async def test_edits_and_deletions_count_and_acknowledgements_do_not() -> None:
    """A1, A2: sends, edits, deletions are counted; answerCallbackQuery, getFile and actions are not."""
    clock = Hands()
    async with TelegramSimulator(monotonic=clock, rate=3, chat_burst=None) as telegram, Api(telegram) as api:
        await telegram.user(1).says("/start")
        sent = await api("sendMessage", chat_id=1, text="x")
        await api("editMessageText", chat_id=1, message_id=sent["message_id"], text="y")
        await api("deleteMessage", chat_id=1, message_id=sent["message_id"])
        for _ in range(5):
            await api("sendChatAction", chat_id=1, action="typing")
            await api("getMe")
        assert (await api.refused("sendMessage", chat_id=1, text="x"))[0] == 429
        assert telegram.stats.arrived == 4


async def test_what_the_server_refuses_by_itself_is_not_counted() -> None:
    """A2: a broken text never reaches Telegram's flood control."""
    async with TelegramSimulator(rate=1, everyone_started=True) as telegram, Api(telegram) as api:
        await api.refused("sendMessage", chat_id=1, text="<b>", parse_mode="HTML")
        await api.refused("sendMessage", chat_id=1, text="")
        assert telegram.stats.arrived == 0


async def test_more_than_a_thousand_requests_in_flight_are_refused() -> None:
    """A2: Client.cpp refuses with retry_after 60 beyond 1000 requests under way."""
    async with TelegramSimulator(rate=None, everyone_started=True) as telegram, Api(telegram) as api:
        telegram.stats.in_flight = 1000
        assert await api.refused("getMe") == (429, "Too Many Requests: retry after 60")
        telegram.stats.in_flight = 0
        assert await api("getMe")


async def test_people_who_cannot_be_reached_are_refused_in_telegrams_words() -> None:
    """A2: blocked, deactivated, never met, met only in a group."""
    async with TelegramSimulator() as telegram, Api(telegram) as api:
        an, binh, chi = telegram.user(1), telegram.user(2, started=True), telegram.user(3)
        desk = telegram.group(-7)
        await an.says("/start")
        await an.blocks()
        telegram.deactivate(binh)
        await chi.says("chào", chat=desk)
        expected = {
            1: (403, "Forbidden: bot was blocked by the user"),
            2: (403, "Forbidden: user is deactivated"),
            3: (403, "Forbidden: bot can't initiate conversation with a user"),
            4: (400, "Bad Request: chat not found"),
        }
        for chat, refusal in expected.items():
            assert await api.refused("sendMessage", chat_id=chat, text="x") == refusal
        changed = [
            u["my_chat_member"]["new_chat_member"]["status"]
            for u in await api("getUpdates")
            if len(u) == 2 and "my_chat_member" in u
        ]
        assert changed == ["kicked"]
        await an.unblocks()
        await api("sendMessage", chat_id=1, text="x")


async def test_a_group_can_expel_the_bot_and_become_a_supergroup() -> None:
    """A2: 403 after a kick; 400 with migrate_to_chat_id after the migration, and both service messages."""
    async with TelegramSimulator() as telegram, Api(telegram) as api:
        desk = telegram.group(-7, "Sở Nội vụ")
        telegram.kick_from_group(desk)
        refusal = await api.refused("sendMessage", chat_id=-7, text="x")
        assert refusal == (403, "Forbidden: bot was kicked from the group chat")
        await desk.adds_bot(telegram.user(1))
        new = telegram.migrate_group(desk)
        status, answer = await api.raw("sendMessage", json={"chat_id": -7, "text": "x"})
        assert (status, answer["parameters"]) == (400, {"migrate_to_chat_id": new})
        assert answer["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
        service = [u.get("message", {}) for u in await api("getUpdates")]
        assert [m["migrate_to_chat_id"] for m in service if "migrate_to_chat_id" in m] == [new]
        assert [m["migrate_from_chat_id"] for m in service if "migrate_from_chat_id" in m] == [-7]
        await api("sendMessage", chat_id=new, text="Chào")
        await desk.sees_text("Chào")
        await api("leaveChat", chat_id=new)
        refusal = await api.refused("sendMessage", chat_id=new, text="x")
        assert refusal == (403, "Forbidden: bot is not a member of the supergroup chat")


@pytest.mark.parametrize("accepted", [False, True])
async def test_the_outcome_of_a_5xx_or_a_cut_is_unknown(accepted: bool) -> None:
    """A2: after a 5xx or a cut the message may or may not be there."""
    async with TelegramSimulator(chat_burst=None, everyone_started=True) as telegram, Api(telegram) as api:
        telegram.faults.fail("sendMessage", status=502, accepted=accepted)
        telegram.faults.drop("sendMessage", accepted=accepted)
        status, text = await api.raw("sendMessage", json={"chat_id": 1, "text": "một"})
        assert (status, "502 Bad Gateway" in text) == (502, True)
        with pytest.raises(aiohttp.ClientConnectionError):
            await api("sendMessage", chat_id=1, text="hai")
        await api("sendMessage", chat_id=1, text="ba")
        shown = [message.text for message in telegram.user(1).sees()]
        assert shown == (["một", "hai", "ba"] if accepted else ["ba"])


async def test_a_planned_failure_can_be_one_chats_only() -> None:
    """A2: a retry_after concerns one message; other chats may go on."""
    async with TelegramSimulator(everyone_started=True) as telegram, Api(telegram) as api:
        telegram.faults.throttle("sendMessage", retry_after=9, chat=2)
        await api("sendMessage", chat_id=1, text="x")
        assert await api.refused("sendMessage", chat_id=2, text="x") == (
            429,
            "Too Many Requests: retry after 9",
        )
        await api("sendMessage", chat_id=2, text="x")


async def test_a_stalled_request_waits_until_it_is_let_go() -> None:
    """A2: a time-out on the client's side leaves the outcome open."""
    async with TelegramSimulator(everyone_started=True) as telegram, Api(telegram) as api:
        stall = telegram.faults.stall("sendMessage")
        sending = asyncio.create_task(api("sendMessage", chat_id=1, text="x"))
        await stall.reached.wait()
        assert telegram.user(1).sees() == []
        stall.release()
        await sending
        assert len(telegram.user(1).sees()) == 1


async def test_a_server_that_is_down_refuses_connections_and_forgets_nothing() -> None:
    """A2: a refused connection is the one failure that certainly sent nothing."""
    async with TelegramSimulator(everyone_started=True) as telegram, Api(telegram) as api:
        await api("sendMessage", chat_id=1, text="một")
        await telegram.goes_down()
        async with Api(telegram) as fresh:
            with pytest.raises(aiohttp.ClientConnectorError):
                await fresh("sendMessage", chat_id=1, text="hai")
            await telegram.comes_back()
            await fresh("sendMessage", chat_id=1, text="ba")
        assert [message.text for message in telegram.user(1).sees()] == ["một", "ba"]


async def test_in_light_mode_nothing_is_remembered_and_the_limits_hold() -> None:
    """A1: the windows are the same for benchmarks; edits and deletions succeed without a memory."""
    clock = Hands()
    telegram = TelegramSimulator(monotonic=clock, keep_messages=False, everyone_started=True)
    async with telegram, Api(telegram) as api:
        sent = await api("sendMessage", chat_id=1, text="x")
        await api("editMessageText", chat_id=1, message_id=sent["message_id"], text="x")
        await api("deleteMessage", chat_id=1, message_id=sent["message_id"])
        assert (await api.refused("sendMessage", chat_id=1, text="x"))[0] == 429
        assert (await api.refused("sendMessage", chat_id=2, text="<b>", parse_mode="HTML"))[0] == 400
        assert (telegram.chats, telegram.calls, telegram.stats.accepted) == ({}, [], 3)


async def test_it_runs_alone_and_stops_by_itself() -> None:
    """The benchmarks' server prints where it listens, and what it counted at its end."""
    command = [sys.executable, "-m", "tests.simulators.telegram", "--rate", "0", "--seconds", "0.2"]
    root = Path(__file__).parents[2]
    process = await asyncio.create_subprocess_exec(*command, cwd=root, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    first, last = (json.loads(line) for line in out.splitlines())
    assert first["url"].startswith("http://127.0.0.1:")
    assert (last["arrived"], process.returncode) == (0, 0)
