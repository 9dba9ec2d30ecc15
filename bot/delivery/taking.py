"""One look for messages to send, in one transaction: it runs beside the loop, and so is told all it needs."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.delivery.verdict import Verdict
from messages.content import Reply
from messages.encoding import load_reply
from storage import bulletins
from storage.claims import Claim, claim_outbox
from storage.database import Tx
from storage.deliveries import Wanted, claim_deliveries
from storage.records import BulletinState

# A farewell and a zone's new colour are no news to wait for; a round-up is what the others wait for.
_AT_ONCE = frozenset({"closing", "zone", bulletins.ROUNDUP})
_PASSES = 3  # looks at one bulletin in one transaction


class Words:
    """The decoded words of bulletins: one object for all who get them."""

    def __init__(self) -> None:
        self._replies: dict[tuple[int, int], Reply] = {}

    def of(self, row: Any) -> Reply:
        """Of this version of a bulletin (a row of the table)."""
        key = (row.id, row.version)
        if key not in self._replies:
            self._replies = {known: each for known, each in self._replies.items() if known[0] != row.id}
            self._replies[key] = load_reply(row.reply)
        return self._replies[key]


@dataclass(kw_only=True)
class Look:
    """What is wanted, and what became of it. Belongs to one transaction at a time.

    Attributes:
        room: how many messages of each lane; what is left of it afterwards.
        lanes: those of them to look for in the outbox; bulletins are looked for in all.
        busy: chats for which nothing may be taken.
        most: messages of all lanes together.
        day: the campaign's local date, ISO.
        at: real time.
        late: whether a bulletin must be asked about before it goes on.
        per_topic: how many bulletins of one topic a person gets a day; 0 for no such limit.
        withhold: a round-up is to come that tells those who want news once a day.
        after: where the last look into each bulletin ended.
        claims: what was taken.
        unfinished: lanes to look at again at once.
        going: bulletins that are being sent.
        served: those of them from which something was taken.
        short: whether one has too few deliveries at hand.
    """

    channel: str
    bot: str
    room: dict[int, int]
    lanes: set[int]
    busy: set[str]
    most: int
    verdict: Verdict
    day: str
    at: datetime
    late: Callable[[Any], bool]
    words: Words
    after: dict[int, int]
    per_topic: int = 0
    withhold: bool = False
    claims: list[Claim] = field(default_factory=list)
    unfinished: set[int] = field(default_factory=set)
    going: set[int] = field(default_factory=set)
    served: set[int] = field(default_factory=set)
    short: bool = False

    async def take(self, tx: Tx) -> None:
        """Take answers first, then what bulletins have for the lanes that still have room."""
        if lanes := {lane: self.room[lane] for lane in self.lanes}:
            found = await claim_outbox(tx, self.channel, self.bot, lanes, self.busy, self.at, self.most)
            self._took(found)
        for row in await bulletins.live(tx):
            if row.state == BulletinState.SENDING.value and self.room.get(row.lane, 0) > 0:
                await self._look_at(tx, row)

    async def _look_at(self, tx: Tx, row: Any) -> None:
        if not self.verdict.allows(row.kind, urgent=row.urgent) or self.late(row):
            return
        self.going.add(row.id)
        left = min(self.room[row.lane], self.most - len(self.claims))
        if left <= 0 or await self._take_from(tx, row, left):
            self.unfinished.add(row.lane)

    async def _take_from(self, tx: Tx, row: Any, left: int) -> bool:
        """Take of one bulletin. Returns whether it should be looked at again at once."""
        for _ in range(_PASSES):
            after = self.after.get(row.id, 0)
            taken = await claim_deliveries(tx, self._wanted(row, after, left))
            self._took(taken.claims)
            left -= len(taken.claims)
            if taken.claims:
                self.served.add(row.id)
            self.after[row.id] = taken.after
            self.short |= not taken.after and not row.filled
            if left <= 0 or not (taken.after or after):  # all of it, from the first to the last
                return False
        return True

    def _took(self, found: list[Claim]) -> None:
        self.claims += found
        for claim in found:
            self.busy.add(claim.chat)
            self.room[claim.lane] -= 1

    def _wanted(self, row: Any, after: int, limit: int) -> Wanted:
        return Wanted(
            channel=self.channel,
            bot=self.bot,
            bulletin_id=row.id,
            lane=row.lane,
            urgent=row.urgent,
            version=row.version,
            reply=self.words.of(row),
            rule=bulletins.rule(row),
            after=after,
            limit=limit,
            busy=self.busy,
            day=self.day,
            at=self.at,
            paid=row.paid,
            per_topic=self.per_topic,
            topics=bulletins.topics_of(row),
            withhold=self.withhold and row.kind not in _AT_ONCE,
        )
