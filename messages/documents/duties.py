"""What units were asked to do, as the documents of a digest show it: a table of the report, a sheet of the workbook."""

from collections.abc import Iterator
from typing import Any

from docx.document import Document as Doc

from messages.documents.cleaning import line
from messages.documents.dossier import Dossier, DutyRow
from messages.documents.rows import LINE
from messages.documents.sheets import on_one_page
from messages.documents.tables import Column, add_ruled
from messages.render import number

SHEET = "Đôn đốc"
HEADS = ("Địa bàn", "Lượt giao", "Chưa xác nhận", "Chưa thực hiện", "Quá hạn", "Chưa có cán bộ trên kênh")
_COLUMNS = (
    Column(head="STT", width=12, centred=True),
    Column(head="Địa bàn", width=49),
    Column(head="Lượt giao", width=20, centred=True),
    Column(head="Chưa xác nhận", width=22, centred=True),
    Column(head="Chưa thực hiện", width=22, centred=True),
    Column(head="Quá hạn", width=18, centred=True),
    Column(head="Nơi chưa có cán bộ", width=22, centred=True),
)


def add_duties(document: Doc, dossier: Dossier) -> None:
    """Section V of the report; nothing where nothing was asked in the period."""
    duties = dossier.duties
    if not duties.directives:
        return
    document.add_heading("V. ĐÔN ĐỐC, KIỂM TRA VIỆC TRIỂN KHAI", 1)
    total = duties.total
    document.add_paragraph(
        f"Trong kỳ có {number(duties.directives)} việc giao cho các đơn vị, tổ chức, {number(total.given)} lượt giao;"
        f" đến {dossier.until.hour} giờ {dossier.until.minute:02} phút còn {number(total.unacknowledged)} lượt"
        f" chưa xác nhận đã nhận, {number(total.undone)} lượt chưa báo thực hiện, trong đó"
        f" quá hạn {number(total.late)}.",
        "Nội dung",
    )
    rows = [(str(at), line(row.label), *map(number, _counts(row))) for at, row in enumerate(duties.rows, 1)]
    add_ruled(document, _COLUMNS, rows, total=("", "Tổng cộng", *map(number, _counts(total))))


def _counts(row: DutyRow) -> tuple[int, ...]:
    return row.given, row.unacknowledged, row.undone, row.late, row.unstaffed


def write_duties(sheet: Any, looks: dict[str, Any], dossier: Dossier) -> None:
    """The same figures as a sheet."""
    on_one_page(sheet)
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, len(HEADS) - 1, 16)
    sheet.set_row(0, 2 * LINE)
    for column, head in enumerate(HEADS):
        sheet.write_string(0, column, head, looks["head"])
    for at, (label, counts, look) in enumerate(_lines(dossier), 1):
        sheet.write_string(at, 0, label, looks["sum" if look == "sum" else "text"])
        for column, count in enumerate(counts, 1):
            sheet.write_number(at, column, count, looks[look])


def _lines(dossier: Dossier) -> Iterator[tuple[str, tuple[int, ...], str]]:
    for row in dossier.duties.rows:
        yield line(row.label), _counts(row), "count"
    yield "Tổng cộng", _counts(dossier.duties.total), "sum"
