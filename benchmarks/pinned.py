"""What every measured process does: stay on its core, tell what it used, answer in one line of JSON.

Needs the standard library only: the peers' environment imports it too.
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

CLIENT, STUB = 0, 1  # cores, as places in the list of those that we may use
TOKEN = "8000000001:AAE-simulated-token-for-tests-only-0001"  # noqa: S105 - nobody's
BOT = TOKEN.partition(":")[0]
FIRST_CHAT = 100_000_001
WORDS = (
    "Bà con thân mến! Đây là bản tin dùng để đo tốc độ gửi. Mỗi người nhận đúng một lần, kể cả khi máy chủ "
    "tắt giữa chừng; ai đã dừng nhận tin thì không nhận nữa. Bà con cần hỏi gì, cứ nhắn ngay tại đây: câu hỏi "
    "được trả lời trước, bản tin chờ sau."
)


def pin(place: int) -> None:
    """Stay on one core; with a single core, share it."""
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[min(place, len(cores) - 1)]})


def job() -> dict[str, Any]:
    """What to do: the JSON given as the only argument."""
    given: dict[str, Any] = json.loads(sys.argv[1])
    return given


def answer(**facts: Any) -> None:
    """Tell the runner."""
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def resident(peak: bool = False) -> int:  # noqa: FBT001, FBT002
    """Bytes of memory in use now, or at most so far."""
    wanted = "VmHWM:" if peak else "VmRSS:"
    line = next(
        line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(wanted)
    )
    return int(line.split()[1]) * 1024


class Meter:
    """Wall and CPU time since it was made; the CPU of every thread of this process."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.monotonic(), time.process_time()

    def per(self, messages: int) -> dict[str, float]:
        """Messages a second, and microseconds of CPU a message."""
        wall, cpu = time.monotonic() - self._wall, time.process_time() - self._cpu
        return {"rate": messages / wall, "cpu_us": cpu / messages * 1e6, "seconds": wall}
