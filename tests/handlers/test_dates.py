"""Days as people say them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.dates import Span, read_span
from messages.folding import fold

CAMPAIGN = (date(2021, 8, 16), date(2021, 8, 25))
TODAY = date(2021, 8, 20)


def one(day: int, month: int = 8, year: int = 2021) -> Span:
    return Span(date(year, month, day), date(year, month, day))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("18/8", one(18)),
        ("18-8-2021", one(18)),
        ("18.08.2021", one(18)),
        ("18/8/21", one(18)),
        ("2021-08-18", one(18)),
        ("ngày 18 tháng 8", one(18)),
        ("ngày 18 tháng 8 năm 2021", one(18)),
        ("Sáng ngày 18/8 ạ", one(18)),
        ("ngày 18", one(18)),
        ("18", one(18)),
        ("hôm nay", one(20)),
        ("sáng nay", one(20)),
        ("Hôm qua", one(19)),
        ("tối qua", one(19)),
        ("hôm kia", one(18)),
        ("16/8 đến 20/8", Span(date(2021, 8, 16), date(2021, 8, 20))),
        ("từ 16 đến 20/8", Span(date(2021, 8, 16), date(2021, 8, 20))),
        ("16-20/8", Span(date(2021, 8, 16), date(2021, 8, 20))),
        ("từ ngày 16/8 tới hôm qua", Span(date(2021, 8, 16), date(2021, 8, 19))),
        ("16/8 - 20/8/2021", Span(date(2021, 8, 16), date(2021, 8, 20))),
        ("16/8–nay", Span(date(2021, 8, 16), date(2021, 8, 20))),
        ("20/8 đến 16/8", Span(date(2021, 8, 20), date(2021, 8, 16))),
    ],
)
def test_days_are_read_with_and_without_diacritics(said: str, meant: Span) -> None:
    """What people write for a day or a range is that day or range, marks or no marks."""
    assert read_span(said, TODAY, CAMPAIGN) == meant
    assert read_span(fold(said), TODAY, CAMPAIGN) == meant


def test_typed_marks_tell_two_days_ago_from_three() -> None:
    """Hôm kia and hôm kìa differ by a mark and a day."""
    assert read_span("hôm kìa", TODAY, CAMPAIGN) == one(17)
    assert read_span("hom kia", TODAY, CAMPAIGN) == one(18)


@pytest.mark.parametrize(
    "said", ["", "31/9", "30/2/2021", "không nhớ", "8", "0/0", "hôm", "1/1/1 đến", "99", "đến"]
)
def test_what_is_no_day_is_not_guessed(said: str) -> None:
    """No calendar has it, or no day is said: nothing is made up. A bare 8 lies outside and says so later."""
    found = read_span(said, TODAY, CAMPAIGN)
    assert found is None or found == one(8)


def test_a_campaign_across_new_year_gives_each_day_its_own_year() -> None:
    """30/12 is in the old year, 2/1 in the new one."""
    around = (date(2021, 12, 28), date(2022, 1, 6))
    assert read_span("30/12", date(2022, 1, 3), around) == one(30, 12, 2021)
    assert read_span("2/1", date(2022, 1, 3), around) == one(2, 1, 2022)


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(text: str) -> None:
    """Any text gives a span or None."""
    found = read_span(text, TODAY, CAMPAIGN)
    assert found is None or isinstance(found, Span)


@given(st.dates(*CAMPAIGN), st.dates(*CAMPAIGN))
def test_every_range_of_the_campaign_can_be_written(first: date, last: date) -> None:
    """day/month đến day/month is read back as itself."""
    said = f"{first.day}/{first.month} đến {last.day}/{last.month}"
    assert read_span(said, TODAY, CAMPAIGN) == Span(first, last)
