"""Following bulletins on their way: one message in the chat of whoever answers for them, and figures for Prometheus."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.delivery import trouble
from handlers.staff import pushing
from storage import bulletins
from storage.bulletins import Pace, Progress
from storage.campaign import Campaign
from storage.database import Database, Urgency

EVERY_S = 3.0  # real seconds between two looks: a message is not changed more often
_SHARE = 20  # looking takes at most a twentieth of the time
_EACH_S = 1.5  # for each reader: what they are told must not take the pace from what they are told about
_LATELY = 5  # bulletins that had ended before the start are looked at once more
log = structlog.get_logger(__name__)


@dataclass(kw_only=True)
class Following:
    """Looks every three seconds, more rarely where a look takes long.

    Attributes:
        wall: real time. monotonic: the same, never set.
        figures: what was last seen of each bulletin on its way.
    """

    database: Database
    campaign: Campaign
    wall: Callable[[], datetime]
    monotonic: Callable[[], float]
    sleep: Callable[[float], object] = asyncio.sleep
    figures: dict[int, tuple[Progress, Pace]] = field(default_factory=dict)
    _shown: dict[int, str] = field(default_factory=dict)
    _readers: int = 0
    _begun: bool = False

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            began = self.monotonic()
            try:
                await self.look()
            except Exception as error:  # noqa: BLE001 - the database may be back in a moment
                trouble.tell("following_failed", error)
            took = self.monotonic() - began
            waiting = self.sleep(max(EVERY_S, _EACH_S * self._readers, _SHARE * took))
            if asyncio.iscoroutine(waiting):
                await waiting

    async def look(self) -> None:
        """See how far everything is; change the messages that say something else."""
        async with self.database.reading() as tx:
            live = {row.id for row in await bulletins.live(tx)}
            wanted = live | set(self._shown)
            if not self._begun:
                wanted |= {each.id for each in await bulletins.list_recent(tx, _LATELY)}
        seen = {}
        for bulletin_id in sorted(wanted):
            if found := await self._one(bulletin_id):
                seen[bulletin_id] = found
        self.figures = {key: value for key, value in seen.items() if key in live}
        self._shown = {key: text for key, text in self._shown.items() if key in live}
        self._begun = True

    async def _one(self, bulletin_id: int) -> tuple[Progress, Pace] | None:
        async with self.database.reading() as tx:
            made = await bulletins.get(tx, bulletin_id)
            found = await bulletins.how_it_goes(tx, bulletin_id, self.wall())
        if made is None or found is None:
            return None
        text = pushing.progress_text(made, *found, self.campaign)
        if self._shown.get(bulletin_id) != text:
            async with self.database.transaction(Urgency.SLICE) as tx:
                readers = await pushing.show_progress(tx, made, text, self.wall())
            self._readers = max(self._readers, readers)
            self._shown[bulletin_id] = text
        return found


class _Reader(Collector):
    def __init__(self, following: Following) -> None:
        self._following = following

    def collect(self) -> Iterable[Metric]:
        states = GaugeMetricFamily(
            "vungxanh_bulletin_deliveries",
            "Deliveries of bulletins on their way",
            labels=["bulletin", "state"],
        )
        rate = GaugeMetricFamily(
            "vungxanh_bulletin_rate",
            "Deliveries finished a second, over the last minute",
            labels=["bulletin"],
        )
        left = GaugeMetricFamily(
            "vungxanh_bulletin_left", "People who have not had their turn", labels=["bulletin"]
        )
        for bulletin_id, (how_far, pace) in self._following.figures.items():
            for state, count in how_far.counts.items():
                states.add_metric([str(bulletin_id), state.value], count)
            rate.add_metric([str(bulletin_id)], pace.rate)
            left.add_metric([str(bulletin_id)], pace.left)
        return (states, rate, left)


def expose(following: Following, registry: CollectorRegistry) -> None:
    """Let `registry` read these figures whenever it is scraped."""
    registry.register(_Reader(following))
