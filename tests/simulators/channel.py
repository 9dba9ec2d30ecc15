"""A platform for tests of sending: takes everything, or does as it is told, and writes down when."""

import asyncio
import heapq
import itertools
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.channels.base import Heard, Limits
from messages.content import Attachment, Delete, Edit, Inbound, Outbound, Receipt
from storage.tx import under_way

LIMITS = Limits(
    text=4096,
    caption=1024,
    buttons=100,
    edit=True,
    delete=True,
    groups=True,
    rate=1000.0,
    chat_interval=1.0,
    retry_unknown=3,
)
_ROUNDS = 20  # of the loop, for whoever is awake
_HELD = 0.001  # real seconds for a database that may not answer
EPOCH = datetime(2021, 8, 18, 1, tzinfo=UTC)


class FakeClock:
    """Monotonic and real time that move only when a test lets them."""

    def __init__(self) -> None:
        self.time = 1000.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = itertools.count()

    def monotonic(self) -> float:
        """Seconds."""
        return self.time

    def wall(self) -> datetime:
        """Real time."""
        return EPOCH + timedelta(seconds=self.time - 1000.0)

    async def sleep(self, seconds: float) -> None:
        """Until somebody lets that much time pass."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.time + seconds, next(self._order), woken))
        await woken

    def step(self) -> bool:
        """Go on to when the next sleeper wakes. Returns whether there was one."""
        while self._sleepers:
            due, _, woken = heapq.heappop(self._sleepers)
            if not woken.done():
                self.time = max(self.time, due)
                woken.set_result(None)
                return True
        return False

    async def run(self, until: Callable[[], bool], *, held: bool = False) -> None:
        """Let time pass until something is so; the test's own time-out ends it if that never happens.

        `held`: the test itself holds the database, so that time passes although somebody waits for it.
        """
        while not until():
            await _settled(_HELD if held else None)
            if not self.step():
                await asyncio.sleep(0.001)  # whoever is waited for lives in the real time

    async def run_for(self, seconds: float, *, held: bool = False) -> None:
        """Let at least so much time pass."""
        end = self.time + seconds
        await self.run(lambda: self.time >= end, held=held)


async def _settled(patience: float | None) -> None:
    """Once everybody who is awake has done what they can, however slow the machine and the database.

    So no time passes between a message's turn and its leaving, nor between a question to the database and its answer,
    unless the answer takes longer than `patience` seconds of real time.
    """
    ready = asyncio.get_running_loop()._ready  # type: ignore[attr-defined]
    while True:
        for _ in range(_ROUNDS):
            await asyncio.sleep(0)
            if not ready:
                break
        steps = [
            each for each in under_way if not each.done() and each.get_loop() is asyncio.get_running_loop()
        ]
        if not steps:
            return
        done, _ = await asyncio.wait(steps, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
        if not done:
            return


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Something that the platform was asked to do, and when."""

    message: Outbound
    at: float
    answer: Receipt | BaseException

    @property
    def text(self) -> str:
        """The words; empty for a delete."""
        return "" if isinstance(self.message, Delete) else self.message.reply.text


class FakeChannel:
    """Gives every message an id. `script(message)` may return or raise something else; None means: take it."""

    name = "fake"
    bot = "1"

    def __init__(self, clock: FakeClock, limits: Limits = LIMITS) -> None:
        self.limits = limits
        self.arrivals: list[Arrival] = []
        self.script: Callable[[Outbound], Receipt | BaseException | None] = lambda _: None
        self.answers: deque[Receipt | BaseException] = deque()
        self.open = asyncio.Event()
        self.open.set()
        self.together: dict[str, int] = {}
        self._clock = clock
        self._ids = itertools.count(1)

    async def start(self) -> None:
        """Nothing to do."""

    async def listen(self, heard: Heard) -> None:
        """Nobody says anything."""

    def read(self, body: bytes) -> Inbound | None:
        """Nobody says anything."""
        return None

    async def deliver(self, message: Outbound) -> Receipt:
        """As scripted."""
        self.together[message.chat] = self.together.get(message.chat, 0) + 1
        assert self.together[message.chat] == 1, "one message of a chat is in flight at a time"
        at = self._clock.monotonic()
        try:
            await self.open.wait()
        finally:
            self.together[message.chat] -= 1
        answer = self.answers.popleft() if self.answers else self.script(message)
        same = isinstance(message, Edit)  # an edited message keeps its id
        answer = answer or Receipt(messages=(message.message if same else str(next(self._ids)),))
        self.arrivals.append(Arrival(message=message, at=at, answer=answer))
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def fetch(self, attachment: Attachment) -> AsyncIterator[bytes]:
        """There are no files."""
        raise NotImplementedError

    async def close(self) -> None:
        """Nothing to do."""

    @property
    def texts(self) -> list[str]:
        """The words of everything that was asked for, in order."""
        return [arrival.text for arrival in self.arrivals]

    @property
    def taken(self) -> list[Arrival]:
        """What was accepted."""
        return [arrival for arrival in self.arrivals if isinstance(arrival.answer, Receipt)]
