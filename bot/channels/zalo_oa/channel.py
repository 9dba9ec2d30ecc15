"""The Official Account as a channel: everything the rest of the program needs of it, in one object."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from aiohttp import web

from bot.channels.base import DeliveryError, Heard, Misconfigured, PartSent, Refused, StrangeHost, Unavailable
from bot.channels.reach import NOWHERE, Ask, Lying, Permit
from bot.channels.zalo_oa.articles import OaArticles
from bot.channels.zalo_oa.errors import EnoughForThem, OutOfWindow, QuotaGone
from bot.channels.zalo_oa.files import DOCUMENTS, Files, Handles, Reading
from bot.channels.zalo_oa.memory import Memory
from bot.channels.zalo_oa.read import NAME, read
from bot.channels.zalo_oa.send import ButtonShape, Sender
from bot.channels.zalo_oa.tokens import TokenKeeper
from bot.channels.zalo_oa.webhook import PATH, Trust, Webhook
from bot.channels.zalo_oa.window import Windows
from bot.channels.zalo_oa.wire import Json, Wire
from messages.content import Attachment, AttachmentKind, Inbound, Outbound, Receipt, Send
from messages.limits import Limits
from messages.window import Window
from storage.records import BroadcastState

TEXT = 2000  # UTF-16 units; longer is refused with -210
BUTTONS = 5
FILE_BYTES = 20 * 1024 * 1024  # of a file that somebody sends us


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the operator may set about an account; whatever Zalo's documentation leaves open is here.

    Attributes:
        oa_id: the account's id; empty until known: the app's stands for it.
        rate: requests a second.
        buttons: most buttons a message carries; 0 writes choices as numbers.
        shape: how buttons are written.
        replies: whether pushes say which of our messages they answer.
        hosts: from which files that people send are fetched, with all hosts below them.
        window: the spans, and what the operator pays for.
        template: the id of the approved template for what must reach people, and its field for the words.
        cover: the address of the picture above articles.
        cities: Zalo's numbers of the places whose followers get articles; empty for all.
    """

    app_id: str
    oa_id: str = ""
    rate: float = 1.5
    buttons: int = BUTTONS
    shape: ButtonShape = "plain"
    replies: bool = False
    hosts: tuple[str, ...] = ("zdn.vn", "zadn.vn", "zalo.me", "zaloapp.com")
    window: Window
    template: tuple[str, str] | None = None
    cover: str = ""
    cities: tuple[int, ...] = ()


