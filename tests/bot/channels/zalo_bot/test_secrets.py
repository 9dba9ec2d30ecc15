"""The token stays in the channel, whatever goes wrong."""

import logging
import traceback
from collections.abc import Awaitable, Callable
from urllib.parse import quote

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from bot.channels.zalo_bot import ZaloBotChannel
from messages.content import Attachment, AttachmentKind, Reply, Send
from tests.simulators.zalo_bot import ZaloBotSimulator
from tests.simulators.zalo_bot.server import TOKEN

SECRET = TOKEN.partition(":")[2]
HOOK = "a-webhook-secret"


def _echoes(zalo: ZaloBotSimulator, words: str) -> None:
    zalo.words = words
    for name in ("getMe", "sendMessage", "setWebhook"):
        zalo.fails(name, 404, 200, 9)


FAULTS: dict[str, Callable[[ZaloBotSimulator], object]] = {
    "500": lambda zalo: [zalo.fails(name, 500, 500, 9) for name in ("getMe", "sendMessage")],
    "429": lambda zalo: [zalo.fails(name, 429, 200, 9) for name in ("getMe", "sendMessage")],
    "revoked": lambda zalo: setattr(zalo, "token", "other"),
    "echo": lambda zalo: _echoes(zalo, f"no route POST /bot{TOKEN}/getMe"),
    "echo of an address": lambda zalo: _echoes(zalo, f"bad gateway: https://api/bot{quote(TOKEN)}/getMe?x=1"),
    "echo of a half": lambda zalo: _echoes(zalo, f"{SECRET} is not known, nor {HOOK}"),
    "a gateway's page": lambda zalo: setattr(zalo, "page", f"<html>Not Found: /bot{TOKEN}/getMe</html>"),
    "fine": lambda _: None,
}


async def _never(_seconds: float) -> None:
    return


@pytest.mark.parametrize("fault", [*FAULTS, "refused connection", "no address"])
async def test_no_failure_tells_the_token(
    fault: str, caplog: pytest.LogCaptureFixture, refusing_port: int
) -> None:
    """Not in an exception, its causes or its traceback, not in a log at any level, not in a repr."""
    caplog.set_level(logging.DEBUG)
    raised: list[BaseException] = []
    async with ZaloBotSimulator() as zalo:
        zalo.known.add("a")
        roots = {"refused connection": f"http://127.0.0.1:{refusing_port}", "no address": "nowhere"}
        bot = ZaloBotChannel(
            SecretStr(TOKEN),
            roots.get(fault, zalo.url),
            sleep=_never,
            webhook_url="https://bot.example.org/zalo/bot",
            webhook_secret=SecretStr(HOOK),
        )
        FAULTS.get(fault, FAULTS["fine"])(zalo)
        file = Attachment(kind=AttachmentKind.PHOTO, ref="a|https://x/y", origin=f"zalo_bot:{bot.bot}")

        async def fetch() -> None:
            async for _ in bot.fetch(file):
                pass

        acts: list[Callable[[], Awaitable[object]]] = [
            bot.start,
            lambda: bot.deliver(Send(chat="a", reply=Reply(text="x"))),
            lambda: bot._api.call("setWebhook", {"url": "https://x.org", "secret_token": HOOK}),
            fetch,
        ]
        with capture_logs() as logs:
            for act in acts:
                try:
                    await act()
                except Exception as error:  # noqa: BLE001 - whatever it is, it must not tell
                    raised.append(error)
            await bot.close()
    told = [str(logs), caplog.text, repr(bot), repr(bot._api), repr(vars(bot._api))]
    for error in raised:
        seen: BaseException | None = error
        while seen is not None:
            told += [str(seen), repr(seen), "".join(traceback.format_exception(seen))]
            seen = seen.__context__
    assert raised
    assert not [text for text in told if SECRET in text or HOOK in text or quote(SECRET) in text]
