"""What the sender counts, and how Prometheus reads it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from storage.outbox import LANE_ORDER

_NAMES = {order: lane.value for lane, order in LANE_ORDER.items()}


@dataclass(kw_only=True)
class Counters:
    """Messages since the start, by lane (0 answers to 3 bulletins), and how many wait now.

    Attributes:
        repeats: sent again although they may have arrived.
        throttled: told by the platform to wait.
        cancelled: not sent because there was nothing left to do.
    """

    sent: Counter[int] = field(default_factory=Counter)
    failed: Counter[int] = field(default_factory=Counter)
    unknown: Counter[int] = field(default_factory=Counter)
    cancelled: Counter[int] = field(default_factory=Counter)
    repeats: int = 0
    throttled: int = 0
    waiting: dict[int, int] = field(default_factory=dict)
    in_flight: int = 0


class _Reader(Collector):
    def __init__(self, counters: Counters, labels: dict[str, str]) -> None:
        self._counters = counters
        self._labels = labels

    def collect(self) -> Iterable[Metric]:
        names, values = list(self._labels), list(self._labels.values())
        done = CounterMetricFamily(
            "vungxanh_messages", "Messages by how they ended", labels=[*names, "lane", "state"]
        )
        for state in ("sent", "failed", "unknown", "cancelled"):
            counted: Counter[int] = getattr(self._counters, state)
            for lane, name in _NAMES.items():
                done.add_metric([*values, name, state], counted[lane])
        yield done
        for key, text in (
            ("repeats", "Messages sent again that may have arrived"),
            ("throttled", "Refusals to wait for"),
        ):
            family = CounterMetricFamily(f"vungxanh_{key}", text, labels=names)
            family.add_metric(values, getattr(self._counters, key))
            yield family
        waiting = GaugeMetricFamily("vungxanh_waiting", "Messages that wait", labels=[*names, "lane"])
        for lane, name in _NAMES.items():
            waiting.add_metric([*values, name], self._counters.waiting.get(lane, 0))
        yield waiting
        flying = GaugeMetricFamily("vungxanh_in_flight", "Messages taken and not receipted", labels=names)
        flying.add_metric(values, self._counters.in_flight)
        yield flying


def expose(counters: Counters, registry: CollectorRegistry, *, channel: str, bot: str) -> None:
    """Let `registry` read these counters whenever it is scraped."""
    registry.register(_Reader(counters, {"channel": channel, "bot": bot}))
