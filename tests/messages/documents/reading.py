"""What was made, read back by other means than it was made with."""

import re
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from docx import Document
from docx.document import Document as Doc

Cell = str | float | None
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINKED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ESCAPED = re.compile(r"_x([0-9A-F]{4})_")


def _xml(data: bytes) -> ET.Element:
    return ET.fromstring(data)  # noqa: S314 - our own files


class Sheet:
    """A sheet of an .xlsx: its XML, and its cells by row."""

    def __init__(self, xml: bytes, strings: list[str]) -> None:
        self.root = _xml(xml)
        self.rows = [self._row(row, strings) for row in self.root.iter(f"{_MAIN}row")]

    @staticmethod
    def _row(row: ET.Element, strings: list[str]) -> dict[str, Cell]:
        cells: dict[str, Cell] = {}
        for cell in row.iter(f"{_MAIN}c"):
            value = cell.findtext(f"{_MAIN}v")
            column = re.sub(r"\d", "", cell.attrib["r"])
            if value is None:
                cells[column] = None
            else:
                cells[column] = strings[int(value)] if cell.get("t") == "s" else float(value)
        return cells

    def has(self, tag: str) -> list[ET.Element]:
        """All elements of this name."""
        return list(self.root.iter(f"{_MAIN}{tag}"))

    def column(self, head: str) -> list[Cell]:
        """What stands under this head, row by row."""
        letter = next(key for key, value in self.rows[0].items() if value == head)
        return [row.get(letter) for row in self.rows[1:]]


def sheets(xlsx: bytes) -> dict[str, Sheet]:
    """Every sheet by its name."""
    with ZipFile(BytesIO(xlsx)) as book:
        assert book.testzip() is None
        strings = _strings(book)
        targets = {
            each.attrib["Id"]: each.attrib["Target"] for each in _xml(book.read("xl/_rels/workbook.xml.rels"))
        }
        found = _xml(book.read("xl/workbook.xml")).iter(f"{_MAIN}sheet")
        return {
            each.attrib["name"]: Sheet(book.read(f"xl/{targets[each.attrib[_LINKED]]}"), strings)
            for each in found
        }


def _strings(book: ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    items = _xml(book.read("xl/sharedStrings.xml")).iter(f"{_MAIN}si")
    texts = ("".join(part.text or "" for part in item.iter(f"{_MAIN}t")) for item in items)
    return [_ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) for text in texts]


def document(docx: bytes) -> Doc:
    """The document as a word processor opens it."""
    with ZipFile(BytesIO(docx)) as parts:
        for name in parts.namelist():
            if name.endswith((".xml", ".rels")):
                _xml(parts.read(name))
    return Document(BytesIO(docx))


def words_of(made: Doc) -> list[str]:
    """Every paragraph in order, those of tables included."""
    return [
        "".join(run.text or "" for run in each.iter() if run.tag.endswith("}t")) for each in _paragraphs(made)
    ]


def _paragraphs(made: Doc) -> list[ET.Element]:
    return [each for each in made.element.body.iter() if each.tag.endswith("}p")]


def table(made: Doc, head: str) -> list[list[str]]:
    """The rows, without its head, of the table that has this word in its head."""
    found = next(each for each in made.tables if head in [cell.text for cell in each.rows[0].cells])
    return [[cell.text for cell in row.cells] for row in found.rows[1:]]
