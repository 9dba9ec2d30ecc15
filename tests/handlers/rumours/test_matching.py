"""Matching rumours: measured on labelled pairs that no adjusting has seen, printed, and held to the promise."""

import csv
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rumours.matching import SAME, likeness
from messages.claims import read
from storage import rumours
from storage.database import Database
from storage.records import Finding, Verdict
from storage.rumours import NewRumour
from tests.driver import NOON

PAIRS = Path(__file__).parents[2] / "data" / "rumour_pairs.csv"
PRECISION, RECALL = 0.95, 0.85


class Pair(NamedTuple):
    rumour: str
    asked: str
    same: bool


def pairs(split: str) -> list[Pair]:
    with PAIRS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["split"] == split]
    return [Pair(row["rumour"], row["asked"], row["same"] == "yes") for row in rows]


class Score(NamedTuple):
    precision: float
    recall: float

    @classmethod
    def of(cls, told: list[tuple[bool, bool]]) -> "Score":
        """Of (said to be the same, is the same)."""
        hits = sum(said and true for said, true in told)
        return cls(hits / sum(said for said, _ in told), hits / sum(true for _, true in told))


def test_the_pairs_are_enough_and_split_by_rumour() -> None:
    """240 and more, 80 and more of them look-alikes, no rumour in both halves."""
    tune, report = pairs("tune"), pairs("report")
    assert len(tune) + len(report) >= 240
    assert sum(not pair.same for pair in (*tune, *report)) >= 80
    assert {pair.rumour for pair in tune}.isdisjoint(pair.rumour for pair in report)
    assert abs(len(tune) - len(report)) <= 10


@pytest.mark.parametrize("split", ["tune", "report"])
def test_each_pair_is_judged_as_people_did(split: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Precision at least 0.95 and recall at least 0.85, on the half that was looked at and on the one that was not."""
    told = [(likeness(read(p.rumour), read(p.asked)) >= SAME, p.same) for p in pairs(split)]
    score = Score.of(told)
    with capsys.disabled():
        sys.stdout.write(
            f"\nrumours, {split}: precision {score.precision:.3f}, recall {score.recall:.3f}, {len(told)} pairs\n"
        )
    assert score.precision >= PRECISION
    assert score.recall >= RECALL


async def test_among_all_corrections_the_right_one_is_found(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    """From the index of the database, every correction of both halves in it: the best match is the pair's own."""
    report = pairs("report")
    async with database.transaction() as tx:
        own = {}
        for claim in dict.fromkeys(pair.rumour for pair in (*pairs("tune"), *report)):
            rumour = await rumours.add(tx, NewRumour(agency="a"), NOON)
            finding = Finding(verdict=Verdict.FALSE, claim=claim, answer="Không đúng.", source="Sở Y tế")
            proposed = await rumours.propose(tx, rumour, finding)
            assert proposed
            answered = await rumours.answered(tx, proposed, "a test", NOON, proposed.version)
            assert answered
            await rumours.index_claim(tx, answered)
            own[claim] = rumour.id
        told = []
        for pair in report:
            asked = read(pair.asked)
            scored = [(likeness(k.claim, asked), k.rumour_id) for k in await rumours.candidates(tx, asked)]
            best = max(scored, default=(0.0, 0))
            # Another rumour's correction shown to somebody is as wrong as a look-alike's.
            found, right = best[0] >= SAME, best[1] == own[pair.rumour]
            told.append((found, found and right and pair.same))
        wanted = sum(pair.same for pair in report)
    right = sum(true for _, true in told)
    score = Score(right / sum(said for said, _ in told), right / wanted)
    with capsys.disabled():
        sys.stdout.write(
            f"\nrumours, found: precision {score.precision:.3f}, recall {score.recall:.3f}, {len(own)} corrections\n"
        )
    assert score.precision >= PRECISION
    assert score.recall >= RECALL


_SAID = (
    "phong",
    "tỏa",
    "chợ",
    "Tân",
    "Hòa",
    "huyện",
    "20/8",
    "2/9",
    "gạo",
    "5tr",
    "ko",
    "vắc",
    "xin",
    "Covid-19",
    "😱",
)
_TEXTS = st.lists(st.sampled_from(_SAID), max_size=20).map(" ".join) | st.text(max_size=80)


@given(known=_TEXTS, asked=_TEXTS)
def test_likeness_is_a_share_whatever_is_said(known: str, asked: str) -> None:
    """Between nothing and all, never an error."""
    assert 0 <= likeness(read(known), read(asked)) <= 1.0001


@pytest.mark.parametrize(
    "written",
    [
        "phong toa toan tinh tu 0h ngay 20/8, moi nha tru du gao",
        "PHONG TỎA TOÀN TỈNH TỪ 0 GIỜ NGÀY 20 THÁNG 8, MỖI NHÀ TRỮ ĐỦ GẠO",
        "Phong toả toàn tỉnh từ 0 giờ ngày 20/08/2021, mỗi nhà trữ đủ gạo‼️",
    ],
)
def test_the_same_rumour_however_it_is_typed(written: str) -> None:
    """Without marks, in capitals, in either tone style, with a date in words or in full."""
    known = read("Phong tỏa toàn tỉnh từ 0 giờ ngày 20/8, mỗi nhà trữ đủ gạo")
    assert likeness(known, read(written)) > 0.9


def test_another_day_or_place_is_another_rumour() -> None:
    """A correction of one says nothing of the other, however alike their words."""
    known = read("Chợ Tân Hòa đóng cửa từ ngày 20/8 vì có ca nhiễm")
    assert likeness(known, read("Chợ Tân Hòa đóng cửa từ ngày 20/8 vì có ca nhiễm rồi nha")) >= SAME
    assert likeness(known, read("Chợ Phú Mỹ đóng cửa từ ngày 20/8 vì có ca nhiễm")) == 0
    assert likeness(known, read("Chợ Tân Hòa đóng cửa từ ngày 27/8 vì có ca nhiễm")) == 0
