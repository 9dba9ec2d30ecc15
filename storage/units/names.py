"""What people call a place: names with or without diacritics, type or district, alone or inside a sentence.

The reader walks over the words once. Where a unit's name begins (after its type, if one was typed) it takes
the longest name that fits; two places that stand next to each other and lie in one another are one place.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from rapidfuzz import fuzz, process

from messages.folding import fold, lower
from storage.units.unit import TYPES, Hints, Unit

_WORD = re.compile(r"\w+")
_GLUED = re.compile(r"(p|x|q)\.?(\d{1,2})\b")  # "P3", "p.3"
_ROMAN = {"ii": "2", "iii": "3", "iv": "4"}
_TYPE_WORDS: Mapping[tuple[str, ...], str] = {
    tuple(words.split()): key for key, kind in TYPES.items() for words in (fold(kind.name), *kind.short)
}
# Between a place and what it lies in: "phường 3, ở thành phố Cao Lãnh".
_LINKS = frozenset({"o", "cua", "thuoc"})
# Before a bare name these make it a person ("chị Mỹ Hương"), or a place within a commune ("ấp Châu Thành").
# Unmarked forms stand here only where they can mean little else: "co" may be có, "di" may be đi.
_PERSON = frozenset(
    "anh chị chi chú chu bác bac ông ong bà cô em cháu chau thầy thay dì mợ bạn".split()  # noqa: SIM905
)
_SMALLER = frozenset({"ấp", "ap", "khóm", "khom", "đường"})
_LIKENESS = 80.0  # of 100; measured on one and two wrong letters in the shipped names
_LEVEL_ORDER = {"district": 0, "commune": 1, "province": 2}


@dataclass(frozen=True, slots=True)
class _Word:
    folded: str
    marked: str  # lower case with its diacritics
    capital: bool


@dataclass(frozen=True, slots=True)
class _Hit:
    """Words start..end that name these units."""

    start: int
    end: int
    units: tuple[Unit, ...]
    typed: bool = False  # its type was written too
    bare_number: bool = False


@dataclass(frozen=True, slots=True)
class _Name:
    words: tuple[str, ...]  # folded
    marked: tuple[str, ...]
    unit: Unit


class Gazetteer:
    """The book of names of one province's units."""

    def __init__(self, units: Mapping[str, Unit], hints: Hints) -> None:
        self._units = units
        self._order = {code: place for place, code in enumerate(units)}
        self._everyday = hints.everyday
        self._index: dict[tuple[str, ...], list[_Name]] = {}
        for unit in units.values():
            for spelling in (unit.name, *hints.aliases.get(unit.code, ())):
                name = _name(spelling, unit)
                if all(known.unit is not unit for known in self._index.setdefault(name.words, [])):
                    self._index[name.words].append(name)
        self._longest = max(map(len, self._index))

    def find(self, text: str) -> list[Unit]:
        """See `Units.find`."""
        words = _read(text)
        hits = self._scan(words, strict=False)
        if any(hit.bare_number for hit in hits) and sum(hit.end - hit.start for hit in hits) < len(words):
            hits = [hit for hit in hits if not hit.bare_number]
        merged = self._merge(hits, words)
        return self._best_first(unit for hit in merged for unit in hit.units) or self._beginning(words)

    def mentions(self, sentence: str) -> list[Unit]:
        """See `Units.mentions`."""
        words = _read(sentence)
        merged = self._merge(self._scan(words, strict=True), words)
        found = [unit for hit in merged for unit in self._best_first(hit.units)]
        return list(dict.fromkeys(found))

    def suggest(self, text: str) -> list[Unit]:
        """See `Units.suggest`."""
        typed = " ".join(word.folded for word in _read(text))
        near = process.extract(typed, self._spellings, scorer=fuzz.ratio, limit=5, score_cutoff=_LIKENESS)
        return list(dict.fromkeys(self._units[key.split()[0]] for _, _, key in near))

    @cached_property
    def _spellings(self) -> dict[str, str]:
        """Every name, bare and with its type, to compare a misspelling with; keyed "code variant"."""
        spellings = {}
        for name in (name for names in self._index.values() for name in names):
            bare = " ".join(name.words)
            if not bare.isdigit():
                spellings[f"{name.unit.code} bare {bare}"] = bare
            spellings[f"{name.unit.code} typed {bare}"] = f"{fold(TYPES[name.unit.type].name)} {bare}"
        return spellings

    def _best_first(self, units: Iterable[Unit]) -> list[Unit]:
        rank = {unit: (_LEVEL_ORDER[unit.level], self._order[unit.code]) for unit in units}
        return sorted(rank, key=rank.__getitem__)

    def _beginning(self, words: list[_Word]) -> list[Unit]:
        """Units whose names begin with at least two typed words: "an thanh" of An Thạnh 1, 2, 3, Tây ..."""
        kind, length = _type_at(words, 0)
        typed = tuple(word.folded for word in words[length:])
        if len(typed) < 2:
            return []
        names = [n for key, names in self._index.items() if key[: len(typed)] == typed for n in names]
        marked = [name for name in names if _marks_agree(words[length:], name.marked)]
        units = [name.unit for name in marked or names]
        return self._best_first([u for u in units if u.type == kind] or units)

    def _scan(self, words: list[_Word], *, strict: bool) -> list[_Hit]:
        hits, at = [], 0
        while at < len(words):
            hit = self._hit_at(words, at, strict=strict)
            if hit is None:
                at += 1
            else:
                hits.append(hit)
                at = hit.end
        return hits

    def _hit_at(self, words: list[_Word], at: int, *, strict: bool) -> _Hit | None:
        kind, length = _type_at(words, at)
        if kind:
            hit = self._named_at(words, at + length, kind, strict=False)
            if hit and (hit.typed or not hit.bare_number):
                return replace(hit, start=at)
        hit = self._named_at(words, at, None, strict=strict)
        before = words[at - 1].marked if at else ""
        if hit is None or before in _SMALLER:
            return None
        if strict and (before in _PERSON or self._everyday_word(hit, words)):
            return None
        # A number alone is a place only as the whole answer ("3", "3 Cao Lãnh"), never inside a sentence.
        return None if hit.bare_number and (strict or at > 0) else hit

    def _named_at(self, words: list[_Word], at: int, kind: str | None, *, strict: bool) -> _Hit | None:
        for end in range(min(at + self._longest, len(words)), at, -1):
            span = words[at:end]
            names = self._index.get(tuple(word.folded for word in span), [])
            agreeing = [name for name in names if _marks_agree(span, name.marked)]
            units = [name.unit for name in agreeing or (() if strict else names)]
            if units:
                of_type = [unit for unit in units if unit.type == kind]
                number = len(span) == 1 and span[0].folded.isdigit()
                chosen = tuple(of_type or _same_level(units, kind))
                return _Hit(at, end, chosen, typed=bool(of_type), bare_number=number and not of_type)
        return None

    def _everyday_word(self, hit: _Hit, words: list[_Word]) -> bool:
        """Whether these words are rather no name: "giữ an ninh", but "An Ninh" is one."""
        everyday = all(unit.code in self._everyday for unit in hit.units)
        return everyday and not all(word.capital for word in words[hit.start : hit.end])

    def _merge(self, hits: list[_Hit], words: list[_Word]) -> list[_Hit]:
        """Neighbours of which one lies in the other become the inner one, narrowed by the outer."""
        merged: list[_Hit] = []
        for hit in hits:
            inner = self._joined(merged[-1], hit, words) if merged else None
            if inner is None:
                merged.append(hit)
            else:
                merged[-1] = inner
        return merged

    def _joined(self, left: _Hit, right: _Hit, words: list[_Word]) -> _Hit | None:
        if any(word.folded not in _LINKS for word in words[left.end : right.start]):
            return None
        for inner, outer in ((left, right), (right, left)):
            inside = tuple(u for u in inner.units if any(self._lies_in(u, o) for o in outer.units))
            if inside:
                return _Hit(left.start, right.end, inside, typed=inner.typed)
        return None

    def _lies_in(self, unit: Unit, outer: Unit) -> bool:
        parent = unit.parent
        while parent is not None and parent != outer.code:
            parent = self._units[parent].parent
        return parent is not None


