"""Telling a platform's bad day from a person's: outages and the fuse. Pure: told the time (monotonic seconds)."""

from collections import deque

_STREAK = 3  # failures in a row, of as many chats, that make an outage
_LONGEST = 60.0  # seconds between two tries in an outage
FUSE_WINDOW, FUSE_SHARE, FUSE_LEAST = 100, 0.3, 20


class Outage:
    """Whether the platform answers at all.

    In an outage one message at a time probes it, at growing distances, so that the others are spared their tries.
    """

    def __init__(self) -> None:
        self._chats: set[str] = set()
        self._until = 0.0
        self._holds = 0

    @property
    def on(self) -> bool:
        """Whether there is one."""
        return self._holds > 0

    def failed(self, chat: str, now: float, *, stop: bool = False, longest: float = _LONGEST) -> bool:
        """A message failed for no reason of its own; `stop`: nothing can work until the operator acts.

        `longest`: seconds between two tries then. Returns whether this began an outage.
        """
        began = not self.on
        self._chats.add(chat)
        if (len(self._chats) < _STREAK and not stop) or now < self._until:
            return False
        self._until = now + (longest if stop else min(_LONGEST, 2.0**self._holds))
        self._holds += 1
        return began

    def worked(self) -> None:
        """The platform took a message, or refused it with a reason."""
        self._chats.clear()
        self._until = 0.0
        self._holds = 0

    def wait(self, now: float, flying: int) -> float | None:
        """Seconds until the next message may be tried; None: once those in flight are back."""
        if not self.on:
            return 0.0
        return None if flying and now >= self._until else max(0.0, self._until - now)


class Fuse:
    """Refusals among the last messages of each bulletin: when they jump, it is not the people."""

    def __init__(self) -> None:
        self._last: dict[int, deque[int | None]] = {}
        self._blown: set[int] = set()

    def mend(self, bulletin_id: int) -> None:
        """Its messages are being taken (again)."""
        self._blown.discard(bulletin_id)

    def took(self, bulletin_id: int) -> None:
        """A message of this bulletin arrived."""
        self._window(bulletin_id).append(None)

    def refused(self, bulletin_id: int, address_id: int) -> list[int] | None:
        """A message was refused. If the fuse blows: the addresses refused lately, else None.

        What was in flight then is told the same until the bulletin goes on.
        """
        if bulletin_id in self._blown:
            return [address_id]
        window = self._window(bulletin_id)
        window.append(address_id)
        refused = [each for each in window if each is not None]
        if len(refused) < FUSE_LEAST or len(refused) <= FUSE_SHARE * len(window):
            return None
        del self._last[bulletin_id]
        self._blown.add(bulletin_id)
        return refused

    def _window(self, bulletin_id: int) -> deque[int | None]:
        return self._last.setdefault(bulletin_id, deque(maxlen=FUSE_WINDOW))
