"""kill -9 at random instants while a bulletin is sent and people write."""

import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from benchmarks.control import Program, Stub, program
from benchmarks.pinned import FIRST_CHAT
from benchmarks.population import Populations
from benchmarks.report import Figure
from benchmarks.scale import Scale

_RATE = 1000
_LONGEST = 1.5  # seconds from the first message of a life to its end
_EVERY = 0.03  # seconds between two people who write
_A_LIFE = 800  # messages of a life, about; too few, and the last lives find nothing to do
_DRAIN = 0.1  # seconds in which the stub reads what the dead process had written
_IN_FLIGHT = 300  # what `bot.delivery.flight.in_flight` says of this rate
_ASKED = "/trogiup"
_ASKING = FIRST_CHAT + 10**7


def measure(stub: Stub, populations: Populations, scale: Scale) -> Iterator[Figure]:
    """Every life starts from what the one before left; the last is left to finish."""
    people = scale.kills * _A_LIFE + 1000
    folder = populations.copy(people)
    stub.reset(remember=True, latency=0.02)
    asked = int(scale.kills * 1.5 / _EVERY)
    stub.feed(_ASKED, first=_ASKING, count=asked, every=_EVERY)
    chance = random.Random(20210816)
    job = {"folder": str(folder), "url": stub.url, "people": people, "rate": _RATE}
    with program("victim", **job) as victim:
        killed = sum(_life(stub, victim, chance) for _ in range(scale.kills))
        victim.tell("go")
        last = victim.line()["pid"]
        finished = _finish(stub, people, asked)
        with suppress(ProcessLookupError):
            os.kill(last, signal.SIGKILL)
        victim.line()
    served, answered, stats = stub.served(FIRST_CHAT, people), stub.served(_ASKING, asked), stub.stats()
    populations.drop(folder)
    lives = {int(life): repeats for life, repeats in stats["repeats"].items()}
    worst = max((repeats for life, repeats in lives.items() if life < killed), default=0)
    lost = served["missing"] + answered["missing"]
    needless = sum(repeats for life, repeats in lives.items() if life >= killed)
    yield Figure(
        what=f"{killed} kills -9 during broadcast and intake",
        target=f"0 lost, at most {_IN_FLIGHT} repeats for each kill",
        reached=f"{lost} lost, {sum(lives.values())} repeats, at most {worst} for one kill",
        met=not lost and worst <= _IN_FLIGHT and not needless and killed == scale.kills,
        details={"bulletin": served, "answers": answered, "repeats": lives, "finished": finished},
    )


def _life(stub: Stub, victim: Program, chance: random.Random) -> int:
    victim.tell("go")
    pid = victim.line()["pid"]
    with suppress(TimeoutError):  # it dies all the same; what it did not do is counted
        stub.until(lambda stats: stats["life_arrivals"] > 0, 20)
    time.sleep(chance.uniform(0, _LONGEST))
    with suppress(ProcessLookupError):  # it ended by itself: then `killed` below is False
        os.kill(pid, signal.SIGKILL)
    gone = victim.line()
    time.sleep(_DRAIN)
    stub.killed()
    return int(gone["killed"])


def _finish(stub: Stub, people: int, asked: int) -> bool:
    """Wait until everyone is served, or nothing has been for a while."""
    until = time.monotonic() + people / _RATE + asked * _EVERY + 60
    last, quiet = -1, time.monotonic()
    while time.monotonic() < until and time.monotonic() - quiet < 20:
        stats: dict[str, Any] = stub.stats()
        if stats["accepted"] != last:
            last, quiet = stats["accepted"], time.monotonic()
        missing = stub.served(FIRST_CHAT, people)["missing"] + stub.served(_ASKING, asked)["missing"]
        if not missing:
            time.sleep(1)  # a repeat would show now
            return True
        time.sleep(0.5)
    return False
