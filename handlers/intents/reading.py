"""From words to intents: cues and examples weighed together."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from handlers.intents.cues import WEIGHTS, heard, loudness
from handlers.intents.health import listen
from handlers.intents.model import trained
from handlers.spelling import Word, read

_LONGEST = 1500  # characters that are weighed; signs of illness are looked for in all of the text
_CALM = 0.45  # naive Bayes is overconfident, because its features overlap: how much of its evidence counts
_LIKELY = 0.12  # a guess below this share is not worth offering
_SURE = 0.6
_AHEAD = 0.3  # by how much a sure guess leads the next
_FAINT = 0.35  # without a cue, a best guess below this is no guess
_OUTSPOKEN = 5.0  # nats of one cue, see cues.py
_CODE_WEIGHT = 8.0
# To stop someone's messages or to turn a complaint away takes plain words, not a likeness.
_GRAVE = frozenset({"dung", "khieunai", "tutap"})
_POLITE = frozenset({"chao", "camon"})
_STEP_BACK = -3.0
_KNOWN = 0.34  # share of words that the examples must know where no cue speaks
# Đúng, dừng, đừng and Dung; hủy and Huy; hồ, họ, hộ and ho; a yes, a number, a ward: none is a wish by itself.
_MEANS_NOTHING = re.compile(r"(?:dung|huy|ho|sot|ok|oke|da|vang|u|uh|co|khong|duoc|roi|phuong|[pfx]?\d+|f\d)")
_CODE = re.compile(r"(?<!\w)(?:kk|gt)-?[0-9a-z]{5}(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Guess:
    """An intent, its share of the evidence (0 to 1), and the cues that spoke for it."""

    intent: str
    score: float
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a text sounds like.

    Attributes:
        emergency: someone may be in danger now; the emergency answer comes before all else.
        symptom: a question about someone's health, an emergency included.
        clarify: what has to be asked back: "f1" (a contact or Phường 1?), "sot" (sốt or sót?), or "".
        intents: likely intents, best first; empty when the text says none.
        clear: whether the first intent is said plainly enough to tell it from the others.
        sure: whether to begin with it at once: it is clear, and nothing more urgent was said beside it.
        signs: the phrases that spoke of health.
    """

    emergency: bool = False
    symptom: bool = False
    clarify: str = ""
    intents: tuple[Guess, ...] = ()
    clear: bool = False
    sure: bool = False
    signs: tuple[str, ...] = ()


@lru_cache(maxsize=8)  # one turn asks several times about the same words
def sounds_like(text: str, *, offered: frozenset[str] | None = None) -> Reading:
    """Read any text; only `offered` intents are guessed (all, when None). Pure, and never raises."""
    health = listen(read(text))
    guesses, clear = _guesses(text[:_LONGEST], offered)
    return Reading(
        emergency=health.emergency,
        symptom=health.symptom,
        clarify=health.clarify,
        intents=guesses,
        clear=clear,
        sure=clear and not health.emergency,
        signs=health.because,
    )


def _guesses(text: str, offered: frozenset[str] | None) -> tuple[tuple[Guess, ...], bool]:
    words = read(text)
    code = _CODE.search(text)
    if not code and all(_MEANS_NOTHING.fullmatch(word.folded) for word in words):
        return _only_a_hint(words, offered), False
    scores, known = trained().scores(words)
    evidence = {intent: score * _CALM for intent, score in scores.items()}
    cues = _cues(words)
    if code:
        cues["theodoi"] = {**cues.get("theodoi", {}), "KK-/GT-": _CODE_WEIGHT}
    if not cues and known < _KNOWN:
        return (), False
    for intent, spoken in cues.items():
        evidence[intent] += sum(spoken.values())
    ranked = _ranked(evidence, cues, offered)
    if not ranked or (not cues and ranked[0].score < _FAINT):
        return (), False
    lead = ranked[0].score - (ranked[1].score if len(ranked) > 1 else 0.0)
    outspoken = max(cues.get(ranked[0].intent, {"": 0.0}).values()) >= _OUTSPOKEN
    clear = ranked[0].score >= _SURE and lead >= _AHEAD
    return ranked, clear and (outspoken or ranked[0].intent not in _GRAVE)


def _cues(words: Sequence[Word]) -> dict[str, dict[str, float]]:
    """What the cues say, by intent; a greeting or thanks beside another wish is only politeness."""
    cues: dict[str, dict[str, float]] = {}
    for found in heard(words):
        for intent, weight in WEIGHTS[found.key]:
            cues.setdefault(intent, {})[found.key] = weight * loudness(found, words)
    if cues.keys() - _POLITE:
        for intent in _POLITE & cues.keys():
            cues[intent] = dict.fromkeys(cues[intent], _STEP_BACK)
    return cues


def _only_a_hint(words: Sequence[Word], offered: frozenset[str] | None) -> tuple[Guess, ...]:
    """A bare "dừng" with its marks may be a wish to stop, but is never a sure one."""
    hinted = len(words) == 1 and words[0].typed == "dừng" and (offered is None or "dung" in offered)
    return (Guess("dung", 0.5, ("dừng",)),) if hinted else ()


def _ranked(
    evidence: Mapping[str, float], cues: Mapping[str, Mapping[str, float]], offered: frozenset[str] | None
) -> tuple[Guess, ...]:
    top = max(evidence.values())
    shares = {intent: math.exp(score - top) for intent, score in evidence.items()}
    whole = sum(shares.values())
    likely = (
        Guess(intent, share / whole, tuple(cues.get(intent, ())))
        for intent, share in shares.items()
        if (offered is None or intent in offered) and share / whole >= _LIKELY
    )
    return tuple(sorted(likely, key=lambda guess: (-guess.score, guess.intent)))
