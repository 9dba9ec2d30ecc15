"""Promises: pure arithmetic of working hours and of the clock."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.campaign import CampaignError, Deadline, load_campaign, promised, shipped
from storage.campaign.deadlines import notices
from storage.campaign.schedule import Working

CAMPAIGN = load_campaign()
ZONE = CAMPAIGN.zone_info
WORKING = CAMPAIGN.working
minutes = st.integers(0, 60 * 24 * 60)
starts = minutes.map(lambda count: datetime(2021, 8, 1, tzinfo=ZONE) + timedelta(minutes=count))
hours = st.integers(1, 400).map(lambda quarters: quarters / 4)


def deadline(count: float = 8, clock: str = "working", **more: float) -> Deadline:
    return Deadline(urgency="normal", hours=count, clock=clock, **more)  # type: ignore[arg-type]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def worked(working: Working, first: datetime, last: datetime) -> timedelta:
    """Office time between two instants, counted another way: minute by minute of the hours' ends."""
    total, day = timedelta(), first.date()
    while day <= last.date():
        for opens, closes in working.hours if working.is_working_day(day) else ():
            here = (
                max(first, datetime.combine(day, opens, ZONE)),
                min(last, datetime.combine(day, closes, ZONE)),
            )
            total += max(here[1] - here[0], timedelta())
        day += timedelta(days=1)
    return total


@pytest.mark.parametrize(
    ("sent", "count", "until"),
    [
        ("2021-08-18 10:00", 1, "2021-08-18 11:00"),
        ("2021-08-18 10:00", 2, "2021-08-18 14:00"),  # the noon break does not count
        ("2021-08-20 16:00", 2, "2021-08-23 08:00"),  # 21 and 22/8/2021 are a weekend
        ("2021-08-21 09:00", 8, "2021-08-23 17:00"),
        ("2021-08-18 23:00", 4, "2021-08-19 11:00"),
    ],
)
def test_working_hours_skip_noon_nights_and_the_weekend(sent: str, count: float, until: str) -> None:
    """Only office hours count."""
    assert promised(deadline(count), WORKING, at(sent)) == at(until)


def test_a_day_off_is_skipped() -> None:
    """A public holiday among the working days."""
    holiday = WORKING.model_copy(update={"days_off": (date(2021, 8, 19),)})
    assert promised(deadline(8), holiday, at("2021-08-18 17:00")) == at("2021-08-20 17:00")


@given(starts, hours)
def test_exactly_so_much_office_time_passes(start: datetime, count: float) -> None:
    """No more, no less; and it ends while the office is open."""
    until = promised(deadline(count), WORKING, start)
    assert worked(WORKING, start, until) == timedelta(hours=count)
    assert until > start
    assert any(opens < until.time() <= closes for opens, closes in WORKING.hours)


@given(starts, hours, st.timedeltas(timedelta(), timedelta(days=3)))
def test_who_comes_later_is_not_due_earlier(start: datetime, count: float, later: timedelta) -> None:
    """Promises keep their order, on both clocks."""
    for clock in ("working", "round"):
        one = deadline(count, clock)
        assert promised(one, WORKING, start) <= promised(one, WORKING, start + later)


@given(starts, hours)
def test_round_the_clock_is_plain_time(start: datetime, count: float) -> None:
    """Nights and weekends count."""
    assert promised(deadline(count, "round"), WORKING, start) - start == timedelta(hours=count)


@given(starts, hours, st.sampled_from(["working", "round"]))
def test_the_reminder_comes_before_and_the_escalation_after(
    start: datetime, count: float, clock: str
) -> None:
    """Three instants in order, none before the report."""
    soon, due, late = notices(deadline(count, clock, remind_before=0.2, escalate_after=3), WORKING, start)
    assert soon is not None
    assert due is not None
    assert late is not None
    assert start <= soon < due < late


def test_offices_that_never_open_promise_nothing() -> None:
    """An endless search is an error instead."""
    with pytest.raises(ValueError, match="no working hours"):
        promised(deadline(), Working(days=(), hours=()), at("2021-08-18 10:00"))


def with_deadlines(tmp_path: Path, lines: str) -> Path:
    for each in shipped().parent.glob("plan127*.csv"):
        (tmp_path / each.name).write_bytes(each.read_bytes())
    path = tmp_path / "campaign.toml"
    path.write_text(shipped().read_text(encoding="utf-8") + "\n" + lines, encoding="utf-8")
    return path


GOOD = (
    '[[deadlines]]\nurgency = "urgent"\nhours = 4\nclock = "round"\nremind_before = 1\nescalate_after = 2\n'
)


def test_a_campaign_may_promise(tmp_path: Path) -> None:
    """What stands in the file is what is promised; the shipped file promises nothing."""
    assert CAMPAIGN.deadlines == ()
    found = load_campaign(with_deadlines(tmp_path, GOOD)).deadline("urgent")
    assert found is not None
    assert (found.hours, found.clock, found.escalate_to) == (4, "round", "head")


@pytest.mark.parametrize(
    ("lines", "field"),
    [
        (GOOD + GOOD, "deadlines[1].urgency"),
        (GOOD.replace("remind_before = 1", "remind_before = 4"), "deadlines[0].remind_before"),
        (GOOD + 'escalate_to = "citizen"\n', "deadlines[0].escalate_to"),
        (GOOD.replace("hours = 4", "hours = 0"), "deadlines[0].hours"),
        (GOOD.replace('"round"', '"weekly"'), "deadlines[0].clock"),
    ],
)
def test_a_promise_that_cannot_be_is_refused(tmp_path: Path, lines: str, field: str) -> None:
    """By field, with the cure."""
    with pytest.raises(CampaignError) as error:
        load_campaign(with_deadlines(tmp_path, lines))
    assert [problem.field for problem in error.value.problems] == [field]
    assert all(problem.cure for problem in error.value.problems)


def test_times_are_told_in_the_campaigns_zone() -> None:
    """An instant of another zone is taken for what it is."""
    start = datetime(2021, 8, 18, 3, tzinfo=UTC).astimezone(ZONE)
    assert promised(deadline(1), WORKING, start).time() == time(11)
