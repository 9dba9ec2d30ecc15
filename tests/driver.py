"""People who talk to the bot, so that a test reads as a conversation.

    an = stage.person("an")
    await an.says("/phananh")
    an.sees("Vướng mắc gì?")
    await an.presses("Y tế")

The stage runs the real conversation over the real database; only the platform is a stand-in, which takes whatever
leaves the outbox at once and in order.
"""

import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import bindparam, exists, select, update

from bot.channels.base import Raw
from bot.conversation import Conversation
from handlers.registry import Registry
from messages import menus
from messages.content import (
    Attachment,
    AttachmentKind,
    ChatKind,
    Choice,
    Inbound,
    InboundKind,
    Location,
    Reply,
)
from messages.encoding import load_reply
from messages.limits import AMPLE, Limits
from messages.markup import check, plain
from storage import bulletins, codes, desks, grants, people
from storage.campaign import Campaign
from storage.database import Database, Tx, Urgency
from storage.people import addresses_of
from storage.tables import addresses, deliveries, inbox, message_links, outbox
from storage.tables import bulletins as bulletin_table

_A_FILM = re.compile(r"(ảnh, |ảnh hoặc |hoặc |[Gg]ửi )video")
_A_PAPER = re.compile(r"tệp CSV|([Gg]ửi|[Kk]èm) ảnh, tệp|[Gg]ửi tệp")
_LEFT = select(
    exists().where(inbox.c.state == "new").label("arrived"),
    exists().where(bulletin_table.c.state == "sending").label("running"),
)
_WAITING = select(outbox).where(outbox.c.state == "waiting").order_by(outbox.c.lane, outbox.c.id)
_RUNNING = select(bulletin_table).where(bulletin_table.c.state == "sending")
_ENDED = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"))
    .values({name: bindparam(name) for name in ("state", "receipt", "finished_at")})
)
NOON = datetime(2021, 8, 18, 3, 0, tzinfo=UTC)  # 10:00 of the third day in the shipped campaign's zone


@dataclass
class Clock:
    """Campaign and real time, both standing still until a test moves them."""

    at: datetime = NOON

    def now(self) -> datetime:
        return self.at

    def wall(self) -> datetime:
        return self.at

    def passes(self, **span: float) -> None:
        self.at += timedelta(**span)


@dataclass
class Shown:
    """A message as its reader sees it now."""

    id: str
    reply: Reply
    mine: bool = False
    edited: bool = False
    deleted: bool = False
    limits: Limits = AMPLE
    bulletin: int = 0  # its number, if it is one

    @property
    def text(self) -> str:
        if self.limits.marks or self.mine:
            return plain(self.reply.text)
        return "\n\n".join(menus.written(self.reply, self.limits))

    def typed(self, choice: Choice) -> str:
        """What its reader types for a choice; empty where there is a button for it."""
        if not menus.has_menu(self.reply, self.limits):
            return ""
        listed = menus.numbered(self.reply)
        if choice not in listed:
            return menus.typed(choice)
        number = (self.reply.first or 1) + listed.index(choice)
        if not self.reply.first:
            return f"{menus.code_of(choice)} {number}"
        return f"số {number}" if self.reply.numeric else str(number)

    @property
    def labels(self) -> list[str]:
        return [choice.label for choice in self.reply.choices]


def _asks_only(text: str, limits: Limits) -> None:
    """Nobody is asked for a file that their app cannot send."""
    for takes, asked in ((limits.films, _A_FILM), (limits.papers, _A_PAPER)):
        assert takes or not asked.search(text), f"asks for what cannot come: {text}"


class StageChannel:
    """The platform: it hears what the test's people do."""

    bot = "1"

    def __init__(self, limits: Limits = AMPLE, name: str = "stage") -> None:
        self.name = name
        self.limits = limits
        self.said: dict[str, Inbound | Exception | None] = {}

    def read(self, body: bytes) -> Inbound | None:
        inbound = self.said[json.loads(body)["key"]]
        if isinstance(inbound, Exception):
            raise inbound
        return inbound


