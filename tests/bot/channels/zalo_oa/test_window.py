"""Who may be written to now: Zalo's windows, quotas and night, and what the operator pays for."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import settings as limited
from hypothesis import strategies as st

from bot.channels.reach import Ask, Permit, Way
from bot.channels.zalo_oa.window import Windows, until_morning
from messages.window import Pays, Window
from storage.records import BroadcastState

NOON = datetime(2026, 1, 5, 5, tzinfo=UTC)  # 12:00 in Viet Nam
MIDNIGHT = datetime(2026, 1, 5, 17, tzinfo=UTC)


def permit(
    silent: timedelta | None,
    window: Window | None = None,
    *,
    at: datetime = NOON,
    of: Windows | None = None,
    **ask: int,
) -> Permit:
    """For somebody who was last heard so long ago."""
    windows = of or Windows(window or Window(), wall=lambda: at)
    return windows.can_send(Ask(chat="1", heard=None if silent is None else at - silent, now=at, **ask))  # type: ignore[arg-type]


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def test_within_48_hours_it_is_free() -> None:
    """By day and by night: consultation messages know no hours."""
    for at in (NOON, MIDNIGHT):
        assert permit(hours(48), at=at) == Permit(way=Way.FREE, allowed=True)
        assert permit(hours(1), at=at, unasked=True).allowed


def test_up_to_seven_days_it_costs_and_needs_a_yes() -> None:
    """Nothing, answers only, everything; or this very bulletin."""
    for agreed, answers, bulletins in (
        (Pays.NOTHING, False, False),
        (Pays.ANSWERS, True, False),
        (Pays.ALL, True, True),
    ):
        window = Window(agreed=agreed)
        assert permit(hours(49), window).allowed is answers
        assert permit(hours(49), window, unasked=True).allowed is bulletins
        assert permit(hours(49), window, unasked=True).way is Way.BILLED
    assert permit(hours(49), unasked=True, paid=True).allowed


def test_after_seven_days_only_a_template_goes() -> None:
    """Where there is one, it was agreed to pay, and it must reach people; by day."""
    window = Window(template_price=200, agreed=Pays.ALL)
    urgent = {"unasked": True, "urgent": True}
    assert permit(hours(169), window, **urgent) == Permit(way=Way.TEMPLATE, allowed=True)
    assert not permit(hours(169), window, unasked=True).allowed
    assert not permit(hours(169), Window(agreed=Pays.ALL), **urgent).allowed
    assert not permit(hours(169), Window(template_price=200), **urgent).allowed
    assert permit(None, window, **urgent).allowed
    late = permit(hours(169), window, at=MIDNIGHT, **urgent)
    assert (late.way, late.again) == (Way.WAIT, hours(6) + timedelta(minutes=5))


def test_what_was_asked_for_waits_and_what_was_not_is_left_out() -> None:
    """An answer goes as soon as its reader writes again; nobody is chased with old bulletins."""
    assert permit(hours(200)).again == timedelta(minutes=2)
    assert permit(hours(200), unasked=True).again is None
    assert permit(hours(200), unasked=True).reason == "window"


def test_used_up_free_messages_cost_until_the_person_writes_again() -> None:
    """The quota in an answer decides, not a number of ours."""
    windows = Windows(Window(), wall=lambda: NOON)
    windows.free("1").charged({"quota_type": "reply", "remain": "1"})
    assert permit(hours(1), of=windows).way is Way.FREE
    windows.free("1").charged({"quota_type": "reply", "remain": "0"})
    assert permit(hours(1), of=windows).way is Way.BILLED
    assert not permit(hours(1), of=windows).allowed
    windows.heard("1")
    assert permit(hours(1), of=windows).way is Way.FREE
    windows.free("1").charged({"quota_type": "reply", "remain": ""})
    assert permit(hours(1), of=windows).way is Way.FREE, "no number means no limit"
    windows.free("1").charged({"quota_type": "sub_quota", "remain": "90"})
    assert permit(hours(1), of=windows).way is Way.BILLED, (
        "taken from what was bought: the free ones are gone"
    )


def test_what_was_kept_from_before_a_restart_counts_until_the_person_writes() -> None:
    """Their next message is no free one because we forgot; an answer from before they wrote says nothing of it."""
    windows = Windows(Window(), wall=lambda: NOON)
    assert permit(hours(1), of=windows, left=0).way is Way.BILLED
    before = windows.free("1")
    windows.heard("1")
    before.charged({"quota_type": "reply", "remain": "0"})
    assert permit(hours(1), of=windows, left=0).way is Way.FREE
    assert permit(hours(1), Window(), left=3).allowed
    assert permit(hours(1), Window(agreed=Pays.ANSWERS), left=0) == Permit(
        way=Way.BILLED, allowed=True, may_cost=True
    )


def test_what_zalo_says_of_somebody_stands_above_our_count() -> None:
    """-230: out of the window until they are heard; -218: nothing, not even a template, for a day."""
    now = [NOON]
    windows = Windows(Window(agreed=Pays.ALL, template_price=200), wall=lambda: now[0])
    urgent = {"unasked": True, "urgent": True}
    windows.silent("1")
    assert permit(hours(1), of=windows).again == timedelta(minutes=2)
    assert permit(hours(1), of=windows, unasked=True).again is None
    assert permit(hours(1), of=windows, **urgent).way is Way.TEMPLATE
    windows.heard("1")
    assert permit(hours(1), of=windows).way is Way.FREE
    windows.enough("1")
    assert permit(hours(1), of=windows).again == hours(1)
    assert permit(hours(1), of=windows, **urgent) == Permit(way=Way.BLOCKED, reason="window")
    now[0] += hours(24)
    assert permit(hours(1), of=windows).allowed


def test_without_quota_only_what_is_free_leaves_for_an_hour() -> None:
    """-211: answers to people who just wrote are not stopped by what would cost."""
    now = [NOON]
    windows = Windows(Window(agreed=Pays.ALL, template_price=200), wall=lambda: now[0])
    windows.spent()
    assert permit(hours(1), of=windows).allowed
    assert not permit(hours(60), of=windows).allowed
    assert permit(hours(60), of=windows).again is not None, "an answer waits"
    assert not permit(hours(200), of=windows, unasked=True, urgent=True).allowed
    now[0] += hours(1)
    assert permit(hours(60), of=windows).allowed


def test_what_an_article_brings_is_not_sent_a_second_time() -> None:
    """One bulletin, one way."""
    windows = Windows(Window(articles=1), wall=lambda: NOON)
    ask = Ask(chat="1", heard=NOON, now=NOON, unasked=True, bulletin_id=7)
    assert windows.can_send(ask).way is Way.WAIT, "nobody has decided yet"
    for state in BroadcastState:
        windows.routes = {7: state}
        found = windows.can_send(ask)
        if state in {BroadcastState.EACH, BroadcastState.FAILED, BroadcastState.CANCELLED}:
            assert found.allowed
        elif state in {BroadcastState.SENT, BroadcastState.WITHDRAWN, BroadcastState.STUCK}:
            assert found == Permit(way=Way.BLOCKED, reason="article")
        else:
            assert (found.way, found.reason, found.again is None) == (Way.WAIT, "article", False)
    assert Windows(Window(), wall=lambda: NOON).can_send(ask).allowed, "an account without articles"


@given(st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2027, 1, 1)))  # noqa: DTZ001 - made aware below
@limited(max_examples=60)
def test_the_night_ends_at_five_past_six(naive: datetime) -> None:
    """22:00 to 06:00 in Viet Nam, whatever the machine's zone."""
    at = naive.replace(tzinfo=UTC)
    hour = (at + hours(7)).hour
    wait = until_morning(at)
    assert (wait is None) == (6 <= hour < 22)
    if wait is not None:
        end = at + hours(7) + wait
        assert (end.hour, end.minute) == (6, 5)
        assert wait <= hours(8) + timedelta(minutes=5)


@given(
    silent=st.integers(0, 400).map(hours) | st.none(),
    agreed=st.sampled_from(Pays),
    price=st.sampled_from([None, 200]),
    unasked=st.booleans(),
    urgent=st.booleans(),
    paid=st.booleans(),
)
@limited(max_examples=60)
def test_nothing_that_costs_leaves_without_a_yes(
    silent: timedelta | None, agreed: Pays, price: int | None, *, unasked: bool, urgent: bool, paid: bool
) -> None:
    """Beyond the free window, whatever else is so; beyond seven days only as a template."""
    window = Window(agreed=agreed, template_price=price)
    found = permit(silent, window, unasked=unasked, urgent=urgent, paid=paid)
    if found.allowed and (silent is None or silent > window.free):
        assert paid or agreed is Pays.ALL or (agreed is Pays.ANSWERS and not unasked)
        assert found.way is (Way.BILLED if silent is not None and silent <= window.billed else Way.TEMPLATE)
