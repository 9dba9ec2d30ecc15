"""Text that is made to disturb: letters buried under marks, signs that turn the writing round."""

import re
import unicodedata

# What most people write; nothing in it is composed otherwise in NFC, is a mark, or turns the writing.
_ORDINARY = re.compile(r"[\t\n\r -~\u00c0-\u024f\u1ea0-\u1ef9–…“”‘’]*")
_MARKS = frozenset({"Mn", "Me"})
_MOST = 4  # on one letter, after NFC: Vietnamese needs one, Khmer up to four
# Marks and letters that only change the direction of what stands next to them.
_TURNING = frozenset("\u200e\u200f\u061c")


def calm(text: str) -> str:
    """The text in NFC with at most four marks on a letter, and no invisible sign of direction."""
    if _ORDINARY.fullmatch(text):
        return text
    kept: list[str] = []
    marks = 0
    for char in unicodedata.normalize("NFC", text):
        marks = marks + 1 if unicodedata.category(char) in _MARKS else 0
        if marks <= _MOST and char not in _TURNING:
            kept.append(char)
    return "".join(kept)
