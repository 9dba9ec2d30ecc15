"""What the room's clock bar needs from the program's clock and calendar."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

SPEEDS = (1, 60, 600)


@dataclass(frozen=True, slots=True, kw_only=True)
class NextEvent:
    """What the calendar does next, in words, and when (aware)."""

    label: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockState:
    """Campaign time (aware), how much faster than real time it runs, and what comes next."""

    now: datetime
    speed: float
    paused: bool
    next: NextEvent | None = None


class ClockControl(Protocol):
    """The campaign clock, as the room shows and moves it."""

    async def state(self) -> ClockState:
        """Where the clock stands."""
        ...

    async def pause(self) -> None:
        """Stop campaign time."""
        ...

    async def resume(self) -> None:
        """Let it go on at its speed."""
        ...

    async def run_at(self, speed: float) -> None:
        """Go on from here at another speed, 1 to 3600."""
        ...

    async def jump(self) -> None:
        """Go to the next event; without one, do nothing."""
        ...
