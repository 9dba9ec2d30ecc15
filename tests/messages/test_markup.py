"""Rich text: read, repaired, checked and cut."""

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from messages.graphemes import ends
from messages.length import fits, utf16
from messages.markup import MarkupError, check, escape, plain, sanitise, split, split_plain, visible

PIECES = st.sampled_from(
    [
        *(
            "<b>",
            "</b>",
            "<i>",
            "</i>",
            "<B>",
            "<strong>",
            "</em>",
            "<br/>",
            "<u>",
            "<script>",
            "<",
            ">",
            "&",
            '"',
        ),
        *(
            '<a href="https://a.vn/?x=1&amp;y=2">',
            "<a href='tel:19009095'>",
            "</a>",
            '<a href="javascript:x">',
        ),
        *(
            "&lt;",
            "&amp",
            "&#824;",
            "&#0;",
            "&#xD800;",
            "&#13;",
            "\u0338",
            "\u202e",
            "\ud83d",
            "\r\n",
            "\n\n",
            " ",
        ),
        *("bà con", "e\u0301", "👨‍👩‍👧‍👦", "🇻🇳🇻🇳", "👍🏽", "ស្ត្រី", "\u0301\u0323", "\u00a0", "מים", "0"),
    ]
)
PASTED = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=25).map("".join))


@pytest.mark.parametrize(
    "rich",
    [
        'Chào bà con!\n\nMã <b>KK-7QX2M</b>, xem <i><a href="https://a.vn/?x=1&amp;y=2">tại đây</a></i>',
        'Gọi <a href="tel:19009095">1900 9095</a> &amp; <a href="mailto:a@b.vn">thư</a>',
        "Dấu ' và \" để nguyên, hay &quot; &#39; &#x27; cũng được: 1 &lt; 2",
        "",
    ],
)
def test_our_own_texts_pass(rich: str) -> None:
    """Every form that a template may use is rich text, and sanitising leaves its meaning alone."""
    check(rich)
    assert visible(sanitise(rich)) == visible(rich)


@pytest.mark.parametrize(
    ("rich", "position", "problem"),
    [
        ("xin <b>chào", 11, "never closed"),
        ("xin chào</b>", 8, "ends nothing"),
        ("<b><i>x</b></i>", 7, "while <i> is open"),
        ("<b>x<b>y</b></b>", 4, "inside its own kind"),
        ("a <u>b</u>", 2, "unknown tag"),
        ("<strong>b</strong>", 0, "unknown tag"),
        ("<b class='x'>b</b>", 0, "not a plain tag"),
        ('<a href="javascript:alert(1)">b</a>', 0, "safe link"),
        ('<a href="//evil.vn">b</a>', 0, "safe link"),
        ('<a href="https://[">b</a>', 0, "safe link"),
        ('<a href="https://a.vn" onclick="x">b</a>', 0, "safe link"),
        ("1 < 2", 2, "bare"),
        ("2 > 1", 2, "bare"),
        ("gạo & mắm &copy; x", 4, "bare"),
        ("a\x00b", 1, "U+0000"),
        ("a\u202eb", 1, "U+202E"),
        ("a\ud83db", 1, "U+D83D"),
    ],
)
def test_each_fault_is_named_with_its_place_and_cure(rich: str, position: int, problem: str) -> None:
    """An author learns where the text is wrong, what is wrong and how to mend it."""
    with pytest.raises(MarkupError) as caught:
        check(rich)
    assert caught.value.position == position
    assert problem in str(caught.value)
    assert caught.value.cure in str(caught.value)


def test_plain_spells_links_out_once() -> None:
    """Without styles the address follows its label, unless the label says it already."""
    rich = (
        'Xem <a href="https://a.vn/ke-hoach"><b>kế</b> hoạch</a>, <a href="https://a.vn">a.vn</a>, &lt;b&gt;'
    )
    assert plain(rich + ', gọi <a href="tel:19009095">1900 9095</a>') == (
        "Xem kế hoạch (https://a.vn/ke-hoach), a.vn, <b>, gọi 1900 9095"
    )


def test_sanitise_keeps_our_tags_and_shows_the_others() -> None:
    """What an editor pastes keeps bold, italic and safe links; the rest stays readable and harmless."""
    assert sanitise("<STRONG>Tin</STRONG><br>mới") == "<b>Tin</b>\nmới"
    assert sanitise("<b><i>x</b>y</i>") == "<b><i>x</i></b><i>y</i>"
    assert sanitise("<b>x<b>y</b>z</b>") == "<b>xyz</b>"
    assert sanitise("<script>1 < 2 && 3</script>") == "&lt;script&gt;1 &lt; 2 &amp;&amp; 3&lt;/script&gt;"
    assert sanitise("<a target=_blank href='https://a.vn'>x") == '<a href="https://a.vn">x</a>'
    assert "<a" not in sanitise('<a href="javascript:alert(1)">x</a>')


