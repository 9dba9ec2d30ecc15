import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest

from messages.documents import Stage
from messages.documents.cleaning import cell
from messages.documents.sheets import Names
from messages.documents.workbook import ALL, FIELDS, TOTALS, reports_xlsx
from tests.messages.documents.reading import sheets
from tests.messages.documents.samples import DISTRICTS, NASTY, SINCE, dossier, matter


def test_every_report_stands_in_all_and_in_its_district() -> None:
    """One sheet of totals, one of all, one for each district that has any."""
    made = sheets(reports_xlsx(dossier([matter(1), matter(2, district="2"), matter(3, Stage.RESOLVED)])))
    assert list(made) == [TOTALS, ALL, DISTRICTS["1"], DISTRICTS["2"]]
    assert sorted(map(str, made[ALL].column("Mã"))) == ["KK-00001", "KK-00002", "KK-00003"]
    assert sorted(map(str, made[DISTRICTS["1"]].column("Mã"))) == ["KK-00001", "KK-00003"]
    assert list(made[ALL].rows[0].values()) == [field.head for field in FIELDS]


def test_lists_filter_freeze_and_have_widths() -> None:
    """An officer sorts and filters at once, and never loses the head."""
    for name, sheet in sheets(reports_xlsx(dossier([matter(1), matter(2)]))).items():
        assert sheet.has("col")
        if name == TOTALS:
            continue
        (pane,) = sheet.has("pane")
        assert (pane.get("ySplit"), pane.get("state")) == ("1", "frozen")
        (filtered,) = sheet.has("autoFilter")
        assert filtered.get("ref") == "A1:X3"


def test_dates_are_dates_of_the_campaigns_clock() -> None:
    """Excel counts days from 30/12/1899; a cell of text would neither sort nor filter."""
    sent = SINCE + timedelta(hours=1)
    sheet = sheets(reports_xlsx(dossier([matter(1, sent_at=sent)])))[ALL]
    (value,) = sheet.column("Gửi lúc")
    assert isinstance(value, float)
    shown = datetime(1899, 12, 30, tzinfo=UTC) + timedelta(days=value)
    assert f"{shown + timedelta(seconds=1):%d/%m/%Y %H:%M}" == "17/08/2021 17:00"


@pytest.mark.parametrize("words", NASTY)
def test_what_was_written_is_text_whatever_it_looks_like(words: str) -> None:
    """No formula, no link, nothing lost but what no cell may hold."""
    book = reports_xlsx(dossier([matter(1, words=words, answer=words, proposal=words, agency=words)]))
    made = sheets(book)
    (shown,) = made[ALL].column("Nội dung")
    assert (shown or "") == cell(words)
    for sheet in made.values():
        assert not sheet.has("f")
        assert not sheet.has("hyperlink")
    with ZipFile(BytesIO(book)) as parts:
        assert not [name for name in parts.namelist() if "external" in name.lower() or "vba" in name.lower()]


def test_a_formula_of_a_citizen_keeps_its_sign() -> None:
    """It is shown as typed, without a mark in front."""
    words = '=HYPERLINK("http://x","bấm")'
    (shown,) = sheets(reports_xlsx(dossier([matter(1, words=words)])))[ALL].column("Nội dung")
    assert shown == words


def test_names_of_sheets_are_as_excel_takes_them() -> None:
    """At most 31 characters, none forbidden, no two alike whatever their case."""
    names = Names()
    given = ["Huyện A/B", "huyện a b", "x" * 40, "x" * 41, "'", "History", "", "[:*?]"]
    made = [names.fresh(name) for name in given]
    assert made[:4] == ["Huyện A B", "huyện a b (2)", "x" * 31, "x" * 27 + " (2)"]
    assert len({name.lower() for name in made} | {"history"}) == len(given) + 1
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in made)


def test_nothing_tells_who_sent_it() -> None:
    """No column for a contact, an account or a name."""
    assert not [
        field.head for field in FIELDS if field.head.lower() in {"liên hệ", "điện thoại", "họ tên", "tên"}
    ]


def test_an_empty_period_is_a_lawful_book() -> None:
    """Totals of nought and a head."""
    made = sheets(reports_xlsx(dossier()))
    assert list(made) == [TOTALS, ALL]
    assert len(made[ALL].rows) == 1


def test_rows_written_whole_stand_where_they_say() -> None:
    """Row after row, each cell by its row's number, in every sheet; the book counts its texts as Excel does."""
    matters = [matter(at, district=str(1 + at % 2)) for at in range(5)]
    texts = 0
    with ZipFile(BytesIO(reports_xlsx(dossier(matters)))) as parts:
        for name in (each for each in parts.namelist() if "worksheets/" in each):
            page = parts.read(name).decode()
            rows = re.findall(r'<row r="(\d+)"[^>]*?(?:/>|>(.*?)</row>)', page)
            numbers = [int(number) for number, _ in rows]
            assert numbers == sorted(set(numbers))
            assert all(set(re.findall(r'<c r="[A-Z]+(\d+)"', cells)) <= {number} for number, cells in rows)
            last = re.search(r'<dimension ref="[A-Z]+\d+:[A-Z]+(\d+)"', page)
            assert last
            assert int(last[1]) == numbers[-1]
            texts += page.count(' t="s"')
        counted = re.search(r'<sst [^>]*\bcount="(\d+)"', parts.read("xl/sharedStrings.xml").decode())
    assert counted
    assert int(counted[1]) == texts > 0
