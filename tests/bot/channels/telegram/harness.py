"""A channel that talks to the simulator, with waits that are noted and not slept."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from bot.channels.base import Raw
from bot.channels.telegram import TelegramChannel
from messages.content import Choice, Reply, Send
from tests.simulators.telegram import TelegramSimulator


class Waits(list[float]):
    """The seconds that the channel would have slept."""

    async def __call__(self, seconds: float) -> None:
        self.append(seconds)


class Inbox:
    """What was heard, in order; fails as often as told first."""

    def __init__(self, *, failures: int = 0) -> None:
        self.raws: list[Raw] = []
        self.failures = failures

    async def __call__(self, raws: Sequence[Raw]) -> None:
        if self.failures:
            self.failures -= 1
            raise RuntimeError("disk full, and here is the message: secret words")
        self.raws.extend(raws)

    @property
    def keys(self) -> list[str]:
        return [raw.key for raw in self.raws]


@asynccontextmanager
async def channel(telegram: TelegramSimulator, **settings: Any) -> AsyncIterator[TelegramChannel]:
    """A started channel on the simulator."""
    made = TelegramChannel(telegram.token, telegram.url, 30, **settings)
    try:
        await made.start()
        yield made
    finally:
        await made.close()


def say(chat: int, text: str, *, quoting: str = "", **content: Any) -> Send:
    """A Send."""
    return Send(chat=str(chat), reply=Reply(text=text, **content), quoting=quoting)


def row(*labels: str) -> tuple[Choice, ...]:
    """Choices whose data is their label in bytes that fit."""
    return tuple(Choice(label=label, data=f"1|c|{index}||") for index, label in enumerate(labels))
