"""Calming: what disturbs goes, what is written stays."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from messages.calming import calm


def test_real_writing_is_left_as_it_is() -> None:
    """Vietnamese composed or not, Khmer stacks, emoji, formulas, line ends."""
    for text in ("Ấp Đường Trâu, hủy, hoà", "ស្រុកខ្មែរ ជំរាបសួរ", "👨‍👩‍👧‍👦 🇻🇳", "=HYPERLINK(1)", "a\nb\n\n<b>"):
        assert calm(text) == text
    assert calm(unicodedata.normalize("NFD", "Ấp Đường Trâu")) == "Ấp Đường Trâu"


def test_buried_letters_are_dug_out() -> None:
    """Hundreds of marks on one letter become four."""
    assert len(calm("h" + "\u0335\u0321" * 200)) == 5


@given(st.text(max_size=200))
def test_calm_is_calm(text: str) -> None:
    """Any text: never longer than its composed form, the same when calmed again, no hidden direction."""
    once = calm(text)
    assert len(once) <= len(unicodedata.normalize("NFC", text))
    assert calm(once) == once
    assert not set(once) & set("\u200e\u200f\u061c")
