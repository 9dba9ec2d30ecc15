"""When the next message may leave. Pure: every method is told the time (monotonic seconds).

Even spacing keeps bursts away; a strict sliding window holds whatever the spacing forgives. The window counts from
when a message has left, not from when it was allowed to: until then it counts as leaving any moment. It is longer
than the platform's by a margin, because messages that leave a second apart may arrive closer together; one whose
answer took longer than that may have arrived later by as much, and counts from then. The spacing is wider still, so
that lateness does not stay for good: who left late makes the one a window later late too.
"""

import math
from collections import deque

from bot.channels.base import Limits

MARGIN = 0.004  # seconds
_WIDER = 1.7  # margins by which the spacing is wider than the rate's: 99.3 % of it is used
_COVERS = 0.8  # of the margin: so much lateness on the way it is for
_LATEST = 0.25  # seconds by which a message may have arrived later than it left, at most
_QUICKEST = (
    20.0  # seconds after which the quickest answer of before is forgotten: the way may have grown longer
)
_WINDOW = 1.0
_MINUTE = 60.0
# Seconds of lateness that are made up for, at a slow rate and at most: timers wake late, busy machines later.
_CATCH_UP, _UP_TO = 0.01, 0.25
_BRISK = 100.0  # messages a second from which on more is made up for: a few at once are no burst then
_ASK_AGAIN = 0.01  # seconds; when nobody knows when what is allowed will have left
_LEAST = 1e-4  # the shortest wait worth telling; below it rounding would make loops spin
_TOGETHER = 2.0  # seconds within which refusals of different chats mean the whole bot
_BACK_OFF, _SLOWEST = 0.75, 0.1  # of the pace, when the platform refuses the whole bot
_RECOVERY = 0.02  # of the full pace, won back each second
_SOON = 1.5  # seconds; a chat that must wait longer is not worth taking a message for


class Left:
    """One message in the window, and when it left or, as far as is known, may have arrived."""

    __slots__ = ("at",)

    def __init__(self, at: float) -> None:
        self.at = at


