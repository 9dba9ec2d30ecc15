"""What a chat shows, and waiting until it shows something."""

from collections.abc import Callable
from typing import Any

from tests.simulators.telegram.state import State
from tests.simulators.telegram.world import Chat, Message

Wanted = str | Callable[[str], bool]


class Screen:
    """What one chat shows to whoever looks at it."""

    def __init__(self, state: State, chat: Chat) -> None:
        self._state = state
        self.chat = chat
        self._heard = 0

    @property
    def id(self) -> int:
        return self.chat.id

    @property
    def messages(self) -> list[Message]:
        """Everything ever written here, deleted messages too (see their flag), oldest first."""
        return list(self.chat.messages.values())

    def sees(self) -> list[Message]:
        """The bot's messages that the chat shows now, oldest first."""
        return [m for m in self.chat.messages.values() if m.from_bot and not m.deleted]

    @property
    def last(self) -> Message | None:
        """The bot's newest message that the chat shows."""
        return next((m for m in reversed(self.chat.messages.values()) if m.from_bot and not m.deleted), None)

    async def sees_text(self, wanted: Wanted, *, timeout: float = 30.0) -> Message:  # noqa: ASYNC109
        """Wait until a message of the bot holds `wanted`, a part of its text or a test of the text."""
        told = (lambda text: wanted in text) if isinstance(wanted, str) else wanted
        what = repr(wanted) if isinstance(wanted, str) else "a text"
        return await self.sees_message(lambda message: told(message.text), what=what, timeout=timeout)

    async def sees_message(
        self,
        wanted: Callable[[Message], Any],
        *,
        what: str = "a message",
        timeout: float = 30.0,  # noqa: ASYNC109
    ) -> Message:
        """Wait until a message of the bot that the chat shows now is as wanted; the newest such one."""

        def find() -> Message | None:
            return next((m for m in reversed(self.sees()) if wanted(m)), None)

        try:
            found: Message = await self._state.until(find, timeout, f"{what} in chat {self.id}")
        except AssertionError as error:
            shown = "\n".join(f"  {m}" for m in self.messages[-12:]) or "  nothing"
            raise AssertionError(f"{error}; it shows\n{shown}") from None
        return found

    async def next_message(self, *, timeout: float = 30.0) -> Message:  # noqa: ASYNC109
        """Wait for the next message that the bot sent or edited here and that was not returned before."""
        at = self._heard
        what = f"message number {at + 1} in chat {self.id}"
        await self._state.until(lambda: len(self.chat.shown) > at, timeout, what)
        self._heard = at + 1
        return self.chat.shown[at]

    def hears_nothing(self) -> bool:
        """Whether `next_message` has returned all that came."""
        return self._heard == len(self.chat.shown)
