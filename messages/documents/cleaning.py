"""Text that citizens wrote, made fit for a file: what XML 1.0 forbids, what hides, reverses or towers is left out."""

import re
import unicodedata

from messages.graphemes import ends

# Khmer stacks up to four marks on a letter; Vietnamese composes into one character under NFC.
_MARKS = 4
_SHOWN_CONTROLS = frozenset("\n\t\u200d")  # the joiner holds emoji together
_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# What most people write; nothing in it is composed otherwise in NFC, or hidden.
_ORDINARY = re.compile(r"[\n -~\u00c0-\u024f\u1ea0-\u1ef9–…“”‘’]*")
_CELL = 32_767  # UTF-16 units in a cell of a spreadsheet (Excel specifications and limits)


def clean(text: str) -> str:
    """The text in NFC with its line breaks; no control, invisible, surrogate or towering characters."""
    if _ORDINARY.fullmatch(text):
        return text.strip()
    normal = unicodedata.normalize("NFC", _BREAKS.sub("\n", text))
    kept, marks = [], 0
    for char in normal:
        if char.isascii():
            marks = 0
            if char.isprintable() or char in _SHOWN_CONTROLS:
                kept.append(char)
            continue
        category = unicodedata.category(char)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if marks <= _MARKS and (char in _SHOWN_CONTROLS or _lawful(char, category)):
            kept.append(char)
    return "".join(kept).strip()


def _lawful(char: str, category: str) -> bool:
    if category in {"Cc", "Cf", "Cs"}:
        return False
    return category != "Cn" or not (ord(char) & 0xFFFE == 0xFFFE or "\ufdd0" <= char <= "\ufdef")


def line(text: str) -> str:
    """The cleaned text on one line."""
    return " ".join(clean(text).split())


def shortened(text: str, limit: int) -> str:
    """The text on one line, cut after at most `limit` code points at a whole character, with "…" if it was cut."""
    whole = line(text)
    if len(whole) <= limit:
        return whole
    cut = max((end for end in ends(whole[: limit + 1]) if end <= limit), default=0)
    return f"{whole[:cut].rstrip()}…"


def cell(text: str) -> str:
    """The cleaned text with its lines, short enough for one cell of a spreadsheet."""
    whole = clean(text)
    if len(whole) * 2 <= _CELL or len(whole.encode("utf-16-le")) // 2 <= _CELL:
        return whole
    return f"{whole[: _CELL // 2]}…"
