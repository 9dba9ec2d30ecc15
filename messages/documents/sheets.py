"""A workbook's sheets as all our documents have them: heads, filters, rows of a readable height; no formula runs."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil
from typing import IO, Any, Generic, TypeVar

import xlsxwriter  # type: ignore[import-untyped]

from messages.documents.cleaning import line
from messages.documents.rows import LINE, Bulky, Kind, Row, Rows, Value

_NAME = 31  # characters in a sheet's name (Excel specifications and limits)
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_READABLE = 240  # characters side by side that an A4 page on its side shows in letters one can read
_RESERVED = "history"  # Excel keeps this name to itself


Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field(Generic[Item]):
    """A column of a listing. `width` in characters of the default font; `of`: an item's value in it."""

    head: str
    width: int
    kind: Kind
    of: Callable[[Item], Value]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet, with the looks of its book: title, head, sum and the kinds of a value."""

    sheet: Any
    looks: dict[str, Any]

    def put(self, row: int, column: int, value: Value, look: str) -> None:
        """Write a value; an empty text is no cell."""
        shown = self.looks[look]
        if isinstance(value, datetime):
            self.sheet.write_datetime(row, column, value.replace(tzinfo=None), shown)
        elif isinstance(value, int):
            self.sheet.write_number(row, column, value, shown)
        elif value:
            self.sheet.write_string(row, column, value, shown)

    def widths(self, *widths: int) -> None:
        """Of the first columns, in characters of the default font."""
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)

    def heads(self, row: int, heads: Iterable[str]) -> None:
        """The heads of a small table."""
        for column, head in enumerate(heads):
            self.sheet.write_string(row, column, head, self.looks["head"])

    def listing(self, fields: Sequence[Field[Any]], rows: Sequence[Row]) -> None:
        """A table over the whole sheet: its head stays, its columns filter.

        On paper it goes over a few pages side by side, wide enough to be read, each beginning with the first column.
        """
        self.widths(*(field.width for field in fields))
        self.heads(0, (field.head for field in fields))
        self.sheet.set_row(0, 2 * LINE)
        self.sheet.freeze_panes(1, 1)
        self.sheet.autofilter(0, 0, max(len(rows), 1), len(fields) - 1)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)  # A4
        self.sheet.fit_to_pages(ceil(sum(field.width for field in fields) / _READABLE), 0)
        self.sheet.repeat_rows(0)
        self.sheet.repeat_columns(0)
        self.sheet.append(rows, 1, len(fields))


def on_one_page(sheet: Any) -> None:
    """Few columns: they print on one landscape A4 page, however many rows."""
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)


class Names:
    """Names of sheets as Excel takes them, no two alike."""

    def __init__(self) -> None:
        self._taken = {_RESERVED}

    def fresh(self, wanted: str) -> str:
        """A name like the one wanted."""
        whole = _FORBIDDEN.sub(" ", line(wanted)).strip("' ") or "Trang"
        name, at = whole[:_NAME].strip("' "), 1
        while name.lower() in self._taken:
            at += 1
            end = f" ({at})"
            name = whole[: _NAME - len(end)] + end
        self._taken.add(name.lower())
        return name


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook being written."""

    book: Any
    looks: dict[str, Any]
    names: Names = field(default_factory=Names)

    def sheet(self, name: str) -> Sheet:
        """A new sheet, under a name like this one."""
        return Sheet(self.book.add_worksheet(self.names.fresh(name), worksheet_class=Bulky), self.looks)

    def rows(self, fields: Sequence[Field[Item]], items: Iterable[Item]) -> list[Row]:
        """A row of a listing for each item, for as many sheets as show them."""
        widths, kinds = [field.width for field in fields], [field.kind for field in fields]
        made = Rows(self.book, self.looks, widths, kinds).made
        return [made([field.of(each) for field in fields]) for each in items]


@contextmanager
def opened(made: IO[bytes], title: str, company: str, created: datetime) -> Iterator[Book]:
    """A workbook in memory, written to `made` at the end. Nothing in it is a formula or a link."""
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(made, options)
    book.set_properties({"title": title, "company": company, "created": created.replace(tzinfo=None)})
    yield Book(book, _looks(book))
    book.close()


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
