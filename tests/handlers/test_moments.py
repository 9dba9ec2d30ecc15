"""Times as people write them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.citizens.nominations.deeds import when_step
from handlers.moments import read_moment
from handlers.questions import to
from handlers.staff.bulletins import parts
from handlers.staff.duties.due import due_step
from handlers.staff.duties.numbers import read_number
from handlers.steps import Facts, Said, Step, Unacceptable
from storage.campaign import load_campaign
from tests.handlers.talk import facts_of, heard

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2021, 8, 18, 10, tzinfo=ZONE)
AROUND = (date(2021, 8, 16), date(2021, 8, 31))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("15:30", "18 15:30"), ("15h30", "18 15:30"), ("15 giờ 30 ngày 20/8", "20 15:30"),
        ("17h mai", "19 17:00"), ("17h ngày mai", "19 17:00"), ("8 giờ sáng mai", "19 08:00"),
        ("5 giờ chiều", "18 17:00"), ("7 gio toi nay", "18 19:00"), ("20/8 lúc 9h", "20 09:00"),
        ("trước 16g ngày 21 tháng 8", "21 16:00"), ("9 giờ rưỡi 21/8/2021", "21 09:30"),
    ],
)  # fmt: skip
def test_moments_are_read(text: str, said: str) -> None:
    """With and without diacritics, the day before or after the hour."""
    assert f"{read_moment(text, NOW, AROUND):%d %H:%M}" == said


@pytest.mark.parametrize("text", ["", "mai", "20/8", "25:00", "sớm nhé", "15:30 ngày 32/8", "15h30 tuần sau"])
def test_what_is_no_moment_is_not_guessed(text: str) -> None:
    """No hour, no such hour, no such day: None."""
    assert read_moment(text, NOW, AROUND) is None


def shown(step: Step, facts: Facts) -> Iterator[str]:
    """The examples of a question, and of what is said to an answer that it cannot read."""
    said = [step.ask({}, facts).text]
    try:
        step.accept(Said(inbound=heard("lúc nào cũng được")), {}, facts)
    except Unacceptable as error:
        said.append(error.say)
    for text in said:
        found = re.search(r"ví dụ:? (.+?)(?:\.(?:\s|$)|$)", text, re.IGNORECASE)
        if found:
            each = found[1].replace(" (hết ngày)", "").replace("một khoảng như ", "")
            yield from re.split(r",? hoặc |[;,] ", each)


@pytest.mark.parametrize("day", [6, 7, 8])
def test_an_example_can_be_typed_as_it_stands(day: int) -> None:
    """On each day of another campaign, the last one too: what is shown as an example is taken."""
    other = load_campaign(Path(__file__).parents[1] / "data/bac-son-nam.toml")
    facts = replace(facts_of(other), now=datetime(2026, 3, day, 1, tzinfo=UTC))
    for step in (parts.when(), parts.until(), due_step("due", to(None)), when_step()):
        examples = list(shown(step, facts))
        assert examples, step.name
        for each in examples:
            assert step.accept(Said(inbound=heard(each)), {}, facts), each


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading(text: str) -> None:
    """Anything may be typed."""
    moment = read_moment(text, NOW, AROUND)
    assert moment is None or moment.tzinfo is ZONE
    number = read_number(text)
    assert number is None or 0 <= number < 10**9


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        ("1.250 hộ", 1250),
        ("được 7 buổi", 7),
        ("12 buổi ở 5 ấp", None),
        ("không", None),
        ("1,5", None),
    ],
)
def test_one_number_is_a_number(text: str, number: int | None) -> None:
    """Two are none: which one was meant is asked."""
    assert read_number(text) == number
