"""Tables of a document, written as one piece of XML: a thousand rows take a fraction of a second."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.document import Document as Doc
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml
from docx.oxml.text.paragraph import CT_P
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from messages.documents.styles import style_id

_TWIPS = 1440 / 25.4  # in a millimetre
_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


@dataclass(frozen=True, slots=True, kw_only=True)
class Para:
    """A paragraph in a cell. `inset`: of a rule, how far it stands off both edges, in mm."""

    text: str
    style: str
    inset: float | None = None


Cell = Sequence[Para]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a ruled table. `width` in mm."""

    head: str
    width: float
    centred: bool = False


def add_plain(document: Doc, widths: Sequence[float], rows: Iterable[Sequence[Cell]]) -> None:
    """A table without lines, to set things side by side; its rows do not break over pages."""
    body = "".join(_row(document, row, widths) for row in rows)
    _add(document, widths, body, ruled=False)


def add_ruled(
    document: Doc, columns: Sequence[Column], rows: Iterable[Sequence[str]], total: Sequence[str] = ()
) -> None:
    """A table with lines; its head returns on each page, its rows do not break, the total is bold."""
    widths = [column.width for column in columns]
    head = [[Para(text=column.head, style="Đầu bảng")] for column in columns]
    plain = ["Ô bảng giữa" if column.centred else "Ô bảng" for column in columns]
    xml = [_row(document, head, widths, head=True)]
    xml += [_row(document, _cells(row, plain), widths) for row in rows]
    if total:
        xml.append(_row(document, _cells(total, [f"{name} đậm" for name in plain]), widths))
    _add(document, widths, "".join(xml), ruled=True)


def space_after_tables(document: Doc, style: str = "Nội dung") -> None:
    """Let text that follows a table stand off it as far as off other text."""
    wanted = style_id(document, style)
    for table in document.tables:
        below = table._tbl.getnext()  # noqa: SLF001 - the library does not tell what follows
        paragraph = Paragraph(below, document) if isinstance(below, CT_P) else None
        if paragraph is not None and below.style == wanted:
            paragraph.paragraph_format.space_before = Pt(6)


def _cells(texts: Sequence[str], styles: Sequence[str]) -> list[Cell]:
    return [[Para(text=text, style=style)] for text, style in zip(texts, styles, strict=True)]


def _add(document: Doc, widths: Sequence[float], rows: str, *, ruled: bool) -> None:
    kind = "single" if ruled else "nil"
    edges = "".join(f'<w:{edge} w:val="{kind}" w:sz="4" w:space="0" w:color="000000"/>' for edge in _EDGES)
    grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in widths)
    margin = _twips(1.5 if ruled else 0)
    sides = f'<w:left w:w="{margin}" w:type="dxa"/><w:right w:w="{margin}" w:type="dxa"/>'
    xml = (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{_twips(sum(widths))}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{sides}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )
    table: Any = parse_xml(xml)
    document.element.body._insert_tbl(table)  # noqa: SLF001 - where the library's own add_table puts one


def _row(document: Doc, cells: Sequence[Cell], widths: Sequence[float], *, head: bool = False) -> str:
    repeat = "<w:tblHeader/>" if head else ""
    middle = '<w:vAlign w:val="center"/>' if head else ""
    inside = "".join(_cell(document, cell, width, middle) for cell, width in zip(cells, widths, strict=True))
    return f"<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>{inside}</w:tr>"


def _cell(document: Doc, paragraphs: Cell, width: float, more: str) -> str:
    inside = "".join(_paragraph(document, each) for each in paragraphs)
    return f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/>{more}</w:tcPr>{inside}</w:tc>'


def _paragraph(document: Doc, para: Para) -> str:
    style = f"<w:pStyle w:val={quoteattr(style_id(document, para.style))}/>"
    if para.inset is None:
        run = f'<w:r><w:t xml:space="preserve">{escape(para.text)}</w:t></w:r>' if para.text else ""
        return f"<w:p><w:pPr>{style}</w:pPr>{run}</w:p>"
    return f"<w:p><w:pPr>{style}{rule(para.inset)}</w:pPr></w:p>"


def rule(inset: float) -> str:
    """The inside of a paragraph's properties that draws a line, `inset` mm off both edges of its column."""
    side = _twips(inset)
    line = '<w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/>'
    return f'<w:pBdr>{line}</w:pBdr><w:ind w:left="{side}" w:right="{side}" w:firstLine="0"/>'


def _twips(millimetres: float) -> int:
    return round(millimetres * _TWIPS)
