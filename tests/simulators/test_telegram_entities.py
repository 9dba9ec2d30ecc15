"""Texts are read as tdlib's parse_html reads them (A2: tdlib/td MessageEntity.cpp)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from tests.simulators.telegram.entities import cut, formatted, units
from tests.simulators.telegram.errors import ApiError


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("<b>Ấp</b> 3", "Ấp 3", [("bold", 0, 2)]),
        ("🌱<i>xanh</i>", "🌱xanh", [("italic", 2, 4)]),
        ("<b><i>a</i>b</b>", "ab", [("bold", 0, 2), ("italic", 0, 1)]),
        ('<a href="https://x.vn/?a=1&amp;b=2">đây</a>', "đây", [("text_link", 0, 3)]),
        ("  <u>a</u>\n", "a", [("underline", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [("blockquote", 0, 1)]),
        ("<tg-spoiler>a</tg-spoiler><s>b</s>", "ab", [("spoiler", 0, 1), ("strikethrough", 1, 1)]),
        ("1 &lt; 2 &amp; &#272;&#x1EA5;t &nbsp; &quot;", '1 < 2 & Đất &nbsp; "', []),
        ("<pre>a</pre><code>b</code>", "ab", [("pre", 0, 1), ("code", 1, 1)]),
    ],
)
def test_html_becomes_text_and_entities(html: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    """Offsets count UTF-16 units; only four named entities exist; outer space goes (A1, A2)."""
    read, found = formatted(html, "HTML")
    assert read == text
    assert [(e["type"], e["offset"], e["length"]) for e in found] == entities


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("a <p>b</p>", 'Unsupported start tag "p" at byte offset 2'),
        ("ế <3", "Unclosed start tag at byte offset 4"),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("<b>a", "Can't find end tag corresponding to start tag b"),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a href=https://x.vn>a</a>", "Unexpected end of name token at byte offset 0"),
        ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
    ],
)
def test_html_that_telegram_refuses_is_refused(html: str, words: str) -> None:
    """The wording names the byte, so that a wrong template is found (A2)."""
    with pytest.raises(ApiError) as refusal:
        formatted(html, "HTML")
    assert refusal.value.code == 400
    assert refusal.value.description == f"Bad Request: can't parse entities: {words}"


def test_markdown_is_refused_not_misread() -> None:
    """Nothing of ours sends Markdown; a text that did would be a fault (A2)."""
    with pytest.raises(ApiError, match="unsupported parse_mode"):
        formatted("*a*", "MarkdownV2")


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r")))
def test_escaped_text_comes_out_as_it_went_in(text: str) -> None:
    """What is escaped is data: no text becomes markup (A2)."""
    read, found = formatted(f"<b>{escape(text)}</b>", "HTML")
    assert read == text.strip()
    assert [cut(read, e["offset"], e["length"]) for e in found] == ([read] if read else [])
    assert units(read) == len(read.encode("utf-16-le")) // 2
