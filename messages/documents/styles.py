"""Page and styles of an administrative document: NĐ 30/2020/NĐ-CP, Phụ lục I (layout and sizes of each element)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as Doc
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

FONT = "Times New Roman"
PAGE = Mm(210), Mm(297)
TOP, BOTTOM, LEFT, RIGHT = Mm(20), Mm(20), Mm(30), Mm(15)
WIDTH_MM = 165  # between the margins
_LEFT, _CENTRE, _BOTH = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a kind of paragraph looks. `size`, `before`, `after` in points, `indent` of the first line in mm.

    `dotted`: a tab draws a dotted line to the margin, to write on by hand.
    """

    size: float
    bold: bool = False
    italic: bool = False
    align: WD_ALIGN_PARAGRAPH = _CENTRE
    before: float = 0
    after: float = 0
    indent: float = 0
    spacing: float = 1.0
    with_next: bool = False
    dotted: bool = False


LOOKS: Mapping[str, Look] = {
    "Cơ quan chủ quản": Look(size=13),
    "Cơ quan ban hành": Look(size=13, bold=True),
    "Quốc hiệu": Look(size=13, bold=True),
    "Tiêu ngữ": Look(size=14, bold=True),
    "Đường kẻ": Look(size=1, before=3, after=3),
    "Số ký hiệu": Look(size=13),
    "Địa danh và thời gian": Look(size=14, italic=True),
    "Tên loại": Look(size=14, bold=True, before=14),
    "Trích yếu": Look(size=14, bold=True),
    "Kính gửi": Look(size=14, before=12, after=12),
    "Nơi gửi": Look(size=14, align=_LEFT, after=2, indent=55),
    "Heading 1": Look(size=14, bold=True, align=_BOTH, before=6, after=6, indent=12.7, with_next=True),
    "Heading 2": Look(size=14, bold=True, align=_BOTH, before=6, after=6, indent=12.7, with_next=True),
    "Nội dung": Look(size=14, align=_BOTH, after=6, indent=12.7, spacing=1.1, dotted=True),
    "Tên bảng": Look(size=14, italic=True, after=4, with_next=True),
    "Đầu bảng": Look(size=13, bold=True, before=2, after=2, with_next=True),
    "Ô bảng": Look(size=13, align=_LEFT, before=2, after=2),
    "Ô bảng giữa": Look(size=13, before=2, after=2),
    "Ô bảng đậm": Look(size=13, bold=True, align=_LEFT, before=2, after=2),
    "Ô bảng giữa đậm": Look(size=13, bold=True, before=2, after=2),
    "Chức vụ người ký": Look(size=14, bold=True),
    "Họ tên người ký": Look(size=14, bold=True, before=84),
    "Nơi nhận": Look(size=12, bold=True, italic=True, align=_LEFT),
    "Danh sách nơi nhận": Look(size=11, align=_LEFT),
    "Tên phụ lục": Look(size=14, bold=True),
    "Kèm theo": Look(size=14, italic=True, after=8),
    "Số trang": Look(size=14),
}

_KEPT = LOOKS.keys() | {"Header"}  # by which pages are numbered


def blank(title: str, author: str) -> Doc:
    """An empty document with the page, the styles and nobody's name but the office's."""
    document = Document(BytesIO(_styled()))
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = title, author, author
    properties.comments, properties.language = "", "vi-VN"
    return document


@cache
def _styled() -> bytes:
    """Every document begins as this: making the styles takes longer than most of what is written with them."""
    document, file = Document(), BytesIO()
    _base(document)
    for name, look in LOOKS.items():
        _style(document, name, look)
    _forget_others(document)
    _page(document.sections[0])
    document.save(file)
    return file.getvalue()


def _forget_others(document: Doc) -> None:
    """Nobody needs the template's hundred and fifty others, through which the library looks for each paragraph."""
    element: Any = document.styles.element
    known = {each.styleId: each for each in element.style_lst}
    kept: set[str] = set()
    wanted = [each.style_id for each in document.styles if each.name in _KEPT] + [
        each.styleId for each in known.values() if each.default
    ]
    while wanted:
        kept.add(name := wanted.pop())
        named = (known[name].find(qn(tag)) for tag in ("w:basedOn", "w:link", "w:next"))
        wanted += {each.get(qn("w:val")) for each in named if each is not None} - kept
    for name in known.keys() - kept:
        element.remove(known[name])


_IDS: dict[str, str] = {}  # every document has the same styles, made in the same order


def style_id(document: Doc, name: str) -> str:
    """The id by which XML names a style of a document made by `blank`."""
    if name not in _IDS:  # the library searches the styles each time: half of the time a long table takes
        _IDS[name] = str(document.styles[name].style_id)
    return _IDS[name]


def _base(document: Doc) -> None:
    normal = document.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)  # noqa: S101 - the library's own template has it
    _font(normal, Look(size=14))
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)


def _style(document: Doc, name: str, look: Look) -> None:
    styles = document.styles
    known = name in styles
    style = styles[name] if known else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)  # noqa: S101 - just made, or the template's heading
    style.base_style = styles["Normal"]
    style.quick_style = True
    _font(style, look)
    shape = style.paragraph_format
    shape.alignment, shape.first_line_indent = look.align, Mm(look.indent)
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    shape.line_spacing_rule = WD_LINE_SPACING.SINGLE
    shape.line_spacing = look.spacing
    shape.keep_with_next, shape.widow_control = look.with_next, True
    if look.dotted:
        shape.tab_stops.add_tab_stop(Mm(WIDTH_MM), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    if look.size < 2:  # a rule: the line under it must not be as high as a letter
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(3)


def _font(style: ParagraphStyle, look: Look) -> None:
    font = style.font
    font.name, font.size, font.bold, font.italic = FONT, Pt(look.size), look.bold, look.italic
    font.color.rgb = RGBColor(0, 0, 0)
    run: Any = style.element.get_or_add_rPr()
    fonts = run.get_or_add_rFonts()
    for name in [name for name in fonts.attrib if "heme" in name]:
        del fonts.attrib[name]  # the template's theme would win over the font's name
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), FONT)
    _element(run, "w:szCs").set(qn("w:val"), str(round(look.size * 2)))
    _element(run, "w:lang").set(qn("w:val"), "vi-VN")


def _element(run: Any, tag: str) -> Any:
    found = run.find(qn(tag))
    if found is None:
        found = run.makeelement(qn(tag))
        run.append(found)
    return found


def _page(section: Section) -> None:
    section.page_width, section.page_height = PAGE
    section.top_margin, section.bottom_margin = TOP, BOTTOM
    section.left_margin, section.right_margin = LEFT, RIGHT
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