class Limiter:
    """Counts every send, edit and delete of one bot."""

    def __init__(self, limits: Limits, *, margin: float = MARGIN) -> None:
        self._rate = limits.rate
        self._window = _WINDOW + margin
        self._even = _WINDOW + margin * _WIDER
        self._catch_up = min(_UP_TO, _CATCH_UP * max(1.0, limits.rate / _BRISK))
        self._most = math.inf if math.isinf(limits.rate) else max(1, math.floor(limits.rate))
        self._interval = limits.chat_interval + (margin if limits.chat_interval else 0)
        self._minute = _MINUTE + margin
        self._group_most = limits.group_per_minute
        self._margin = margin
        # Seconds to the quickest answer: of the span before this one, of this one; and since when.
        self._before, self._lately, self._since = math.inf, math.inf, -math.inf
        self._left: deque[Left] = deque()
        self._leaving = 0  # allowed, and not on their way yet
        self._slot = -math.inf
        self._free_rate = limits.free
        self._free_left: deque[float] = deque()
        self._free_slot = -math.inf
        self._chats: dict[str, float] = {}  # when each may be written to next, soonest first
        self._groups: dict[str, deque[float]] = {}
        self._blocked: dict[str, float] = {}
        self._refusals: deque[tuple[float, str]] = deque()
        self._held = -math.inf
        self._factor, self._factor_at = 1.0, 0.0

    def pace(self, now: float) -> float:
        """Messages a second that it aims at."""
        return self._rate * self._share(now)

    def wait(self, now: float) -> float:
        """Seconds until the bot may send anything; 0 if now."""
        until = max(self._slot, self._held)
        while self._left and self._left[0].at <= now - self._window:
            self._left.popleft()
        if (over := len(self._left) + self._leaving - self._most) >= 0:
            first = int(over)  # of those that must be forgotten, the last
            until = max(
                until, self._left[first].at + self._window if first < len(self._left) else now + _ASK_AGAIN
            )
        return _told(until - now)

    @property
    def off(self) -> bool:
        """Whether the platform allows any pace."""
        return math.isinf(self._rate)

    @property
    def capped(self) -> bool:
        """Whether what nobody pays for must leave slower than the rest."""
        return self._free_rate < self._rate

    def free_slot(self, now: float) -> float:
        """Seconds until the next message that goes to many for nothing may leave; each asks once: it is its slot."""
        slot = max(self._free_slot, now - self._catch_up)
        self._free_slot = slot + self._even / min(self._free_rate, self.pace(now))
        return _told(slot - now)

    def free_wait(self, now: float) -> float:
        """Seconds until the window of what goes to many for nothing has room; 0 if now."""
        self._forget(self._free_left, now - self._window)
        if len(self._free_left) < max(1, math.floor(self._free_rate)):
            return 0.0
        return _told(self._free_left[0] + self._window - now)

    def chat_wait(self, chat: str, now: float, *, group: bool = False) -> float:
        """Seconds until this chat may be written to; 0 if now."""
        until = max(self._chats.get(chat, -math.inf), self._blocked.get(chat, -math.inf))
        if group and (lately := self._groups.get(chat)):
            self._forget(lately, now - self._minute)
            if len(lately) >= self._group_most:
                until = max(until, lately[-self._group_most] + self._minute)
        return _told(until - now)

    def take(
        self, chat: str, now: float, *, group: bool = False, free: bool = False, told: bool = False
    ) -> None:
        """Count a message that leaves now; ask the waits first.

        `free`: it goes to many, for nothing. `told`: `leaves` will say when it has really left.
        """
        if free:
            self._free_left.append(now)
        if told and not self.off:
            self._leaving += 1
        else:
            self._leave(now)
        self._count(chat, now, now, group=group)
        if now - self._slot > self._catch_up:  # nothing was due: a pause, not lateness
            self._slot = now
        self._slot += self._spacing(now)
        self._tidy(now)

    def leaves(self, chat: str, now: float) -> Left:
        """What was taken a moment ago has left; once for each that was taken as `told`."""
        if not self.off:
            self._leaving -= 1
            self._space(chat, now)
        return self._leave(now)

    def answered(self, left: Left, began: float, now: float) -> None:
        """The platform answered what was begun then: as late as others are answered, it may have been counted.

        The quickest is reckoned from the beginning, not from `left`, which a busy loop may have told late.
        """
        trip = now - began
        if now - self._since > _QUICKEST:
            self._before, self._lately, self._since = self._lately, trip, now
        self._lately = min(self._lately, trip)
        latest = now - min(self._before, self._lately) - self._margin * _COVERS
        left.at = min(max(left.at, latest), left.at + _LATEST)

    def charge(self, chat: str, parts: int, now: float, *, group: bool = False) -> None:
        """What was taken as one message left as `parts`: the rest is counted now and paid for by waiting."""
        for extra in range(1, parts):
            self._leave(now)
            self._count(chat, now, now + extra * self._interval, group=group)
            self._slot = max(self._slot, now) + self._spacing(now)

    def seed(self, chat: str, at: float, *, group: bool = False) -> None:
        """Count a message of before the start; call in order of time."""
        self._leave(at)
        self._count(chat, at, at, group=group)

    def refused(self, chat: str, seconds: float, now: float) -> bool:
        """The platform said to wait `seconds`: this chat does; the bot too if several chats are told at once.

        Returns whether the whole bot waits now because of this.
        """
        self.block(chat, now + seconds)
        while self._refusals and self._refusals[0][0] < now - _TOGETHER:
            self._refusals.popleft()
        self._refusals.append((now, chat))
        if len({each for _, each in self._refusals}) < 2:
            return False
        if now >= self._held:  # once for a volley that was in flight together
            self._factor = max(_SLOWEST, self._share(now) * _BACK_OFF)
            self._factor_at = now
        self.hold(now + seconds)
        return True

    def block(self, chat: str, until: float) -> None:
        """Write nothing to this chat before `until`."""
        self._blocked[chat] = max(until, self._blocked.get(chat, until))

    def hold(self, until: float) -> None:
        """Send nothing at all before `until`."""
        self._held = max(self._held, until)

    @property
    def held_until(self) -> float:
        """Until when nothing at all is sent; may lie in the past."""
        return self._held

    def not_soon(self, now: float) -> list[str]:
        """Chats for which no message should be taken yet.

        One that was told to wait is among them to the end: a later message must not overtake the one that waits.
        """
        self._blocked = {chat: until for chat, until in self._blocked.items() if until > now}
        full = {chat for chat in self._groups if self.chat_wait(chat, now, group=True) > _SOON}
        return sorted(self._blocked.keys() | full)

    def _share(self, now: float) -> float:
        return min(1.0, self._factor + max(0.0, now - self._factor_at) * _RECOVERY)

    def _spacing(self, now: float) -> float:
        return 0.0 if self.off else self._even / self.pace(now)

    def _leave(self, at: float) -> Left:
        left = Left(at)
        if not self.off:
            self._left.append(left)
        return left

    def _space(self, chat: str, at: float) -> None:
        if self._interval:
            self._chats.pop(chat, None)  # put back at the end: the dict stays in order of time
            self._chats[chat] = at + self._interval

    def _count(self, chat: str, at: float, from_: float, *, group: bool) -> None:
        self._space(chat, from_)
        if group:
            self._groups.setdefault(chat, deque()).append(at)

    def _tidy(self, now: float) -> None:
        """Forget chats that may be written to again: a million people must not stay in memory."""
        done: list[str] = []
        for chat, at in self._chats.items():
            if at > now or len(done) >= 2:  # two for each one added empties it in time
                break
            done.append(chat)
        for chat in done:
            del self._chats[chat]

    @staticmethod
    def _forget(times: deque[float], upto: float) -> None:
        while times and times[0] <= upto:
            times.popleft()


def _told(seconds: float) -> float:
    return 0.0 if seconds <= 0 else max(seconds, _LEAST)
