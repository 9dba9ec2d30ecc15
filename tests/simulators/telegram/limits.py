"""Telegram's numbers, its flood control as a strict sliding window, and what was counted on the way."""

import math
from array import array
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.simulators.telegram.errors import too_many

TEXT = 4096
"""UTF-16 units of a message's text after entity parsing."""
CAPTION = 1024
"""UTF-16 units of a caption after entity parsing."""
CALLBACK_DATA = 64
"""Bytes of a button's data."""
ENTITIES = 100
"""Entities of one message; further ones are ignored."""
UPLOAD, PHOTO, DOWNLOAD = 50 * 1024**2, 10 * 1024**2, 20 * 1024**2
"""Bytes of an upload, of an uploaded photo, and of what getFile serves."""
DELETE_WINDOW = 48 * 3600
"""Seconds during which a message can be deleted."""
UPDATE_LIFE = 24 * 3600
"""Seconds during which an update waits for the bot."""
LONG_POLL = 50
"""Seconds a getUpdates may wait."""
IN_FLIGHT = 1000
"""Requests of one bot under way at once; more are refused for a minute."""


@dataclass(kw_only=True)
class Stats:
    """What arrived and what became of it; times are the simulator's monotonic seconds.

    `arrivals` holds every request that flood control counts (sends, edits, deletions), `acceptances` those it
    let through, `refused` every answer with `ok` false by kind: bot, chat, group, or the error code.
    """

    arrivals: "array[float]" = field(default_factory=lambda: array("d"))
    acceptances: "array[float]" = field(default_factory=lambda: array("d"))
    refused: Counter[str] = field(default_factory=Counter)
    calls: Counter[str] = field(default_factory=Counter)
    in_flight: int = 0
    peak_in_flight: int = 0

    @property
    def arrived(self) -> int:
        return len(self.arrivals)

    @property
    def accepted(self) -> int:
        return len(self.acceptances)

    @property
    def flooded(self) -> int:
        """How many requests were refused with 429 by one of the three windows."""
        return self.refused["bot"] + self.refused["chat"] + self.refused["group"]

    def share_of(self, rate: float) -> float:
        """The part of the allowed rate (messages a second) used between the first and the last acceptance."""
        if len(self.acceptances) < 2:
            return 0.0
        span = self.acceptances[-1] - self.acceptances[0]
        return (len(self.acceptances) - 1) / (span * rate) if span else math.inf

    def busiest(self, seconds: float = 1.0) -> int:
        """The most arrivals in any window of `seconds`."""
        most, first = 0, 0
        for last, time in enumerate(self.arrivals):
            while time - self.arrivals[first] >= seconds:
                first += 1
            most = max(most, last - first + 1)
        return most


class SlidingWindow:
    """At most `limit` events of one key in any `seconds`; what left the window is forgotten."""

    def __init__(self, limit: int, seconds: float) -> None:
        if limit < 1 or seconds <= 0:
            raise ValueError(f"a window needs a limit of 1 or more and a length, not {limit} in {seconds} s")
        self.limit = limit
        self.seconds = seconds
        self._order: deque[tuple[float, int]] = deque()
        self._times: dict[int, list[float]] = {}

    def wait(self, key: int, now: float) -> float:
        """Seconds until one more event of `key` fits; 0 when it fits now."""
        self._forget(now)
        times = self._times.get(key, [])
        return max(0.0, times[0] + self.seconds - now) if len(times) >= self.limit else 0.0

    def add(self, key: int, now: float) -> None:
        self._order.append((now, key))
        self._times.setdefault(key, []).append(now)

    def _forget(self, now: float) -> None:
        while self._order and now - self._order[0][0] >= self.seconds:
            _, key = self._order.popleft()
            times = self._times[key]
            if len(times) == 1:
                del self._times[key]
            else:
                del times[0]


class Flood:
    """The three limits of core.telegram.org/bots/faq, kept to the letter.

    Telegram's own limits are softer and unspecified; a client that passes here passes there. A request refused
    with `retry_after` N shuts that scope until N seconds are over, as the real server does.
    An album counts as one message.
    """

    def __init__(
        self,
        *,
        rate: int | None,
        chat_burst: int | None,
        group_per_minute: int | None,
        least_pause: int,
        clock: Callable[[], float],
        stats: Stats,
    ) -> None:
        self._bot = SlidingWindow(rate, 1.0) if rate else None
        self._chats = SlidingWindow(chat_burst, float(chat_burst)) if chat_burst else None
        self._groups = SlidingWindow(group_per_minute, 60.0) if group_per_minute else None
        self._least_pause = least_pause
        self._clock = clock
        self._stats = stats
        self._shut: dict[tuple[str, int], float] = {}

    def admit(self, chat: int) -> None:
        """Count one send, edit or deletion in `chat`; raise 429 if a window is full or still shut."""
        now = self._clock()
        self._stats.arrivals.append(now)
        scopes = (("bot", self._bot, 0), ("chat", self._chats, chat), ("group", self._groups, chat))
        for kind, window, key in scopes:
            if window and (kind != "group" or chat < 0):
                self._check(kind, window, key, now)
        for kind, window, key in scopes:
            if window and (kind != "group" or chat < 0):
                window.add(key, now)
        self._stats.acceptances.append(now)

    def _check(self, kind: str, window: SlidingWindow, key: int, now: float) -> None:
        wait = window.wait(key, now)
        if self._shut:
            shut = self._shut.get((kind, key), 0.0)
            if shut > now:
                raise too_many(math.ceil(shut - now), kind)
            self._shut.pop((kind, key), None)
        if wait > 0:
            seconds = max(self._least_pause, math.ceil(wait))
            self._shut[kind, key] = now + seconds
            raise too_many(seconds, kind)
