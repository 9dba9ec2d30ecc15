"""Words as people in the Mekong delta type them, compared with the words they may mean.

Typed diacritics win: a letter typed with marks must have just those in the word meant; its tone alone, or all
its marks, may be left out ("sôt" and "sot" may be "sốt", "sót" may not).
Hỏi and ngã count as one tone, because the southern voice does not tell them apart.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from messages.folding import fold, lower

_PIECES = re.compile(r"\w+|[.,;:!?…()\n/]")
_PLACE = re.compile(r"\bp\s?\.?\s?(\d{1,2})\b", re.IGNORECASE)
_CACHED = 8192
_TONES = frozenset("\u0300\u0301\u0303\u0323")

# Short forms of chat, each taken for what it stands for only when typed exactly so.
_SHORT = {
    "không": "k ko kh kg hok hong hông hổng hem hăm khum",
    "được": "dc đc dx đx",
    "quá": "wa wá",
    "gì": "j ji gj",
    "vậy": "z v zậy zay zi dzậy",
    "rồi": "r rùi rui òi",
    "với": "vs",
    "em": "e",
    "tôi": "t tui",
    "mình": "mk mik",
    "người": "ng ngừi",
    "mọi người": "mn mng",
    "bao nhiêu": "bn bnhiu",
    "bây giờ": "bh bjo",
    "hôm nay": "hnay",
    "bữa nay": "bnay",
    "như thế nào": "ntn",
    "làm": "lm",
    "nói": "ns",
    "giờ": "h",
    "cũng": "cx cg",
    "trước": "trc",
    "việc": "vc",
    "biết": "bik bít",
    "muốn": "mún mun",
    "nhiều": "nhìu",
    "vô": "zô zo dzô dzo",
    "giúp": "júp jup",
    "giùm": "dùm dum zùm zum jùm jum",
    "đi": "ik",
    "phải": "fải fai",
    "công ty": "cty",
    "số điện thoại": "sđt sdt",
    "xét nghiệm": "xn",
    "facebook": "fb",
    "cảm ơn": "thanks thank tks thks",
    "cảm": "cám",
    "trả lời": "rep",
    "tin nhắn": "sms",
    "hướng dẫn": "hd",
    "thông báo": "tb",
}


@dataclass(frozen=True, slots=True)
class Word:
    """One word: `typed` in lower case with its marks, `folded` without; `short` if it was spelt out for it."""

    typed: str
    pause: bool = False
    short: bool = False
    folded: str = field(default="", compare=False)

    @property
    def marked(self) -> bool:
        """Whether the writer typed a mark in it."""
        return self.typed != self.folded and not self.short


_LONG = {short: tuple(lower(long).split()) for long, shorts in _SHORT.items() for short in shorts.split()}


def read(text: str, *, chat: bool = True) -> list[Word]:
    """The words of a text; with `chat`, short forms are spelled out ("ko" is "không", "P2" is "phường 2")."""
    lined = lower(_PLACE.sub(r" phường \1 ", text.replace("\n", " . ")) if chat else text)
    found: list[Word] = []
    pause = False
    for piece in _PIECES.findall(lined):
        if not (piece[0].isalnum() or piece[0] == "_"):
            pause = True
            continue
        long = _LONG.get(piece) if chat else None
        for typed in long or (piece,):
            found.append(Word(typed, pause, long is not None, fold(typed)))
            pause = False
    return found


@lru_cache(_CACHED)
def _letters(word: str) -> tuple[str, tuple[frozenset[str], ...]]:
    bases: list[str] = []
    marks: list[set[str]] = []
    for char in unicodedata.normalize("NFD", word):
        if unicodedata.combining(char) and bases:
            marks[-1].add("\u0303" if char == "\u0309" else char)
        else:
            bases.append("d" if char == "đ" else char)
            marks.append({"đ"} if char == "đ" else set())
    return "".join(bases), tuple(frozenset(each) for each in marks)


@lru_cache(_CACHED)
def may_mean(typed: str, meant: str) -> bool:
    """Whether a word as typed may stand for `meant`; both as `folding.lower` gives them."""
    bases, marks = _letters(typed)
    others, wanted = _letters(meant)
    return bases == others and all(
        some in (frozenset(), full, full - _TONES) for some, full in zip(marks, wanted, strict=True)
    )


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase met in a text: its key, and the words from `start` up to `end`."""

    key: str
    start: int
    end: int


class Phrasebook:
    """Phrases to look for in texts, all at once; a word of theirs matches as `may_mean` says."""

    def __init__(self, phrases: Iterable[str]) -> None:
        """The phrases are in full diacritics; each is its own key."""
        self._by_first: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for phrase in phrases:
            meant = tuple(word.typed for word in read(phrase, chat=False))
            if meant:
                self._by_first.setdefault(fold(meant[0]), []).append((phrase, meant))

    def find(self, words: Sequence[Word]) -> list[Found]:
        """Every occurrence, in the order of the text, overlapping ones too."""
        found: list[Found] = []
        for start, word in enumerate(words):
            for key, meant in self._by_first.get(word.folded, ()):
                end = start + len(meant)
                if end <= len(words) and all(
                    may_mean(typed.typed, wanted)
                    for typed, wanted in zip(words[start:end], meant, strict=True)
                ):
                    found.append(Found(key, start, end))
        return found
