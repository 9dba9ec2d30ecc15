import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.documents.cleaning import cell, clean, line, shortened
from tests.messages.documents.samples import NASTY


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Nhà tôi hết gạo – “Ấp 3”", "Nhà tôi hết gạo – “Ấp 3”"),
        ("hoa\u0300", "hoà"),
        ("a\x00b\x0bc\x1bd", "ab\ncd"),
        ("một\r\nhai\u2028ba", "một\nhai\nba"),
        ("abc\u202edef\u2066", "abcdef"),
        ("a\ud800b\ufffec\U0001ffffd\ufdd0e", "abcde"),
        ("👨\u200d👩\u200d👧 🇻🇳 🙏🏽", "👨\u200d👩\u200d👧 🇻🇳 🙏🏽"),
        ("ស្ត្រី", "ស្ត្រី"),
    ],
)
def test_what_a_reader_needs_stays_and_nothing_else(typed: str, kept: str) -> None:
    """Vietnamese, Khmer and emoji are whole; what hides, reverses or breaks a file is gone."""
    assert clean(typed) == kept


def test_towers_of_marks_are_cut_down() -> None:
    """A letter under forty accents stays on its line."""
    assert sum(map(unicodedata.combining, clean("z" + "\u0335" * 40))) < 10
    assert len(clean("z" + "\u0335" * 40)) <= 5


@given(st.text())
def test_cleaned_text_is_lawful_xml_and_stays_clean(text: str) -> None:
    """XML 1.0, 2.2: no control, no surrogate, no FFFE; cleaning twice changes nothing."""
    cleaned = clean(text)
    cleaned.encode()
    assert not [c for c in cleaned if unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\t"]
    assert not {"\ufffe", "\uffff"} & set(cleaned)
    assert clean(cleaned) == cleaned
    assert "\n" not in line(text)


@pytest.mark.parametrize("text", NASTY)
def test_cuts_keep_characters_whole(text: str) -> None:
    """No half emoji, no more than was asked for; what fits is not touched."""
    short = shortened(text, 50)
    assert len(short) <= 51
    assert shortened(short, 51) == short
    assert len(cell(text).encode("utf-16-le")) <= 2 * 32_767
    family = "👨\u200d👩\u200d👧"
    assert shortened(family * 3, 7) == f"{family}…"
