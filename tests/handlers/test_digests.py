import csv
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select

from handlers.registry import Registry
from handlers.staff import asked_digests, digests
from messages.length import fits
from messages.markup import check, plain
from storage import firings, reports
from storage.campaign import Campaign, load_campaign
from storage.database import Database
from storage.digest_cases import CASES, Case
from storage.duties.board import Place, Tally
from storage.duties.figures import DutyFigures
from storage.firings import Fired, Why
from storage.lateness import Late
from storage.people import find_address
from storage.reports import NewReport
from storage.statistics import DigestData, Line
from storage.tables import grants, jobs
from tests.driver import NOON, Stage

SINCE = datetime.fromisoformat("2021-08-17T16:00:00+07:00")
UNTIL = SINCE + timedelta(days=1)
EMPTY = DigestData(
    number="127/KH-UBND",
    since=SINCE,
    until=UNTIL,
    new=0,
    new_before=0,
    open=0,
    open_before=0,
    urgent_open=0,
    answered=0,
    resolved=0,
    withdrawn=0,
    districts=(),
    kinds=(),
    urgent=(),
    oldest=(),
)


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    return load_campaign()


def case(words: str, code: str = "KK-00001") -> Case:
    return Case(code=code, kind="Lương thực", place="Xã Kế An", words=words, urgent=False, created_at=SINCE)


def full(words: str = "Nhà tôi hết gạo") -> DigestData:
    """A busy day: every list is longer than the text shows."""
    kinds = (("An sinh - lương thực", 5), ("Đi lại - hàng hóa", 2))
    lines = tuple(Line(key=str(n), label=f"Huyện {n}", new=n, open=2 * n, kinds=kinds) for n in range(9))
    return replace(
        EMPTY,
        new=1200,
        new_before=9,
        open=33,
        open_before=30,
        urgent_open=7,
        answered=4,
        resolved=2,
        withdrawn=1,
        districts=lines,
        kinds=lines,
        urgent=tuple(replace(case(words, f"KK-U{n}"), urgent=True) for n in range(7)),
        oldest=tuple(case(words, f"KK-O{n}") for n in range(CASES)),
    )


def test_a_day_with_nothing_says_so_in_a_line() -> None:
    """No table of zeros."""
    text = digests.digest_text(EMPTY)
    check(text)
    assert "Không có khó khăn, vướng mắc nào gửi đến" in text
    assert len(text.splitlines()) == 4


def test_a_digest_is_one_screen_with_its_figures_and_some_cases() -> None:
    """Counts with their change, what waits most in the fullest districts, three telling cases, what is left out."""
    text = digests.digest_text(full())
    check(text)
    shown = plain(text)
    for part in (
        "Kế hoạch số 127/KH-UBND, từ 16:00 ngày 17/8/2021 đến 16:00 ngày 18/8/2021",
        "Mới gửi đến: 1.200 (khoảng trước đó: 9)",
        "Đang chờ: 33, tăng 3 so với lần trước; khẩn: 7",
        "Được trả lời: 4. Giải quyết xong: 2. Người gửi rút lại: 1.",
        "Theo địa bàn (nhiều nhất; còn 4 nơi khác)",
        "• Huyện 4: đang chờ 8, mới 4 (an sinh - lương thực 5, đi lại - hàng hóa 2)",
        "Nhóm việc nhiều nhất: huyện 1 2, huyện 2 4.",
        "• GẤP KK-U2 (16:00 17/8) Lương thực, Xã Kế An: “Nhà tôi hết gạo”",
    ):
        assert part in shown
    assert shown.count("“") == digests.EXAMPLES == 3
    assert "Huyện 5" not in shown
    assert "\n\n\n" not in shown


def test_the_fullest_digest_is_one_screen() -> None:
    """With ratings, late promises and duties: no more lines than a phone shows; lists say what they leave out."""
    owing = Place(key="1", label="Huyện 1", tally=Tally(given=9, unacknowledged=3, undone=5, late=2))
    data = replace(
        full(),
        content=3,
        discontent=1,
        late=tuple(Late(body=f"Sở {n}", district=f"Huyện {n}", count=n + 1) for n in range(6)),
        duties=DutyFigures(directives=2, places=(owing,) * 11, total=owing.tally),
    )
    shown = plain(digests.digest_text(data))
    assert len(shown.splitlines()) <= digests.SCREEN
    assert "Quá hạn trả lời: 21 (Sở 0, Huyện 0: 1; Sở 1, Huyện 1: 2; và 4 nơi khác)" in shown
    assert "Huyện 1 (chưa xác nhận 3, chưa thực hiện 5); và 9 nơi khác" in shown
    assert "\n\n\n" not in shown