def _name(spelling: str, unit: Unit) -> _Name:
    words = _read(spelling)
    return _Name(tuple(w.folded for w in words), tuple(w.marked for w in words), unit)


def _read(text: str) -> list[_Word]:
    return list(_words(text))


def _words(text: str) -> Iterator[_Word]:
    # Case is compared word by word; `lower` changes no word boundary.
    marked = _WORD.findall(lower(text))
    typed = _WORD.findall(text) if len(_WORD.findall(text)) == len(marked) else marked
    for shown, original in zip(marked, typed, strict=True):
        glued = _GLUED.fullmatch(shown)
        for part in glued.groups() if glued else (shown,):
            folded = fold(part)
            number = _ROMAN.get(folded) or (str(int(folded)) if folded.isdecimal() else folded)
            yield _Word(number, number if number != folded else part, capital=original[0].isupper())


def _type_at(words: list[_Word], at: int) -> tuple[str | None, int]:
    """The type written here and how many words it takes; (None, 0) if none."""
    for length in (2, 1):
        kind = _TYPE_WORDS.get(tuple(word.folded for word in words[at : at + length]))
        if kind:
            return kind, length
    return None, 0


def _marks_agree(typed: Iterable[_Word], marked: tuple[str, ...]) -> bool:
    """Whether no typed diacritic contradicts the name; a word typed without any agrees with every marking."""
    return all(word.marked in {name, word.folded} for word, name in zip(typed, marked, strict=False))


def _same_level(units: list[Unit], kind: str | None) -> list[Unit]:
    """Where the typed type is not theirs ("xã Phú Lộc" is a thị trấn): those on the type's level."""
    levels = TYPES[kind].levels if kind else frozenset()
    return [unit for unit in units if unit.level in levels] or units
