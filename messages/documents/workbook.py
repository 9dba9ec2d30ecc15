"""Every report of a digest as a spreadsheet: to filter, to sort, to hand on."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, Literal

import xlsxwriter  # type: ignore[import-untyped]

from messages.documents import wording
from messages.documents.cleaning import cell, line
from messages.documents.closing_pages import closing_sheets
from messages.documents.dossier import Dossier, Matter, Tally
from messages.documents.duties import SHEET as DUTIES
from messages.documents.duties import write_duties

ALL = "Tất cả"
TOTALS = "Tổng hợp"
_NAME = 31  # characters in a sheet's name (Excel specifications and limits)
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_RESERVED = "history"  # Excel keeps this name to itself
_LINE = 15.0  # points; the height of a row of one line
_LINES = 6  # lines of a report that a row shows at most; the cell has all
_YES = "Có"

Value = str | int | datetime
Kind = Literal["text", "long", "count", "moment"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A column. `width` in characters of the default font."""

    head: str
    width: int
    kind: Kind
    of: Callable[[Matter], Value]


FIELDS: Sequence[Field] = (
    Field(head="Mã", width=11, kind="text", of=lambda m: m.code),
    Field(head="Gửi lúc", width=17, kind="moment", of=lambda m: m.sent_at),
    Field(head="Địa bàn", width=20, kind="text", of=lambda m: line(m.district)),
    Field(head="Nơi phản ánh", width=34, kind="text", of=lambda m: line(m.place)),
    Field(head="Loại việc", width=24, kind="text", of=lambda m: line(m.kind)),
    Field(head="Mức độ", width=10, kind="text", of=lambda m: wording.urgency(m).value),
    Field(head="Nội dung", width=60, kind="long", of=lambda m: cell(m.words)),
    Field(head="Tệp kèm", width=10, kind="count", of=lambda m: m.files),
    Field(head="Số lượt", width=10, kind="count", of=lambda m: m.voices),
    Field(head="Người phản ánh", width=28, kind="text", of=lambda m: line(m.sender)),
    Field(head="Trạng thái", width=28, kind="text", of=lambda m: line(m.state)),
    Field(head="Từ lúc", width=17, kind="moment", of=lambda m: m.changed_at),
    Field(head="Cơ quan liên quan", width=28, kind="text", of=lambda m: line(m.agency)),
    Field(head="Trả lời gần nhất", width=45, kind="long", of=lambda m: cell(m.answer)),
    Field(head="Kết quả giải quyết", width=45, kind="long", of=lambda m: cell(m.result)),
    Field(head="Đề xuất", width=45, kind="long", of=lambda m: cell(m.proposal)),
    Field(head="Ý kiến chỉ đạo", width=45, kind="long", of=lambda m: cell(m.decision)),
    Field(head="Mới trong kỳ", width=14, kind="text", of=lambda m: _yes(m.new)),
    Field(head="Đang chờ", width=12, kind="text", of=lambda m: _yes(m.open)),
    Field(head="Trả lời trong kỳ", width=16, kind="text", of=lambda m: _yes(m.answered)),
    Field(head="Giải quyết trong kỳ", width=19, kind="text", of=lambda m: _yes(m.resolved)),
    Field(head="Rút lại trong kỳ", width=16, kind="text", of=lambda m: _yes(m.withdrawn)),
)


def _yes(said: bool) -> str:  # noqa: FBT001 - a column of yes and no
    return _YES if said else ""


def reports_xlsx(dossier: Dossier) -> bytes:
    """The totals, every report, and each district's own. Nothing in it is a formula or a link."""
    made = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(made, options)
    book.set_properties(
        {
            "title": "Tổng hợp khó khăn, vướng mắc",
            "company": line(dossier.letterhead.agency),
            "created": dossier.until.replace(tzinfo=None),
        }
    )
    looks = _looks(book)
    names = _Names()
    _totals(book.add_worksheet(names.fresh(TOTALS)), looks, dossier)
    if dossier.closing:
        closing_sheets(book, names.fresh, looks, dossier.closing)
    rows = [[field.of(matter) for field in FIELDS] for matter in dossier.matters]
    _listing(book.add_worksheet(names.fresh(ALL)), looks, rows)
    if dossier.duties.directives:
        write_duties(book.add_worksheet(names.fresh(DUTIES)), looks, dossier)
    for district in dict.fromkeys(matter.district for matter in dossier.matters):
        own = [row for row, matter in zip(rows, dossier.matters, strict=True) if matter.district == district]
        _listing(book.add_worksheet(names.fresh(district)), looks, own)
    book.close()
    return made.getvalue()


class _Names:
    """Names of sheets as Excel takes them, no two alike."""

    def __init__(self) -> None:
        self._taken = {_RESERVED}

    def fresh(self, wanted: str) -> str:
        whole = _FORBIDDEN.sub(" ", line(wanted)).strip("' ") or "Trang"
        name, at = whole[:_NAME].strip("' "), 1
        while name.lower() in self._taken:
            at += 1
            end = f" ({at})"
            name = whole[: _NAME - len(end)] + end
        self._taken.add(name.lower())
        return name


