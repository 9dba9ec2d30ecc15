"""Tóm tắt thành tích: one page or more for each of the proposed, for whoever writes the official report of merit.

It has every part that a nomination must carry. What the channel rightly asks nobody (home, birthday, earlier awards)
is a dotted line for the office to fill in by hand.

No number of a form stands on it: it is the channel's own summary, not the form (Mẫu) itself.
"""

from collections.abc import Iterator
from io import BytesIO

from messages.documents.bulk import add_paragraphs
from messages.documents.cleaning import line
from messages.documents.honours import wording
from messages.documents.honours.model import Honour, Honours
from messages.documents.page import number_pages
from messages.documents.styles import blank
from messages.documents.tables import Para
from messages.render import number

TITLE = "Tóm tắt thành tích"
MOST = 3000  # characters of what was told
BLANK = "\t"  # the style's dotted line, to the margin: filled in by hand


def summaries_docx(honours: Honours) -> bytes:
    """All summaries in one .docx, each on a page of its own, in the order of the list."""
    document = blank(TITLE, line(honours.letterhead.agency))
    number_pages(document.sections[0])
    if honours.entries:
        add_paragraphs(document, (tuple(_summary(honours, each)) for each in honours.entries))
    else:
        document.add_paragraph("Chưa có trường hợp nào được đề xuất.", "Nội dung")
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def _summary(honours: Honours, honour: Honour) -> Iterator[Para]:
    yield Para(text="TÓM TẮT THÀNH TÍCH", style="Tên phụ lục")
    who = "tập thể" if honour.collective else "cá nhân"
    track = "thành tích đột xuất" if honour.sudden else "theo đợt thi đua"
    yield Para(text=f"của {who}: {line(honour.name)}", style="Tên phụ lục")
    yield Para(text=f"(Mã {honour.code}, {track})", style="Kèm theo")
    yield _head("I. SƠ LƯỢC")
    for label, value in _about(honour):
        yield _text(f"{label}: {value or BLANK}")
    yield _text(f"Đơn vị đề nghị: {wording.submitters(honours.letterhead)}.")
    yield _head("II. THÀNH TÍCH")
    yield _text(f"Việc đã làm: {wording.merit(honour, MOST)}")
    yield _text(f"Giúp địa phương: {line(honour.helped)} ({line(honour.place)}).")
    if honour.collective:
        yield _text(f"Vùng của xã, phường, thị trấn: {wording.zones(honour)}.")
    if honour.voices > 1:
        yield _text(f"Có {number(honour.voices)} người cùng giới thiệu.")
    yield _text(f"Hình thức đã khen trước đó: {line(honour.praised) or BLANK}")
    yield _text(f"Hình thức đề nghị: {line(honour.form)}.")
    yield _head("III. XÁC NHẬN")
    by = f" ({line(honour.confirmed_by)})" if honour.confirmed_by else ""
    yield _text(f"Địa phương xác nhận{by}: {line(honour.confirmed) or BLANK}")
    note = honours.sudden_note if honour.sudden else honours.note
    if note:
        yield _text(f"{line(note)}")
    yield Para(text="XÁC NHẬN CỦA CẤP TRÌNH", style="Chức vụ người ký")
    yield Para(text="", style="Họ tên người ký")


def _about(honour: Honour) -> tuple[tuple[str, str], ...]:
    if honour.collective:
        return (
            ("Tên tập thể", line(honour.name)),
            ("Địa chỉ, đơn vị", line(honour.unit)),
            ("Người đứng đầu", line(honour.position)),
            ("Số người", number(honour.members) if honour.members else ""),
            ("Chức năng, nhiệm vụ", ""),
        )
    return (
        ("Họ và tên", line(honour.name)),
        ("Ngày, tháng, năm sinh", f"ngày ……… tháng ……… năm {honour.born}" if honour.born else ""),
        ("Giới tính", line(honour.gender)),
        ("Quê quán", ""),
        ("Nơi thường trú", ""),
        ("Nơi công tác, đơn vị (hoặc ấp, khóm)", line(honour.unit)),
        ("Chức vụ (hoặc nghề nghiệp)", line(honour.position)),
    )


def _head(text: str) -> Para:
    return Para(text=text, style="Heading 1")


def _text(text: str) -> Para:
    return Para(text=text, style="Nội dung")
