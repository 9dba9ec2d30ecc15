"""Head, signature and page numbers of an administrative document (NĐ 30/2020/NĐ-CP, Phụ lục I)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from docx.document import Document as Doc
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.section import Section
from docx.shared import Pt

from messages.documents.cleaning import line
from messages.documents.dossier import Letterhead
from messages.documents.styles import WIDTH_MM
from messages.documents.tables import Para, add_plain, rule
from messages.documents.wording import blank_date

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
_LEFT, _RIGHT = 68.0, 97.0  # mm; the right one holds the nation's name on one line
_MOTTO = 57.2  # mm, how long the motto is in 14 points bold: its rule is as long
_SHARE = 0.42  # of the line above: the rule under a name or a title is a third to a half of it
_BOLD_CAPITAL, _BOLD_SMALL = 0.155, 0.153  # mm of width a letter per point of size, on average


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of document: its name in capitals, and how its symbol abbreviates it."""

    name: str
    symbol: str


REPORT = Kind(name="BÁO CÁO", symbol="BC")


def add_head(
    document: Doc,
    letterhead: Letterhead,
    day: date,
    title: Sequence[str],
    *,
    kind: Kind = REPORT,
    to: Sequence[str] = (),
) -> None:
    """Everything above the text: agencies, nation, number, date, kind, title (line by line) and addressees.

    `to`: whom it is for, where that is not the body above alone.
    """
    agency = line(letterhead.agency).upper()
    left = [Para(text=line(each).upper(), style="Cơ quan chủ quản") for each in letterhead.parent_lines]
    left += [
        Para(text=agency, style="Cơ quan ban hành"),
        Para(text="", style="Đường kẻ", inset=_inset(_LEFT, len(agency) * 13 * _BOLD_CAPITAL)),
    ]
    right = [
        Para(text=NATION, style="Quốc hiệu"),
        Para(text=MOTTO, style="Tiêu ngữ"),
        Para(text="", style="Đường kẻ", inset=(_RIGHT - _MOTTO) / 2),
    ]
    number = Para(text=f"Số:         /{kind.symbol}-{line(letterhead.short)}", style="Số ký hiệu")
    dated = Para(text=blank_date(line(letterhead.place), day), style="Địa danh và thời gian")
    add_plain(document, (_LEFT, _RIGHT), [(left, right), ([number], [dated])])
    document.add_paragraph(kind.name, "Tên loại")
    for each in title:
        document.add_paragraph(each, "Trích yếu")
    _rule(document, _inset(WIDTH_MM, len(title[-1]) * 14 * _BOLD_SMALL))
    if len(to) > 1:
        document.add_paragraph("Kính gửi:", "Kính gửi")
        for at, each in enumerate(to, 1):
            added = document.add_paragraph(f"- {each}{'.' if at == len(to) else ';'}", "Nơi gửi")
        added.paragraph_format.space_after = Pt(12)
        return
    document.add_paragraph(f"Kính gửi: {to[0] if to else line(letterhead.parent)}", "Kính gửi")


def _inset(width: float, above: float) -> float:
    return (width - min(above, width) * _SHARE) / 2


def _rule(document: Doc, inset: float) -> None:
    shape: Any = document.add_paragraph(style="Đường kẻ")._p.get_or_add_pPr()  # noqa: SLF001 - no API for borders
    for each in parse_xml(f"<w:pPr {nsdecls('w')}>{rule(inset)}</w:pPr>"):
        shape.append(each)


def add_signature(document: Doc, letterhead: Letterhead) -> None:
    """Who signs, with room to; level with it, who receives the document. It stays with the text before it."""
    copies = ("Như trên", *map(line, letterhead.copies))
    left = [
        Para(text="Nơi nhận:", style="Nơi nhận"),
        *(Para(text=f"- {each};", style="Danh sách nơi nhận") for each in copies),
        Para(text="- Lưu: VT, ………", style="Danh sách nơi nhận"),
    ]
    right = [
        Para(text=line(letterhead.signer).upper(), style="Chức vụ người ký"),
        Para(text="", style="Họ tên người ký"),
    ]
    document.add_paragraph().paragraph_format.keep_with_next = True
    add_plain(document, (WIDTH_MM / 2, WIDTH_MM / 2), [(left, right)])


def landscape(section: Section) -> None:
    """A page on its side, with the same margins: room for a list of many columns, 252 mm wide."""
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width


def number_pages(section: Section, *, restart: bool = False) -> None:
    """The page's number in the middle of the top margin, from the second page on; `restart` from 1."""
    section.header.is_linked_to_previous = False
    paragraph = section.header.paragraphs[0]
    paragraph.style = "Số trang"
    field = f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>2</w:t></w:r></w:fldSimple>'
    paragraph._p.append(parse_xml(field))  # noqa: SLF001 - the library has no fields
    if restart:
        properties: Any = section._sectPr  # noqa: SLF001 - nor page numbers
        start = properties.makeelement(qn("w:pgNumType"), {qn("w:start"): "1"})
        properties.find(qn("w:pgMar")).addnext(start)
