"""The closing figures in the report and in the table."""

from collections.abc import Callable, Sequence
from math import ceil
from typing import Any

from docx.document import Document as Doc

from messages.documents.cleaning import line
from messages.documents.closing import Cell, Closing, sections
from messages.documents.rows import LINE
from messages.documents.sheets import on_one_page
from messages.documents.styles import WIDTH_MM
from messages.documents.tables import Column, add_ruled
from messages.render import number

_ROMAN = ("V", "VI", "VII", "VIII", "IX")  # after the parts that every digest has
_FIRST, _NUMBER = 45.0, 13.0  # mm: the first column at least, the running number
_WIDE, _LETTERS = (
    5,
    120,
)  # the last column of a sheet of totals, and how much of a sentence one line over all shows
_COMMUNES = ("Địa bàn", "Xã, phường, thị trấn", "Vùng ngày {eve}", "Vùng ngày {day}", "Kết quả")


def add_closing(document: Doc, closing: Closing, *, after: int = 0) -> None:
    """Parts V and after of the report; `after` of these numbers are taken."""
    for roman, section in zip(_ROMAN[after:], sections(closing), strict=False):
        document.add_heading(f"{roman}. {section.heading}", 1)
        for sentence in section.sentences:
            document.add_paragraph(sentence, "Nội dung")
        if section.rows:
            rows = [(str(at), *map(_text, row)) for at, row in enumerate(section.rows, 1)]
            add_ruled(document, _columns(section.heads), rows, total=("", *map(_text, section.total)))


def _columns(heads: tuple[str, ...]) -> tuple[Column, ...]:
    others = len(heads) - 1
    first = max(_FIRST, WIDTH_MM - _NUMBER - others * 32)
    wide = (WIDTH_MM - _NUMBER - first) / max(others, 1)
    return (
        Column(head="STT", width=_NUMBER, centred=True),
        Column(head=heads[0], width=first),
        *(Column(head=head, width=wide, centred=True) for head in heads[1:]),
    )


def _text(value: Cell) -> str:
    return number(value) if isinstance(value, int) else line(value)


def closing_sheets(book: Any, fresh: Callable[[str], str], looks: dict[str, Any], closing: Closing) -> None:
    """A sheet with the totals, and one with every commune; `fresh` makes the name of a sheet."""
    sheet = book.add_worksheet(fresh("Tổng kết"))
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, _WIDE, 18)
    on_one_page(sheet)
    row = 0
    for section in sections(closing):
        sheet.write_string(row, 0, line(section.heading), looks["title"])
        for sentence in section.sentences:
            row += 1
            told = line(sentence)
            sheet.set_row(row, LINE * ceil(len(told) / _LETTERS))
            sheet.merge_range(row, 0, row, _WIDE, told, looks["long"])
        if section.rows:
            row = _table(sheet, row + 1, looks, section.heads, section.rows, section.total)
        row += 2
    if closing.communes:
        _communes(book.add_worksheet(fresh("Vùng")), looks, closing)


def _table(
    sheet: Any,
    row: int,
    looks: dict[str, Any],
    heads: tuple[str, ...],
    rows: Sequence[tuple[Cell, ...]],
    total: tuple[Cell, ...] = (),
) -> int:
    """Head, rows and sum; returns the last row."""
    sheet.set_row(row, 2 * LINE)
    for column, head in enumerate(heads):
        sheet.write_string(row, column, head, looks["head"])
    told = [*rows, total] if total else rows
    for at, cells in enumerate(told, row + 1):
        for column, value in enumerate(cells):
            if isinstance(value, int):
                sheet.write_number(at, column, value, looks["sum" if cells is total else "count"])
            else:
                sheet.write_string(at, column, line(value), looks["sum" if cells is total else "text"])
    return row + len(told)


def _communes(sheet: Any, looks: dict[str, Any], closing: Closing) -> None:
    dates = {"eve": f"{closing.eve:%d/%m}", "day": f"{closing.day:%d/%m}"}
    heads = tuple(head.format(**dates) for head in _COMMUNES)
    sheet.set_column(0, 4, 26)
    on_one_page(sheet)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 0)
    rows: list[tuple[Cell, ...]] = [
        (
            each.district,
            each.name,
            each.eve or "chưa có dữ liệu",
            each.now or "chưa có dữ liệu",
            each.standing,
        )
        for each in closing.communes
    ]
    _table(sheet, 0, looks, heads, rows)
    sheet.autofilter(0, 0, max(len(rows), 1), len(heads) - 1)
