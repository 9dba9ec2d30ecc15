"""Where marks mark nothing: found with the line and the words around, whatever was pasted; all else is read."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from messages.graphemes import ends
from messages.length import utf16
from messages.marks import read_marks
from messages.markup import check, visible
from messages.places import edge, loose
from messages.vi.places import WHY

LOOSE = {
    "**đậm": [("star", "▶**đậm")],
    "một\nhai *ba\nbốn* năm": [("star", "hai ▶*ba"), ("star", "bốn▶* năm")],
    "_nghiêng thôi": [("line", "▶_nghiêng thôi")],
    "Xem [chữ](": [("link_end", "Xem ▶[chữ](")],
    "[Xem](www.soctrang.gov.vn/tin)": [("link_scheme", "▶[Xem](www.soctrang.gov.vn/tin)")],
    "[Xem](https://a.vn/tin mới)": [("link_blank", "▶[Xem](https://a.vn/tin mới)")],
    "[Xem](javascript:alert)": [("link", "▶[Xem](javascript:alert)")],
    "[Xem](https://vi.wikipedia.org/wiki/Sóc_Trăng_(tỉnh))": [
        ("link", "▶[Xem](https://vi.wikipedia.org/wiki/Sóc_Trăng_(tỉnh))")
    ],
    "<b>đậm": [("tag", "▶<b>đậm")],
    "đậm</b>": [("tag", "đậm▶</b>")],
    "<u>gạch</u>": [("tag", "▶<u>gạch</u>"), ("tag", "<u>gạch▶</u>")],
    '<a href="javascript:x">y': [("tag", '▶<a href="javascript:x">y')],
    "_a *b* c_": [("line", "▶_a b c_"), ("line", "_a b c▶_")],
    "giá \u202e5 đồng": [("turned", "giá ▶\u202e5 đồng")],
}
READ = (
    "*đậm* **đậm** _nghiêng_ __nghiêng__ *_cả hai_*",
    "5*3*2, so_ca_moi, khách sạn 5*, a < b & c > d",
    "* một\n* hai\n- ba",
    "Họ tên: ____ [1] (xem) https://a.vn/_x_/*y* www.b.vn/_z",
    "[Kế hoạch](https://xã.vn/kế-hoạch?a=1&b=2) <b>a <i>b</i></b>",
    "👨\u200d👩\u200d👧 العربية שלום\u200f",
)


@pytest.mark.parametrize("text", LOOSE)
def test_a_loose_mark_is_shown_where_it_stands(text: str) -> None:
    """With the words around it and its reason; what is shown of it are the characters as typed."""
    found = loose(text)
    assert [(each.why, f"{each.before}▶{each.at}{each.after}") for each in found] == LOOSE[text]
    assert {each.why for each in found} <= set(WHY)
    check(read_marks(text))


def test_what_is_read_or_plainly_no_mark_is_not_asked_about() -> None:
    """Pairs, links with Vietnamese in them, sums, lists, forms, addresses, emoji, writing from the right."""
    assert [text for text in READ if loose(text)] == []


def test_marks_of_the_platform_are_its_own() -> None:
    """It closes them itself; a star beside them is a star."""
    assert loose("<b>a</b> *b", typed=False) == ()


def test_lines_are_counted_and_long_ones_cut() -> None:
    """The place is found on a phone: its line, and no more than a few words around."""
    (only,) = loose(f"một\n\n{'chữ ' * 50}**sai {'chữ ' * 50}")
    assert only.line == 3
    assert len(only.before + only.after) < 50
    assert (only.before[0], only.after[-1]) == ("…", "…")


_PIECES = st.sampled_from(
    ("**", "__", "<b>", "</b>", "<i>", "</i>", "](", "https://a.vn/đ", "chữ", *"*_<>[]()/&\n Ộ💚5\u202e")
)


@settings(max_examples=60)
@given(st.lists(_PIECES, max_size=40).map("".join))
def test_nothing_is_lost_between_what_is_read_and_what_is_asked(text: str) -> None:
    """Every star or line that hugs a word is read as a pair or asked about, and each place is really there."""
    rich = read_marks(text)
    check(rich)
    shown, found = visible(rich), loose(text)
    for place in found:
        line = (text if place.why == "turned" else shown).split("\n")[place.line - 1]
        assert place.before.lstrip("…") + place.at.rstrip("…") in line
    bare = re.sub(r"https?://[^\s<>]+|\[[^\[\]\n]{0,200}\]\([^)\n]*\)?|<[^<>\n]*>", " ", shown)
    if re.search(r"(?<![\w*_/])[*_]chữ", bare):
        assert found


@given(st.text(alphabet="ab ộ💚\n", min_size=1, max_size=60), st.integers(1, 40))
@settings(max_examples=40)
def test_the_edge_is_where_the_limit_is(text: str, limit: int) -> None:
    """What stands before it fits, and with the next character it would not."""
    at = edge(text, limit)
    fits = max(bound for bound in (0, *ends(text)) if utf16(text[:bound]) <= limit)
    assert at.line == text[:fits].count("\n") + 1
    assert text[:fits].rsplit("\n", maxsplit=1)[-1].endswith(at.before.removeprefix("…"))
    assert text[fits:].split("\n", maxsplit=1)[0].startswith(at.after.removesuffix("…"))
