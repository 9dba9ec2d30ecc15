"""The token stays in the channel, whatever goes wrong."""

import logging
import traceback
from collections.abc import Awaitable, Callable

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from bot.channels.base import Menu
from bot.channels.telegram import TelegramChannel
from messages.content import Attachment, AttachmentKind, Delete, Edit, Reply
from tests.bot.channels.telegram.harness import say
from tests.simulators.telegram import TelegramSimulator

SECRET = "AAE-simulated-token-for-tests-only-0001"
FAULTS: dict[str, Callable[[TelegramSimulator], object]] = {
    "502": lambda telegram: telegram.faults.fail(times=50),
    "cut": lambda telegram: telegram.faults.drop(times=50),
    "429": lambda telegram: telegram.faults.throttle(retry_after=1, times=50),
    "revoked": lambda telegram: telegram.revoke_token(),
    "fine": lambda _: None,
}


async def _never(seconds: float) -> None:
    return


async def _all(bot: TelegramChannel) -> list[BaseException]:
    file = Attachment(kind=AttachmentKind.PHOTO, ref="abc", origin="telegram:8000000001")

    async def fetch() -> None:
        async for _ in bot.fetch(file):
            pass

    acts: list[Callable[[], Awaitable[object]]] = [
        bot.start,
        lambda: bot.deliver(say(1001, "a")),
        lambda: bot.deliver(say(1001, "a", attachments=(file,))),
        lambda: bot.deliver(Edit(chat="1001", message="1", reply=Reply(text="a"))),
        lambda: bot.deliver(Delete(chat="1001", messages=("1",))),
        lambda: bot.set_menus([Menu(entries=())]),
        fetch,
    ]
    raised: list[BaseException] = []
    for act in acts:
        try:
            await act()
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not tell
            raised.append(error)
    return raised


@pytest.mark.parametrize("fault", [*FAULTS, "refused connection", "no address"])
async def test_no_failure_tells_the_token(
    fault: str, caplog: pytest.LogCaptureFixture, refusing_port: int
) -> None:
    """Not in an exception, its causes or its traceback, not in a log at any level, not in a repr."""
    caplog.set_level(logging.DEBUG)
    token = f"8000000001:{SECRET}"
    async with TelegramSimulator(chat_burst=None) as telegram:
        telegram.user(1001, started=True)
        roots = {"refused connection": f"http://127.0.0.1:{refusing_port}", "no address": "nowhere"}
        bot = TelegramChannel(SecretStr(token), roots.get(fault, telegram.url), sleep=_never)
        FAULTS.get(fault, FAULTS["fine"])(telegram)
        with capture_logs() as logs:
            raised = await _all(bot)
            await bot.close()
    told = [str(logs), caplog.text, repr(bot), repr(bot._wire)]
    for error in raised:
        told += [str(error), repr(error), "".join(traceback.format_exception(error))]
        seen = error.__context__
        while seen is not None:
            told += [str(seen), repr(seen)]
            seen = seen.__context__
    assert raised or fault == "fine"
    assert not [text for text in told if SECRET in text]
