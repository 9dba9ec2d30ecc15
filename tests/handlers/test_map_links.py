"""A point read from what people paste."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.map_links import is_point, is_short, point_in

HERE = (9.6032, 105.9732)


@pytest.mark.parametrize(
    "pasted",
    [
        "https://www.google.com/maps/@9.6032,105.9732,15z",
        "https://www.google.com/maps/place/Ch%E1%BB%A3/@9.5,105.9,17z/data=!3m1!4b1!4m6!3m5!8m2!3d9.6032!4d105.9732",
        "https://maps.google.com/?q=9.6032,105.9732",
        "https://www.google.com.vn/maps?q=loc:9.6032%2C105.9732&z=17",
        "https://www.google.com/maps/search/?api=1&query=9.6032%2C+105.9732",
        "https://www.google.com/maps/search/9.6032,+105.9732?entry=tts",
        "https://www.google.com/maps/place/9.6032,105.9732",
        "https://www.openstreetmap.org/?mlat=9.6032&mlon=105.9732#map=17/9.5/105.9",
        "https://www.openstreetmap.org/#map=17/9.6032/105.9732",
        "https://maps.apple.com/?ll=9.6032,105.9732&q=Nh%C3%A0",
        "Nhà tôi ở đây nè: https://maps.google.com/?q=9.6032,105.9732 nha",
        "9.6032, 105.9732",
        "Vị trí của tôi: 9.6032 105.9732",
    ],
)
def test_what_map_applications_copy_is_a_point(pasted: str) -> None:
    """The pin, else the point asked for, else the middle of what is shown."""
    found = point_in(pasted)
    assert found is not None
    assert (found.lat, found.lon) == HERE


@pytest.mark.parametrize(
    "said",
    [
        "",
        "Kế An",
        "hết gạo từ 18.8, 20.8 mới có",
        "15.000, 120.000",
        "https://example.org/maps?q=9.6032,105.9732",
        "https://google.com.example.org/maps?q=9.6032,105.9732",
        "https://maps.google.com/?q=cho+Ke+Sach",
        "https://maps.google.com/?q=99.6032,105.9732",
        "https://maps.app.goo.gl/AbCd12345",
        "http://[::1",
    ],
)
def test_other_words_and_pages_are_no_point(said: str) -> None:
    """Prices, dates, other pages, places by name, points that are nowhere."""
    assert point_in(said) is None


def test_words_around_a_point_are_heard_first() -> None:
    """Only a link or coordinates by themselves are "where am I": a cry for rice with a link is a cry for rice."""
    assert is_point("https://maps.google.com/?q=9.6032,105.9732")
    assert is_point("9.6032, 105.9732")
    assert not is_point("Nhà tôi hết gạo https://maps.google.com/?q=9.6032,105.9732")
    assert not is_point("Kế An")


def test_a_short_link_is_known_as_one() -> None:
    """It does not say where it leads, and nothing is fetched: its sender is told so."""
    assert is_short("đây nè https://maps.app.goo.gl/AbCd12345")
    assert not is_short("https://maps.google.com/?q=9.6,105.9 goo.gl")


@settings(max_examples=60)
@given(st.text(alphabet="https://mapsgoogle.com?q=!3d4@,+-0123456789 %é", max_size=200))
def test_nothing_pasted_breaks_it(pasted: str) -> None:
    """Whatever comes, it is read or not; a point is one on Earth."""
    found = point_in(pasted)
    is_short(pasted)
    assert found is None or (abs(found.lat) <= 90 and abs(found.lon) <= 180)