class ZaloOaChannel:
    """One Official Account; see bot.channels.base.Channel.

    Attributes:
        bot: the account's id as the settings name it, else the app's.
        title: its name; empty until `start` has returned.
        path: where Zalo's pushes go on our web server.
        about: what Zalo says of the account.
    """

    name = NAME
    path = PATH

    def __init__(  # noqa: PLR0913 - everything that an account is made of stands in one place
        self,
        options: Options,
        tokens: TokenKeeper,
        wire: Wire,
        trust: Trust,
        memory: Memory,
        *,
        store: Reading,
        lying: Lying = NOWHERE,
        handles: Callable[[str, str], Handles] | None = None,
        sleep: Callable[[float], Awaitable[None]] | None = None,
    ) -> None:
        """Prepare; nothing is sent before `start`. `lying`: where files can be had that Zalo does not take."""
        self.bot = options.oa_id or options.app_id
        self.title = ""
        self.about: Json = {}
        self.limits = limits(options)
        self.windows = Windows(options.window)
        self.articles = OaArticles(wire, options.cover, options.cities, lying)
        self.webhook_state = Webhook(trust, learned=memory.proven)
        self._options = options
        self._tokens = tokens
        self._wire = wire
        self._memory = memory
        waits = {} if sleep is None else {"sleep": sleep}
        self._sender = Sender(
            wire,
            Files(wire, store, handles(self.name, self.bot) if handles else None, lying),
            self.limits,
            self.windows,
            shape=options.shape,
            template=options.template,
            pinned=memory.pin,
            **waits,
        )

    async def start(self) -> None:
        """Find out who we are. Raises Misconfigured or Unavailable."""
        self._sender.endpoint = await self._memory.endpoint()
        try:
            self.about = await self._wire.get("/v2.0/oa/getoa")
        except (Misconfigured, Unavailable):
            raise
        except DeliveryError as error:
            raise Unavailable(f"Zalo did not say which account this is: {error}") from None
        self.title = str(self.about.get("name") or "")
        found = str(self.about.get("oaid") or self.about.get("oa_id") or "")
        if self._options.oa_id and found and found != self._options.oa_id:
            raise Misconfigured(
                f"token thuộc OA {found}, không phải VUNGXANH_ZALO_OA_ID={self._options.oa_id}: sửa một trong hai"
            )

    async def listen(self, heard: Heard) -> None:
        """Give pushes to `heard` until cancelled, and keep the tokens alive meanwhile. Needs no `start`."""
        self.webhook_state.known_good |= await self._memory.was_proven()
        keeping = asyncio.create_task(self._tokens.keep())
        try:
            await self.webhook_state.run(heard)
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)

    async def webhook(self, request: web.Request) -> web.Response:
        """Answer one push from Zalo."""
        return await self.webhook_state.handle(request)

    def read(self, body: bytes) -> Inbound | None:
        """What a push says; None if it concerns nobody. Raises ValueError on what cannot be read."""
        inbound = read(body, self.bot)
        if inbound is not None:
            self.windows.heard(inbound.chat)
        return inbound

    async def deliver(self, message: Outbound) -> Receipt:
        """Send. Nothing can be edited or taken back here. Raises a DeliveryError and nothing else."""
        if not isinstance(message, Send):
            raise Refused("an Official Account can neither change nor take back what it said")
        try:
            return await self._sender.send(message)
        except PartSent as partly:
            self._learn(message.chat, partly.__cause__)
            raise
        except DeliveryError as error:
            self._learn(message.chat, error)
            raise

    def _learn(self, chat: str, refusal: BaseException | None) -> None:
        """What a refusal says of the next message: `can_send` knows better from now on."""
        match refusal:
            case QuotaGone():
                self.windows.spent()
            case OutOfWindow():
                self.windows.silent(chat)
            case EnoughForThem():
                self.windows.enough(chat)

    @property
    def routes(self) -> Mapping[int, BroadcastState]:
        """By which way each live bulletin goes."""
        return self.windows.routes

    @routes.setter
    def routes(self, routes: Mapping[int, BroadcastState]) -> None:
        self.windows.routes = routes

    def can_send(self, ask: Ask) -> Permit:
        """Which way a message may go now, if any."""
        return self.windows.can_send(ask)

    async def fetch(self, attachment: Attachment) -> AsyncIterator[bytes]:
        """The bytes of a file that somebody sent, from Zalo's hosts only; at most 20 MB.

        Raises:
            Refused: it is too big, gone, or elsewhere.
            DeliveryError: as for every call; Unavailable when the download was cut.
        """
        if attachment.origin != f"{self.name}:{self.bot}":
            raise Refused(f"a file of {attachment.origin} cannot be fetched from {self.name}:{self.bot}")
        if not self._trusted(attachment.ref):
            raise StrangeHost(_host(attachment.ref), "VUNGXANH_ZALO_OA_MEDIA_HOSTS")
        async for chunk in self._wire.download(attachment.ref, FILE_BYTES):
            yield chunk

    async def close(self) -> None:
        """Let go of everything."""
        await self._wire.close()

    def _trusted(self, address: str) -> bool:
        try:
            parts = urlsplit(address)
            host = (parts.hostname or "").lower()
        except ValueError:
            return False
        safe = parts.scheme == "https" or host in {"127.0.0.1", "localhost"}
        return safe and any(host == each or host.endswith(f".{each}") for each in self._options.hosts)


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def limits(options: Options) -> Limits:
    """What an Official Account allows."""
    return Limits(
        text=TEXT,
        caption=0,
        buttons=options.buttons,
        edit=False,
        delete=False,
        groups=False,
        marks=False,
        replies=options.replies,
        albums=False,
        location=True,
        follows=True,
        takes=frozenset(AttachmentKind),
        fleeting=True,  # how long Zalo keeps what people send is not documented
        sends=frozenset({AttachmentKind.PHOTO, AttachmentKind.DOCUMENT}),
        documents=DOCUMENTS,
        window=options.window,
        rate=options.rate,
        chat_interval=0.5,
        retry_unknown=0,
    )
