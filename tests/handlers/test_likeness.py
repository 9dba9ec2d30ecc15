"""Likeness: the same whichever way it is asked, and nothing shown that the asker did not write."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from handlers.likeness import ENOUGH, SHOWN, alike, area, excerpt, most_alike
from messages.folding import words
from messages.length import utf16
from storage.campaign import Campaign
from storage.likeness import Candidate

NOW = datetime(2021, 8, 18, 3, tzinfo=UTC)
_SAID = (
    "hết",
    "gạo",
    "ba",
    "ngày",
    "nay",
    "chốt",
    "không",
    "cho",
    "xe",
    "qua",
    "xóm",
    "tôi",
    "Trần",
    "0912345678",
)
_TEXTS = st.lists(st.sampled_from(_SAID), max_size=14).map(" ".join) | st.text(max_size=60)
_KINDS, _PLACES = st.sampled_from(("an_sinh", "di_lai")), st.sampled_from(("31558", "31561"))


def report(
    text: str, kind: str = "an_sinh", place: str = "31558", number: int = 1, at: datetime = NOW
) -> Candidate:
    return Candidate(number, f"KK-{number}", kind, place, text, at)


@given(one=_TEXTS, other=_TEXTS, kind=_KINDS, kind2=_KINDS, place=_PLACES, place2=_PLACES)
def test_likeness_is_the_same_from_both_sides(
    one: str, other: str, kind: str, kind2: str, place: str, place2: str
) -> None:
    """Of two reports of one moment it does not matter which came first."""
    there = alike(one, kind, place, report(other, kind2, place2), NOW)
    back = alike(other, kind2, place2, report(one, kind, place), NOW)
    assert abs(there - back) < 1e-6
    assert 0 <= there <= 100


@given(text=_TEXTS, asker=_TEXTS)
def test_an_excerpt_shows_only_what_its_reader_wrote(text: str, asker: str) -> None:
    """Whatever somebody reported, nobody learns a word from it; and it fits a line."""
    shown = excerpt(text, asker)
    assert set(words(shown)) <= set(words(asker))
    assert utf16(shown) <= 90


def test_the_same_words_in_any_spelling_are_alike() -> None:
    """Without diacritics, in other words' order, with more said."""
    said = report("Xóm tôi hết gạo ba ngày nay")
    for text in (
        "xom toi het gao ba ngay nay",
        "hết gạo ba ngày nay rồi bà con ơi, xóm tôi đói",
        "het gao ba ngay",
    ):
        assert alike(text, "an_sinh", "31558", said, NOW) >= ENOUGH, text


def test_nearness_alone_makes_no_likeness() -> None:
    """The same kind, commune and hour, about something else; and single words say nothing."""
    said = report("Xóm tôi hết gạo ba ngày nay")
    for text in ("Mất điện cả ấp từ tối qua", "gạo", "", "🌾🌾"):
        assert alike(text, "an_sinh", "31558", said, NOW) < ENOUGH, text


def test_the_nearer_and_the_newer_come_first_and_three_are_enough() -> None:
    """By kind, commune and day; of equals the oldest, which others may have joined."""
    text = "Xóm tôi hết gạo ba ngày nay"
    found = [
        report(text, "di_lai", number=1),
        report(text, place="31561", number=2),
        report(text, number=3, at=NOW - timedelta(days=6)),
        report(text, number=4),
        report(text, number=5),
    ]
    ranked = [each.code for each in most_alike(text, "an_sinh", "31558", found, NOW)]
    assert ranked == ["KK-4", "KK-5", "KK-3"]
    assert len(ranked) == SHOWN


def test_neighbours_are_looked_for_in_the_district(campaign: Campaign) -> None:
    """A district of its communes; itself for a place that the file does not know."""
    commune = campaign.units.communes[0]
    assert area(campaign, commune.code) == commune.parent
    assert area(campaign, "gone") == "gone"
