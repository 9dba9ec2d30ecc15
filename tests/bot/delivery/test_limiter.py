import heapq
import math
from dataclasses import replace
from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.channels.base import Limits
from bot.delivery.limiter import MARGIN, Left, Limiter
from tests.simulators.channel import LIMITS

requests = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c", "d", "e", "-g"]),
        st.floats(min_value=0, max_value=0.4, allow_nan=False),
    ),
    max_size=300,
)


def limits(rate: float, *, interval: float = 1.0, group: int = 20) -> Limits:
    return replace(LIMITS, rate=rate, chat_interval=interval, group_per_minute=group)


def serve(limiter: Limiter, asked: list[tuple[str, float]]) -> list[tuple[float, str]]:
    """Each asks after a pause and waits as long as it is told; when each left."""
    now, left = 1000.0, []
    for chat, pause in asked:
        now += pause
        group = chat.startswith("-")
        while (wait := max(limiter.wait(now), limiter.chat_wait(chat, now, group=group))) > 0:
            now += wait
        limiter.take(chat, now, group=group)
        left.append((now, chat))
    return left


def most_in(times: list[float], window: float) -> int:
    """The most of these in any window, its end not included."""
    return max((sum(start <= each < start + window for each in times) for start in times), default=0)


@given(asked=requests, rate=st.sampled_from([1.0, 2.5, 30.0, 100.0]), margin=st.sampled_from([0.0, MARGIN]))
def test_no_second_ever_holds_more_than_the_rate(
    asked: list[tuple[str, float]], rate: float, margin: float
) -> None:
    """Whatever is asked, whenever: the strict sliding second is kept."""
    times = [at for at, _ in serve(Limiter(limits(rate, interval=0), margin=margin), asked)]
    assert most_in(times, 1.0) <= math.floor(rate)


lateness = st.lists(st.floats(min_value=0, max_value=0.6, allow_nan=False), min_size=1, max_size=60)


@example(late=[0.2] + [0.0] * 6, rate=5.0, slow=True)
@given(late=lateness, rate=st.sampled_from([5.0, 20.0]), slow=st.booleans())
@settings(max_examples=40)
def test_a_second_holds_no_more_however_late_each_leaves(
    late: list[float], rate: float, *, slow: bool
) -> None:
    """A connection to open, a busy loop, a slow way to the platform: what arrives keeps the strict second."""
    limiter, now, arrived = Limiter(limits(rate, interval=0)), 1000.0, list[float]()
    leaving: list[tuple[float, str, float]] = []
    answers: list[tuple[float, int, Left, float]] = []
    for number, seconds in enumerate([0.0, *late]):
        while (wait := limiter.wait(now)) > 0 or (leaving and leaving[0][0] <= now):
            now = min([now + wait, *(each[0] for each in (*leaving[:1], *answers[:1]))])
            while answers and answers[0][0] <= now:
                _, _, left, began = heapq.heappop(answers)
                limiter.answered(left, began, now)
            while leaving and leaving[0][0] <= now:
                _, chat, way = heapq.heappop(leaving)
                arrived.append(now + way)
                heapq.heappush(answers, (now + way + 0.05, len(arrived), limiter.leaves(chat, now), now))
        limiter.take(str(number), now, told=True)
        heapq.heappush(leaving, (now + seconds, str(number), min(seconds, 0.2) * slow))
    assert most_in(sorted(arrived), 1.0) <= rate


def test_after_a_pause_nothing_is_made_up_for() -> None:
    """At 1,000/s too the first message is followed by the second at its own time."""
    limiter = Limiter(limits(1000.0, interval=0))
    for now in (1000.0, 1060.0):
        limiter.take("a", now)
        assert limiter.wait(now) > 0.0009


def test_a_chat_waits_from_when_its_message_left() -> None:
    """Not from when it was allowed to."""
    limiter = Limiter(limits(30.0))
    limiter.take("a", 1000.0, told=True)
    limiter.leaves("a", 1000.4)
    assert limiter.chat_wait("a", 1001.2) > 0.2


@given(asked=requests)
def test_no_chat_is_written_to_twice_within_its_second(asked: list[tuple[str, float]]) -> None:
    """And no group more than its share of a minute."""
    left = serve(Limiter(limits(1000.0, group=3)), asked)
    for chat in {chat for _, chat in left}:
        times = [at for at, each in left if each == chat]
        assert all(later - earlier >= 1.0 for earlier, later in pairwise(times))
    assert most_in([at for at, chat in left if chat == "-g"], 60.0) <= 3


