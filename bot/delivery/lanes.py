"""Messages taken and not yet sent, in lanes. Pure: told the time (monotonic seconds)."""

import heapq
import itertools
from collections import deque

from storage.claims import Claim
from storage.outbox import LANE_ORDER

LANES = tuple(sorted(LANE_ORDER.values()))
SHARE = 20  # a lane lets those below it have at least every 20th turn: 5 %


class Lanes:
    """Earlier lanes first, and none starved.

    A message whose chat must still wait stands aside until then and keeps nobody else waiting.
    """

    def __init__(self) -> None:
        self._ready: dict[int, deque[Claim]] = {lane: deque() for lane in LANES}
        self._later: list[tuple[float, int, Claim]] = []
        self._arrivals = itertools.count()
        self._passed = dict.fromkeys(LANES, 0)  # turns that a lane had while lower ones were waiting
        self._counts = dict.fromkeys(LANES, 0)

    def add(self, claim: Claim, now: float, wait: float = 0.0) -> None:
        """Queue a message that may leave in `wait` seconds."""
        self._counts[claim.lane] += 1
        if wait > 0:
            heapq.heappush(self._later, (now + wait, next(self._arrivals), claim))
        else:
            self._ready[claim.lane].append(claim)

    def take(self, now: float) -> Claim | None:
        """The message whose turn it is; None if none may leave yet."""
        self._ripen(now)
        waiting = [lane for lane in LANES if self._ready[lane]]
        for lane in waiting:
            if lane == waiting[-1]:
                return self._pop(lane)
            if self._passed[lane] < SHARE - 1:
                self._passed[lane] += 1
                return self._pop(lane)
            self._passed[lane] = 0
        return None

    def empty_at(self, now: float) -> bool:
        """Whether none may leave yet."""
        self._ripen(now)
        return not any(self._ready.values())

    def next_at(self) -> float | None:
        """When the next one that stands aside may leave; None if none does."""
        return self._later[0][0] if self._later else None

    def count(self, lane: int) -> int:
        """How many are in this lane, aside or not."""
        return self._counts[lane]

    def clear(self) -> list[Claim]:
        """Take everything out, in the order of the lanes."""
        every = [claim for lane in LANES for claim in self._ready[lane]]
        every += [claim for _, _, claim in sorted(self._later)]
        for lane in LANES:
            self._ready[lane].clear()
            self._counts[lane] = 0
        self._later.clear()
        return every

    def _ripen(self, now: float) -> None:
        while self._later and self._later[0][0] <= now:
            claim = heapq.heappop(self._later)[2]
            self._ready[claim.lane].append(claim)

    def _pop(self, lane: int) -> Claim:
        self._counts[lane] -= 1
        return self._ready[lane].popleft()