@given(PASTED)
@example("<b>\u0338x</b>")
@example("<\u0338b>")
def test_anything_pasted_becomes_rich_text(pasted: str) -> None:
    """Whatever is typed or pasted passes the check, also after NFC, and sanitising twice changes nothing."""
    rich = sanitise(pasted)
    check(rich)
    check(unicodedata.normalize("NFC", rich))
    assert sanitise(rich) == rich


@given(PASTED)
def test_escaped_text_is_shown_letter_by_letter(text: str) -> None:
    """Escaped text passes the check and reads as it was typed, however much it looks like markup."""
    rich = escape(text)
    check(rich)
    assert visible(rich) == plain(rich)
    if text.isprintable():
        assert visible(rich) == unicodedata.normalize("NFC", text)


def _without_blanks(text: str) -> str:
    return re.sub(r"\s", "", text)


@given(PASTED, st.integers(min_value=8, max_value=40))
def test_parts_are_whole_and_lose_nothing(pasted: str, limit: int) -> None:
    """Each part is rich text within the limit, no letter is torn, and together they are the original."""
    rich = sanitise(pasted)
    parts = split(rich, limit, utf16)
    for part in parts:
        check(part)
        assert fits(part, limit)
        assert visible(part).strip()
    assert _without_blanks("".join(map(visible, parts))) == _without_blanks(visible(rich))


@given(st.lists(PIECES.filter(lambda piece: not {"<", "\u0301", "\u0338"} & set(piece)), max_size=30))
def test_no_cut_inside_a_character(pieces: list[str]) -> None:
    """Emoji families, flags, skin tones and Khmer stacks stay in one piece."""
    rich = escape("".join(pieces))
    whole = ends(visible(rich))
    position = 0
    for part in split(rich, 12, utf16):
        position = visible(rich).index(visible(part), position) + len(visible(part))
        assert position in whole


def test_cuts_fall_on_paragraphs_then_lines_then_words() -> None:
    """The coarsest break within reach is taken, and blanks at a cut are dropped."""
    assert split("một hai\n\nba bốn\nnăm sáu", 16, utf16) == ["một hai", "ba bốn\nnăm sáu"]
    assert split("một hai\nba bốn năm", 12, utf16) == ["một hai", "ba bốn năm"]
    assert split("một  hai ba", 8, utf16) == ["một  hai", "ba"]
    assert split("số 1900\u00a09095", 9, utf16) == ["số", "1900\u00a09095"]
    assert split("aaaaaaaaaa", 4, utf16) == ["aaaa", "aaaa", "aa"]


def test_tags_are_closed_and_opened_again() -> None:
    """A style or a link that crosses a cut continues in the next part."""
    rich = '<b>một <a href="https://a.vn">hai ba</a></b> bốn'
    assert split(rich, 7, utf16) == [
        '<b>một <a href="https://a.vn">hai</a></b>',
        '<b><a href="https://a.vn">ba</a></b> bốn',
    ]


def test_entities_count_as_what_they_show() -> None:
    """An escaped character counts once and is never cut."""
    assert split("&amp;" * 10, 4, utf16) == ["&amp;" * 4, "&amp;" * 4, "&amp;" * 2]


def test_a_character_longer_than_a_message_is_cut_at_last() -> None:
    """A letter with thousands of accents still leaves, in parts."""
    parts = split("q" + "\u0301" * 99, 10, utf16)
    assert [utf16(visible(part)) for part in parts] == [10] * 10


def test_an_impossible_limit_is_refused() -> None:
    """A limit that holds no character is the caller's mistake and is said to be."""
    with pytest.raises(ValueError, match="limit too small"):
        split("👍👍", 1, utf16)


def test_blank_text_gives_no_part() -> None:
    """Nothing to read, nothing to send."""
    assert split("", 10, utf16) == split(" \n<b> </b>", 1, utf16) == []


def test_plain_parts_count_the_addresses_too() -> None:
    """Where links are spelled out, their addresses are within the limit as well."""
    parts = split_plain('Bà con xem <a href="https://a.vn/1">kế hoạch</a> &amp; làm theo', 20, utf16)
    assert parts == ["Bà con xem kế hoạch", "(https://a.vn/1) &", "làm theo"]


def test_a_full_message_goes_unsplit() -> None:
    """Exactly the limit is one part, one unit more is two."""
    assert len(split("<b>" + "a" * 4096 + "</b>", 4096, utf16)) == 1
    assert len(split("a" * 4097, 4096, utf16)) == 2


def test_long_and_hostile_text_is_read_in_linear_steps() -> None:
    """Text made to make a parser backtrack ends like any other."""
    for hostile in ("<a" * 50_000, "<" + "a" * 100_000, "&#" * 50_000, "<a href=" * 20_000, "\n " * 50_000):
        check(sanitise(hostile))
