"""Incoming messages into transactions: stored before they are acknowledged, handled once, in order per chat.

Turns of up to 50 different chats share one commit: what they need is read by sets, each is undone alone if it fails,
what they lead to is written by sets. Statement hops, not fsync, are the cost of a turn. A turn that fails three times
is put aside with a reference, its sender answered once, the operator told.
"""

import asyncio
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

import structlog

from bot import telling
from bot.channels.base import NO_CHAT, Channel, Raw
from bot.gathering import Gathered, Known
from handlers.converse import converse
from handlers.registry import Registry
from handlers.turn import Turn
from messages.content import ChatKind, Inbound, InboundKind, Reply
from messages.contexts import basics
from messages.formats import KNOWN, Format
from messages.limits import AMPLE, Limits
from messages.render import render
from storage import faults, inbox, outbox, people
from storage.campaign import Campaign
from storage.codes import ALPHABET
from storage.database import BROKEN, Database, LazySavepoint, Tx, Urgency
from storage.inbox import Arrival, Stored
from storage.outbox import Outgoing
from storage.records import Person

BATCH = 50
RETRY_S = 1.0  # after the database itself failed
MAX_BODY = 256 * 1024  # bytes; Telegram's updates stay under 100 kB
log = structlog.get_logger(__name__)


class TwoClocks(Protocol):
    """Campaign time and real time, as handlers see them."""

    def now(self) -> datetime: ...
    def wall(self) -> datetime: ...


def _reference() -> str:
    """What the person and the log call a failure by."""
    return "L-" + "".join(secrets.choice(ALPHABET) for _ in range(5))


def _nonce() -> str:
    return secrets.token_hex(4)


