"""What a batch of turns needs, read by sets, and what it leads to, written by sets."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from handlers.turn import Turn
from messages.content import Attachment, ChatKind, Inbound
from messages.encoding import dump_attachment
from storage import inbox, jobs, outbox, people, positions
from storage.database import Tx
from storage.outbox import Outgoing
from storage.records import Address, Grant, Person, Position

FETCH = "fetch_file"  # the kind of job that brings what a message came with into the store
Where = tuple[str, str, str]  # channel, bot, chat


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The addresses, people, roles and positions that a batch of inbounds is about, as far as we know them."""

    addresses: Mapping[Where, tuple[Address, Person | None]]
    grants: Mapping[int, tuple[Grant, ...]]
    positions: Mapping[tuple[int, str], Position]

    @classmethod
    async def about(cls, tx: Tx, inbounds: Sequence[Inbound]) -> "Known":
        """Read it: three statements for each bot, however many messages."""
        chats: dict[tuple[str, str], set[str]] = defaultdict(set)
        for each in inbounds:
            chats[each.channel, each.bot] |= {each.chat, each.sender} - {""}
        found: dict[Where, tuple[Address, Person | None]] = {}
        for (channel, bot), some in chats.items():
            known = await people.known_at(tx, channel, bot, some)
            found |= {(channel, bot, chat): each for chat, each in known.items()}
        persons = {person.id for _, person in found.values() if person}
        private = {address.id for address, _ in found.values() if address.kind is ChatKind.PRIVATE}
        return cls(
            addresses=found,
            grants=await people.grants_of_many(tx, persons) if persons else {},
            positions=await positions.load_many(tx, private),
        )

    def at(self, inbound: Inbound) -> tuple[Address | None, Person | None]:
        """Where it was said, and by whom; in a group the member, known if they ever wrote in private."""
        here = self.addresses.get((inbound.channel, inbound.bot, inbound.chat))
        if inbound.chat_kind is ChatKind.PRIVATE:
            return here or (None, None)
        member = self.addresses.get((inbound.channel, inbound.bot, inbound.sender))
        return (here[0] if here else None), (member[1] if member else None)


@dataclass(slots=True)
class Gathered:
    """What the turns of a batch lead to."""

    closed: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))  # inbox ids by reason
    heard: list[int] = field(default_factory=list)
    moved: dict[tuple[int, str], Position] = field(default_factory=dict)
    out: list[Outgoing] = field(default_factory=list)
    files: list[tuple[Attachment, str]] = field(
        default_factory=list
    )  # to fetch at once, and whose chat sent them

    def add(self, row_id: int, turn: Turn | None, reason: str) -> None:
        """One turn is over; `reason` says why its message was ignored, "" that it was handled."""
        self.closed[reason].append(row_id)
        if turn is None:
            return
        self.out += turn.out
        if turn.erased:
            return
        if turn.limits.fleeting:
            self.files += [(each, turn.inbound.chat) for each in turn.inbound.attachments]
        if not turn.lost:
            self.heard.append(turn.address.id)
        if turn.moved and turn.position is not None:
            self.moved[turn.address.id, turn.inbound.sender] = turn.position

    async def settle(self, tx: Tx) -> None:
        """Keep where people stand, before everything is read again."""
        await positions.save_many(tx, self.moved)
        self.moved.clear()

    async def write(self, tx: Tx, now: datetime, wall: datetime) -> None:
        """Keep it: `now` is campaign time, `wall` real time."""
        if self.heard:
            await people.heard(tx, now, *self.heard)
        await positions.save_many(tx, self.moved)
        await outbox.put(tx, self.out, wall)
        for file, chat in self.files:
            await jobs.put(tx, FETCH, {"attachment": dump_attachment(file), "chat": chat}, wall)
        for reason, ids in self.closed.items():
            await inbox.close(tx, ids, wall, state="ignored" if reason else "handled", reason=reason)
