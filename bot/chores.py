"""What the calendar does beside its plan: housekeeping, and what has hours of its own."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from storage.database import Database, Tx, Urgency

Late = Callable[[datetime, datetime], timedelta]
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chore:
    """Housekeeping: run in a transaction of its own at start and then each time `every` of campaign time passed.

    It must be harmless to run twice or late; many missed runs are one.
    """

    name: str
    every: timedelta
    run: Callable[[Tx, datetime], Awaitable[None]]


class Hours(Protocol):
    """What happens at hours of its own, beside the campaign's firings: approved bulletins."""

    async def next(self, tx: Tx, after: datetime) -> datetime | None:
        """The first of these hours after this campaign instant."""

    async def start(self, tx: Tx, now: datetime, late: Late) -> None:
        """Do what is due at the campaign instant `now`; `late(due, now)` is how late that really is."""


class Chores:
    """All of them, and when each was done last."""

    def __init__(self, database: Database, chores: Sequence[Chore]) -> None:
        self.chores = tuple(chores)
        self._database = database
        self._done: dict[str, datetime] = {}

    async def do(self, now: datetime, *, every: bool = False) -> None:
        """Do those whose time has come at this campaign instant, or `every` one. One that fails is logged."""
        for chore in self.chores:
            done = self._done.get(chore.name)
            if done is not None and now - done < chore.every and not every:
                continue
            self._done[chore.name] = now
            try:
                async with self._database.transaction(Urgency.SLICE) as tx:
                    await chore.run(tx, now)
            except Exception:
                log.exception("calendar.chore_failed", chore=chore.name)
