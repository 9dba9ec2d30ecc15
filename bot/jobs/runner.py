"""Does what waits in the queue of jobs, one at a time, each until it works or has failed as often as it may."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from storage import faults, jobs
from storage.database import BROKEN, Database, Tx, Urgency
from storage.jobs import USUAL, Job, Patience

LOOK_S = 2.0  # seconds between two looks: jobs of other processes, and tries that were put off
Closing = Callable[[Tx], Awaitable[None]]
Work = Callable[[Job], Awaitable[Closing]]
"""Does the slow part and returns the quick one, which runs in the transaction that ends the job."""
Alert = Callable[[Tx, str], Awaitable[None]]

log = structlog.get_logger(__name__)


async def nothing(_tx: Tx) -> None:
    """The quick part of work that has none."""


@dataclass(kw_only=True)
class Runner:
    """Runs until cancelled; a job cut short by that is done again at the next start.

    Attributes:
        only: the kinds that it does; empty for all `besides` those of another runner.
    """

    database: Database
    works: Mapping[str, Work]
    wall: Callable[[], datetime]
    alert: Alert
    patience: Mapping[str, Patience] = field(default_factory=dict)  # of kinds that are not tried as usual
    only: frozenset[str] = frozenset()
    besides: frozenset[str] = frozenset()
    _due: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        """Listen for new jobs."""
        self.database.on_wake("jobs", self._due.set)

    async def run(self) -> None:
        """Do jobs as they come."""
        while True:
            self._due.clear()
            with suppress(*BROKEN):
                while await self.step():
                    pass
            with suppress(TimeoutError):
                await asyncio.wait_for(self._due.wait(), LOOK_S)

    async def step(self) -> bool:
        """Do the next job that is due. Returns whether there was one."""
        async with self.database.reading() as tx:
            job = await jobs.next_due(tx, self.wall(), only=self.only, besides=self.besides)
        if job is None:
            return False
        try:
            faults.point("job.before")
            closing = await self._work(job)
            async with self.database.transaction(Urgency.SLICE) as tx:
                if await jobs.done(tx, job, self.wall()):
                    await closing(tx)
                faults.point("job.before_commit")
            faults.point("job.after_commit")
        except BROKEN:
            raise
        except Exception as error:  # noqa: BLE001 - the next job must proceed
            await self._failed(job, error)
        return True

    async def _work(self, job: Job) -> Closing:
        work = self.works.get(job.kind)
        if work is None:
            raise LookupError(f"nothing does jobs of kind {job.kind}")
        return await work(job)

    async def _failed(self, job: Job, error: Exception) -> None:
        name = type(error).__name__
        log.error("job_failed", job=job.id, kind=job.kind, attempt=job.attempts + 1, exc_info=error)
        patience = self.patience.get(job.kind, USUAL)
        async with self.database.transaction(Urgency.SLICE) as tx:
            if await jobs.failed(tx, job, name, self.wall(), patience):
                await self.alert(
                    tx, f"việc “{job.kind}” không làm được sau {patience.attempts} lần thử ({name})"
                )