@dataclass
class Chat:
    """A private chat or a group, with everything shown in it."""

    id: str
    kind: ChatKind = ChatKind.PRIVATE
    shown: list[Shown] = field(default_factory=list)
    fresh: int = 0  # where the answers to the last thing done begin

    def newest_with(self, label: str) -> tuple[Shown, Choice]:
        for message in reversed(self.shown):
            for choice in message.reply.choices:
                if not message.deleted and choice.label == label:
                    return message, choice
        every = [message.labels for message in self.shown[-3:]]
        raise AssertionError(f"no button {label!r} in chat {self.id}; the newest show {every}")


@dataclass
class Person:
    """Somebody with a phone; in a group, a member of it."""

    stage: "Stage"
    name: str
    chat: Chat
    sender: str
    anonymous: bool = False
    on: str = "stage"

    async def says(self, text: str, **more: Any) -> None:
        await self.stage.hears(self, text=text, **more)

    async def presses(self, label: str) -> None:
        """Choose it: by its button, or where there is none by what the message says to type."""
        message, choice = self.chat.newest_with(label)
        typed = message.typed(choice)
        if typed and message.reply.first and not self._owns_numbers(message):
            code = menus.code_of(choice)
            typed = f"{code} {label}" if code else menus.typed(choice)
        await (self.says(typed) if typed else self.presses_data(choice.data))

    def _owns_numbers(self, message: Shown) -> bool:
        """Whether bare numbers mean its choices still: nothing asked since has choices of its own."""
        later = self.chat.shown[self.chat.shown.index(message) + 1 :]
        return not any(each.reply.first == 1 and not each.mine for each in later)

    async def presses_data(self, data: str) -> None:
        """Press a button kept from earlier, or one that was never shown."""
        await self.stage.hears(self, kind=InboundKind.PRESS, press=data)

    def button(self, label: str) -> str:
        """The data of a button, to press later."""
        return self.chat.newest_with(label)[1].data

    async def sends_photo(self, ref: str = "photo-1", caption: str = "", album: str = "") -> None:
        await self.sends(Attachment(kind=AttachmentKind.PHOTO, ref=ref, origin="stage:1"), caption, album)

    async def sends(self, attachment: Attachment, caption: str = "", album: str = "") -> None:
        await self.stage.hears(self, text=caption, attachments=(attachment,), album=album)

    async def sends_location(self, lat: float, lon: float) -> None:
        """Share a point; where the platform cannot, paste what a map application copies."""
        if not self.stage.limits.location:
            await self.says(f"https://www.google.com/maps/@{lat},{lon},17z")
            return
        await self.stage.hears(self, location=Location(lat=lat, lon=lon))

    async def replies(self, to: str, text: str, **more: Any) -> None:
        """Answer the newest message of ours that shows `to`."""
        target = next(m for m in reversed(self.chat.shown) if to in m.text and not m.mine)
        if not self.stage.limits.replies:
            named = f"PHANHOI {target.bulletin}" if target.bulletin else codes.find(target.text)
            await self.stage.hears(self, text=f"{named}: {text}" if named else text, **more)
            return
        await self.stage.hears(self, text=text, reply_to=target.id, quoted=target.text, **more)

    async def edits(self, text: str) -> None:
        await self.stage.hears(self, kind=InboundKind.EDIT, text=text)

    async def blocks(self) -> None:
        await self.stage.hears(self, kind=InboundKind.LEFT)

    def sees(self, *texts: str) -> None:
        """Each of `texts` stands in the answers to the last thing done (or in what came since)."""
        answered = "\n".join(self.answers)
        for text in texts:
            assert text in answered, f"{text!r} is not in:\n{answered}"

    def sees_not(self, *texts: str) -> None:
        answered = "\n".join(self.answers)
        for text in texts:
            assert text not in answered, f"{text!r} is in:\n{answered}"

    def sees_nothing(self) -> None:
        assert self.answers == [], f"there is something:\n{self.answers}"

    @property
    def answers(self) -> list[str]:
        """What came since the last thing done, newest last."""
        return [message.text for message in self.chat.shown[self.chat.fresh :] if not message.mine]

    @property
    def labels(self) -> list[str]:
        """The buttons of the newest message that has any."""
        return next((m.labels for m in reversed(self.chat.shown) if m.labels), [])


