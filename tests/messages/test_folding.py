"""Typed Vietnamese made comparable."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.folding import fold, has_diacritics, lower, phrase, tidy, words

VIETNAMESE = st.text(
    alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậòỏõóọỳỷỹýỵùủũúụ .,-\n", max_size=40
)


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("hoà", "hòa"),
        ("HOÀ TÚ", "Hòa Tú"),
        ("khoẻ", "khỏe"),
        ("huỷ", "hủy"),
        ("thuỷ", "thủy"),
        ("quý", "quý"),
        ("hoàn", "hoàn"),
        ("khuỷu", "khuỷu"),
        ("hoài", "hoài"),
    ],
)
def test_old_and_new_tone_places_are_one_word(new: str, old: str) -> None:
    """Both schools of spelling compare equal, and words whose tone has one place only are left alone."""
    assert lower(old) == lower(new) == new.lower()


def test_folding_takes_marks_and_punctuation_off() -> None:
    """Names are found without diacritics, punctuation or case."""
    assert fold("Phường 3, KẾ SÁCH") == "phuong 3, ke sach"
    assert words("Ấp 3, xã Kế An!") == ["ap", "3", "xa", "ke", "an"]
    assert phrase("  Đồng  ý\u200b nhận\ttin ") == "dong y nhan tin"
    assert words("") == words("!?… 👍") == []


def test_marks_are_noticed() -> None:
    """One typed mark, đ included, says that the writer types marks; capitals say nothing."""
    assert has_diacritics("Đung")
    assert has_diacritics("dừng")
    assert not has_diacritics("DUNG, Huy")


@given(st.text())
def test_nothing_typed_raises_and_folding_is_stable(text: str) -> None:
    """Any text folds, tidying tidy text changes nothing, and a folded text folds to itself."""
    assert tidy(tidy(text)) == tidy(text)
    assert fold(fold(text)) == fold(text)
    assert phrase(phrase(text)) == phrase(text)


@given(VIETNAMESE)
def test_typing_styles_fold_alike(text: str) -> None:
    """Composed, decomposed, capital and marked forms of a Vietnamese text fold to one."""
    assert fold(unicodedata.normalize("NFD", text)) == fold(text) == fold(text.upper())
    assert lower(unicodedata.normalize("NFD", text)) == lower(text)
    assert not has_diacritics(fold(text))
