"""What a rumour claims, whoever retells it: its words unwrapped, shorthand spelt out, dates and places apart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from messages.claim_words import COMMON, CUES, JOINED, MARKED, NO_NAME, SPEAKERS, SPELT, WRAPPING
from messages.folding import fold, has_diacritics, lower

MOST = 240  # words of one text that are looked at
_LIGHT, _NUMBER, _DATE = 0.45, 0.25, 1.2

_DATE_SAID = re.compile(r"(?:ngay )?(?<![\d/])(\d{1,2})(?:\s?[/]\s?| thang )(\d{1,2})(?:/\d{2,4})?(?![\d/])")
_SHORT = (
    (re.compile(r"(\d+)\s?tr(\d)\b"), r"\1,\2 trieu"),
    (re.compile(r"(\d)\s?(?:tr|trieu)\b"), r"\1 trieu"),
    (re.compile(r"(\d)\s?k\b"), r"\1 ngan"),
    (re.compile(r"(\d)\s?[hg]\b"), r"\1 gio"),
    (re.compile(r"\bct\s?(\d)"), r"chi thi \1"),
    (re.compile(r"covid[\s-]*19"), "covid"),
)
_TERM = re.compile(r"ngay\d+thang\d+|\d+(?:[.,]\d+)?|[a-z]+\d*")
_BREAK = re.compile(r"[^\w\s]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What is compared of a text.

    Attributes:
        terms: its telling words in order, folded; a date is one, as "ngay20thang8".
        places: where it is said to be, as "cho:tan hoa".
    """

    terms: tuple[str, ...]
    places: frozenset[str] = frozenset()

    @property
    def dates(self) -> frozenset[str]:
        """The days it names."""
        return frozenset(term for term in self.terms if _is_date(term))


def read(text: str) -> Claim:
    """What `text` claims; the same for any spelling of it."""
    terms = [term for term in _terms(text) if term not in WRAPPING]
    return Claim(terms=tuple(terms[:MOST]), places=frozenset(_places(text)))


@lru_cache(maxsize=4096)  # asked for each word of some hundred texts at a time
def weight(term: str) -> float:
    """How much a word tells: a sum little, a word of every rumour some, a date the most."""
    if _is_date(term):
        return _DATE
    if term[0].isdigit():
        return _NUMBER
    return _LIGHT if term in COMMON else 1.0


def _is_date(term: str) -> bool:
    return term.startswith("ngay") and "thang" in term


def _terms(text: str) -> list[str]:
    said = _DATE_SAID.sub(_date, fold(text))
    for pattern, full in _SHORT:
        said = pattern.sub(full, said)
    found = _TERM.findall(said)
    spelt = " ".join(SPELT.get(term, term).replace("_", " ") for term in found)
    for apart, together in JOINED:
        spelt = f" {spelt} ".replace(f" {apart} ", f" {together} ").strip()
    return spelt.split()


def _date(match: re.Match[str]) -> str:
    day, month = int(match[1]), int(match[2])
    known = 1 <= day <= 31 and 1 <= month <= 12
    return f" ngay{day}thang{month} " if known else match.group()


def _places(text: str) -> Iterator[str]:
    marked, shouted = has_diacritics(text), text.isupper()
    for part in _BREAK.split(text):
        written = part.split()
        folded = [fold(word) for word in written]
        for at in range(len(folded)):
            found = _place(written, folded, at, marked=marked, shouted=shouted)
            if found:
                yield found


def _place(written: list[str], folded: list[str], at: int, *, marked: bool, shouted: bool) -> str:
    """The place named at this word, if the word says that one follows; names are taken to have two syllables."""
    two = " ".join(folded[at : at + 2])
    cue = two if two in CUES else folded[at]
    if cue not in CUES or (marked and lower(written[at]) != MARKED.get(cue, lower(written[at]))):
        return ""
    before = " ".join(folded[max(0, at - 2) : at])
    start = at + len(cue.split())
    name = folded[start : start + 2]
    if before in SPEAKERS or len(name) < 2 or name[0] in NO_NAME or not all(map(str.isalpha, name)):
        return ""
    # Who writes with marks writes names with capitals, unless all of it is capitals.
    plain = marked and not shouted and not written[start][:1].isupper()
    return "" if plain else f"{cue}:{' '.join(name)}"
