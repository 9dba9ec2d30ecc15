"""What the stand-in knows: who wrote, who was served, what was refused."""

import itertools
import json
import random
import time
from collections import Counter, deque
from typing import Any, Protocol

from tests.simulators.telegram.limits import Flood, Stats


class Asking(Protocol):
    """Whoever waits for updates."""

    def result(self, value: bytes) -> None:
        """Answer it."""


class World:
    """Everything that a reset forgets."""

    def __init__(self, **config: Any) -> None:
        """Take what `/control/reset` says; see `benchmarks.control.Stub.reset`."""
        self.stats = Stats()
        self.flood = Flood(
            rate=config.get("rate"),
            chat_burst=config.get("chat_burst"),
            group_per_minute=None,
            least_pause=1,
            clock=time.monotonic,
            stats=self.stats,
        )
        self.latency = float(config.get("latency", 0.0))
        self.faults: dict[str, float] = config.get("faults", {})
        self.blocked_every = int(config.get("blocked_every", 0))
        self.random = random.Random(config.get("seed", 1))
        self.remember = bool(config.get("remember"))
        self.taken: dict[int, list[int]] = {}  # chat: how often taken, in which life of the program lately
        self.excused: Counter[int] = Counter()  # taken, but the answer was cut off
        self.repeats: Counter[int] = Counter()  # by the life in which the message was taken before
        self.life = 0
        self.life_arrivals = 0
        self.message = 0
        self.expected = 0  # answers to everything that somebody has written or is going to
        self.asked: dict[int, float] = {}
        self.latencies: list[float] = []
        self.pending: deque[tuple[int, bytes]] = deque()
        self.next_update = 800_000_001
        self.waiting: Asking | None = None
        self.first_given = 0.0
        self.last_answered = 0.0

    def put(self, chat: int, text: str) -> None:
        """Queue a message of somebody to the bot."""
        who = {"id": chat, "first_name": "B", "language_code": "vi"}
        content: dict[str, Any] = {
            "message_id": self.next_update,
            "from": who | {"is_bot": False},
            "chat": {"id": chat, "first_name": "B", "type": "private"},
            "date": int(time.time()),
            "text": text,
        }
        if text.startswith("/"):
            content["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text)}]
        update = {"update_id": self.next_update, "message": content}
        self.pending.append((self.next_update, json.dumps(update, ensure_ascii=False).encode()))
        self.next_update += 1
        self.asked[chat] = time.monotonic()
        if self.waiting is not None:
            waiting, self.waiting = self.waiting, None
            self.give(waiting, 100)

    def give(self, to: Asking, limit: int) -> None:
        """Answer a getUpdates."""
        found = [body for _, body in itertools.islice(self.pending, limit)]
        if found and not self.first_given:
            self.first_given = time.monotonic()
        to.result(b"[%s]" % b",".join(found))

    def took(self, chat: int, now: float) -> None:
        """Remember a message that was taken."""
        if chat in self.asked:
            self.latencies.append(now - self.asked.pop(chat))
            self.expected -= 1
            self.last_answered = now
        if not self.remember:
            return
        known = self.taken.get(chat)
        if known is None:
            self.taken[chat] = [1, self.life]
        else:
            self.repeats[known[1]] += 1
            known[0] += 1
            known[1] = self.life
