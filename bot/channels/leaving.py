"""When a message really leaves: known to the channel that writes it, needed by whoever keeps the platform's pace.

Between permission and the first byte lie connections to open and a busy loop; counted from permission, messages
would arrive closer together than they seem to have left, and a strict platform would refuse them.
"""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Protocol, runtime_checkable

_told: ContextVar[Callable[[], None] | None] = ContextVar("leaving", default=None)


@runtime_checkable
class Telling(Protocol):
    """A channel that calls `left` for everything it is given to deliver; the others count from permission."""

    tells: bool


def hear(told: Callable[[], None]) -> None:
    """Have `told` called when a request of this task has been written; for a message in parts, more than once."""
    _told.set(told)


def left() -> None:
    """What this task sends is on its way."""
    if told := _told.get():
        told()
