"""The Telegram channel: everything the rest of the program needs of it, in one object."""

import asyncio
import logging
import math
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from urllib.parse import urlsplit

from aiohttp import web
from pydantic import SecretStr
from telegram import Bot

from bot.channels.base import (
    DeliveryError,
    Heard,
    Limits,
    Menu,
    Misconfigured,
    Refused,
    Unavailable,
)
from bot.channels.telegram import encode, menus
from bot.channels.telegram.acks import Acks
from bot.channels.telegram.attachments import file_id
from bot.channels.telegram.errors import unwrapped
from bot.channels.telegram.media import Foreign, Handles, Shelf
from bot.channels.telegram.poll import Poll
from bot.channels.telegram.read import read
from bot.channels.telegram.request import Wire, WireRequest
from bot.channels.telegram.send import Sender
from bot.channels.telegram.webhook import Webhook
from messages.content import Attachment, Inbound, Outbound, Receipt

FREE_RATE = 30.0  # messages a second; https://core.telegram.org/bots/faq
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")  # https://core.telegram.org/bots/features#deep-linking
_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+\Z")


class TelegramChannel:
    """One bot on Telegram; see bot.channels.base.Channel.

    Attributes:
        bot: the bot's id, from the token at first, then as Telegram states it.
        username: without "@"; empty until `start` has returned.
        path: where our HTTP server takes pushes; empty while polling.
        tells: see bot.channels.leaving.
    """

    name = "telegram"
    tells = True

    def __init__(  # noqa: PLR0913 - everything that a bot can be told stands in one place
        self,
        token: SecretStr | str,
        api: str = "https://api.telegram.org",
        rate: float = 30.0,
        *,
        webhook_url: str | None = None,
        webhook_secret: SecretStr | str | None = None,
        last_update: Callable[[], Awaitable[int | None]] | None = None,
        foreign: Foreign | None = None,
        handles: Callable[[str, str], Handles] | None = None,
        free: float = math.inf,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Prepare; nothing is sent before `start`.

        Args:
            token: from @BotFather.
            api: the Bot API's root; files are under `<api>/file/bot<token>/`.
            rate: messages a second for the whole bot, as the sender's limiter reads it from `limits`.
            webhook_url: where Telegram reaches `webhook`; None polls instead.
            webhook_secret: what Telegram shows at each push; None makes one for this run.
            last_update: the highest update_id stored so far; repeats at the start are not acknowledged again.
            foreign: reads files that came on other channels, to upload them; None leaves them out, with a note.
            handles: given "telegram" and the bot's id, what remembers the handles of uploads across restarts.
            free: messages a second that cost nothing; only what is sent as paid may leave faster.
            sleep: waits between the parts of one message and after failures; for tests.

        Raises:
            Misconfigured: the token is none, or the address is no address.
            ValueError: the webhook's secret has other characters than Telegram takes.
        """
        secret = token if isinstance(token, SecretStr) else SecretStr(token)
        if not _TOKEN.match(secret.get_secret_value()):
            raise Misconfigured("VUNGXANH_TELEGRAM_TOKEN is no bot token; @BotFather's read 123456:ABC-def")
        # At DEBUG python-telegram-bot logs its address, token and all, and every message.
        logging.getLogger("telegram").setLevel(logging.INFO)
        self.bot = secret.get_secret_value().partition(":")[0]
        self.username = ""
        self.limits = _limits(rate, free)
        self.path = urlsplit(webhook_url).path or "/telegram" if webhook_url else ""
        self._sleep = sleep
        self._wire = Wire(secret, api)
        self._acks = Acks(self._wire)
        self._api = _bot(secret, api.rstrip("/"), WireRequest(self._wire))
        remembered = handles(self.name, self.bot) if handles else None
        shelf = Shelf(f"{self.name}:{self.bot}", foreign, remembered)
        self._sender = Sender(self._wire, self._api, shelf, sleep)
        self._webhook = _webhook(self._wire, self._acks, webhook_url, webhook_secret)
        self._poll = Poll(self._wire, self._acks.send, last_update=last_update, sleep=sleep)

    async def start(self) -> None:
        """Find out who we are. Raises Misconfigured or Unavailable."""
        try:
            with unwrapped():
                me = await self._api.get_me()
        except (Misconfigured, Unavailable):
            raise
        except DeliveryError as error:
            raise Unavailable(f"the Bot API did not say who we are: {error}") from None
        self.bot, self.username = str(me.id), me.username or ""

    async def listen(self, heard: Heard) -> None:
        """Give updates to `heard` until cancelled; Telegram forgets them only when it has returned."""
        await (self._webhook or self._poll).run(heard)

    @property
    def deaf(self) -> str:
        """Why nothing can be heard now; empty while Telegram answers, or once it has taken the webhook."""
        return (self._webhook or self._poll).deaf

    async def webhook(self, request: web.Request) -> web.Response:
        """Answer one push from Telegram; 404 while polling."""
        return await self._webhook.handle(request) if self._webhook else web.Response(status=404)

    def read(self, body: bytes) -> Inbound | None:
        """What an update says; None if it concerns nobody. Raises ValueError on what cannot be read."""
        return read(body, self.bot, self.username)

    async def deliver(self, message: Outbound) -> Receipt:
        """Send, edit or delete. Raises a DeliveryError and nothing else."""
        return await self._sender.deliver(message)

    async def fetch(self, attachment: Attachment) -> AsyncIterator[bytes]:
        """The bytes of a file that came to this bot; at most 20 MB, Telegram's limit.

        Raises:
            Refused: it is too big, gone, or another bot's.
            DeliveryError: as for every call; Unavailable when the download was cut.
        """
        if attachment.origin not in {"", f"telegram:{self.bot}"}:
            raise Refused(f"a file of {attachment.origin} cannot be fetched from telegram:{self.bot}")
        with unwrapped():
            file = await self._api.get_file(file_id(attachment.ref))
        if not file.file_path:
            raise Refused("Telegram gives this file to no bot: it is over 20 MB or gone")
        async for chunk in self._wire.download(file.file_path):
            yield chunk

    async def set_menus(self, shown: Sequence[Menu]) -> Sequence[Menu]:
        """Show each audience its commands; failures are logged, never raised. Returns what was not taken."""
        return await menus.set_menus(self._api, shown, self._sleep)

    def deep_link(self, code: str) -> str:
        """The link that opens the bot and sends it `/start code`.

        Raises:
            ValueError: the code is not 1 to 64 of A-Z a-z 0-9 _ -, or `start` has not returned yet.
        """
        if not _PAYLOAD.match(code):
            raise ValueError("a deep link carries 1 to 64 letters, digits, _ or -")
        if not self.username:
            raise ValueError("the bot's name is not known yet: start the channel first")
        return f"https://t.me/{self.username}?start={code}"

    async def close(self) -> None:
        """Let go of everything."""
        await self._acks.close()
        await self._wire.close()


def _limits(rate: float, free: float) -> Limits:
    return Limits(
        text=encode.TEXT,
        caption=encode.CAPTION,
        buttons=100,
        edit=True,
        delete=True,
        groups=True,
        rate=rate,
        free=free,
        chat_interval=1.0,
        group_per_minute=20,
        retry_unknown=3,
    )


def _bot(token: SecretStr, api: str, request: WireRequest) -> Bot:
    return Bot(
        token.get_secret_value(),
        base_url=f"{api}/bot",
        base_file_url=f"{api}/file/bot",
        request=request,
        get_updates_request=request,
    )


def _webhook(wire: Wire, acks: Acks, url: str | None, secret: SecretStr | str | None) -> Webhook | None:
    if not url:
        return None
    shown = secret.get_secret_value() if isinstance(secret, SecretStr) else secret
    return Webhook(wire, acks.send, url=url, secret=shown or None)
