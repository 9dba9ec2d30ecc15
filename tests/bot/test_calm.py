"""The interpreter's pauses: the collector is away while the program is loaded, and looks at little afterwards."""

import gc
import subprocess
import sys

from bot.cli.session import run_async

LOOK = """
import gc, sys
from bot.calm import calm
kept = [[] for _ in range(1000)]
calm()
assert gc.get_freeze_count() > 1000
assert len(gc.get_objects()) < 1000
assert sys.getswitchinterval() < 0.001
"""


def test_what_is_loaded_is_looked_through_no_more() -> None:
    """And a thread that works gives way within a millisecond."""
    subprocess.run([sys.executable, "-c", LOOK], check=True)  # noqa: S603 - our own words


def test_the_collector_is_back_when_there_is_work() -> None:
    """A program that loaded without it and stayed without would grow for ever."""

    async def works() -> bool:
        return gc.isenabled()

    gc.disable()
    try:
        assert run_async(works)
    finally:
        gc.enable()
