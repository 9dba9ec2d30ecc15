"""Seconds from `vungxanh run` on an empty data folder to the first answer, and from `vungxanh demo` to its page.

python -m benchmarks.cold_start

A message waits at a Telegram on loopback while the program starts; the clock runs from before the process is made
until its answer has arrived. The process is a fresh one each time; the machine's file cache is warm.
"""

import argparse
import asyncio
import os
import resource
import signal
import socket
import statistics
import sys
import tempfile
import time
from pathlib import Path

import aiohttp

from tests.e2e.program import environment
from tests.simulators.telegram import TelegramSimulator

TARGET, PAGE_TARGET = 3.0, 5.0
_LOOK = 0.02  # seconds between two looks at whether the page is there


async def once(telegram: TelegramSimulator, number: int, folder: Path) -> float:
    """One start; the seconds that the person waited."""
    person = telegram.user(number)
    await person.says("/start")
    command = [sys.executable, "-m", "bot", "run"]
    began = time.monotonic()
    process = await asyncio.create_subprocess_exec(
        *command, env=environment(telegram, folder), stderr=asyncio.subprocess.DEVNULL
    )
    try:
        await person.next_message(timeout=60)
        return time.monotonic() - began
    finally:
        process.send_signal(signal.SIGTERM)
        await process.wait()


async def page() -> float:
    """One rehearsal; the seconds until a browser is shown its page."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "bot", "demo", "--port", str(port)]
    quiet = asyncio.subprocess.DEVNULL
    began = time.monotonic()
    process = await asyncio.create_subprocess_exec(*command, stdout=quiet, stderr=quiet)
    try:
        async with asyncio.timeout(60), aiohttp.ClientSession() as browser:
            while True:
                try:
                    async with browser.get(f"http://127.0.0.1:{port}/") as answer:
                        answer.raise_for_status()
                        await answer.read()
                except aiohttp.ClientError:
                    await asyncio.sleep(_LOOK)
                else:
                    return time.monotonic() - began
    finally:
        process.send_signal(signal.SIGTERM)
        await process.wait()


async def main(times: int) -> bool:
    """Measure first starts, restarts and rehearsals; print all. Returns whether the targets are met."""
    firsts, again = [], []
    async with TelegramSimulator() as telegram:
        for number in range(1, times + 1):
            with tempfile.TemporaryDirectory() as folder:
                firsts.append(await once(telegram, number, Path(folder)))
                again.append(await once(telegram, number + 1000, Path(folder)))
    pages = [await page() for _ in range(times)]
    measured = (
        ("first start", firsts, TARGET),
        ("restart", again, TARGET),
        ("page of the demo", pages, PAGE_TARGET),
    )
    for name, taken, target in measured:
        median, worst = statistics.median(taken), max(taken)
        print(f"{name}: median {median:.2f} s, worst {worst:.2f} s of {times}, target {target:g} s")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    each = (used.ru_utime + used.ru_stime) / (3 * times)
    print(f"processor time of a whole run: {each:.2f} s; load of the machine {os.getloadavg()[0]:.1f}")
    return statistics.median(firsts) < TARGET and statistics.median(pages) < PAGE_TARGET


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cold_start", description=__doc__)
    parser.add_argument("--times", type=int, default=5)
    sys.exit(0 if asyncio.run(main(parser.parse_args().times)) else 1)
