"""A platform on a bad day: who is served, and who twice."""

from collections.abc import Iterator

from benchmarks.control import Stub, run
from benchmarks.pinned import FIRST_CHAT
from benchmarks.population import Populations, address
from benchmarks.report import Figure
from benchmarks.scale import Scale

_FAULTS = {"server_error": 0.05, "dropped": 0.05, "throttled": 0.03, "stalled": 0.01}
_RATE = 100
_PATIENCE = 10  # times the ideal


def measure(stub: Stub, populations: Populations, scale: Scale) -> Iterator[Figure]:
    """5 % 5xx, 5 % cut off after acceptance, 3 % 429, 1 % of people blocked, 1 % of requests stalled for 2 s."""
    folder = populations.copy(scale.faulty)
    stub.reset(remember=True, faults=_FAULTS, blocked_every=100)
    job = {"database": address(folder), "url": stub.url, "rate": _RATE, "people": scale.faulty}
    sent = run("sending", **job, whole=60 + _PATIENCE * scale.faulty / _RATE)
    served, stats = stub.served(FIRST_CHAT, scale.faulty), stub.stats()
    populations.drop(folder)
    yield Figure(
        what=f"faults of every kind, {served['reachable']:,} people who can be reached",
        target="all served, none twice but by a drop after acceptance",
        reached=f"{served['missing']} not served, {served['unexcused']} twice without such a drop",
        met=not served["missing"] and not served["unexcused"] and sent["finished"],
        details={"served": served, "refused": stats["refused"], "sender": sent},
    )
