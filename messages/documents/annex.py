"""The annex of the report: every matter that waits, or, of very many, the most urgent and oldest."""

from collections.abc import Iterator

from docx.document import Document as Doc
from docx.enum.section import WD_SECTION

from messages.documents import wording
from messages.documents.cleaning import line
from messages.documents.dossier import Dossier, Matter
from messages.documents.page import number_pages
from messages.documents.tables import Column, add_ruled
from messages.render import number

ALL = 1000  # rows that a reader may still want on paper
FIRST = 200  # rows listed of more than ALL
WORDS = 300  # characters of a report's words

COLUMNS = (
    Column(head="STT", width=13, centred=True),
    Column(head="Nội dung", width=63),
    Column(head="Nơi phản ánh", width=32),
    Column(head="Số lượt", width=13, centred=True),
    Column(head="Mức độ", width=20, centred=True),
    Column(head="Cơ quan liên quan", width=24),
)


def add_annex(document: Doc, dossier: Dossier) -> None:
    """The annex on a page of its own, numbered apart (NĐ 30/2020/NĐ-CP)."""
    number_pages(document.add_section(WD_SECTION.NEW_PAGE), restart=True)
    letterhead, waiting = dossier.letterhead, dossier.waiting
    document.add_paragraph("PHỤ LỤC", "Tên phụ lục")
    document.add_paragraph("Khó khăn, vướng mắc đang chờ giải quyết", "Tên phụ lục")
    document.add_paragraph(
        f"(Kèm theo Báo cáo số         /BC-{line(letterhead.short)} ngày      tháng      năm"
        f" {dossier.until.year} của {line(letterhead.agency)})",
        "Kèm theo",
    )
    listed = waiting if len(waiting) <= ALL else waiting[:FIRST]
    if len(listed) < len(waiting):
        document.add_paragraph(
            f"Phụ lục nêu {number(len(listed))} việc khẩn nhất và chờ lâu nhất trong {number(len(waiting))} việc;"
            " toàn bộ ở bảng tính gửi kèm.",
            "Nội dung",
        )
    add_ruled(document, COLUMNS, _rows(listed))


def _rows(matters: tuple[Matter, ...]) -> Iterator[tuple[str, ...]]:
    for at, matter in enumerate(matters, 1):
        yield (
            str(at),
            wording.entry(matter, WORDS),
            wording.origin(matter),
            number(matter.voices),
            wording.urgency(matter),
            line(matter.agency),
        )
