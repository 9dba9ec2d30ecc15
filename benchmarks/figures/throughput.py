"""Messages a second with the limiter off, durable receipts included, beside the peers."""

from collections.abc import Iterator
from statistics import median
from typing import Any

from benchmarks.control import Stub, run
from benchmarks.population import Populations, address
from benchmarks.report import Figure, told
from benchmarks.scale import Scale

_LOOP = "python-telegram-bot, one after the other"
_AIOGRAM = "aiogram, 50 concurrent"
_BARE = "bare aiohttp, 50 concurrent, uvloop, body encoded once"
_PEERS: dict[str, dict[str, Any]] = {
    _LOOP: {"kind": "ptb", "workers": 1},
    _AIOGRAM: {"kind": "aiogram", "workers": 50},
    "aiogram, 50 concurrent, uvloop": {"kind": "aiogram", "workers": 50, "uvloop": True},
    _BARE: {"kind": "bare", "workers": 50, "uvloop": True},
}
_TARGETS = {_LOOP: 8.0, _AIOGRAM: 1.8, _BARE: 0.7}
_WARM = 1000
_SLOW_SHARE = 5  # python-telegram-bot is given so much less to do


def measure(stub: Stub, populations: Populations, scale: Scale) -> Iterator[Figure]:
    """Each round runs everybody once, so that a busy machine is busy for all; the median of the rounds' ratios."""
    rounds = []
    for number in range(scale.rounds):
        rounds.append(_round(stub, populations, scale))
        told(
            f"  round {number + 1}: "
            + ", ".join(f"{name} {each['rate']:.0f}/s" for name, each in rounds[-1].items())
        )
    ours = median(each["ours"]["rate"] for each in rounds)
    for peer, target in _TARGETS.items():
        ratio = median(each["ours"]["rate"] / each[peer]["rate"] for each in rounds)
        work = median(each[peer]["cpu_us"] / each["ours"]["cpu_us"] for each in rounds)
        theirs = median(each[peer]["rate"] for each in rounds)
        yield Figure(
            what=f"messages/s against {peer}",
            target=f"{target} times",
            reached=f"{ratio:.2f} times ({ours:.0f} to {theirs:.0f}/s; by CPU time {work:.2f})",
            met=ratio >= target,
            details={"ratio": ratio, "cpu_ratio": work, "rounds": rounds if peer == _LOOP else []},
        )


def _round(stub: Stub, populations: Populations, scale: Scale) -> dict[str, dict[str, float]]:
    found = {}
    folder = populations.copy(scale.messages + _WARM)
    stub.reset()
    job = {"database": address(folder), "url": stub.url, "people": scale.messages + _WARM}
    found["ours"] = run("sending", **job, warm=_WARM, count=scale.messages + _WARM)
    populations.drop(folder)
    for name, peer in _PEERS.items():
        stub.reset()
        count = scale.messages // (_SLOW_SHARE if peer["kind"] == "ptb" else 1)
        found[name] = run("peers", peers=True, url=stub.url, count=count, **peer)
    return {name: {key: each[key] for key in ("rate", "cpu_us")} for name, each in found.items()}
