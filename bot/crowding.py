"""How many people a platform lets write to a bot: told to the operator before the next one is turned away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.channels.base import Channel
from bot.conversation import Conversation
from storage import meta, people
from storage.database import Tx

WARNS = 80  # per cent of the people at which the operator is told; then again when it is full
_STEPS = (WARNS, 100)


@dataclass(kw_only=True)
class Crowding:
    """A chore of the calendar."""

    channels: Sequence[Channel]
    conversation: Conversation

    async def look(self, tx: Tx, _now: datetime) -> None:
        """Tell of each step once."""
        for channel in self.channels:
            if channel.limits.people:
                await self._look(tx, channel)

    async def _look(self, tx: Tx, channel: Channel) -> None:
        most, there = channel.limits.people, await people.count_at(tx, channel.name, channel.bot)
        reached = max((step for step in _STEPS if there * 100 >= step * most), default=0)
        key = f"people.{channel.name}.{channel.bot}"
        if reached <= (await meta.get(tx, key) or 0):
            return
        await meta.put(tx, key, reached)
        text = f"Kênh {channel.name} đã có {there} trên {most} người mà gói của bot cho phép."
        await self.conversation.alert(tx, f"{text} Người mới có thể không nhắn được; hãy xem gói dịch vụ")
