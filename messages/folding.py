"""How people type Vietnamese: with and without diacritics, with old and new tone placement, in any case."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^\w]+")
# Old style puts the tone on the first vowel of oa, oe, uy ("hoà"); new style on the second ("hòa").
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_OLD_STYLE = re.compile(rf"(o(?=.[ae])|u(?=.y))([{_TONES}])([aey])(?![\w\u0300-\u036f])", re.IGNORECASE)


def tidy(text: str) -> str:
    """NFC, single spaces for any white space, no control or invisible characters, ends trimmed."""
    visible = "".join(
        " " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c) not in {"Cc", "Cf"}
    )
    return _SPACES.sub(" ", unicodedata.normalize("NFC", visible)).strip()


def lower(text: str) -> str:
    """`tidy`, lower case, tone marks in the new style ("hoà" and "hòa" are one word); diacritics kept."""
    decomposed = unicodedata.normalize("NFD", tidy(text).lower())
    return unicodedata.normalize("NFC", _OLD_STYLE.sub(_move_tone, decomposed))


def _move_tone(match: re.Match[str]) -> str:
    first, tone, second = match.groups()
    # "quý": after q the u belongs to the consonant, and there the tone already stands right.
    if match.start() and match.string[match.start() - 1].lower() == "q":
        return match.group()
    return f"{first}{second}{tone}"


def fold(text: str) -> str:
    """Lower case without diacritics and with đ as d: "Phường 3, Kế Sách" -> "phuong 3, ke sach"."""
    decomposed = unicodedata.normalize("NFD", lower(text).replace("đ", "d"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """The folded words, without punctuation: "Ấp 3, xã Kế An!" -> ["ap", "3", "xa", "ke", "an"]."""
    return [word for word in _NOT_WORD.split(fold(text)) if word]


def phrase(text: str) -> str:
    """The folded words with one space between: what labels and keywords are compared by."""
    return " ".join(words(text))


def has_diacritics(text: str) -> bool:
    """Whether the writer typed any Vietnamese mark; if so, the marks decide between words that fold alike."""
    return lower(text) != fold(text)
