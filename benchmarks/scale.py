"""How much of everything: the figures in full, or a quick look."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Attributes say how many; seconds where the name says so."""

    name: str
    pace_seconds: int
    paces: tuple[tuple[int, float, bool], ...]  # messages a second, seconds of latency, media
    rounds: int  # of side-by-side runs, of which the median counts
    messages: int  # of each side-by-side run
    probes: int  # questions asked in each half of the interactive figure
    patience: float  # seconds for the last answer; who has none by then counts as having waited so long
    crowd: int  # people of the large broadcast
    village: int  # people of the small one
    memory_messages: int
    part: int  # messages at each end of the large broadcast
    updates: int  # for the intake
    kills: int
    faulty: int  # people of the broadcast with faults


_SLOW, _FAST = 30, 1000
FULL = Scale(
    name="full",
    pace_seconds=60,
    paces=tuple(
        (rate, latency, media)
        for rate in (_SLOW, _FAST)
        for latency, media in ((0, False), (0.05, False), (0.05, True))
    ),
    rounds=3,
    messages=15_000,
    probes=400,
    patience=30,
    crowd=1_200_000,
    village=10_000,
    memory_messages=10_000,
    part=100_000,
    updates=5_000,
    kills=200,
    faulty=2_000,
)
QUICK = Scale(
    name="quick",
    pace_seconds=6,
    paces=((_SLOW, 0.05, False), (_FAST, 0, False), (_FAST, 0.05, False), (_FAST, 0.05, True)),
    rounds=2,
    messages=2_500,
    probes=100,
    patience=8,
    crowd=120_000,
    village=10_000,
    memory_messages=5_000,
    part=10_000,
    updates=1_000,
    kills=8,
    faulty=400,
)
