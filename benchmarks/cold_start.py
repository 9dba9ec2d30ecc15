"""Seconds from `vungxanh run` on an empty data folder to the first answer: python -m benchmarks.cold_start.

A message waits at a Telegram on loopback while the program starts; the clock runs from before the process is made
until its answer has arrived. The process is a fresh one each time; the machine's file cache is warm.
"""

import argparse
import asyncio
import os
import resource
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.e2e.program import environment
from tests.simulators.telegram import TelegramSimulator

TARGET = 3.0


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


async def main(times: int) -> bool:
    """Measure first starts and restarts; print both. Returns whether the target is met."""
    firsts, again = [], []
    async with TelegramSimulator() as telegram:
        for number in range(1, times + 1):
            with tempfile.TemporaryDirectory() as folder:
                firsts.append(await once(telegram, number, Path(folder)))
                again.append(await once(telegram, number + 1000, Path(folder)))
    for name, taken in (("first start", firsts), ("restart", again)):
        median, worst = statistics.median(taken), max(taken)
        print(f"{name}: median {median:.2f} s, worst {worst:.2f} s of {times}, target {TARGET:g} s")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    each = (used.ru_utime + used.ru_stime) / (2 * times)
    print(f"processor time of a whole run: {each:.2f} s; load of the machine {os.getloadavg()[0]:.1f}")
    return statistics.median(firsts) < TARGET


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cold_start", description=__doc__)
    parser.add_argument("--times", type=int, default=5)
    sys.exit(0 if asyncio.run(main(parser.parse_args().times)) else 1)
