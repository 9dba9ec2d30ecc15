from bot.delivery.health import FUSE_LEAST, Fuse, Outage


def test_a_few_failures_are_no_outage() -> None:
    """One chat that fails again and again says nothing about the platform, nor do failures among successes."""
    outage = Outage()
    for now in range(10):
        outage.failed("a", now)
    outage.failed("b", 10)
    outage.worked()
    outage.failed("c", 11)
    assert not outage.on
    assert outage.wait(11, flying=5) == 0


def test_in_an_outage_one_message_at_a_time_probes_at_growing_distances() -> None:
    """The others are spared; the first success ends it."""
    outage = Outage()
    assert [outage.failed(chat, 0.0) for chat in "abc"] == [False, False, True]
    assert outage.wait(0.0, flying=0) == 1
    assert outage.wait(1.0, flying=1) is None
    assert outage.wait(1.0, flying=0) == 0
    assert not outage.failed("d", 1.0)
    assert outage.wait(1.0, flying=0) == 2
    for hold in range(10):
        outage.failed("d", 1000.0 * (hold + 1))
    assert outage.wait(10_000.0, flying=0) == 60
    outage.worked()
    assert outage.wait(10_000.0, flying=9) == 0


def test_what_only_the_operator_can_mend_stops_everything_at_once() -> None:
    """A bad token is tried again once a minute."""
    outage = Outage()
    assert outage.failed("a", 0.0, stop=True)
    assert outage.wait(0.0, flying=0) == 60


def test_the_fuse_blows_when_refusals_jump() -> None:
    """Twenty and more than three in ten of the last hundred; then all in flight are told the same."""
    fuse = Fuse()
    for _ in range(100):
        fuse.took(1)
    answers = [fuse.refused(1, number) for number in range(31)]
    assert answers[:30] == [None] * 30
    assert answers[30] == list(range(31))
    assert fuse.refused(1, 99) == [99]
    fuse.mend(1)
    assert fuse.refused(1, 99) is None


def test_a_few_who_left_do_not_blow_the_fuse() -> None:
    """Nineteen of nineteen may be chance; one in four of many is a town's normal year."""
    fuse = Fuse()
    assert all(fuse.refused(1, number) is None for number in range(FUSE_LEAST - 1))
    for number in range(300):
        assert fuse.refused(2, number) is None
        for _ in range(3):
            fuse.took(2)
