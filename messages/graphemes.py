"""Characters as people see them: where a text may be cut without tearing a letter or an emoji.

The rules of https://unicode.org/reports/tr29/ that matter for what our readers write: accents, Khmer stacked
consonants, emoji of several code points, flags. Hangul arrives composed after NFC.
"""

import unicodedata

_JOINERS = frozenset("\u200d\u17d2")  # zero width joiner; Khmer coeng, which stacks the next consonant
_MARKS = frozenset({"Mn", "Me", "Mc"})


def ends(text: str) -> list[int]:
    """The position after each whole character, ascending; the last one is len(text)."""
    found: list[int] = []
    flags = 0  # regional indicators in a row before this position: two make one flag
    for index, char in enumerate(text):
        is_flag = "\U0001f1e6" <= char <= "\U0001f1ff"
        if index and not _sticks(text[index - 1], char, odd_flag=is_flag and flags % 2 == 1):
            found.append(index)
        flags = flags + 1 if is_flag else 0
    if text:
        found.append(len(text))
    return found


def _sticks(before: str, char: str, *, odd_flag: bool) -> bool:
    if before == "\n":
        return False
    return (
        odd_flag
        or before in _JOINERS
        or char == "\u200d"
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or "\U000e0020" <= char <= "\U000e007f"
        or unicodedata.category(char) in _MARKS
    )
