"""Whether somebody asks about a rumour that is known: its words found close together in theirs, or theirs in its own.

Measured in tests/handlers/rumours/test_matching.py; the weights and `SAME` were set on the half of the labelled pairs
that is for it.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from rapidfuzz import fuzz

from messages.claims import Claim, weight

SAME = 0.68
_PAIRS, _LETTERS = 0.3, 0.2  # shares of neighbouring words, and of rapidfuzz; the rest is single words
_PART = 0.5  # how much it counts that all of what was asked is in the claim, where only a part was told
_LEAST = 1.5  # weight of the words in common; less says nothing


def likeness(known: Claim, asked: Claim) -> float:
    """0 to 1; from `SAME` on it is the same rumour. Another day or another place makes another rumour."""
    if _another(known, asked):
        return 0.0
    common = set(known.terms) & set(asked.terms)
    if _total(common) < _LEAST:
        return 0.0
    heard = _part_of(asked.terms, known.terms)
    # No stretch of the words can hold more of the claim than all of them do.
    most = (1 - _PAIRS - _LETTERS) * _covered(known.terms, asked.terms) + _PAIRS + _LETTERS
    if max(most, (1 - _PART) * most + _PART * heard) < SAME:
        return 0.0
    told = _told(known.terms, asked.terms)
    return max(told, (1 - _PART) * told + _PART * heard)


def _another(known: Claim, asked: Claim) -> bool:
    if known.dates and asked.dates and known.dates.isdisjoint(asked.dates):
        return True
    ours, theirs = _by_cue(known), _by_cue(asked)
    return any(ours[cue].isdisjoint(theirs[cue]) for cue in ours.keys() & theirs.keys())


def _by_cue(claim: Claim) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for place in claim.places:
        found.setdefault(place.partition(":")[0], set()).add(place)
    return found


def _told(known: Sequence[str], asked: Sequence[str]) -> float:
    """How much of the claim was told: in the stretch of the words where it is densest."""
    best = max(
        (
            (1 - _PAIRS - _LETTERS) * _covered(known, part) + _PAIRS * _paired(known, part)
            for part in _stretches(known, asked)
        ),
        default=0.0,
    )
    return best + _LETTERS * _letters(" ".join(known), " ".join(asked))


def _letters(known: str, asked: str) -> float:
    compare = fuzz.partial_ratio if len(asked) >= 0.8 * len(known) else fuzz.ratio
    return compare(known, asked) / 100


def _part_of(asked: Sequence[str], known: Sequence[str]) -> float:
    return 0.5 * _covered(asked, known) + 0.5 * _paired(asked, known)


def _stretches(known: Sequence[str], asked: Sequence[str]) -> Iterator[Sequence[str]]:
    size = max(int(len(known) * 1.6), len(known) + 2)
    words = set(known)
    for at in range(max(1, len(asked) - size + 1)):
        if at == 0 or asked[at] in words:
            yield asked[at : at + size]


def _covered(these: Sequence[str], by: Sequence[str]) -> float:
    mine = set(these)
    return _total(mine & set(by)) / (_total(mine) or 1)


def _paired(these: Sequence[str], by: Sequence[str]) -> float:
    mine = set(pairwise(these))
    return _total_pairs(mine & set(pairwise(by))) / (_total_pairs(mine) or 1)


def _total(terms: set[str]) -> float:
    return sum(map(weight, terms))


def _total_pairs(pairs: set[tuple[str, str]]) -> float:
    return sum(weight(one) + weight(two) for one, two in pairs) / 2
