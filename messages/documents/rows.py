"""The many rows of a listing, made into XML once for every sheet that shows them: ten thousand take half a second.

XlsxWriter's own way, a method call and an object per cell, takes six times as long, and a second time for a district.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

LINE = 15.0  # points; the height of a row of one line
LINES = 6  # lines of a long text that a row shows at most; the cell has all
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - day nought of a spreadsheet, which knows no time zones
_DAY = timedelta(days=1)
_AT = "\0"  # stands for a row's number until the row has its place; nothing else in the XML can be this

Value = str | int | datetime
Kind = Literal["text", "long", "count", "moment"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its XML but for the number, and how many texts are in it."""

    xml: str
    texts: int


class Rows:
    """Makes the rows of one kind of listing in one book. `widths`: of the columns, in characters."""

    def __init__(
        self, book: Any, looks: dict[str, Any], widths: Sequence[int], kinds: Sequence[Kind]
    ) -> None:
        self._widths, self._kinds = widths, kinds
        self._heads = [
            f'<c r="{xl_col_to_name(column)}{_AT}" s="{looks[kind]._get_xf_index()}"'  # noqa: SLF001 - as _index
            for column, kind in enumerate(kinds)
        ]
        self._texts = book.str_table
        self._index = self._texts._get_shared_string_index  # noqa: SLF001 - what its own cells are written with

    def made(self, values: Sequence[Value]) -> Row:
        """The row of these values; an empty text is no cell."""
        texts, cells = 0, []
        for head, value in zip(self._heads, values, strict=True):
            if isinstance(value, str):
                if value:
                    texts += 1
                    cells.append(f'{head} t="s"><v>{self._index(value)}</v></c>')
            elif isinstance(value, int):
                cells.append(f"{head}><v>{value}</v></c>")
            else:
                cells.append(f"{head}><v>{(value.replace(tzinfo=None) - _EPOCH) / _DAY!r}</v></c>")
        self._texts.count -= texts  # they count where the row is shown: nowhere yet, in the end twice
        height = LINE * self._lines(values)
        return Row(f'<row r="{_AT}" ht="{height:g}" customHeight="1">{"".join(cells)}</row>', texts)

    def _lines(self, values: Sequence[Value]) -> int:
        longest = 1
        for width, kind, value in zip(self._widths, self._kinds, values, strict=True):
            if kind == "long" and isinstance(value, str):
                shown = sum(1 + len(part) // width for part in value.split("\n", LINES))
                longest = max(longest, shown)
        return min(longest, LINES)


class Bulky(Worksheet):  # type: ignore[misc]
    """A worksheet that takes whole rows below those that were written cell by cell."""

    def __init__(self) -> None:
        super().__init__()
        self._bulk: list[str] = []

    def append(self, rows: Sequence[Row], first: int, columns: int) -> None:
        """These rows from the row `first` on, counted from nought."""
        if not rows:
            return
        self._check_dimensions(first + len(rows) - 1, columns - 1)
        self._bulk = [row.xml.replace(_AT, str(at)) for at, row in enumerate(rows, first + 1)]
        self.str_table.count += sum(row.texts for row in rows)

    def _write_rows(self) -> None:
        super()._write_rows()
        self.fh.writelines(self._bulk)
