"""The Zalo bot as the rest of the program needs it, in one object."""

import asyncio
import unicodedata
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from urllib.parse import urlsplit

import structlog
from aiohttp import web
from pydantic import SecretStr
from yarl import URL

from bot.channels.base import (
    DeliveryError,
    Heard,
    Limits,
    Misconfigured,
    OutcomeUnknown,
    PartSent,
    Refused,
    StrangeHost,
    Unavailable,
)
from bot.channels.reach import NOWHERE, Lying
from bot.channels.zalo_bot.api import PHOTO_TIMEOUT, TIMEOUT, Api
from bot.channels.zalo_bot.poll import Poll
from bot.channels.zalo_bot.read import NAME, address_of, read
from bot.channels.zalo_bot.webhook import Webhook
from messages import menus
from messages.content import Attachment, AttachmentKind, Delete, Edit, Inbound, Outbound, Receipt, Reply
from messages.leaving_out import LeftOut, note

log = structlog.get_logger(__name__)

TEXT = 2000  # https://docs.zaloplatforms.com/docs/BOT: 1 to 2000 characters, of text and of a caption
PEOPLE, MONTHLY = 50, 3000  # of the free plan; a paid one is a setting
RATE = 1.0  # messages a second: Zalo publishes none, so slow enough for any
MEDIA_HOSTS = (".zdn.vn", ".zadn.vn", ".zalo.me", ".zaloapp.com", ".zaloplatforms.com", ".zapps.me")
_BETWEEN = 1.0  # seconds between two messages to one chat
# By kind: how the type begins, and the most bytes.
_TAKEN = {
    AttachmentKind.PHOTO: (("image/",), 10 << 20),
    AttachmentKind.VOICE: (("audio/", "video/mp4", "application/octet-stream"), 20 << 20),
}


