"""A figure, the table of them, and the JSON that is kept."""

import json
import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.scale import Scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the table.

    Attributes:
        what, target, reached: for people.
        met: whether the target is reached.
        details: every number behind it.
    """

    what: str
    target: str
    reached: str
    met: bool
    details: dict[str, Any] = field(default_factory=dict)


def table(figures: Sequence[Figure]) -> str:
    """All figures, a line each."""
    rows = [("what", "target", "reached", "")]
    rows += [(each.what, each.target, each.reached, "yes" if each.met else "NO") for each in figures]
    widths = [max(len(row[place]) for row in rows) for place in range(4)]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def machine() -> dict[str, Any]:
    """What it was measured on."""
    model = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.machine(),
    )
    memory = Path("/proc/meminfo").read_text().split()[1]
    return {
        "cores": len(os.sched_getaffinity(0)),
        "cpu": model,
        "memory_mb": int(memory) // 1024,
        "kernel": platform.release(),
        "python": platform.python_version(),
        "packages": {
            name: version(name) for name in ("aiohttp", "uvloop", "sqlalchemy", "python-telegram-bot")
        },
        "load_before": os.getloadavg()[0],
        "real_time": os.sched_getscheduler(0) in {os.SCHED_FIFO, os.SCHED_RR},
    }


def write(file: Path, scale: Scale, about: dict[str, Any], figures: Sequence[Figure], seconds: float) -> None:
    """Keep them; figures measured by themselves replace those of the same name."""
    kept = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(seconds),
        "scale": asdict(scale),
        "machine": about,
        "figures": [asdict(each) for each in figures],
    }
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")


def told(text: str) -> None:
    """Progress, apart from the table."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