def test_words_come_before_files_and_what_cannot_wait_before_what_waited_long() -> None:
    """A photo without a word is quoted only where nothing better is."""
    mute = replace(case("", "KK-MUTE1"), urgent=True)
    data = replace(EMPTY, open=4, urgent=(mute, replace(case("Gấp lắm", "KK-U1"), urgent=True)))
    data = replace(data, oldest=(case("Chờ lâu", "KK-O1"), case("Chờ nữa", "KK-O2")))
    shown = plain(digests.digest_text(data))
    assert [shown.find(code) > 0 for code in ("KK-U1", "KK-O1", "KK-O2", "KK-MUTE1")] == [
        True,
        True,
        True,
        False,
    ]
    assert shown.index("KK-U1") < shown.index("KK-O1") < shown.index("KK-O2")


@pytest.mark.parametrize(("before", "words"), [(33, "không đổi"), (40, "giảm 7"), (30, "tăng 3")])
def test_the_change_is_told_in_words(before: int, words: str) -> None:
    """More, fewer or the same, since the last digest."""
    assert f"Đang chờ: 33, {words} so với lần trước" in plain(
        digests.digest_text(replace(full(), open_before=before))
    )


def test_a_report_without_words_is_shown_for_what_it_is() -> None:
    """A photo or a voice message is not an empty quotation."""
    text = digests.digest_text(replace(EMPTY, open=1, oldest=(case(""),)))
    assert "Xã Kế An: không có chữ, xem tệp gửi kèm" in text


@given(st.text(max_size=600))
def test_whatever_was_written_stays_text_on_one_screen(words: str) -> None:
    """Tags, entities and line breaks of a citizen are shown, not obeyed, and cut to size."""
    text = digests.digest_text(full(words))
    check(text)
    assert fits(text, 4096)
    lines = [line for line in plain(text).splitlines() if line.startswith("• GẤP KK-")]
    assert len(lines) == digests.EXAMPLES
    assert max(map(len, lines)) < digests.EXCERPT + 60


def test_the_files_say_what_the_chat_says(tmp_path: Path) -> None:
    """A text for reading, a table for counting, both in UTF-8, made of the same figures."""
    data = full()
    text, table = digests.write_files(data, tmp_path / "new" / "folder")
    assert [text.name, table.name] == ["tong-hop-2021-08-18-1600.txt", "tong-hop-2021-08-18-1600.csv"]
    assert text.read_text(encoding="utf-8").strip() == plain(digests.digest_text(data))
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    totals = {row["Tên"]: row["Trong kỳ"] or row["Đang chờ"] for row in rows if row["Nhóm"] == "Tổng"}
    assert totals["Mới gửi đến"] == "1200"
    assert totals["Đang chờ"] == "33"
    assert len([row for row in rows if row["Nhóm"] == "Địa bàn"]) == 9
    assert rows[-1]["Nội dung"] == "Nhà tôi hết gạo"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", " =", "\n=", "＝"])
def test_a_spreadsheet_runs_nothing_that_a_citizen_wrote(tmp_path: Path, start: str) -> None:
    """A cell that looks like a formula is marked as text."""
    words = f'{start}HYPERLINK("http://x")'
    _, table = digests.write_files(replace(EMPTY, open=1, oldest=(case(words),)), tmp_path)
    with table.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[-1][-1] == f"'{words}"


def at(day: int, hour: int) -> datetime:
    """An hour in Sóc Trăng, in UTC."""
    return datetime(2021, 8, day, hour - 7, tzinfo=UTC)


async def test_a_period_begins_where_the_last_digest_ended(database: Database, campaign: Campaign) -> None:
    """Also when one was skipped: nothing falls between two digests."""
    midnight = datetime(2021, 8, 15, 17, tzinfo=UTC)
    async with database.transaction() as tx:
        assert await digests.period(tx, campaign, at(16, 16)) == (midnight, at(16, 16))
        key = next(entry.key for entry in campaign.calendar if entry.kind == "digest")
        fired = [
            Fired(schedule=key, due_at=at(16, 16), fired_at=at(16, 16)),
            Fired(schedule=key, due_at=at(17, 16), fired_at=at(17, 23), why=Why.TOO_LATE),
            Fired(schedule=key, due_at=at(18, 16), fired_at=at(18, 17)),
        ]
        assert await firings.record(tx, fired) == fired
        assert await firings.record(tx, fired) == []
        assert await digests.period(tx, campaign, at(18, 16)) == (at(16, 16), at(18, 16))
        assert await digests.period(tx, campaign, at(19, 9)) == (at(18, 16), at(19, 9))


