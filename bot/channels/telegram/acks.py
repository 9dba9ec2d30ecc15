"""Signs that something arrived: the pressed button stops spinning, "typing" shows. Empty, best effort."""

import asyncio
from collections.abc import Sequence
from typing import Any

from bot.channels.base import DeliveryError
from bot.channels.telegram.request import Wire

_MOST = 200  # under way at once; what is beyond goes without a sign
_TIMEOUT = 10.0


class Acks:
    """Sends acks beside the poll, never in its way."""

    def __init__(self, wire: Wire) -> None:
        """Send over `wire`."""
        self._wire = wire
        self._tasks: set[asyncio.Task[None]] = set()

    def send(self, updates: Sequence[Any]) -> None:
        """Acknowledge updates that are stored by now."""
        calls = [call for call in map(_ack, updates) if call]
        # One album is several messages and one "typing".
        for method, fields in {repr(call): call for call in calls}.values():
            if len(self._tasks) >= _MOST:
                return
            task = asyncio.create_task(self._call(method, fields))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Drop what is under way."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _call(self, method: str, fields: dict[str, Any]) -> None:
        try:
            await self._wire.call(method, fields, _TIMEOUT)
        except DeliveryError:
            return  # an old press cannot be answered any more, a blocked bot cannot type: nobody misses it


def _ack(update: Any) -> tuple[str, dict[str, Any]] | None:
    try:
        if press := update.get("callback_query"):
            return "answerCallbackQuery", {"callback_query_id": str(press["id"])}
        chat = update["message"]["chat"]
        if chat["type"] == "private":
            return "sendChatAction", {"chat_id": int(chat["id"]), "action": "typing"}
    except (LookupError, TypeError, ValueError, AttributeError):
        pass  # malformed: stored like all others, and answered by nothing
    return None
