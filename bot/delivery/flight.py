"""What one sender knows while it runs: its clocks, its settings, what it has taken and not yet finished."""

import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from bot.channels.base import Channel
from bot.delivery.health import Fuse, Outage
from bot.delivery.lanes import LANES, Lanes
from bot.delivery.limiter import MARGIN, Limiter
from bot.delivery.metrics import Counters
from storage.claims import Claim, Source

_AHEAD = 0.25  # seconds' worth of messages taken before their turn
_LEAST_AHEAD = 4
_LEAST_IN_FLIGHT = 8
_LEAST = 100
_FASTEST, _ROUND_TRIP = 1000.0, 0.3  # messages a second that any platform takes; seconds
_BATCHES = 8  # of what is kept at hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """Something the operator must know: `kind` for machines, `text` for people, without personal data.

    Attributes:
        kind: misconfigured, quota, held, outage, fuse, late, grown, bug or storage.
        bulletin_id: the bulletin that was paused; 0 if none was.
        reference: what the log entry of a bug is found by.
    """

    kind: str
    text: str
    bulletin_id: int = 0
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a sender works.

    Attributes:
        zone: the campaign's time zone: whose midnight ends a day.
        in_flight: messages taken and not receipted, at most: what a crash may repeat.
        margin: seconds by which the limiter's windows are longer than the platform's.
        linger: seconds for which receipts are gathered while much is in flight.
        grace: seconds that a graceful stop waits for what is in flight.
        late_after: a bulletin that could not be sent for longer than this is asked about, not sent.
        per_topic: how many bulletins of one topic a person gets a day; 0 for no such limit.
        roundup: the next round-up for those who want news once a day, at a campaign time; None if none comes.
    """

    zone: tzinfo = UTC
    in_flight: int = _LEAST
    margin: float = MARGIN
    linger: float = 0.01
    grace: float = 10.0
    late_after: timedelta = timedelta(hours=3)
    per_topic: int = 0
    roundup: Callable[[datetime], datetime | None] = lambda _at: None

    def __post_init__(self) -> None:
        if self.in_flight < _LEAST_IN_FLIGHT:
            raise ValueError(f"a sender needs room for {_LEAST_IN_FLIGHT} messages, not {self.in_flight}")


def in_flight(rate: float) -> int:
    """How many messages may be in flight at this rate: enough while each is answered, and receipted, within 0.3 s."""
    return max(_LEAST, math.ceil(min(rate, _FASTEST) * _ROUND_TRIP))


class Steady:
    """Real time that keeps running evenly even if the machine's clock is set: waits are neither cut nor stretched."""

    def __init__(self, monotonic: Callable[[], float], wall: Callable[[], datetime]) -> None:
        self.monotonic = monotonic
        self._began, self._began_at = monotonic(), wall()

    def __call__(self) -> datetime:
        """Now, UTC."""
        return self.at(self.monotonic())

    def at(self, moment: float) -> datetime:
        """The real time of a monotonic moment."""
        return self._began_at + timedelta(seconds=moment - self._began)

    def seconds_until(self, at: datetime) -> float:
        """From now; negative for the past."""
        return (at - self()).total_seconds()


@dataclass(kw_only=True)
class Flight:
    """The shared state of a sender's loops."""

    channel: Channel
    settings: Settings
    steady: Steady
    alert: Callable[[Alert], Awaitable[None]]
    counters: Counters
    limiter: Limiter
    lanes: Lanes = field(default_factory=Lanes)
    outage: Outage = field(default_factory=Outage)
    fuse: Fuse = field(default_factory=Fuse)
    taken: dict[str, Claim] = field(default_factory=dict)  # by chat: one of each is in flight
    flying: int = 0
    held: set[int] = field(
        default_factory=set
    )  # bulletins that it is too late for: what was taken is handed back
    _slots: set[tuple[Source, int]] = field(default_factory=set)  # who was given a slot of the free pace

    @property
    def name(self) -> tuple[str, str]:
        """Which bot of which channel."""
        return self.channel.name, self.channel.bot

    def late(self, row: Any, now: datetime) -> bool:
        """Whether this bulletin (a row of the table) must be asked about before it goes on; `now`: campaign time."""
        if row.valid_until is not None and now > row.valid_until:
            return True
        return row.going_at is not None and self.steady() - row.going_at > self.settings.late_after

    def busy(self, now: float) -> set[str]:
        """Chats for which nothing more may be taken now."""
        return self.taken.keys() | set(self.limiter.not_soon(now))

    def hold(self, claims: list[Claim], now: float) -> None:
        """Queue what was taken."""
        for claim in claims:
            self.taken[claim.chat] = claim
            wait = self.limiter.chat_wait(claim.chat, now, group=claim.group)
            self.lanes.add(claim, now, wait)

    def release(self, claim: Claim) -> None:
        """It is receipted: the next of its chat may be taken."""
        if self.taken.get(claim.chat) is claim:
            del self.taken[claim.chat]
        self._slots.discard(claim.key)

    def free_wait(self, claim: Claim, now: float) -> float:
        """Seconds until a message that goes to many for nothing may leave: first its slot, then its window."""
        if claim.key not in self._slots:
            self._slots.add(claim.key)
            if (wait := self.limiter.free_slot(now)) > 0:
                return wait
        if (wait := self.limiter.free_wait(now)) > 0:
            return wait
        self._slots.discard(claim.key)
        return 0.0

    def ahead(self, now: float) -> int:
        """How many messages of a lane to have at hand."""
        pace = self.limiter.pace(now)
        most = self.settings.in_flight
        return most if math.isinf(pace) else min(most, max(_LEAST_AHEAD, math.ceil(pace * _AHEAD)))

    @property
    def free(self) -> int:
        """How many more messages may be in flight."""
        return self.settings.in_flight - len(self.taken)

    def room(self, now: float) -> dict[int, int]:
        """How many messages of each lane to take now; lanes that need none are left out.

        Bulk leaves a tenth of what may be in flight to answers, and answers a twentieth to bulk.
        """
        most, ahead = self.settings.in_flight, self.ahead(now)
        answers = sum(claim.lane == LANES[0] for claim in self.taken.values())
        bulk = len(self.taken) - answers
        free = self.free
        left = {LANES[0]: min(free, most - most // 20 - 1 - answers)}
        left |= dict.fromkeys(LANES[1:], min(free, most - most // 10 - 1 - bulk))
        return {lane: wanted for lane in LANES if (wanted := self._wanted(lane, ahead, left[lane])) > 0}

    def _wanted(self, lane: int, ahead: int, left: int) -> int:
        """An answer is taken as soon as it is there; bulk in batches worth a transaction, or when it has run out."""
        at_hand = self.lanes.count(lane)
        wanted = min(left, ahead - at_hand)
        if lane == LANES[0] or not at_hand:
            return wanted
        return 0 if at_hand > ahead // 2 or wanted < ahead // _BATCHES else wanted

    @property
    def full(self) -> bool:
        """Whether enough is on its way where nothing else slows it down: the rest is at hand meanwhile."""
        return self.limiter.off and self.flying >= self.settings.in_flight // 2
