import subprocess
import sys

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
