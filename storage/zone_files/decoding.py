"""From the bytes of a file to its rows: the code pages and separators that spreadsheets here write."""

import csv
import unicodedata
from collections.abc import Iterator
from enum import StrEnum

from messages.folding import phrase, tidy

MOST_BYTES = 1 << 20
MOST_LINES = 2000
CODE, NAME, ZONE = "code", "name", "zone"
_HEADS = {
    CODE: {"code", "ma", "ma xa", "ma don vi", "ma gso", "ma dvhc", "ma so"},
    NAME: {"name", "ten", "ten xa", "ten don vi", "don vi", "xa phuong", "xa phuong thi tran"},
    ZONE: {"zone", "colour", "color", "vung", "mau", "mau vung", "vung mau"},
}
# What Excel and Word write when a file is not saved as CSV.
_PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf")
_MARKS = (b"\xff\xfe", b"\xfe\xff")


class FileFlaw(StrEnum):
    """Why nothing can be read of a file."""

    EMPTY = "empty"
    NOT_CSV = "not_csv"  # a workbook, a PDF
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"  # in no code page we know
    NO_HEAD = "no_head"  # the first line does not name the columns


Row = tuple[int, dict[str, str]]  # the line at which it begins, and its cells by column


def decode(data: bytes) -> str | FileFlaw:
    """The text of a file: UTF-8 with or without a mark, UTF-16 with one, else Windows-1258; composed (NFC)."""
    if len(data) > MOST_BYTES:
        return FileFlaw.TOO_LARGE
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf"):
        return FileFlaw.EMPTY
    if data.startswith(_PACKED):
        return FileFlaw.NOT_CSV
    # Windows-1258 comes last: it makes some sense of nearly any bytes.
    for name in ("utf-16",) if data.startswith(_MARKS) else ("utf-8-sig", "cp1258"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        return FileFlaw.UNREADABLE if "\0" in text else unicodedata.normalize("NFC", text)
    return FileFlaw.UNREADABLE


def rows(text: str) -> list[Row] | FileFlaw:
    """The lines below the head, blank ones left out; columns in any order, by their names here or in English."""
    lines = text.splitlines(keepends=True)
    first = next((at for at, line in enumerate(lines) if tidy(line) and not _separator_note(line)), None)
    if first is None:
        return FileFlaw.EMPTY
    if len(lines) > MOST_LINES:
        return FileFlaw.TOO_LARGE
    separator = max(",;\t", key=lines[first].count)
    source = _Counted(lines[first:])
    reader = csv.reader(source, delimiter=separator)
    columns = _columns(next(reader, []))
    if columns is None:
        return FileFlaw.NO_HEAD
    try:
        return list(_below(reader, source, columns, first))
    except csv.Error:  # a cell of more than 128 K letters: a quotation mark that never closes
        return FileFlaw.UNREADABLE


def _separator_note(line: str) -> bool:
    """The line that tells Excel what parts the cells."""
    return line.strip().lower().startswith("sep=")


def _columns(head: list[str]) -> dict[int, str] | None:
    found: dict[int, str] = {}
    for at, cell in enumerate(head):
        said = phrase(cell)
        for column, names in _HEADS.items():
            if said in names and column not in found.values():
                found[at] = column
    return found if len(found) == len(_HEADS) else None


class _Counted:
    """Lines, and how many of them were taken: a quoted cell may run over several."""

    def __init__(self, lines: list[str]) -> None:
        self.taken = 0
        self._lines = iter(lines)

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.taken += 1
            yield line


def _below(
    reader: Iterator[list[str]], source: _Counted, columns: dict[int, str], before: int
) -> Iterator[Row]:
    while True:
        at = before + source.taken + 1
        cells = next(reader, None)
        if cells is None:
            return
        if any(tidy(cell) for cell in cells):
            yield at, {name: tidy(cells[n]) if n < len(cells) else "" for n, name in columns.items()}
