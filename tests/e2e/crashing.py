"""The real program in a process of its own, which kills itself at a named fault point.

The processes are forked from a server that has imported the program once: two dozen of them start in the time
that two would take from nothing.
"""

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import structlog

from bot import app
from bot.serving import serving
from bot.settings import Settings
from handlers.intents import sounds_like
from storage import faults
from tests.e2e.program import brisk, running, until

_context = get_context("forkserver")
if __name__ != "__main__":
    sounds_like("chào")  # learnt once, by the server, for all of them


@dataclass(frozen=True, kw_only=True)
class Death:
    """Where to die: at the `nth` passing of `point`; an empty point is never passed."""

    point: str = ""
    nth: int = 1


def start(environment: dict[str, str], death: Death = Death(), log: Path | None = None) -> ForkServerProcess:
    """Start the program; `exitcode` is -9 if it died where it was told to."""
    _context.set_forkserver_preload([__name__])
    # The server must find this module; Python before 3.12 does not tell it where to look.
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    try:
        process = _context.Process(target=_child, args=(environment, death, log))
        process.start()
    finally:
        if before is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = before
    return process


def _child(environment: dict[str, str], death: Death, log: Path | None) -> None:
    os.environ.clear()
    os.environ.update(environment)
    if log is not None:
        out = log.open("a", buffering=1)
        structlog.configure(logger_factory=structlog.PrintLoggerFactory(out))
    left = Counter({death.point: death.nth})

    def pass_by(point: str) -> None:
        if point == death.point:
            left[point] -= 1
            if not left[point]:
                os.kill(os.getpid(), signal.SIGKILL)

    faults.listen(pass_by)
    asyncio.run(_run())


async def _run() -> None:
    stopped = asyncio.create_task(app.stop_asked())
    async with app.assembled(Settings.load(None), brisk) as parts, serving(parts):
        await stopped


async def ended(process: ForkServerProcess) -> int:
    """Wait until it has ended; its exit code."""
    loop, over = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(process.sentinel, over.set)
    try:
        await over.wait()
    finally:
        loop.remove_reader(process.sentinel)
    process.join()
    assert process.exitcode is not None
    return process.exitcode


async def says(log: Path, event: str) -> None:
    """Wait until the program has written this to its log."""
    await until(f"{event!r} in its log", lambda: log.exists() and event in log.read_text())


@asynccontextmanager
async def revived(
    environment: dict[str, str], given: Settings, death: Death, log: Path
) -> AsyncIterator["asyncio.Future[int]"]:
    """The program, running until it dies where it was told to, then again, here and to die no more.

    Yields a future: the exit code of the first life.
    """
    code: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    stopped = asyncio.Event()
    first = start(environment, death, log)

    async def live() -> None:
        code.set_result(await ended(first))
        if not stopped.is_set():
            async with running(given):
                await stopped.wait()

    life = asyncio.create_task(live())
    try:
        yield code
    finally:
        stopped.set()
        if first.is_alive():
            first.kill()
        await life
