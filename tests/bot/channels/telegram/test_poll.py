"""What arrives is stored before Telegram may forget it."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.channels.base import Heard, Raw
from bot.channels.telegram import TelegramChannel
from tests.bot.channels.telegram.harness import Inbox, Waits, channel
from tests.simulators.telegram import TelegramSimulator


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramSimulator]:
    async with TelegramSimulator() as running:
        running.user(1001, started=True)
        yield running


@asynccontextmanager
async def listening(bot: TelegramChannel, heard: Heard) -> AsyncIterator[asyncio.Task[None]]:
    """Listen beside the test, and stop as a signal would."""
    task = asyncio.create_task(bot.listen(heard))
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def offsets(telegram: TelegramSimulator) -> list[Any]:
    return [call.values.get("offset") for call in telegram.calls if call.method == "getupdates"]


async def test_updates_are_stored_and_confirmed_in_order(telegram: TelegramSimulator) -> None:
    """Keys are update ids, the chat orders them, the bytes are what Telegram said."""
    lan = telegram.user(1001)
    inbox = Inbox()
    async with channel(telegram) as bot, listening(bot, inbox):
        for text in ("Một", "Hai"):
            await lan.says(text)
        await telegram.settled()
    assert inbox.keys == ["800000001", "800000002"]
    assert {raw.chat for raw in inbox.raws} == {"1001"}
    found = [bot.read(raw.body) for raw in inbox.raws]
    assert [inbound and inbound.text for inbound in found] == ["Một", "Hai"]
    assert offsets(telegram)[0] is None
    assert offsets(telegram)[-1] == 800000003


async def test_a_crash_before_storing_loses_nothing(telegram: TelegramSimulator) -> None:
    """Killed between receiving and storing: Telegram was told nothing, and the next run gets it all."""
    lan = telegram.user(1001)
    await lan.says("Nhà tôi hết gạo")
    got = asyncio.Event()

    async def killed(raws: Sequence[Raw]) -> None:
        got.set()
        await asyncio.Event().wait()

    async with channel(telegram) as bot, listening(bot, killed):
        await got.wait()
    assert len(telegram.updates.pending) == 1
    inbox = Inbox()
    async with channel(telegram) as bot, listening(bot, inbox):
        await telegram.settled()
    assert inbox.keys == ["800000001"]


async def test_a_crash_after_storing_repeats_and_loses_nothing(telegram: TelegramSimulator) -> None:
    """Killed between storing and confirming: the repeat has the same key, and is not acknowledged again."""
    lan = telegram.user(1001)
    await lan.says("Một")
    stored = Inbox()
    done = asyncio.Event()

    async def stored_then_killed(raws: Sequence[Raw]) -> None:
        await stored(raws)
        done.set()
        await asyncio.Event().wait()

    async with channel(telegram) as bot, listening(bot, stored_then_killed):
        await done.wait()

    async def last() -> int | None:
        return int(stored.keys[-1])

    again = Inbox()
    async with channel(telegram, last_update=last) as bot, listening(bot, again):
        await telegram.settled()
        assert not [call for call in telegram.calls if call.method == "sendchataction"]
        await lan.says("Hai")
        await telegram.called("sendChatAction")
    assert stored.keys == ["800000001"]
    assert again.keys == ["800000001", "800000002"]


async def test_a_store_that_fails_is_tried_again(telegram: TelegramSimulator) -> None:
    """The offset stays where it is, and nothing of the message is logged."""
    await telegram.user(1001).says("Một")
    inbox, waits = Inbox(failures=3), Waits()
    with capture_logs() as logs:
        async with channel(telegram, sleep=waits) as bot, listening(bot, inbox):
            await telegram.settled()
    assert inbox.keys == ["800000001"]
    assert waits == [1.0, 2.0, 4.0]
    assert [entry["event"] for entry in logs] == ["updates could not be stored"] * 3
    assert "secret words" not in str(logs)


@pytest.mark.parametrize(
    "update",
    [
        {"message": None},
        {"message": {"chat": {"id": "x"}}},
        {"callback_query": []},
        {"message": {"text": "a" * 2_000_000}},
    ],
    ids=["null", "bad chat", "bad press", "two million letters"],
)
async def test_a_malformed_update_is_kept_under_its_number(
    telegram: TelegramSimulator, update: dict[str, Any]
) -> None:
    """Whatever is in it, it is stored, confirmed, and those behind it follow."""
    inbox = Inbox()
    async with channel(telegram) as bot, listening(bot, inbox):
        telegram.inject(update)
        await telegram.user(1001).says("Sau")
        await telegram.settled()
    assert inbox.keys == ["800000001", "800000002"]
    assert json.loads(inbox.raws[0].body) == {"update_id": 800000001} | update


async def test_an_update_without_a_number_is_kept_under_a_digest(telegram: TelegramSimulator) -> None:
    """It cannot be confirmed alone: it is known by its key when it comes again, and polls do not race."""
    waits = Waits()
    keys: list[str] = []
    seen = asyncio.Event()

    async def heard(raws: Sequence[Raw]) -> None:
        keys.extend(raw.key for raw in raws)
        if len(keys) > 1:
            seen.set()

    telegram.inject({"update_id": "none", "message": {}})
    async with channel(telegram, sleep=waits) as bot, listening(bot, heard):
        await seen.wait()
    assert keys[0].startswith("sha256:")
    assert len(set(keys)) == 1
    assert waits[0] == 3.0


async def failing(
    telegram: TelegramSimulator, arrange: Callable[[], Awaitable[None] | None]
) -> tuple[Waits, str]:
    """Listen while something fails, until a message gets through; what was waited and logged."""
    waits, inbox = Waits(), Inbox()
    await telegram.user(1001).says("Một")
    with capture_logs() as logs:
        async with channel(telegram, sleep=waits) as bot:
            arrange()
            async with listening(bot, inbox):
                await telegram.settled()
    assert inbox.keys == ["800000001"]
    return waits, str(logs)


async def test_failures_of_the_network_are_waited_out(telegram: TelegramSimulator) -> None:
    """5xx, cut connections and 429: longer and longer pauses, at least what Telegram asks for."""

    def arrange() -> None:
        telegram.faults.fail("getUpdates", status=502)
        telegram.faults.drop("getUpdates")
        telegram.faults.throttle("getUpdates", retry_after=17)

    waits, logs = await failing(telegram, arrange)
    assert waits == [1.0, 2.0, 17.0]
    assert logs.count("telegram does not answer the poll") == 3
    assert telegram.token not in logs


async def test_an_old_webhook_is_taken_away(telegram: TelegramSimulator) -> None:
    """Polling and a webhook exclude each other: the first thing that a poll does is deleteWebhook."""
    waits, _ = await failing(
        telegram,
        lambda: telegram.webhook.set("http://127.0.0.1:9/", secret="", max_connections=1, allowed=None),
    )
    assert waits == []
    assert telegram.updates.webhook == ""


async def test_a_second_program_is_named_with_its_cure(telegram: TelegramSimulator) -> None:
    """409: the log says what to stop; the poll goes on when the other is gone."""
    telegram.faults.fail("deleteWebhook", status=500)
    waits = Waits()
    inbox = Inbox()

    async def other_goes(seconds: float) -> None:
        await waits(seconds)
        if seconds >= 1:  # a pause after a failure, not after an empty answer
            telegram.updates.webhook = ""

    with capture_logs() as logs:
        async with channel(telegram, sleep=other_goes) as bot, listening(bot, inbox):
            await telegram.called("getUpdates")
            telegram.updates.webhook = "https://example.org/other"
            telegram.updates.end_poll()
            await telegram.until(lambda: sum(wait >= 1 for wait in waits) > 1, 30, "a second pause")
            await telegram.user(1001).says("Một")
            await telegram.settled()
    assert inbox.keys == ["800000001"]
    assert "stop the other program" in str(logs)


async def test_a_server_that_does_not_wait_is_not_asked_without_pause(telegram: TelegramSimulator) -> None:
    """An empty answer that comes at once is no long poll: we wait ourselves instead of running hot."""
    waits, paused = Waits(), asyncio.Event()

    async def slept(seconds: float) -> None:
        await waits(seconds)
        paused.set()
        await asyncio.Event().wait()

    async with channel(telegram, sleep=slept) as bot:
        bot._poll._monotonic = lambda: 0.0  # however long the machine takes over it, it is "at once"
        async with listening(bot, Inbox()):
            await telegram.called("getUpdates")
            telegram.updates.end_poll()
            await paused.wait()
    assert waits == [0.1]


async def test_a_revoked_token_is_told_and_tried_again(telegram: TelegramSimulator) -> None:
    """401 while polling: the log names the setting, without the token."""
    waits = Waits()
    told = asyncio.Event()

    async def slept(seconds: float) -> None:
        await waits(seconds)
        told.set()
        await asyncio.Event().wait()

    with capture_logs() as logs:
        async with channel(telegram, sleep=slept) as bot, listening(bot, Inbox()):
            await telegram.called("getUpdates")
            old = telegram.token
            telegram.revoke_token()
            await told.wait()
    assert "VUNGXANH_TELEGRAM_TOKEN" in str(logs)
    assert old not in str(logs)


async def test_presses_and_messages_are_acknowledged_once_stored(telegram: TelegramSimulator) -> None:
    """The button stops spinning and "typing" shows, empty, without waiting for a turn; groups see none."""
    lan = telegram.user(1001)
    group = telegram.group(-500, members=[lan])
    async with channel(telegram) as bot, listening(bot, Inbox()):
        shown = telegram.post(lan.chat, {"text": "Chọn"})
        press = await lan.forges("1|s||a|n", on=lan.chat.messages[shown["message_id"]])
        assert set(await press.is_answered()) == {"callback_query_id"}
        await lan.says("Trong nhóm", chat=group)
        await lan.sends_album([b"1", b"2", b"3"])
        await telegram.settled()
        calls = await telegram.called("sendChatAction")
    assert {call.values["chat_id"] for call in calls} == {1001}
    assert calls[0].values["action"] == "typing"


async def test_acks_never_hold_up_the_poll(telegram: TelegramSimulator) -> None:
    """A server that does not take them changes nothing; what is under way ends with the channel."""
    lan = telegram.user(1001)
    stall = telegram.faults.stall("sendChatAction", times=100)
    inbox = Inbox()
    async with channel(telegram) as bot, listening(bot, inbox):
        for number in range(5):
            await lan.says(str(number))
            await telegram.settled()
        await stall.reached.wait()
    assert len(inbox.keys) == 5


async def test_renumbered_updates_are_heard() -> None:
    """After a week without updates Telegram may count from below: well before, the poll asks without an offset."""
    clock = [0.0]
    async with TelegramSimulator() as telegram:
        lan = telegram.user(1001)
        inbox = Inbox()
        async with channel(telegram) as bot:
            bot._poll._monotonic = lambda: clock[0]
            async with listening(bot, inbox):
                await lan.says("Một")
                await telegram.settled()
                clock[0] += 4 * 24 * 3600
                telegram.updates.end_poll()
                before = len(offsets(telegram))
                await telegram.called("getUpdates", times=before + 1)
                telegram.inject({"update_id": 5, "message": {}})
                await telegram.settled()
    assert inbox.keys == ["800000001", "5"]
