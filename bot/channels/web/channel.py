"""The web channel: the platform is this program, so taking a message means storing it for the phones."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime, tzinfo

from bot.channels.base import DeliveryError, Heard, Limits, OutcomeUnknown, PersonGone, Refused
from bot.channels.web import wire
from bot.channels.web.cast import Cast
from bot.channels.web.hub import Hub
from bot.channels.web.media import MediaStore
from bot.channels.web.taking import take
from bot.channels.web.view import HERE, presented, said_by_bot
from bot.channels.web.wire import Said
from messages.content import Attachment, Delete, Edit, Inbound, Outbound, Receipt, Reply, Send
from messages.length import fits, utf16
from messages.markup import split
from storage import web_room
from storage.database import Database, Tx, Urgency
from storage.web_room import New, Shown

_CHUNK = 1 << 16
_RATE = 1000.0


class Closed(Exception):
    """Nobody listens to the room yet, or any more: try again."""


class WebChannel:
    """Implements bot.channels.base.Channel.

    Args:
        database: where the phones' messages are kept.
        cast: all addresses there are; nobody else can be written to.
        media: where photos are kept.
        now: campaign time, aware.
        zone: in which the phones show it.
    """

    name = wire.NAME
    bot = wire.BOT
    limits = Limits(
        text=4096,
        caption=1024,
        buttons=100,
        edit=True,
        delete=True,
        groups=True,
        rate=_RATE,
        chat_interval=0.0,
        group_per_minute=int(_RATE * 60),
        retry_unknown=3,
    )

    def __init__(
        self,
        *,
        database: Database,
        cast: Cast,
        media: MediaStore,
        now: Callable[[], datetime],
        zone: tzinfo,
    ) -> None:
        self.cast = cast
        self.media = media
        self.zone = zone
        self.hub = Hub()
        self._database = database
        self._now = now
        self._on_page = {phone.chat for phone in cast.phones}
        self._taking = asyncio.Lock()
        self._heard: Heard | None = None
        self._opened = asyncio.Event()
        self._closed = asyncio.Event()
        self._delivered = asyncio.Event()

    async def start(self) -> None:
        """Nothing to connect to."""

    async def listen(self, heard: Heard) -> None:
        """Take what people do in the room from now on, until `close`; first what a crash cut short."""
        async with self._database.reading() as tx:
            waiting = await web_room.unheard(tx)
        if waiting:
            await heard([wire.raw(each) for each in waiting])
            await self._mark_heard(waiting)
        self._heard = heard
        self._opened.set()
        try:
            await self._closed.wait()
        finally:
            self._heard = None
            self._opened.clear()

    async def opened(self) -> None:
        """Wait until `listen` takes what people do."""
        await self._opened.wait()

    def read(self, body: bytes) -> Inbound | None:
        """What a person did; None if the chat is not of this cast (any more). Raises on other bodies."""
        update = wire.parsed(body)
        phone = self.cast.chats.get(update["chat"])
        return None if phone is None else wire.inbound(update, phone)

    async def take(self, said: Sequence[Said]) -> None:
        """Show what people did and give it to the inbox; returns once it is stored there.

        The same key twice is one message. Raises Closed while nobody listens, and taking.Impossible for what
        a phone cannot do (a button that is gone, another's message).
        """
        heard = self._heard
        if heard is None:
            raise Closed
        async with self._taking, self._database.transaction() as tx:
            taken = await take(tx, said, self._now())
        await heard([each.raw for each in taken])
        await self._mark_heard([each.shown for each in taken if each.shown])
        self._show([each.shown for each in taken if each.shown])

    async def _mark_heard(self, messages: Sequence[Shown]) -> None:
        if messages:
            async with self._database.transaction() as tx:
                await web_room.heard(tx, [each.id for each in messages])

    async def deliver(self, message: Outbound) -> Receipt:
        """Put it on the phone. Raises PersonGone for a chat that is not of the cast, Refused, OutcomeUnknown."""
        if message.chat not in self.cast.chats:
            raise PersonGone(f"{self.name}: no such phone")
        try:
            return await self._delivering(message)
        except DeliveryError:
            raise
        except Exception as error:  # the database failed, perhaps in its very commit
            raise OutcomeUnknown(type(error).__name__) from error
        finally:
            self._delivered.set()
            self._delivered = asyncio.Event()

    async def _delivering(self, message: Outbound) -> Receipt:
        match message:
            case Send():
                shown = await self._send(message)
            case Edit():
                shown = [await self._edit(message)]
            case Delete():
                return await self._delete(message)
        self._show(shown)
        return Receipt(messages=tuple(str(each.id) for each in shown))

    async def _send(self, message: Send) -> list[Shown]:
        bodies = [said_by_bot(part, message.quoting) for part in self._parts(message.reply)]
        news = [New(chat=message.chat, body=body) for body in bodies]
        async with self._database.transaction(Urgency.RECEIPT) as tx:
            return await web_room.add(tx, news, self._now())

    def _parts(self, reply: Reply) -> list[Reply]:
        """Within the limits: files first, the words in pieces, the buttons under the last."""
        self._check(reply)
        words = split(reply.text, self.limits.text, utf16)
        if reply.attachments and not fits(reply.text, self.limits.caption):
            words = ["", *words]
        words = words or [""]
        last = len(words) - 1
        return [
            Reply(
                text=text,
                attachments=reply.attachments if order == 0 else (),
                rows=reply.rows if order == last else (),
            )
            for order, text in enumerate(words)
        ]

    def _check(self, reply: Reply) -> None:
        if not reply.attachments and not reply.text.strip():
            raise Refused("an empty message")
        if len(reply.choices) > self.limits.buttons:
            raise Refused(f"{len(reply.choices)} buttons, at most {self.limits.buttons}")
        ours = [each for each in reply.attachments if each.origin in HERE]
        if any(self.media.path(each.ref) is None for each in ours):
            raise Refused("a file that is not in the store")

    async def _edit(self, message: Edit) -> Shown:
        self._check(message.reply)
        limit = self.limits.caption if message.reply.attachments else self.limits.text
        if not fits(message.reply.text, limit):
            raise Refused(f"an edit of over {limit} characters")
        async with self._database.transaction(Urgency.RECEIPT) as tx:
            before = await self._ours(tx, message.chat, message.message)
            body = said_by_bot(message.reply, before)
            shown = await web_room.change(tx, message.chat, wire.number(message.message), body)
        if shown is None:
            raise Refused("no such message to edit")
        return shown

    async def _ours(self, tx: Tx, chat: str, message: str) -> str:
        """What our message quotes, which an edit does not change."""
        found = await web_room.find(tx, chat, wire.number(message))
        return "" if found is None or found.mine else wire.quoting(found)

    async def _delete(self, message: Delete) -> Receipt:
        async with self._database.transaction(Urgency.RECEIPT) as tx:
            gone = await web_room.remove(tx, message.chat, [wire.number(each) for each in message.messages])
        if message.chat in self._on_page:
            self.hub.publish({"type": "gone", "chat": message.chat, "ids": gone})
        return Receipt(messages=message.messages)

    def _show(self, messages: Sequence[Shown]) -> None:
        for each in messages:
            if each.chat in self._on_page:
                event = {"type": "message", "message": presented(each, self.cast, self.zone)}
                self.hub.publish(event)

    def next_delivery(self) -> asyncio.Event:
        """Set once the next message has been delivered, or refused."""
        return self._delivered

    async def fetch(self, attachment: Attachment) -> AsyncIterator[bytes]:
        """The photo's bytes, 64 KiB at a time. Raises Refused if it is not in the store."""
        path = self.media.path(attachment.ref)
        if path is None:
            raise Refused("a file that is not in the store")
        with await asyncio.to_thread(path.open, "rb") as file:
            while chunk := await asyncio.to_thread(file.read, _CHUNK):
                yield chunk

    async def close(self) -> None:
        """End `listen` and every open page's connection."""
        self._closed.set()
        self.hub.end()
