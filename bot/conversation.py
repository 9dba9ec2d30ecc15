"""Incoming messages into transactions: stored before they are acknowledged, handled once, in order per chat.

Turns of up to 50 different chats share one commit, a savepoint each, so that one failing turn does not undo the
others. A turn that fails three times is put aside with a reference, its sender answered once, the operator told.
"""

import asyncio
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import structlog

from bot.channels.base import NO_CHAT, Channel, Raw
from handlers.converse import converse
from handlers.registry import Registry
from handlers.turn import Turn
from messages.content import ChatKind, Inbound, InboundKind, Lane, Reply
from messages.contexts import basics
from messages.render import render
from storage import desks, faults, inbox, outbox, people, positions
from storage.campaign import Campaign
from storage.codes import ALPHABET
from storage.database import BROKEN, Database, Tx, Urgency
from storage.inbox import Arrival, Stored
from storage.outbox import Outgoing
from storage.records import Address, Person, Role

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
    _arrived: asyncio.Event = field(default_factory=asyncio.Event, init=False)
    handled: int = field(default=0, init=False)

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
        async with self.database.transaction(Urgency.TURN) as tx:
            await inbox.receive(tx, arrivals, self.clock.wall())
            faults.point("inbox.before_commit")
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
        """Handle one batch: at most one message a chat. Returns how many there were."""
        async with self.database.transaction(Urgency.TURN) as tx:
            batch = await inbox.next_batch(tx, BATCH)
            for row in batch:
                await self._handle(tx, row)
            faults.point("turn.before_commit")
        faults.point("turn.after_commit")
        self.handled += len(batch)
        return len(batch)

    async def _handle(self, tx: Tx, row: Stored) -> None:
        try:
            async with tx.savepoint():
                reason = await self._turn(tx, row)
                state = "ignored" if reason else "handled"
                await inbox.close(tx, [row.id], self.clock.wall(), state=state, reason=reason)
        except BROKEN:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the next message must proceed
            await self._failed(tx, row, error)

    async def _turn(self, tx: Tx, row: Stored) -> str:
        channel = self.channels.get((row.channel, row.bot))
        if channel is None:
            raise LookupError(f"the channel {row.channel} of this message is not configured any more")
        inbound = channel.read(row.body)
        if inbound is None:
            return "concerns nobody"
        turn = await self._meet(tx, inbound)
        if turn is None:
            return "group chatter"
        reason = await converse(turn)
        await outbox.put(tx, turn.out, turn.wall)
        return reason

    async def _meet(self, tx: Tx, inbound: Inbound) -> Turn | None:
        now = self.clock.now()
        where = (inbound.channel, inbound.bot)
        if inbound.chat_kind is ChatKind.PRIVATE:
            address, person = await people.meet(tx, *where, inbound.chat, now)
        else:
            if not _for_us(inbound) and await people.find_address(tx, *where, inbound.chat) is None:
                return None
            address = await people.meet_group(tx, *where, inbound.chat, now)
            person = await self._member(tx, inbound)
        private = inbound.chat_kind is ChatKind.PRIVATE
        return Turn(
            tx=tx,
            now=now,
            wall=self.clock.wall(),
            campaign=self.campaign,
            registry=self.registry,
            inbound=inbound,
            address=address,
            person=person,
            grants=await people.grants_of(tx, person.id) if person.id else (),
            token=self.token,
            secret=self.secret,
            deep_link=self.deep_link,
            position=await positions.load(tx, address.id, inbound.sender) if private else None,
        )

    async def _member(self, tx: Tx, inbound: Inbound) -> Person:
        """Who speaks in a group: known if they ever wrote in private; a nameless person otherwise."""
        private = await people.find_address(tx, inbound.channel, inbound.bot, inbound.sender)
        known = await people.get(tx, private.person_id) if private and private.person_id else None
        return known or Person(id=0)

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
        reply = Reply(text=render(basics.OperatorAlert(what=what, reference=reference)))
        admins: list[Address] = await desks.holders(tx, Role.ADMIN)
        alerts = [Outgoing(address=address, reply=reply, lane=Lane.ALERTS) for address in admins]
        await outbox.put(tx, alerts, self.clock.wall())


def _for_us(inbound: Inbound) -> bool:
    return inbound.kind is not InboundKind.MESSAGE or inbound.text.startswith("/")


def _place(error: Exception) -> str:
    """File and line where it was raised."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else "?"
