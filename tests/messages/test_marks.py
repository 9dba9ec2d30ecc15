"""Marks that people type or paste: what can be shown is shown, everything else stays as letters, nothing breaks."""

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from messages import runs
from messages.content import Attachment, AttachmentKind, Reply
from messages.formats import KNOWN, length, parts
from messages.length import utf16
from messages.marks import read_marks
from messages.markup import check, plain, sanitise, visible
from messages.runs import cleaned

TYPED = {
    "*đậm* và _nghiêng_": "<b>đậm</b> và <i>nghiêng</i>",
    "*_cả hai_*": "<b><i>cả hai</i></b>",
    "5*3*2 và so_ca_moi": "5*3*2 và so_ca_moi",
    "* một\n* hai": "* một\n* hai",
    "[Xem](https://soctrang.gov.vn/a_b_c)": '<a href="https://soctrang.gov.vn/a_b_c">Xem</a>',
    "[Xem](javascript:alert(1))": "[Xem](javascript:alert(1))",
    "https://a.vn/_x_/*y*": "https://a.vn/_x_/*y*",
    "<b>đậm</b> <script>x</script>": "<b>đậm</b> &lt;script&gt;x&lt;/script&gt;",
    "<b>chồng <i>chéo</b> sai</i>": "<b>chồng <i>chéo</i></b><i> sai</i>",
    "a < b & c > d": "a &lt; b &amp; c &gt; d",
}


@pytest.mark.parametrize("text", TYPED)
def test_marks_are_read_where_they_hug_words(text: str) -> None:
    """Stars and lines that are only characters stay; links lead to the web or nowhere."""
    assert read_marks(text) == TYPED[text]
    check(read_marks(text))


def test_marks_of_the_platform_are_not_read_twice() -> None:
    """What was typed with stars in a text that the platform marked stays with its stars."""
    assert read_marks("<b>a</b> *b*", typed=False) == "<b>a</b> *b*"


_TAGS = ("*", "_", "<b>", "</b>", "<i>", "</i>", '<a href="https://a.vn/đường">', "</a>", "<a href=x>")
_LETTERS = (
    "💚",
    "👨\u200d👩\u200d👧",
    "Ộ",
    "o\u0302\u0323",
    "\u202e",
    "\u200f",
    "שלום",
    "العربية",
    "\0",
    "\ud800",
)
_WORDS = ("chữ", "vùng xanh ", "https://xã.vn/kế-hoạch?a=1&b=2", "[x](https://a.vn)", "a" * 300)
_PIECES = st.sampled_from([*_TAGS, *_LETTERS, *_WORDS, "\n", "\n\n", " ", "&", "<", ">", "&amp;"])


@settings(max_examples=150)
@given(st.lists(_PIECES, max_size=60).map("".join))
def test_whatever_is_pasted_is_sound_on_every_channel(text: str) -> None:
    """Nested, broken, turned round or cut in half: it is our rich text, and fits each channel in parts."""
    rich = read_marks(text)
    check(rich)
    assert sanitise(rich) == rich
    for known in KNOWN.values():
        limits = known.limits
        shown = parts(Reply(text=rich), limits)
        for part in shown:
            check(part)
            assert utf16(visible(part)) <= limits.text
        read = visible(rich) if limits.marks else plain(rich)
        assert "".join("".join(visible(part).split()) for part in shown) == "".join(cleaned(read).split())


@pytest.mark.parametrize("name", KNOWN)
@pytest.mark.parametrize("beyond", [0, 1])
def test_the_edge_of_a_message_is_where_the_channel_says(name: str, beyond: int) -> None:
    """Exactly as long as a message may be it is one, a unit longer it is two; pairs of units are never cut."""
    limits = KNOWN[name].limits
    reply = Reply(text="💚" * (limits.text // 2 - 1) + "ab" + "c" * beyond)
    assert length(reply, limits) == limits.text + beyond
    assert len(parts(reply, limits)) == 1 + beyond
    assert "".join(parts(reply, limits)) == reply.text


def test_words_go_under_a_file_where_they_fit() -> None:
    """1,024 units on Telegram; beyond that they are a message of their own, cut only where that is too long too."""
    limits = KNOWN["telegram"].limits
    photo = (Attachment(kind=AttachmentKind.PHOTO, ref="p"),)
    under = Reply(text="<b>" + "a" * 1024 + "</b>", attachments=photo)
    assert parts(under, limits) == [under.text]
    assert len(parts(Reply(text="a" * 4097, attachments=photo), limits)) == 2


def test_what_cannot_be_sent_is_told_the_same_one_by_one_and_at_once() -> None:
    """For every character there is: words are cleaned whole, names letter by letter."""
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    assert runs._UNSENDABLE.sub("", every) == "".join(filter(runs.sendable, every))