async def test_home_affairs_can_ask_for_the_digest_now(database: Database, campaign: Campaign) -> None:
    """By command or in plain words; it takes nothing from the daily one. Others are not shown it."""
    stage = Stage(database, campaign, Registry(commands=asked_digests.COMMANDS, flows=()))
    lan = stage.person("lan")
    await lan.says("/tonghop")
    lan.sees_not("Kế hoạch số")
    async with database.transaction() as tx:
        address = await find_address(tx, "stage", "1", "lan")
        assert address is not None
        role = {"role": "home_affairs", "granted_at": NOON, "granted_by": "test"}
        await tx.execute(insert(grants).values(person_id=address.person_id, **role))
    for words in ("/tonghop", "tổng hợp"):
        await lan.says(words)
        lan.sees("Tổng hợp khó khăn, vướng mắc", "đến 10:00 ngày 18/8/2021", "không có việc nào đang chờ")
    async with database.reading() as tx:
        assert await firings.every(tx) == []


@pytest.mark.parametrize(("role", "whole"), [("home_affairs", True), ("committee", False)])
async def test_the_committees_office_asks_too_and_gets_no_table(
    database: Database, campaign: Campaign, role: str, *, whole: bool
) -> None:
    """The table has what people wrote, whole: it stays with the office that collects difficulties."""
    stage = Stage(database, campaign, Registry(commands=asked_digests.COMMANDS, flows=()))
    van = stage.person("van")
    await van.says("/tonghop")
    async with database.transaction() as tx:
        address = await find_address(tx, "stage", "1", "van")
        assert address is not None
        new = NewReport(person_id=address.person_id or 0, kind="khac", place="31558", words="Hết gạo")
        await reports.add(tx, new, NOON)
        held = {"role": role, "granted_at": NOON, "granted_by": "test"}
        await tx.execute(insert(grants).values(person_id=address.person_id, **held))
    await van.says("/tonghop")
    van.sees("Đang chờ: 1", "gửi ngay sau tin này")
    async with database.reading() as tx:
        (job,) = await tx.all(select(jobs.c.payload))
    assert job.payload["addresses" if whole else "readers"] == [address.id]
    assert job.payload["readers" if whole else "addresses"] == []


async def test_the_days_shown_as_examples_are_taken(database: Database) -> None:
    """In another campaign, on its first day and on a later one: what the cure names is no mistake again."""
    other = load_campaign(Path(__file__).parents[1] / "data/bac-son-nam.toml")
    stage = Stage(database, other, Registry(commands=asked_digests.COMMANDS, flows=()))
    stage.clock.at = datetime(2026, 3, 6, 3, tzinfo=UTC)
    desk = await stage.desk("-100", "so_nong_nghiep")
    binh = stage.member("binh", desk)
    for expected in (1, 2):
        await binh.says("/tonghop bao giờ")
        examples = re.findall(r"/tonghop [\d/]+(?: đến [\d/]+)?", binh.answers[-1])
        assert len(examples) == expected
        for each in examples:
            await binh.says(each)
            binh.sees("Tổng hợp")
            binh.sees_not("ví dụ")
        stage.clock.passes(days=1)


def test_words_that_may_name_somebody_accused_are_not_quoted(campaign: Campaign) -> None:
    """They are counted among the others; the shipped campaign says so of breaches of the rules."""
    accused = replace(case("Ông Tư bán rượu cho cả xóm tụ tập"), quotable=False)
    data = replace(full(), urgent=(), oldest=(accused, case("Nhà tôi hết gạo", "KK-O9")), open=9)
    text = digests.digest_text(data)
    assert "Ông Tư" not in text
    assert "KK-O9" in text
    hidden = case("[tên đã ẩn] [số điện thoại đã ẩn]", "KK-O8")
    assert "KK-O8" not in digests.digest_text(replace(data, oldest=(hidden,)))
    kind = campaign.kind("vi_pham")
    assert kind is not None
    assert not kind.quoted