@dataclass(slots=True, kw_only=True)
class Conversation:
    """Takes what channels hear, and answers it."""

    database: Database
    channels: Mapping[tuple[str, str], Channel]
    registry: Registry
    campaign: Campaign
    clock: TwoClocks
    secret: bytes
    deep_link: Callable[[str, str], str | None] = lambda _channel, _code: None
    token: Callable[[], str] = _nonce
    formats: Mapping[str, Format] = field(default_factory=lambda: KNOWN)
    _arrived: asyncio.Event = field(default_factory=asyncio.Event, init=False)
    handled: int = field(default=0, init=False)
    _one_by_one: int = field(default=0, init=False)  # so many more messages to handle alone

    def __post_init__(self) -> None:
        self.database.on_wake("inbox", self._arrived.set)

    async def heard(self, channel: Channel, raws: Sequence[Raw]) -> None:
        """Store what arrived; once this returns, the platform may be told."""
        arrivals = [
            Arrival(
                channel=channel.name, bot=channel.bot, key=raw.key, chat=raw.chat, body=raw.body[:MAX_BODY]
            )
            for raw in raws
        ]

        async def receive(tx: Tx) -> None:
            await inbox.receive(tx, arrivals, self.clock.wall())
            faults.point("inbox.before_commit")

        await self.database.at_once(Urgency.TURN, receive)
        faults.point("inbox.after_commit")

    async def run(self) -> None:
        """Handle messages as they come, until cancelled."""
        while True:
            self._arrived.clear()
            try:
                busy = await self.step()
            except BROKEN as broken:
                log.error("database_failed", error=type(broken).__name__, cure="see `vungxanh check`")  # noqa: TRY400
                await asyncio.sleep(RETRY_S)
                continue
            if not busy:
                await self._arrived.wait()

    async def step(self) -> int:
        """Handle one batch: at most one message a chat. Returns how many there were.

        Where a batch cannot be written as a whole, its messages are handled one by one, so that the one at
        fault is found and counted.
        """
        limit = 1 if self._one_by_one else BATCH
        batch: list[Stored] = []

        async def handle(tx: Tx) -> None:
            batch.extend(await inbox.next_batch(tx, limit))
            await self._handle(tx, batch)
            faults.point("turn.before_commit")

        try:
            await self.database.at_once(Urgency.TURN, handle)
        except BROKEN:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, one of these messages is at fault
            if limit == 1:
                await self._blame(error)
                return 1
            self._one_by_one = len(batch)
            return len(batch)
        faults.point("turn.after_commit")
        self._one_by_one = max(0, self._one_by_one - 1)
        self.handled += len(batch)
        return len(batch)

    async def _handle(self, tx: Tx, batch: Sequence[Stored]) -> None:
        """Everything these messages lead to: read by sets, each turn undone alone, written by sets."""
        if not batch:
            return
        gathered = Gathered()
        read = [(row, self._read(row)) for row in batch]
        known = await Known.about(tx, [inbound for _, inbound in read if isinstance(inbound, Inbound)])
        for row, inbound in read:
            try:
                turn, reason = await self._turn(tx, inbound, known)
                gathered.add(row.id, turn, reason)
                if turn is not None and turn.relinked:  # others of the batch may be about the same person
                    await gathered.settle(tx)
                    known = await Known.about(tx, [each for _, each in read if isinstance(each, Inbound)])
            except BROKEN:
                raise
            except Exception as error:  # noqa: BLE001 - whatever it is, the next message must proceed
                await self._failed(tx, row, error)
        await gathered.write(tx, self.clock.now(), self.clock.wall())

    def _read(self, row: Stored) -> Inbound | Exception | None:
        channel = self.channels.get((row.channel, row.bot))
        if channel is None:
            return LookupError(f"the channel {row.channel} of this message is not configured any more")
        try:
            return channel.read(row.body)
        except Exception as error:  # noqa: BLE001 - a malformed update may raise anything
            return error

    async def _turn(
        self, tx: Tx, inbound: Inbound | Exception | None, known: Known
    ) -> tuple[Turn | None, str]:
        """One turn, and why its message was ignored."""
        if isinstance(inbound, Exception):
            raise inbound
        if inbound is None:
            return None, "concerns nobody"
        async with LazySavepoint(tx) as part:
            turn = await self._meet(part, inbound, known)
            return turn, await converse(turn) if turn else "group chatter"

    async def _blame(self, error: Exception) -> None:
        """The one message that cannot be written is counted against, in a transaction of its own."""
        async with self.database.transaction(Urgency.TURN) as tx:
            for row in await inbox.next_batch(tx, 1):
                await self._failed(tx, row, error)

    async def _meet(self, tx: Tx, inbound: Inbound, known: Known) -> Turn | None:
        now = self.clock.now()
        where = (inbound.channel, inbound.bot)
        private = inbound.chat_kind is ChatKind.PRIVATE
        address, person = known.at(inbound)
        met = False
        if private and (address is None or person is None):
            met = True
            address, person = await people.meet(tx, *where, inbound.chat, now)
        elif address is None:
            if not _for_us(inbound):
                return None
            address = await people.meet_group(tx, *where, inbound.chat, now)
        person = person or Person(id=0)  # a member who never wrote in private has no row
        return Turn(
            tx=tx,
            now=now,
            wall=self.clock.wall(),
            campaign=self.campaign,
            registry=self.registry,
            inbound=inbound,
            address=replace(address, reachable=True),
            person=person,
            grants=known.grants.get(person.id, ()),
            token=self.token,
            secret=self.secret,
            deep_link=self.deep_link,
            limits_of=self._limits,
            formats=self.formats,
            met=met,
            apps=len({channel for channel, _ in self.channels}),
            position=known.positions.get((address.id, inbound.sender)) if private else None,
        )

    def _limits(self, channel: str, bot: str) -> Limits:
        found = self.channels.get((channel, bot))
        return found.limits if found else AMPLE

    async def _failed(self, tx: Tx, row: Stored, error: Exception) -> None:
        reference = _reference()
        # The traceback's frames hold what the person wrote: only the place and the kind go into the log.
        log.error(
            "turn_failed", reference=reference, row=row.id, error=type(error).__name__, at=_place(error)
        )
        if not await inbox.failed(tx, row, f"{type(error).__name__} at {_place(error)}"):
            return
        await inbox.park(tx, row.id, reference, self.clock.wall())
        await self._apologise(tx, row, reference)
        await self.alert(tx, "một tin nhắn không xử lý được sau ba lần thử", reference)

    async def _apologise(self, tx: Tx, row: Stored, reference: str) -> None:
        """Answer once, if the chat is one that we know how to answer."""
        address = await people.find_address(tx, row.channel, row.bot, row.chat)
        if address is None and not row.chat.startswith(("-", NO_CHAT)):
            address, _ = await people.meet(tx, row.channel, row.bot, row.chat, self.clock.now())
        if address is not None and address.kind is ChatKind.PRIVATE:
            reply = Reply(text=render(basics.Failed(reference=reference)))
            await outbox.put(tx, [Outgoing(address=address, reply=reply)], self.clock.wall())

    async def alert(self, tx: Tx, what: str, reference: str = "") -> None:
        """Tell every administrator."""
        await telling.alert(tx, self.clock.wall(), what, reference)


def _for_us(inbound: Inbound) -> bool:
    return inbound.kind is not InboundKind.MESSAGE or inbound.text.startswith("/")


def _place(error: Exception) -> str:
    """File and line where it was raised."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else "?"