async def fetched(_job: object) -> Callable[[object], Awaitable[None]]:
    """What brings files at once where a platform keeps them for a short while: it has tests of its own."""

    async def closes(_tx: object) -> None:
        """Nothing is kept."""

    return closes


class Stage:
    """A running bot, a database, and the people of a test."""

    def __init__(
        self, database: Database, campaign: Campaign, registry: Registry, limits: Limits = AMPLE
    ) -> None:
        self.limits = limits
        self.database = database
        self.campaign = campaign
        self.clock = Clock()
        self.channel = StageChannel(limits)
        self.other = StageChannel(limits, "zalo")  # the same people's other app
        self.chats: dict[str, Chat] = {}
        self._keys = count(1)
        self._messages: dict[int, Shown] = {}
        nonces = count(1)
        self.conversation = Conversation(
            database=database,
            channels={("stage", "1"): self.channel, ("zalo", "1"): self.other},  # type: ignore[dict-item]
            registry=registry,
            campaign=campaign,
            clock=self.clock,
            secret=b"a secret of the tests",
            deep_link=lambda _channel, code: f"https://chat.example/{code}",
            token=lambda: f"n{next(nonces)}",
        )

    def person(self, name: str, on: str = "stage") -> Person:
        """Somebody in private; the same name is the same chat. `on`: the platform, stage or zalo."""
        chat = self.chats.setdefault(name, Chat(id=name))
        return Person(stage=self, name=name, chat=chat, sender=name, on=on)

    def group(self, chat_id: str) -> Chat:
        """A group; ids of groups begin with a minus. Where there are none, the private chat of a holder of the role."""
        kind = ChatKind.GROUP if self.limits.groups else ChatKind.PRIVATE
        return self.chats.setdefault(chat_id, Chat(id=chat_id, kind=kind))

    async def desk(self, chat_id: str, agency: str) -> Chat:
        """An agency's desk: its group, or the private chat of somebody with its role."""
        chat, now = self.group(chat_id), self.clock.now()
        async with self.database.transaction() as tx:
            if self.limits.groups:
                address = await people.meet_group(tx, "stage", "1", chat_id, now)
                await desks.connect(tx, agency, address, "a test", now)
                return chat
            address, person = await people.meet(tx, "stage", "1", chat_id, now)
            found = self.campaign.agency(agency)
            for role in found.roles if found else ():
                await grants.grant(tx, person.id, role, agency, "a test", now)
        return chat

    def member(self, name: str, group: Chat, *, anonymous: bool = False) -> Person:
        """Somebody speaking in a group; where there are none, whoever sits at the desk."""
        if group.kind is ChatKind.PRIVATE:
            return Person(stage=self, name=name, chat=group, sender=group.id)
        return Person(stage=self, name=name, chat=group, sender=name, anonymous=anonymous)

    async def colleague(self, name: str, group: Chat) -> Person:
        """One more officer of a desk: in its group; where there are none, in private with the same roles."""
        if group.kind is ChatKind.GROUP:
            return self.member(name, group)
        async with self.database.transaction() as tx:
            _, known = await people.meet(tx, "stage", "1", group.id, self.clock.now())
            _, person = await people.meet(tx, "stage", "1", name, self.clock.now())
            for held in await people.grants_of(tx, known.id):
                await grants.grant(tx, person.id, held.role, held.scope, "a test", self.clock.now())
        return self.person(name)

    async def hears(self, who: Person, **what: Any) -> None:
        """Something arrives; everything it leads to happens before this returns."""
        key = str(next(self._keys))
        inbound = Inbound(
            channel=who.on,
            bot="1",
            chat=who.chat.id,
            chat_kind=who.chat.kind,
            sender=who.sender,
            sender_name=who.name.title(),
            anonymous=who.anonymous,
            message=f"m{key}",
            **what,
        )
        words = Reply(text=inbound.text)
        who.chat.shown.append(Shown(id=f"m{key}", reply=words, mine=True))
        who.chat.fresh = len(who.chat.shown)
        await self.arrives(key, who.chat.id, inbound, self.other if who.on == self.other.name else None)

    async def arrives(
        self,
        key: str,
        chat: str,
        inbound: Inbound | Exception | None,
        channel: StageChannel | None = None,
    ) -> None:
        """Raw arrival under a key; an exception is what reading it raises."""
        channel = channel or self.channel
        channel.said[key] = inbound
        raw = Raw(key=key, chat=chat, body=json.dumps({"key": key}).encode())
        await self.conversation.heard(channel, [raw])  # type: ignore[arg-type]
        await self.settles()

    async def settles(self) -> None:
        """Everything that waits is handled and shown."""
        await self.conversation.step()
        while await self.shows():
            await self.conversation.step()

    async def shows(self) -> bool:
        """The platform takes what waits in the outbox, and the deliveries of bulletins. Whether more arrived."""
        return await self.database.at_once(Urgency.RECEIPT, self._show_all)

    async def _show_all(self, tx: Tx) -> bool:
        ended, links, wall = [], [], self.clock.wall()
        for row in await tx.all(_WAITING):
            message = self._show(row)
            state = (
                {"state": "sent", "receipt": [message]} if message else {"state": "cancelled", "receipt": []}
            )
            ended.append({"row": row.id, **state, "finished_at": wall})
            if row.subject and row.address_id and message.startswith(f"o{row.id}"):
                about = {"outbox_id": row.id, "subject": row.subject}
                links.append({"address_id": row.address_id, "message": message, **about})
        if ended:
            await tx.execute(_ENDED, ended)
        if links:
            await tx.execute(message_links.insert(), links)
        left = (await tx.all(_LEFT))[0]
        if left.running:
            await self._show_bulletins(tx)
        return bool(left.arrived)

    def _show(self, row: Any) -> str:
        """The platform's id of the message; empty where it cannot do that (bot.delivery.attempt)."""
        chat = self.chats.setdefault(row.chat, Chat(id=row.chat))
        if row.kind == "delete" and not self.limits.delete:
            return ""
        if row.kind == "send" or (row.kind == "edit" and not self.limits.edit):
            if row.in_place:
                return ""
            reply = load_reply(row.body)
            check(reply.text)
            _asks_only(reply.text, self.limits)
            if menus.has_menu(reply, self.limits) and not reply.first:
                coded = {menus.code_of(each) for each in reply.choices} - {""}
                assert not coded or row.subject, (
                    f"typed after {coded}, kept as about {row.subject!r}:\n{reply.text}"
                )
            shown = Shown(id=f"o{row.id}", reply=reply, limits=self.limits)
            chat.shown.append(shown)
            self._messages[row.target_id or row.id] = shown
            return shown.id
        target = self._messages[row.target_id]
        if row.kind == "delete":
            target.deleted = True
        else:
            target.reply, target.edited = load_reply(row.body), True
        return target.id

    async def _show_bulletins(self, tx: Any) -> None:
        for bulletin in await tx.all(_RUNNING):
            await bulletins.fill(tx, bulletin.id, 1000)
            due = (deliveries.c.bulletin_id == bulletin.id) & (deliveries.c.state == "waiting")
            for row in await tx.all(select(deliveries).where(due).order_by(deliveries.c.id)):
                address = (await addresses_of(tx, row.person_id))[0]
                reply = load_reply(bulletin.reply)
                shown = Shown(id=f"d{row.id}", reply=reply, limits=self.limits, bulletin=bulletin.id)
                self.chats.setdefault(address.chat, Chat(id=address.chat)).shown.append(shown)
                await tx.execute(
                    update(deliveries)
                    .where(deliveries.c.id == row.id)
                    .values(
                        state="sent",
                        receipt=[shown.id],
                        address_id=address.id,
                        finished_at=self.clock.wall(),
                    )
                )

    async def address_ids(self) -> dict[str, int]:
        """Database ids of the chats known."""
        async with self.database.reading() as tx:
            return {row.chat: row.id for row in await tx.all(select(addresses))}
