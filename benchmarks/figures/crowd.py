"""A broadcast to 1.2 million people: how soon it begins, what it holds in memory, whether it slows down."""

from collections.abc import Iterator
from typing import Any

from benchmarks.control import Stub, run
from benchmarks.population import Populations, address, jump
from benchmarks.report import Figure
from benchmarks.scale import Scale

_WARM = 2000


def measure(stub: Stub, populations: Populations, scale: Scale) -> Iterator[Figure]:
    """The limiter is off. The end of the list is reached by a jump: rows written as if sent, the cursor moved."""
    large, people = populations.copy(scale.crowd), scale.crowd
    first = _send(stub, address(large), people, scale.part)
    soon = first["first"] - first["committed"]
    yield Figure(
        what=f"first message of a broadcast to {people:,}",
        target="under 1 s from the commit",
        reached=f"{soon * 1000:.0f} ms",
        met=0 < soon < 1,
        details={"seconds": soon},
    )
    jump(large, int(first["bulletin"]), people - scale.part - _WARM)
    last = _send(stub, address(large), people, scale.part, bulletin=int(first["bulletin"]))
    populations.drop(large)
    yield Figure(
        what=f"cost of a message, the last {scale.part:,} of {people:,} against the first",
        target="at most 1.1 times the CPU time",
        reached=f"{last['cpu_us'] / first['cpu_us']:.3f} times ({last['cpu_us']:.0f} to {first['cpu_us']:.0f} us)",
        met=last["cpu_us"] <= 1.1 * first["cpu_us"],
        details={"first": first, "last": last},
    )
    held = {size: _memory(stub, populations, scale, size) for size in (scale.village, people)}
    more = (held[people]["peak"] - held[scale.village]["peak"]) / 1e6
    yield Figure(
        what=f"memory, {people:,} against {scale.village:,} people, {scale.memory_messages:,} messages each",
        target="less than 30 MB more",
        reached=f"{more:.1f} MB",
        met=more < 30,
        details={str(size): found for size, found in held.items()},
    )


def _memory(stub: Stub, populations: Populations, scale: Scale, people: int) -> dict[str, Any]:
    folder = populations.copy(people)
    found = _send(stub, address(folder), people, scale.memory_messages - _WARM)
    populations.drop(folder)
    return found


def _send(stub: Stub, database: str, people: int, count: int, bulletin: int | None = None) -> dict[str, Any]:
    stub.reset()
    job = {"database": database, "url": stub.url, "people": people, "warm": _WARM, "count": count + _WARM}
    found = run("sending", **job, bulletin=bulletin)
    return found | {"first": stub.stats()["first"]}
