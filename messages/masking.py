"""What people type although nobody asked: numbers of identity papers are hidden before anything is kept."""

import re

# CCCD has 12 digits, the older CMND 9; telephone numbers have 10 or 11, and stay.
_LONG_PAPERS = re.compile(r"(?<![\d+])(?:\d[ .]?){11}\d(?!\d)")
_SHORT_PAPERS = re.compile(r"(?<![\d+])\d{9}(?!\d)")
# Ten or eleven digits from 0, or +84 and nine or ten; 1800, 1900 and the three-digit lines are nobody's own.
# People part the digits by blanks, dots, dashes and brackets: (0299) 3822 333.
_PHONES = re.compile(r"(?<![\d+])(?:\+?84|0)(?:[ \u00a0.()–-]{0,2}\d){8,10}(?!\d)")
HIDDEN = "[số giấy tờ đã ẩn]"
HIDDEN_PHONE = "[số điện thoại đã ẩn]"


def mask(text: str) -> str:
    """The text with runs of 9 or 12 digits hidden; law: ask for no identity number, keep none (Law 91/2025)."""
    return _SHORT_PAPERS.sub(HIDDEN, _LONG_PAPERS.sub(HIDDEN, text))


def mask_phones(text: str) -> str:
    """The text with telephone numbers hidden too: what others may come to read of somebody's words."""
    # Before the nine digits of a CMND, which "0 912345678" has too.
    return _SHORT_PAPERS.sub(HIDDEN, _PHONES.sub(HIDDEN_PHONE, _LONG_PAPERS.sub(HIDDEN, text)))
