"""A naive Bayes classifier over words, word pairs and letters, trained in memory from the shipped examples.

Counting takes milliseconds, needs no library, and every decision can be explained by the features that made it.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from handlers.intents.shipped import rows
from handlers.spelling import Word, read

_SMOOTHING = 0.4
_LETTERS = 4  # length of the pieces that see through a wrong letter
_LETTER_SHARE = 0.35  # what such a piece counts beside a whole word
# Folded, these are several words, and none of them says anything without its neighbours.
_MUTE = frozenset({"dung", "huy", "ho", "sot"})


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence someone might write, and what it asks for."""

    text: str
    intent: str


@cache
def examples() -> tuple[Example, ...]:
    """The shipped training sentences."""
    return tuple(Example(row["text"], row["intent"]) for row in rows("examples.csv"))


def features(words: Sequence[Word]) -> dict[str, float]:
    """What is counted: folded words, marked words, neighbouring pairs, pieces of words; each once."""
    names = ["#" if word.folded.isdigit() else word.folded for word in words]
    found: dict[str, float] = {}
    for name, word in zip(names, words, strict=True):
        if word.marked:
            found[f"m:{word.typed}"] = 0.5
        if name not in _MUTE:
            found[f"w:{name}"] = 1.0
            padded = f"^{name}$"
            for start in range(len(padded) - _LETTERS + 1):
                found[f"l:{padded[start : start + _LETTERS]}"] = _LETTER_SHARE
    for first, second in pairwise(names):
        found[f"p:{first} {second}"] = 1.0
    for first, second in zip(names, names[2:], strict=False):
        found[f"s:{first} {second}"] = 0.5
    return found


class Model:
    """What the examples say of each feature: its log likelihood under each intent."""

    def __init__(self, taught: Iterable[Example]) -> None:
        """Count the features of the examples."""
        counts: dict[str, Counter[str]] = {}
        for example in taught:
            counts.setdefault(example.intent, Counter()).update(features(read(example.text)).keys())
        self.intents = tuple(sorted(counts))
        known = set().union(*counts.values())
        sums = [sum(counts[intent].values()) + _SMOOTHING * len(known) for intent in self.intents]
        self._weights = {
            feature: tuple(
                math.log((counts[intent][feature] + _SMOOTHING) / total)
                for intent, total in zip(self.intents, sums, strict=True)
            )
            for feature in known
        }

    def scores(self, words: Sequence[Word]) -> tuple[dict[str, float], float]:
        """Log evidence for each intent, 0 on average; and which share of the words, 0 to 1, the examples know."""
        total = [0.0] * len(self.intents)
        heard = known_words = 0.0
        asked = features(words)
        for feature, share in asked.items():
            weights = self._weights.get(feature)
            if feature.startswith("w:"):
                heard += 1
                known_words += weights is not None
            if weights is not None:
                mean = sum(weights) / len(weights)
                total = [sum_ + share * (weight - mean) for sum_, weight in zip(total, weights, strict=True)]
        return dict(zip(self.intents, total, strict=True)), known_words / heard if heard else 0.0


@cache
def trained() -> Model:
    """The model of the shipped examples."""
    return Model(examples())
