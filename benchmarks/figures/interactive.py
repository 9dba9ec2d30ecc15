"""How long a person waits for an answer while nothing is sent, and while a broadcast is."""

from collections.abc import Iterator
from contextlib import suppress
from statistics import median, quantiles
from typing import Any

from benchmarks.control import Program, Stub, program
from benchmarks.pinned import FIRST_CHAT
from benchmarks.population import Populations
from benchmarks.report import Figure
from benchmarks.scale import Scale

_EVERY = 0.05  # seconds between two questions
_THEIRS_EVERY = 0.2  # the same for python-telegram-bot: within what its limiter leaves for answers
_RATE = 1000
_ASKED = "/trogiup"


def measure(stub: Stub, populations: Populations, scale: Scale) -> Iterator[Figure]:
    """Idle, then during a broadcast: the whole program at 1,000/s, and python-telegram-bot's limiter at 30/s."""
    people = int(_RATE * (scale.probes * _EVERY + 20))
    folder = populations.copy(people)
    stub.reset(rate=_RATE, chat_burst=1)
    job = {"kind": "interactive", "folder": str(folder), "url": stub.url, "rate": _RATE, "people": people}
    # Who asks is at the end of the list: the bulletin does not reach them meanwhile.
    asking = FIRST_CHAT + people - 2 * scale.probes
    with program("living", **job) as ours:
        idle, busy = _both(stub, ours, scale.probes, _EVERY, asking, scale.patience)
    flooded = stub.stats()["flooded"]
    populations.drop(folder)
    stub.reset()
    with program("peers.ptb_bot", peers=True, url=stub.url, limited=True) as theirs:
        their_idle, their_busy = _both(
            stub, theirs, scale.probes // 4, _THEIRS_EVERY, FIRST_CHAT + 10**6, scale.patience
        )
    details = {"idle": idle, "busy": busy, "ptb_idle": their_idle, "ptb_busy": their_busy, "flooded": flooded}
    yield Figure(
        what="answer during a 1,000/s broadcast, 99th percentile",
        target="at most 100 ms over idle",
        reached=f"{busy['p99'] * 1000:.0f} ms (idle {idle['p99'] * 1000:.0f})",
        met=busy["p99"] - idle["p99"] <= 0.1 and not busy["unanswered"],
        details=details,
    )
    yield Figure(
        what="the same against python-telegram-bot + AIORateLimiter, 50 workers, 30/s",
        target="under theirs",
        reached=f"{busy['p99'] * 1000:.0f} ms to {their_busy['p99'] * 1000:.0f} ms",
        met=busy["p99"] < their_busy["p99"],
    )


def _both(
    stub: Stub, bot: Program, count: int, every: float, first: int, patience: float
) -> tuple[dict[str, Any], dict[str, Any]]:
    bot.line()
    _probe(stub, 20, every, first - 10**5, patience)  # whatever is loaded late is loaded now
    idle = _probe(stub, count, every, first, patience)
    before = stub.stats()["arrived"]
    bot.tell()
    stub.until(lambda stats: stats["arrived"] > before + 100, 30)
    return idle, _probe(stub, count, every, first + count, patience)


def _probe(stub: Stub, count: int, every: float, first: int, patience: float) -> dict[str, Any]:
    stub.latencies()
    stub.feed(_ASKED, first=first, count=count, every=every)
    with suppress(TimeoutError):  # told by `unanswered`
        stub.until(lambda stats: not stats["unanswered"], count * every + patience)
    found = stub.latencies()
    left = count - len(found)
    found += [patience] * left
    return {
        "median": median(found),
        "p99": quantiles(found, n=100)[98],
        "most": max(found),
        "unanswered": left,
    }
