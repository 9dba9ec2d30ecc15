"""The whole program as a measured process: as `vungxanh run` assembles it, or the half that hears without sending."""

import asyncio
import logging
import math
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import structlog
import uvloop

from benchmarks.pinned import CLIENT, TOKEN, WORDS, answer, job, pin
from bot import app
from bot.calm import calm
from bot.channels.base import Channel
from bot.clock import Clock
from bot.parts import Parts
from bot.serving import serving
from bot.settings import Settings
from messages.content import Reply
from storage import bulletins, outbox
from storage.bulletins import NewBulletin
from storage.campaign import Campaign
from storage.database import Database

MORNING = "2021-08-18T09:00:00+07:00"  # no quiet hour, and nothing of the calendar due for a while


def settings(given: dict[str, Any]) -> Settings:
    """The settings of a job: folder, url, rate."""
    for name in [name for name in os.environ if name.startswith("VUNGXANH_")]:
        del os.environ[name]
    return Settings(
        _env_file=None,
        data_dir=Path(given["folder"]),
        database=f"sqlite+aiosqlite:///{given['folder']}/vungxanh.sqlite3",
        telegram_api=given["url"],
        telegram_token=TOKEN,
        telegram_rate=min(1000.0, given.get("rate") or 1000.0),
        clock=MORNING,
        http="127.0.0.1:0",
    )


def unlimited(given: Settings, database: Database, clock: Clock, campaign: Campaign) -> Sequence[Channel]:
    """The channels, with the limiter off."""
    channels = app.platforms(given, database, clock, campaign)
    for channel in channels:
        channel.limits = replace(channel.limits, chat_interval=0.0, rate=math.inf)
    return channels


async def start_bulletin(parts: Parts, people: int) -> int:
    """To everyone."""
    new = NewBulletin(
        kind="bulletin",
        title="Đo",
        reply=Reply(text=WORDS),
        created_by="benchmark",
        counted=people,
        paid=True,  # or it would keep to the free pace
    )
    async with parts.database.transaction() as tx:
        return (await bulletins.start(tx, new, parts.clock.now())).id


async def interactive(given: dict[str, Any]) -> None:
    """Live; a line from the runner begins a bulletin, the next one ends everything."""
    loop = asyncio.get_running_loop()
    async with app.assembled(settings(given)) as parts, serving(parts):
        calm()
        answer(ready=True)
        await loop.run_in_executor(None, sys.stdin.readline)
        await start_bulletin(parts, given["people"])
        await loop.run_in_executor(None, sys.stdin.readline)
        os._exit(0)  # the measurement is over


async def intake(given: dict[str, Any]) -> None:
    """Hear and answer `count` updates into the outbox; nothing is sent."""
    async with app.assembled(settings(given)) as parts:
        channel, handled = parts.channels[0], parts.conversation
        await channel.start()
        calm()
        began = time.process_time()
        async with asyncio.TaskGroup() as group:
            group.create_task(channel.listen(lambda raws: parts.heard(channel, raws)))
            group.create_task(handled.run())
            while handled.handled < given["count"]:  # noqa: ASYNC110 - it tells nobody, and need not
                await asyncio.sleep(0.002)
            done, spent = time.monotonic(), time.process_time() - began
            async with parts.database.reading() as tx:
                waiting = sum((await outbox.waiting(tx)).values())
            answer(done=done, cpu_us=spent / given["count"] * 1e6, answers=waiting)
            os._exit(0)  # the measurement is over


def quiet() -> None:
    """No log: what is measured is the work."""
    logging.disable(logging.CRITICAL)
    structlog.configure(processors=[_silent])


def _silent(_logger: object, _method: str, _event: object) -> Any:
    raise structlog.DropEvent


if __name__ == "__main__":
    pin(CLIENT)
    quiet()
    task = job()
    work = {"interactive": interactive, "intake": intake}[task["kind"]](task)
    if task.get("profile"):
        import cProfile

        profiler = cProfile.Profile()
        real_exit = os._exit

        def leave(code: int) -> None:
            profiler.disable()
            profiler.dump_stats(task["profile"])
            real_exit(code)

        os._exit = leave  # type: ignore[assignment]
        profiler.runcall(uvloop.run, work)
    uvloop.run(work)
