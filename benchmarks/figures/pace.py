"""How much of the allowed rate is reached, and what a strict platform refuses."""

from collections.abc import Iterator

from benchmarks.control import Stub, program
from benchmarks.population import Populations, address
from benchmarks.report import Figure
from benchmarks.scale import Scale

_SETTLE = 3.0  # seconds before and after the window


def measure(stub: Stub, populations: Populations, scale: Scale) -> Iterator[Figure]:
    """A bulletin at each rate and latency against a strict sliding second; one message a second to a chat."""
    for rate, latency, media in scale.paces:
        people = int(rate * (scale.pace_seconds + 2 * _SETTLE))
        folder = populations.copy(people)
        stub.reset(rate=rate, chat_burst=1, latency=latency)
        job = {"database": address(folder), "url": stub.url, "rate": rate, "people": people, "media": media}
        with program("sending", **job, seconds=scale.pace_seconds + _SETTLE) as sender:
            sent = sender.line()
        stats = stub.stats(after=1.0, seconds=scale.pace_seconds)
        populations.drop(folder)
        share = stats["in_window"] / (rate * scale.pace_seconds)
        allowed = 0 if rate < 1000 else stats["arrived"] / 10_000
        kind = "photo by id" if media else "text"
        yield Figure(
            what=f"share of {rate}/s, {latency * 1000:.0f} ms latency, {kind}",
            target="99 %, no 429" if rate < 1000 else "99 %, 429 in at most 1 of 10,000",
            reached=f"{share:.2%}, {stats['flooded']} of {stats['arrived']}",
            met=share >= 0.99 and stats["flooded"] <= allowed,
            details={"share": share, "seconds": scale.pace_seconds, **stats, "cpu_us": sent["cpu_us"]},
        )
