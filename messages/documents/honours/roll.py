"""Danh sách trích ngang, as a document of landscape pages that goes with the submission."""

from collections.abc import Sequence
from io import BytesIO

from docx.document import Document as Doc

from messages.documents.cleaning import line
from messages.documents.honours import wording
from messages.documents.honours.model import Honour, Honours
from messages.documents.page import landscape, number_pages
from messages.documents.styles import blank
from messages.documents.tables import Column, add_ruled, space_after_tables

TITLE = "Danh sách trích ngang tập thể, cá nhân được đề nghị khen thưởng"
COLUMNS = (
    Column(head="STT", width=12, centred=True),
    Column(head="Họ tên, tập thể", width=42),
    Column(head="Năm sinh (nam, nữ)", width=22, centred=True),
    Column(head="Chức vụ, đơn vị, nơi công tác", width=42),
    Column(head="Tóm tắt thành tích", width=72),
    Column(head="Hình thức đề nghị", width=30),
    Column(head="Ghi chú", width=32),
)


def roll_docx(honours: Honours) -> bytes:
    """The list as a .docx; the collectives first, each part numbered apart; its counts are those of the submission."""
    document = blank(TITLE, line(honours.letterhead.agency))
    landscape(document.sections[0])
    number_pages(document.sections[0])
    document.add_paragraph("DANH SÁCH TRÍCH NGANG", "Tên phụ lục")
    document.add_paragraph("Tập thể, cá nhân được đề nghị khen thưởng", "Tên phụ lục")
    document.add_paragraph(
        f"(Kèm theo Tờ trình số         /TTr-{line(honours.letterhead.short)} ngày      tháng      năm"
        f" {honours.until.year} của {line(honours.letterhead.agency)})",
        "Kèm theo",
    )
    _part(document, "A. TẬP THỂ", honours.collectives, "tập thể")
    _part(document, "B. CÁ NHÂN", honours.people, "cá nhân")
    document.add_paragraph(f"Tổng cộng: {wording.total(honours)}.", "Nội dung")
    space_after_tables(document)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def _part(document: Doc, heading: str, honours: Sequence[Honour], noun: str) -> None:
    document.add_heading(heading, 1)
    if honours:
        add_ruled(document, COLUMNS, map(_row, range(1, len(honours) + 1), honours))
    else:
        document.add_paragraph(f"Không có {noun} nào.", "Nội dung")


def _row(at: int, honour: Honour) -> tuple[str, ...]:
    return (
        str(at),
        line(honour.name),
        wording.born(honour),
        wording.standing(honour),
        wording.merit(honour, wording.MERIT),
        line(honour.form),
        wording.remarks(honour),
    )
