"""One message between permission and its answer, as the limiter must know of it."""

from collections.abc import Callable

from bot.delivery.limiter import Left, Limiter


class Departure:
    """Tells the limiter once when a message leaves, and when it was answered."""

    __slots__ = ("_began", "_chat", "_left", "_limiter", "_monotonic")

    def __init__(self, limiter: Limiter, chat: str, monotonic: Callable[[], float]) -> None:
        self._limiter = limiter
        self._chat = chat
        self._monotonic = monotonic
        self._began = monotonic()
        self._left: Left | None = None

    def left(self) -> None:
        """It is on its way; of a message in parts, the first."""
        if self._left is None:
            self._left = self._limiter.leaves(self._chat, self._monotonic())

    def over(self) -> None:
        """It was answered, or given up: if it has not left by now, it never will."""
        if self._left is None:
            self.left()
        else:
            self._limiter.answered(self._left, self._began, self._monotonic())
