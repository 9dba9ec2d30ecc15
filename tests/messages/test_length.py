"""Length as Telegram counts it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.length import fits, utf16


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("", 0),
        ("bà con", 6),
        (unicodedata.normalize("NFD", "Tiếng Việt"), 10),
        ("👍", 2),
        ("👨‍👩‍👧", 8),
        ("\ud83d", 1),
    ],
)
def test_units_are_utf16_after_nfc(text: str, units: int) -> None:
    """Vietnamese letters count one however they were typed, emoji two and more; nothing raises."""
    assert utf16(text) == units


@given(st.text())
def test_typing_style_does_not_change_the_length(text: str) -> None:
    """Composed and decomposed text are equally long."""
    assert utf16(text) == utf16(unicodedata.normalize("NFD", text))


def test_tags_and_addresses_do_not_count() -> None:
    """Telegram counts what is read: neither tags nor addresses nor the letters of an entity."""
    rich = '<b>&lt;&amp;</b><a href="https://a.vn/mot/dia/chi/dai">x</a>'
    assert fits(rich, 3)
    assert not fits(rich, 2)