@given(waits=st.lists(st.floats(min_value=0.1, max_value=30, allow_nan=False), min_size=1, max_size=20))
def test_a_chat_told_to_wait_waits_exactly_that_long(waits: list[float]) -> None:
    """Not a moment less, nor, with nothing else to wait for, noticeably more; the others go on."""
    limiter, now = Limiter(limits(1000.0)), 1000.0
    for seconds in waits:
        assert not limiter.refused("a", seconds, now)
        assert limiter.wait(now) == 0
        assert math.isclose(limiter.chat_wait("a", now), seconds, abs_tol=1e-3)
        assert limiter.chat_wait("b", now) == 0
        now += seconds + 3


def test_several_chats_told_to_wait_at_once_mean_the_bot() -> None:
    """One chat's wait is its own; a second chat's, close by, holds everything and slows the pace for a while."""
    limiter = Limiter(limits(30.0))
    limiter.refused("a", 3, 1000.0)
    limiter.refused("a", 3, 1000.5)
    assert limiter.wait(1000.5) == 0
    assert limiter.refused("b", 5, 1001.0)
    assert math.isclose(limiter.wait(1001.0), 5)
    slowed = limiter.pace(1001.0)
    assert slowed < 30
    assert limiter.refused("c", 5, 1001.1)
    assert math.isclose(limiter.pace(1001.1), slowed, rel_tol=0.01), "one volley slows once"
    assert limiter.pace(1100.0) == 30


def test_refusals_far_apart_do_not_add_up() -> None:
    """Two chats told to wait a minute apart are two chats."""
    limiter = Limiter(limits(30.0))
    assert not limiter.refused("a", 3, 1000.0)
    assert not limiter.refused("b", 3, 1060.0)
    assert limiter.wait(1060.0) == 0


def test_messages_are_spread_evenly_and_nearly_all_of_the_rate_is_used() -> None:
    """After an idle time too there is no burst; over a minute at least 99 % of 30/s leaves."""
    limiter, now, times = Limiter(limits(30.0, interval=0)), 1000.0, []
    while now < 1061:
        if (wait := limiter.wait(now)) > 0:
            now += wait
            continue
        limiter.take("a", now)
        times.append(now)
    gaps = [later - earlier for earlier, later in pairwise(times)]
    assert min(gaps[1:]) > 0.02
    assert len([at for at in times if at >= 1001]) >= 0.99 * 30 * 60


def test_a_busy_machine_that_wakes_late_loses_no_pace() -> None:
    """At 1,000/s up to a tenth of a second is made up for, and no second holds more for that."""
    limiter, now, times = Limiter(limits(1000.0, interval=0)), 1000.0, []
    stalls = iter([1001.3, 1003.1, 1006.2, 1008.5, math.inf])
    stall = next(stalls)
    while now < 1011:
        if (wait := limiter.wait(now)) > 0:
            now += wait + 0.001  # timers are late by that much always
            if now > stall:
                now, stall = now + 0.08, next(stalls)
            continue
        limiter.take(str(len(times)), now)
        times.append(now)
    assert len([at for at in times if at >= 1001]) >= 0.99 * 1000 * 10
    assert all(later - earlier >= 1.0 for earlier, later in zip(times, times[1000:], strict=False))


def test_what_left_before_a_restart_still_counts() -> None:
    """Seeded with the last second, it does not start with a second full of its own."""
    limiter = Limiter(limits(3.0))
    for number in range(3):
        limiter.seed(str(number), 999.5 + number / 10)
    assert math.isclose(limiter.wait(1000.0), 0.5 + MARGIN, abs_tol=1e-6)
    assert limiter.chat_wait("2", 1000.0) > 0.6


def test_parts_are_paid_for_afterwards() -> None:
    """A message that the channel split counts as many times as it had parts."""
    limiter = Limiter(limits(10.0))
    limiter.take("a", 1000.0)
    limiter.charge("a", 3, 1000.0)
    assert limiter.chat_wait("a", 1000.0) > 2.9
    assert limiter.wait(1000.0) > 0.29


def test_chats_that_may_be_written_to_again_are_forgotten() -> None:
    """A million people are sent to in flat memory."""
    limiter = Limiter(limits(1000.0))
    for number in range(20_000):
        limiter.take(str(number), 1000 + number / 1000)
    assert len(limiter._chats) < 1500


def test_without_a_limit_nothing_waits() -> None:
    """A channel of our own may take all there is."""
    limiter = Limiter(limits(math.inf, interval=0))
    for _ in range(1000):
        limiter.take("a", 1000.0)
    assert limiter.wait(1000.0) == 0
    assert limiter.pace(1000.0) == math.inf
