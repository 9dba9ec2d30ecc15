from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.lanes import LANES, SHARE, Lanes
from storage.claims import Claim, Source


def claim(lane: int, number: int = 0) -> Claim:
    return Claim(source=Source.OUTBOX, id=number, lane=lane, chat=f"{lane}.{number}")


def test_earlier_lanes_go_first() -> None:
    """Answers before alerts before reminders before bulletins; within a lane the older one."""
    lanes = Lanes()
    for number in range(2):
        for lane in reversed(LANES):
            lanes.add(claim(lane, number), 0.0)
    order = [taken.lane for _ in range(8) if (taken := lanes.take(0.0))]
    assert order == [0, 0, 1, 1, 2, 2, 3, 3]
    assert lanes.take(0.0) is None


@given(top=st.sampled_from(LANES[:-1]), others=st.sets(st.sampled_from(LANES)))
def test_a_full_lane_leaves_a_twentieth_to_those_below(top: int, others: set[int]) -> None:
    """However full answers are, bulk goes on; however full alerts are, bulletins go on."""
    below = {lane for lane in others if lane > top} | {LANES[-1]}
    lanes = Lanes()
    for number in range(400):
        for lane in {top, *below}:
            lanes.add(claim(lane, number), 0.0)
    order = [taken.lane for _ in range(200) if (taken := lanes.take(0.0))]
    for start in range(len(order) - SHARE):
        assert any(lane > top for lane in order[start : start + SHARE])
    assert order.count(top) == 190


def test_who_must_wait_keeps_nobody_else_waiting() -> None:
    """A message for a chat that was just written to stands aside until its time."""
    lanes = Lanes()
    lanes.add(claim(0, 1), 10.0, wait=1.0)
    lanes.add(claim(3, 2), 10.0)
    assert lanes.count(0) == 1
    assert [taken.id for _ in range(2) if (taken := lanes.take(10.5))] == [2]
    assert lanes.empty_at(10.9)
    assert lanes.next_at() == 11.0
    ripe = lanes.take(11.0)
    assert ripe is not None
    assert ripe.id == 1


def test_everything_can_be_handed_back() -> None:
    """At a graceful stop nothing that was taken is forgotten."""
    lanes = Lanes()
    lanes.add(claim(3, 1), 0.0)
    lanes.add(claim(0, 2), 0.0)
    lanes.add(claim(1, 3), 0.0, wait=5)
    assert [each.id for each in lanes.clear()] == [2, 1, 3]
    assert lanes.empty_at(100.0)
    assert lanes.count(1) == 0
