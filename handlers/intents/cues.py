"""Phrases that speak for an intent by themselves, and how loudly (cues.csv).

A weight is in nats of evidence, as the model's own: 2 makes an intent about seven times as likely. Phrases are
in full diacritics and match as `spelling.may_mean` says; the longest phrase speaks where phrases overlap.
"""

from collections.abc import Mapping, Sequence

from handlers.intents.shipped import rows
from handlers.spelling import Found, Phrasebook, Word
from messages.folding import fold


def _weights() -> Mapping[str, tuple[tuple[str, float], ...]]:
    weights: dict[str, tuple[tuple[str, float], ...]] = {}
    for row in rows("cues.csv"):
        phrase = row["phrase"]
        weights[phrase] = (*weights.get(phrase, ()), (row["intent"], float(row["weight"])))
    return weights


WEIGHTS = _weights()  # by phrase: the intents it speaks for, with what it weighs for each
_BOOK = Phrasebook(WEIGHTS)
_ALONE = 0.4  # "đói" typed as "doi" may also be đợi, đội, đổi
_AMONG_MARKS = 0.6  # whoever types marks elsewhere and writes "to cao" may mean to and cao


def loudness(found: Found, words: Sequence[Word]) -> float:
    """How much of its weight a cue has here, 0 to 1: less when its marks were not typed and it could be another."""
    typed = words[found.start : found.end]
    if found.key == fold(found.key) or any(word.marked for word in typed):
        return 1.0
    if len(typed) == 1:
        return _ALONE
    return _AMONG_MARKS if any(word.marked for word in words) else 1.0


def heard(words: Sequence[Word]) -> list[Found]:
    """The cues of a text, longest first, none inside another."""
    taken: set[int] = set()
    kept: list[Found] = []
    for found in sorted(_BOOK.find(words), key=lambda each: (each.start - each.end, each.start)):
        places = set(range(found.start, found.end))
        if not places & taken:
            kept.append(found)
            taken |= places
    return kept
