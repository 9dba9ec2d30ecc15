"""How alike two reports are, and what may be shown of one to somebody else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rapidfuzz import fuzz

from handlers.steps import Answers
from handlers.turn import Turn
from messages.folding import words
from messages.length import utf16
from storage import likeness as store
from storage import voices
from storage.campaign import Campaign
from storage.likeness import Candidate

SHOWN = 3
ENOUGH = 70.0  # of 100 and a little more
_SAME_KIND, _SAME_PLACE = 10.0, 10.0
_PER_DAY = 1.0  # a week-old report must be more alike than one of this morning
_FEWEST = 2  # words in common; fewer say nothing
_EXCERPT = 90  # UTF-16 units


def area(campaign: Campaign, place: str) -> str:
    """Where neighbours are looked for: the district of a commune; the commune itself where there is none."""
    if place not in campaign.units:
        return place
    district = campaign.units.district_of(place)
    return district.code if district else place


def alike(text: str, kind: str, place: str, report: Candidate, now: datetime) -> float:
    """Likeness by words, kind, place and time; from `ENOUGH` on it is worth asking about."""
    return _alike(words(text), kind, place, report, now)


def _alike(said: Sequence[str], kind: str, place: str, report: Candidate, now: datetime) -> float:
    told = words(report.words)
    if len(set(said) & set(told)) < _FEWEST:
        return 0.0
    by_words = fuzz.token_set_ratio(" ".join(said), " ".join(told), score_cutoff=ENOUGH)
    days = max(now - report.created_at, timedelta()) / timedelta(days=1)
    near = (_SAME_KIND if kind == report.kind else 0.0) + (_SAME_PLACE if place == report.place else 0.0)
    # The nearness of kind and place helps a likeness of words, and never makes one.
    return by_words * 0.8 + near - _PER_DAY * days if by_words else 0.0


def most_alike(
    text: str, kind: str, place: str, found: Sequence[Candidate], now: datetime
) -> list[Candidate]:
    """The few worth asking about, the most alike first; of equals the oldest, which others may have joined."""
    said = words(text)
    scored = [(_alike(said, kind, place, report, now), report) for report in found]
    ranked = sorted((each for each in scored if each[0] >= ENOUGH), key=lambda each: (-each[0], each[1].id))
    return [report for _, report in ranked[:SHOWN]]


def excerpt(text: str, asker: str) -> str:
    """What of a report somebody else may read: only the words that they wrote themselves, "…" between.

    So neither a name nor a telephone number nor who is accused can be learnt from it.
    """
    own = set(words(asker))
    shown: list[str] = []
    for word in text.split():
        parts = words(word)
        if parts and own.issuperset(parts):
            shown.append(word)
        elif not shown or shown[-1] != "…":
            shown.append("…")
    return _cut(shown)


def _cut(shown: list[str]) -> str:
    while shown and utf16(" ".join(shown)) > _EXCERPT:
        shown = shown[:-2] if shown[-1] == "…" else shown[:-1]
        shown = [*shown, "…"] if shown else shown
    return " ".join(shown)


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar:
    """A report that somebody is asked about: what of it they may see. `voices` counts its author too."""

    code: str
    kind: str
    place: str
    day: date
    excerpt: str
    voices: int


async def similar(turn: Turn, answers: Answers) -> list[Similar]:
    """The reports most alike to what `answers` tell so far: their words, kind and place."""
    text, kind = str((answers.get("words") or {}).get("text", "")), str(answers.get("kind") or "")
    place = str((answers.get("place") or {}).get("code", ""))
    if not (text and kind and place):
        return []
    near = await store.candidates(turn.tx, text, area(turn.campaign, place), turn.now)
    found = most_alike(text, kind, place, near, turn.now)
    voices_of = await voices.counts(turn.tx, [report.id for report in found])
    return [_shown(turn.campaign, report, text, voices_of[report.id]) for report in found]


def _shown(campaign: Campaign, report: Candidate, asker: str, voices_now: int) -> Similar:
    kind = campaign.kind(report.kind)
    known = report.place in campaign.units
    return Similar(
        code=report.code,
        kind=kind.label if kind else report.kind,
        place=campaign.units.full_label(report.place) if known else report.place,
        day=campaign.local(report.created_at).date(),
        excerpt=excerpt(report.words, asker),
        voices=voices_now,
    )