def _looks(book: Any) -> dict[str, Any]:
    top = {"valign": "top"}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format(
            {"bold": True, "bg_color": "#DEEBF7", "border": 1, "text_wrap": True, "valign": "vcenter"}
        ),
        "text": book.add_format(top),
        "long": book.add_format(top | {"text_wrap": True}),
        "count": book.add_format(top | {"num_format": "#,##0"}),
        "moment": book.add_format(top | {"num_format": "dd/mm/yyyy hh:mm", "align": "left"}),
        "sum": book.add_format({"bold": True, "num_format": "#,##0", "top": 1}),
    }


def _put(sheet: Any, row: int, column: int, value: Value, look: Any) -> None:
    if isinstance(value, datetime):
        sheet.write_datetime(row, column, value.replace(tzinfo=None), look)
    elif isinstance(value, int):
        sheet.write_number(row, column, value, look)
    elif value:
        sheet.write_string(row, column, value, look)


def _listing(sheet: Any, looks: dict[str, Any], rows: list[list[Value]]) -> None:
    for column, field in enumerate(FIELDS):
        sheet.set_column(column, column, field.width)
        sheet.write_string(0, column, field.head, looks["head"])
    sheet.set_row(0, 2 * _LINE)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(rows), 1), len(FIELDS) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    for at, row in enumerate(rows, 1):
        sheet.set_row(at, _height(row))
        for column, (field, value) in enumerate(zip(FIELDS, row, strict=True)):
            _put(sheet, at, column, value, looks[field.kind])


def _height(row: list[Value]) -> float:
    longest = (
        sum(1 + len(part) // field.width for part in value.split("\n", _LINES))
        for field, value in zip(FIELDS, row, strict=True)
        if field.kind == "long" and isinstance(value, str)
    )
    return _LINE * min(max(longest, default=1), _LINES)


def _totals(sheet: Any, looks: dict[str, Any], dossier: Dossier) -> None:
    totals = dossier.totals
    sheet.set_column(0, 0, 48)
    sheet.set_column(1, 2, 18)
    sheet.write_string(0, 0, "Tổng hợp khó khăn, vướng mắc", looks["title"])
    sheet.write_string(1, 0, line(dossier.letterhead.subject), looks["text"])
    for at, (name, moment) in enumerate((("Sau", dossier.since), ("Đến", dossier.until)), 2):
        _put(sheet, at, 0, name, looks["text"])
        _put(sheet, at, 1, moment, looks["moment"])
    _head(sheet, 5, looks, ("Chỉ tiêu", "Số việc"))
    figures = (
        ("Mới gửi đến trong kỳ", totals.new),
        ("Mới gửi đến, khoảng trước đó", totals.new_before),
        ("Được trả lời trong kỳ", totals.answered),
        ("Giải quyết xong trong kỳ", totals.resolved),
        ("Người gửi rút lại trong kỳ", totals.withdrawn),
        ("Đang chờ, cuối kỳ", totals.open),
        ("Đang chờ, đầu kỳ", totals.open_before),
        ("Khẩn, đang chờ", totals.urgent),
        ("Quá hạn trả lời", wording.overdue(dossier)),
    )
    for at, (name, value) in enumerate(figures, 6):
        _put(sheet, at, 0, name, looks["text"])
        _put(sheet, at, 1, value, looks["count"])
    after = _tallies(sheet, 16, looks, "Địa bàn", dossier.districts)
    after = _tallies(sheet, after + 1, looks, "Loại việc", dossier.kinds)
    if dossier.late:
        _late(sheet, after + 1, looks, dossier)


def _late(sheet: Any, row: int, looks: dict[str, Any], dossier: Dossier) -> None:
    _head(sheet, row, looks, ("Cơ quan, đơn vị quá hạn trả lời", "Địa bàn", "Số việc"))
    for at, each in enumerate(dossier.late, row + 1):
        _put(sheet, at, 0, line(each.body), looks["text"])
        _put(sheet, at, 1, line(each.district), looks["text"])
        _put(sheet, at, 2, each.count, looks["count"])


def _head(sheet: Any, row: int, looks: dict[str, Any], heads: Iterable[str]) -> None:
    for column, head in enumerate(heads):
        sheet.write_string(row, column, head, looks["head"])


def _tallies(sheet: Any, row: int, looks: dict[str, Any], head: str, tallies: Sequence[Tally]) -> int:
    _head(sheet, row, looks, (head, "Mới trong kỳ", "Đang chờ"))
    for at, each in enumerate(tallies, row + 1):
        _put(sheet, at, 0, line(each.label), looks["text"])
        _put(sheet, at, 1, each.new, looks["count"])
        _put(sheet, at, 2, each.open, looks["count"])
    end = row + len(tallies) + 1
    _put(sheet, end, 0, "Tổng cộng", looks["sum"])
    _put(sheet, end, 1, sum(each.new for each in tallies), looks["sum"])
    _put(sheet, end, 2, sum(each.open for each in tallies), looks["sum"])
    return end + 1
