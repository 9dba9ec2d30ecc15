"""Which kind of difficulty a text describes, by the synonyms that the campaign file gives."""

from collections.abc import Mapping
from functools import cache

from rapidfuzz import fuzz

from handlers.spelling import Found, Phrasebook, read

_LONGEST = 1500
_ALIKE = 90.0  # of 100; one wrong letter in a phrase of two words
_SHORTEST = 6  # letters of a phrase that may be met misspelt


def suggest_kind(text: str, kinds: Mapping[str, tuple[str, ...]]) -> str | None:
    """The key of the kind whose synonyms the text speaks of most, or None; the earlier kind wins a tie.

    Longer synonyms count more ("mất điện" says more than "điện"). Misspelt ones are looked for only when none
    is met as written.
    """
    words = read(text[:_LONGEST])
    counts = {key: _weight(_book(synonyms).find(words)) for key, synonyms in kinds.items()}
    if not any(counts.values()):
        said = " ".join(word.folded for word in words)
        counts = {
            key: max((_alike(said, each) for each in synonyms), default=0) for key, synonyms in kinds.items()
        }
    best = max(counts, key=lambda key: counts[key], default=None)
    return best if best is not None and counts[best] > 0 else None


@cache
def _book(synonyms: tuple[str, ...]) -> Phrasebook:
    return Phrasebook(synonyms)


@cache
def _meant(synonym: str) -> str:
    return " ".join(word.folded for word in read(synonym, chat=False))


def _weight(found: list[Found]) -> float:
    """Words that the synonyms cover, each phrase once, with a little more for each word in a phrase."""
    return sum(float((each.end - each.start) ** 1.5) for each in {each.key: each for each in found}.values())


def _alike(said: str, synonym: str) -> float:
    meant = _meant(synonym)
    if len(meant) < _SHORTEST or len(said) < len(meant):
        return 0.0
    return fuzz.partial_ratio(meant, said, score_cutoff=_ALIKE)
