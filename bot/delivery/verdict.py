"""Whether what nobody asked for may be sent now: the campaign's dates and quiet hours decide, not the sender."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from messages.content import Lane
from storage.outbox import LANE_ORDER


class Bulk(StrEnum):
    OPEN = "open"
    QUIET = "quiet"  # later: only what is urgent goes out
    CLOSED = "closed"  # never: the campaign is over
    HELD = "held"  # after a restore: answers only, alerts neither, until the operator says so


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What may be sent unasked.

    Attributes:
        reason: why not; kept with what is cancelled by it.
        quiet: it is an hour for sleep. Whatever of the unasked still goes out once it is closed waits for the day.
        spared: kinds of bulletins that go out even when it is closed: what was begun in time to say goodbye.
    """

    bulk: Bulk
    reason: str = ""
    quiet: bool = False
    spared: frozenset[str] = frozenset({"closing"})

    @property
    def open(self) -> bool:
        """Whether everything may be sent."""
        return self.bulk is Bulk.OPEN

    def allows(self, kind: str, *, urgent: bool) -> bool:
        """Whether a bulletin of this kind may be sent."""
        if self.bulk is Bulk.CLOSED:
            return kind in self.spared
        return self.bulk is not Bulk.HELD and (urgent or self.open)

    def lanes(self, lanes: Iterable[int]) -> set[int]:
        """Which of these lanes may be emptied at all."""
        return {lane for lane in lanes if self.bulk is not Bulk.HELD or lane == LANE_ORDER[Lane.ANSWERS]}


OPEN = Verdict(bulk=Bulk.OPEN)
