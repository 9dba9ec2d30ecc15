"""Times as people write them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.moments import read_moment
from handlers.staff.duties.numbers import read_number

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
