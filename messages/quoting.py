"""What of somebody's words may be read by others than the desk: without telephone numbers and people's names.

Names are found by how they stand in Vietnamese: after an address or an office ("ông Chín", "trưởng ấp Hùng"), after
"tên là", and as a surname followed by capitals. What looks like a name without being one is hidden too: a digest
with a word too few does less harm than one with a name too many. Names of the campaign's places stay.
"""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from messages import name_words as known
from messages.calming import calm
from messages.folding import fold, lower
from messages.masking import mask_phones

HIDDEN_NAME = "[tên đã ẩn]"
_WORD = re.compile(r"[^\W\d_]+")
_HIDDEN = re.compile(r"\[[^\[\]]*đã ẩn\]")
# Invisible, and able to part a name or a number from itself.
_UNSEEN = re.compile("[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
_ADDRESS, _SURNAMES = (frozenset(map(fold, listed)) for listed in (known.ADDRESS, known.SURNAMES))
_OFFICES_END = frozenset(office[-1] for office in known.OFFICES)
_TOLD_END = frozenset({"ten", "la", "he", "lac", "gap"})
_ANNOUNCING = _OFFICES_END | _TOLD_END
_MIDDLES = frozenset({"văn", "van", "thị", "thi"})
_LONGEST = 5  # words of a name
_JOINED = frozenset({" ", "\u00a0", "  "})  # what may stand between the words of one name
_INTRODUCED = frozenset({" ", "\u00a0", ": ", ":", " : ", " - "})


class _Word(NamedTuple):
    start: int
    end: int
    folded: str
    marked: str  # lower case with its diacritics
    capital: bool
    address: bool  # ông, bà, anh
    surname: bool
    gap: str  # what stands between the word before and this one


def without_people(text: str, places: Collection[str] = ()) -> str:
    """The text with numbers and names hidden; `places`: folded names that are nobody's, the campaign's units."""
    shown = mask_phones(_UNSEEN.sub("", calm(text)))
    words = list(_words(shown))
    made: list[str] = []
    done = 0
    for first, last in _names(words, places):
        made += [shown[done : words[first].start], HIDDEN_NAME]
        done = words[last].end
    return "".join((*made, shown[done:]))


def says_something(text: str) -> bool:
    """Whether enough is left to read where something was hidden; what is whole always says something."""
    left = _HIDDEN.sub("", text)
    return left == text or len(_WORD.findall(left)) > 1


def _words(text: str) -> Iterator[_Word]:
    hidden = [match.span() for match in _HIDDEN.finditer(text)]
    own = _HIDDEN.sub("", text)
    shouted = own.isupper()
    marked = any(form.marked != form.folded for form in map(_forms, _WORD.findall(own)))
    end = 0
    for match in _WORD.finditer(text):
        if any(start <= match.start() < stop for start, stop in hidden):
            continue
        form = _forms(match.group())
        yield _Word(
            start=match.start(),
            end=match.end(),
            folded=form.folded,
            marked=form.marked,
            capital=form.capital and not shouted,
            address=form.address or (not marked and form.address_folded),
            surname=form.surname or (not marked and form.surname_folded),
            gap=text[end : match.start()],
        )
        end = match.end()


class _Form(NamedTuple):
    """What is known of a word wherever it stands; "folded": of one in a text without any mark."""

    marked: str
    folded: str
    capital: bool
    address: bool
    address_folded: bool
    surname: bool
    surname_folded: bool


@lru_cache(maxsize=4096)  # people use the same few thousand words over and over
def _forms(word: str) -> _Form:
    marked, folded = lower(word), fold(word)
    return _Form(
        marked=marked,
        folded=folded,
        capital=word[0].isupper(),
        address=marked in known.ADDRESS,
        address_folded=folded in _ADDRESS,
        surname=marked in known.SURNAMES,
        surname_folded=folded in _SURNAMES and folded not in known.DOUBTFUL,
    )


def _names(words: list[_Word], places: Collection[str]) -> Iterator[tuple[int, int]]:
    """The names, as first and last word of each."""
    at = 0
    while at < len(words):
        if not _may_begin(words, at):
            at += 1
            continue
        # A person may be called like a place ("chị Mỹ Hương"); an office may end like one ("trưởng ấp").
        passed = 0 if _addressed(words, at) or _held(words, at) else _place(words, at, places)
        length = 0 if passed else _name_at(words, at, places)
        if length:
            yield at, at + length - 1
        at += passed or length or 1


def _may_begin(words: list[_Word], at: int) -> bool:
    """Whether it is worth a closer look: most words are neither a name's first nor after what announces one."""
    word, before = words[at], words[at - 1] if at else words[at]
    if word.capital or word.surname or word.folded in _SURNAMES:
        return True
    return before.address or before.folded in _ANNOUNCING


def _addressed(words: list[_Word], at: int) -> bool:
    return at > 0 and words[at].gap in _JOINED and words[at - 1].address


def _held(words: list[_Word], at: int) -> bool:
    """Whether an office stands right before: "trưởng ấp Năm" is no place."""
    if not at or words[at].gap not in _JOINED or words[at - 1].folded not in _OFFICES_END:
        return False
    return any(
        tuple(word.folded for word in words[at - size : at]) in known.OFFICES for size in (2, 3) if size <= at
    )


def _place(words: list[_Word], at: int, places: Collection[str]) -> int:
    """How many words from here on are the name of a unit or a street."""
    if at >= len(words) or not words[at].capital:
        return 0
    for size in range(min(_LONGEST, len(words) - at), 1, -1):
        name = " ".join(word.folded for word in words[at : at + size])
        if name in places or name in known.COUNTRY:
            return size
    typed = at > 0 and words[at].gap in _JOINED and words[at - 1].marked in known.PLACES
    return _run(words, at) if typed and not words[at - 1].address else 0


def _name_at(words: list[_Word], at: int, places: Collection[str]) -> int:
    """How many words from here on are somebody's name."""
    if _told(words, at):
        return _run(words, at) or _small(words, at)
    if _held(words, at) or (_addressed(words, at) and not _office(words, at)):
        return _run(words, at) or _called(words, at)
    return 0 if _place(words, at + 1, places) else _surnamed(words, at)


def _told(words: list[_Word], at: int) -> bool:
    """Whether somebody has just said that this is a name: "tôi tên là", "họ tên:", "liên hệ"."""
    before, gap = words[max(0, at - 3) : at], words[at].gap
    if not before or before[-1].folded not in _TOLD_END or gap not in _INTRODUCED:
        return False
    folded = [word.folded for word in before]
    if folded[-1] == "ten":
        whose = before[-2] if len(before) > 1 else None
        return words[at].capital or (
            whose is not None and (whose.address or whose.marked in known.INTRODUCED)
        )
    if folded[-2:] == ["ten", "la"] or folded[-2:] == ["goi", "la"]:
        return True
    meeting = tuple(folded[-1:]) in known.MEETING or tuple(folded[-2:]) in known.MEETING
    return meeting and words[at].capital and not words[at].address


def _office(words: list[_Word], at: int) -> bool:
    """Whether an office begins here, and no name: "ông Chủ tịch"."""
    said = tuple(word.folded for word in words[at : at + 3])
    return said[:2] in known.OFFICES or said in known.OFFICES


def _run(words: list[_Word], at: int) -> int:
    """How many words with capitals follow each other."""
    if not words[at].capital:
        return 0
    run = words[at : at + _LONGEST]
    ends = (
        number
        for number, (_, word) in enumerate(pairwise(run), 1)
        if not word.capital or word.gap not in _JOINED
    )
    return next(ends, len(run))


def _small(words: list[_Word], at: int) -> int:
    """How many words of a name typed in small letters: up to the first that no name has."""
    length = 0
    for word in words[at : at + _LONGEST - 1]:
        if word.folded in known.STOPS and not (length and word.marked in known.GIVEN | known.BORN_MARKED):
            break
        if length and word.gap not in _JOINED:
            break
        length += 1
    return length


def _called(words: list[_Word], at: int) -> int:
    """A name in small letters after an address: by order of birth, or one that many bear."""
    word = words[at]
    plain = word.marked == word.folded
    named = word.marked in known.BORN_MARKED | known.GIVEN
    named = named or (plain and word.folded in known.BORN | known.GIVEN_FOLDED)
    return int(named) or _middled(words, at)


def _surnamed(words: list[_Word], at: int) -> int:
    """A surname with capitals after it, or with "văn", "thị" in small letters."""
    length = _run(words, at) if words[at].surname else 0
    return length if length > 1 else _middled(words, at)


def _middled(words: list[_Word], at: int) -> int:
    """Trần văn bảy, nguyen thi hoa: surname, middle name, given name, in whatever letters."""
    name = words[at : at + 4]
    if len(name) < 3 or name[0].folded not in _SURNAMES or name[1].marked not in _MIDDLES:
        return 0
    if any(word.gap not in _JOINED for word in name[1:3]):
        return 0
    longer = len(name) == 4 and name[3].gap in _JOINED and (name[3].capital or name[3].marked in known.GIVEN)
    return 4 if longer else 3
