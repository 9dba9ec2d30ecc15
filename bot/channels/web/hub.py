"""The browsers that watch: everyone gets every event, and whoever cannot keep up starts afresh."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

Event = dict[str, Any]
_BEHIND = 1000  # events a browser may lag before it is told to load the page's state again


class Hub:
    """In-process publish and subscribe; None in a queue ends that subscription."""

    def __init__(self) -> None:
        self._watchers: set[asyncio.Queue[Event | None]] = set()

    @property
    def watched(self) -> bool:
        """Whether anybody looks."""
        return bool(self._watchers)

    def publish(self, event: Event) -> None:
        """Tell every browser; never waits."""
        for watcher in self._watchers:
            if watcher.qsize() < _BEHIND:
                watcher.put_nowait(event)
            else:
                _end(watcher)

    def end(self) -> None:
        """End all subscriptions."""
        for watcher in self._watchers:
            _end(watcher)

    @contextmanager
    def watching(self) -> Iterator[asyncio.Queue[Event | None]]:
        """A queue of all events from now on."""
        queue: asyncio.Queue[Event | None] = asyncio.Queue()
        self._watchers.add(queue)
        try:
            yield queue
        finally:
            self._watchers.discard(queue)


def _end(queue: asyncio.Queue[Event | None]) -> None:
    while not queue.empty():
        queue.get_nowait()
    queue.put_nowait(None)