class ZaloBotChannel:
    """One bot on Zalo's Bot Platform; see bot.channels.base.Channel.

    Attributes:
        bot: the bot's id as its token has it; what getMe states is another number, and is `account`.
        account: the bot's name on Zalo; empty until `start` has returned.
        path: where our HTTP server takes pushes; empty while polling.
    """

    name = NAME

    def __init__(  # noqa: PLR0913 - everything that a bot can be told stands in one place
        self,
        token: SecretStr,
        root: str = "https://bot-api.zaloplatforms.com",
        *,
        people: int = PEOPLE,
        monthly: int = MONTHLY,
        rate: float = RATE,
        hosts: Sequence[str] = MEDIA_HOSTS,
        webhook_url: str | None = None,
        webhook_secret: SecretStr | None = None,
        lying: Lying = NOWHERE,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Prepare; nothing is sent before `start`.

        Args:
            token: from the OA "Zalo Bot Manager": "<bot id>:<secret>".
            root: the API's root.
            people: how many may write to this bot; 0 for no limit.
            monthly: messages a calendar month; 0 for no limit.
            rate: messages a second for the whole bot.
            hosts: where files that people send may lie: a host, or with a dot before it all below.
            webhook_url: where Zalo reaches `webhook`; None polls instead.
            webhook_secret: what Zalo shows at each push.
            lying: where Zalo can fetch files, and people have those that it does not take.
            sleep: waits between the parts of one message and after failures; for tests.

        Raises:
            Misconfigured: a webhook without a secret: anybody could speak for anybody.
        """
        self.bot = token.get_secret_value().partition(":")[0]
        self.account = ""
        self.limits = _limits(people, monthly, rate)
        self.path = urlsplit(webhook_url).path or "/zalo/bot" if webhook_url else ""
        self._hosts = tuple(host.lower() for host in hosts)
        self._schemes = {"https", urlsplit(root).scheme}  # a stand-in without TLS sends its files without too
        self._lying = lying
        self._sleep = sleep
        self._api = Api(token, root, webhook_secret)
        self._poll = Poll(self._api, sleep=sleep)
        self._webhook = None
        if webhook_url:
            if webhook_secret is None or not webhook_secret.get_secret_value():
                raise Misconfigured("a webhook needs VUNGXANH_ZALO_BOT_WEBHOOK_SECRET")
            self._webhook = Webhook(self._api, url=webhook_url, secret=webhook_secret, sleep=sleep)

    async def start(self) -> None:
        """Find out who we are. Raises Misconfigured or Unavailable."""
        try:
            me = await self._api.call("getMe", {})
        except Refused as error:
            raise Misconfigured(f"the Bot Platform does not know this bot ({error})") from None
        except (Misconfigured, Unavailable):
            raise
        except DeliveryError as error:
            raise Unavailable(f"the Bot Platform did not say who we are: {error}") from None
        self.account = str(me.get("account_name", "")) if isinstance(me, dict) else ""

    async def listen(self, heard: Heard) -> None:
        """Give events to `heard` until cancelled."""
        await (self._webhook or self._poll).run(heard)

    @property
    def deaf(self) -> str:
        """Why nothing can be heard now; empty while Zalo answers, or once it has taken the webhook."""
        return (self._webhook or self._poll).deaf

    async def webhook(self, request: web.Request) -> web.Response:
        """Answer one push from Zalo; 404 while polling."""
        return await self._webhook.handle(request) if self._webhook else web.Response(status=404)

    def read(self, body: bytes) -> Inbound | None:
        """What an event says; None if it concerns nobody. Raises ValueError on what cannot be read."""
        return read(body, self.bot)

    async def deliver(self, message: Outbound) -> Receipt:
        """Send. Raises a DeliveryError and nothing else; nothing of ours can be changed or taken back."""
        if isinstance(message, Edit | Delete):
            raise Refused("the Bot Platform changes no messages")
        chat, reply = message.chat, message.reply
        photos, left = await self._public(reply.attachments)
        words = await self._words(reply, left)
        parts = len(photos) + len(words)
        # One message where the words fit under the only picture: every message counts against the month.
        under = {"caption": words[0]} if len(photos) == len(words) == 1 else {}
        out: list[str] = []
        for file, photo in photos:
            try:
                await self._add(out, parts, "sendPhoto", {"chat_id": chat, "photo": photo, **under})
            except Refused as refused:  # its words, and what it is, must reach them all the same
                log.warning("zalo_bot_photo_left_out", why=str(refused))
                left.append(file)
        if not (out and under):
            for part in await self._words(reply, left):
                await self._add(out, parts, "sendMessage", {"chat_id": chat, "text": part})
        if not out:
            raise Refused("nothing to say: the text is blank and no file is left")
        return Receipt(messages=tuple(out))

    async def _add(self, out: list[str], parts: int, method: str, fields: dict[str, str]) -> None:
        """Send the next part. What fails after others are out is no failure of the whole any more."""
        if out:
            await self._sleep(_BETWEEN)
        try:
            out.append(await self._call(method, fields))
        except DeliveryError as error:
            if not out or (isinstance(error, Refused) and method == "sendPhoto"):
                raise
            raise PartSent(out, parts, error) from None

    async def _words(self, reply: Reply, left: Sequence[Attachment]) -> tuple[str, ...]:
        """The words in parts, and which files are left out."""
        missing = [LeftOut(file=each, link=await self._lying.opened(each) or "") for each in left]
        text = "\n\n".join(filter(str.strip, (reply.text, note(missing, self._lying.elsewhere))))
        said = Reply(text=text, rows=reply.rows, first=reply.first, numeric=reply.numeric)
        return menus.written(said, self.limits)

    async def _public(
        self, attachments: Sequence[Attachment]
    ) -> tuple[list[tuple[Attachment, str]], list[Attachment]]:
        """Pictures with the addresses from which Zalo can fetch them, and what has none."""
        found = [(each, await self._where(each)) for each in attachments]
        return [(each, at) for each, at in found if at], [each for each, at in found if not at]

    async def _where(self, attachment: Attachment) -> str | None:
        return await self._lying.fetched(attachment) if self.limits.carries(attachment) else None

    async def _call(self, method: str, fields: dict[str, str]) -> str:
        sent = await self._api.call(method, fields, PHOTO_TIMEOUT if method == "sendPhoto" else TIMEOUT)
        number = sent.get("message_id") if isinstance(sent, dict) else None
        if not number:
            raise OutcomeUnknown(f"{method} was answered without a message_id")
        return str(number)

    async def fetch(self, attachment: Attachment) -> AsyncIterator[bytes]:
        """The bytes of a file that came to this bot: its address dies soon, so fetch it at once.

        Raises:
            Refused: another bot's, from a host that we do not trust, of another type, too big or gone.
            DeliveryError: as for every call.
        """
        address = address_of(attachment)
        kinds = _TAKEN.get(attachment.kind)
        if attachment.origin != f"{NAME}:{self.bot}" or address is None or kinds is None:
            raise Refused(f"a file of {attachment.origin} cannot be fetched from {NAME}:{self.bot}")
        if not self._trusted(address):
            raise StrangeHost(address.host or "", "VUNGXANH_ZALO_BOT_MEDIA_HOSTS")
        async for chunk in self._api.download(address, *kinds):
            yield chunk

    def _trusted(self, address: URL) -> bool:
        host = unicodedata.normalize("NFKC", address.host or "").lower()
        return address.scheme in self._schemes and any(
            host == each.lstrip(".") or (each.startswith(".") and host.endswith(each)) for each in self._hosts
        )

    async def close(self) -> None:
        """Let go of everything."""
        await self._api.close()


def _limits(people: int, monthly: int, rate: float) -> Limits:
    return Limits(
        text=TEXT,
        caption=TEXT,
        buttons=0,
        edit=False,
        delete=False,
        groups=False,
        marks=False,
        replies=False,
        albums=False,
        location=False,
        takes=frozenset(_TAKEN),
        sends=frozenset({AttachmentKind.PHOTO}),
        fleeting=True,
        people=people,
        monthly=monthly,
        rate=rate,
        chat_interval=_BETWEEN,
        retry_unknown=0,
    )
