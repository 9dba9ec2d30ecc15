"""The report on difficulties to the People's Committee, as a draft in the form of NĐ 30/2020/NĐ-CP.

What only the office can give is left blank: the number, the day, the signature and the signer's name.
"""

from collections.abc import Iterable
from io import BytesIO

from docx.document import Document as Doc

from messages.documents import wording
from messages.documents.annex import add_annex
from messages.documents.cleaning import clean, line, shortened
from messages.documents.closing_pages import add_closing
from messages.documents.dossier import Dossier, Matter, Tally
from messages.documents.duties import add_duties
from messages.documents.page import add_head, add_signature, number_pages
from messages.documents.styles import blank
from messages.documents.tables import Column, add_ruled, space_after_tables
from messages.render import number

URGENT = 5  # urgent matters named in the text; the annex has all
RESOLVED = 20
PROPOSALS = 200
DECISIONS = 200
WORDS = 300  # characters of a report's words in the report
TOP = 3  # kinds and districts named in the text


def report_docx(dossier: Dossier) -> bytes:
    """The report as a .docx; times and figures as the dossier has them, citizens' words as text, cut to size."""
    letterhead = dossier.letterhead
    title = _title(dossier)
    document = blank(" ".join(title), line(letterhead.agency))
    add_head(document, letterhead, dossier.until, (*title, f"({wording.period(dossier)})"))
    what = "kết quả đợt thi đua và các khó khăn" if dossier.closing else "các khó khăn"
    _text(
        document,
        f"Căn cứ {letterhead.ground}, {letterhead.agency} tổng hợp, báo cáo {what}, vướng mắc được phản ánh"
        f" {wording.period(dossier)} như sau:",
    )
    _received(document, dossier)
    _difficulties(document, dossier)
    _solved(document, dossier)
    _proposals(document, dossier)
    add_duties(document, dossier)
    if dossier.closing:
        add_closing(document, dossier.closing, after=1 if dossier.duties.directives else 0)
    last = f"{letterhead.agency} kính báo cáo {letterhead.parent} xem xét, chỉ đạo./."
    document.add_paragraph(last, "Nội dung").paragraph_format.keep_with_next = True
    add_signature(document, letterhead)
    number_pages(document.sections[0])
    if dossier.waiting:
        add_annex(document, dossier)
    space_after_tables(document)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def _title(dossier: Dossier) -> tuple[str, str]:
    subject = line(dossier.letterhead.subject)
    if dossier.closing:
        return "Kết quả đợt thi đua và tổng hợp khó khăn, vướng mắc", f"theo {subject}"
    return "Tổng hợp khó khăn, vướng mắc", f"trong thực hiện {subject}"


def _received(document: Doc, dossier: Dossier) -> None:
    document.add_heading("I. TÌNH HÌNH TIẾP NHẬN", 1)
    if dossier.totals.empty:
        _text(document, "Trong kỳ không có khó khăn, vướng mắc nào gửi đến, không có việc nào đang chờ.")
        return
    document.add_heading("1. Số liệu chung", 2)
    totals = dossier.totals
    said = (
        wording.came(totals),
        wording.senders(dossier),
        wording.handled(totals),
        wording.rated(totals),
        wording.remaining(dossier),
    )
    for sentence in filter(None, said):
        _text(document, f"- {sentence}")
    _tallies(document, "2. Theo địa bàn", "Địa bàn", dossier.districts)
    _tallies(document, "3. Theo nhóm việc", "Nhóm việc", dossier.kinds)
    _late(document, dossier)


def _tallies(document: Doc, heading: str, head: str, tallies: tuple[Tally, ...]) -> None:
    if not tallies:
        return
    document.add_heading(heading, 2)
    columns = (
        Column(head="STT", width=13, centred=True),
        Column(head=head, width=82),
        Column(head="Mới trong kỳ", width=35, centred=True),
        Column(head="Đang chờ", width=35, centred=True),
    )
    rows = [
        (str(at), line(each.label), number(each.new), number(each.open)) for at, each in enumerate(tallies, 1)
    ]
    new, still = sum(each.new for each in tallies), sum(each.open for each in tallies)
    add_ruled(document, columns, rows, total=("", "Tổng cộng", number(new), number(still)))


def _late(document: Doc, dossier: Dossier) -> None:
    if not dossier.late:
        return
    document.add_heading("4. Quá hạn trả lời", 2)
    columns = (
        Column(head="STT", width=13, centred=True),
        Column(head="Cơ quan, đơn vị", width=70),
        Column(head="Địa bàn", width=52),
        Column(head="Số việc", width=30, centred=True),
    )
    rows = [
        (str(at), line(each.body), line(each.district), number(each.count))
        for at, each in enumerate(dossier.late, 1)
    ]
    add_ruled(document, columns, rows, total=("", "Tổng cộng", "", number(wording.overdue(dossier))))


def _difficulties(document: Doc, dossier: Dossier) -> None:
    document.add_heading("II. KHÓ KHĂN, VƯỚNG MẮC", 1)
    waiting = dossier.waiting
    if not waiting:
        _text(document, "Không có việc nào đang chờ giải quyết.")
        return
    urgent = [matter for matter in waiting if matter.urgent]
    _text(
        document,
        f"Còn {number(len(waiting))} việc đang chờ giải quyết, trong đó {number(len(urgent))} việc khẩn."
        f" Nhiều nhất là các nhóm: {_most(dossier.kinds)}; các địa bàn: {_most(dossier.districts)}."
        " Chi tiết tại Phụ lục kèm theo Báo cáo này.",
    )
    if urgent:
        _text(document, "Việc khẩn chờ lâu nhất:" if len(urgent) > URGENT else "Việc khẩn:")
        _entries(document, urgent, URGENT, "Phụ lục")


def _most(tallies: Iterable[Tally]) -> str:
    most = sorted((each for each in tallies if each.open), key=lambda each: -each.open)[:TOP]
    return ", ".join(f"{line(each.label)} ({number(each.open)} việc)" for each in most)


def _entries(document: Doc, matters: list[Matter], limit: int, rest: str) -> None:
    for matter in matters[:limit]:
        _text(document, f"- {wording.entry(matter, WORDS)} ({line(matter.place)}).")
    if len(matters) > limit:
        _text(document, f"- Và {number(len(matters) - limit)} việc khác, xem {rest}.")


def _solved(document: Doc, dossier: Dossier) -> None:
    document.add_heading("III. ĐÃ GIẢI QUYẾT", 1)
    _results(document, dossier)
    decided = [matter for matter in dossier.matters if line(matter.decision)]
    if decided:
        _text(
            document, f"{line(dossier.letterhead.parent)} đã có ý kiến đối với {number(len(decided))} việc:"
        )
        _listed(document, [(matter, matter.decision) for matter in decided], DECISIONS, "ý kiến")


def _results(document: Doc, dossier: Dossier) -> None:
    solved = [matter for matter in dossier.matters if matter.resolved]
    answered = number(dossier.totals.answered)
    if not solved:
        _text(document, f"Trong kỳ đã trả lời {answered} việc; chưa có việc nào được giải quyết xong.")
        return
    _text(document, f"Trong kỳ đã trả lời {answered} việc, giải quyết xong {number(len(solved))} việc:")
    columns = (
        Column(head="STT", width=13, centred=True),
        Column(head="Nội dung", width=62),
        Column(head="Nơi phản ánh", width=36),
        Column(head="Kết quả", width=54),
    )
    rows = [
        (
            str(at),
            wording.entry(matter, WORDS),
            line(matter.place),
            shortened(matter.result or matter.answer, WORDS) or "Đã giải quyết xong",
        )
        for at, matter in enumerate(solved[:RESOLVED], 1)
    ]
    add_ruled(document, columns, rows)
    if len(solved) > RESOLVED:
        _text(document, f"Và {number(len(solved) - RESOLVED)} việc khác, xem bảng tính gửi kèm.")


def _proposals(document: Doc, dossier: Dossier) -> None:
    document.add_heading("IV. ĐỀ XUẤT, KIẾN NGHỊ", 1)
    proposed = [matter for matter in dossier.waiting if line(matter.proposal) and not line(matter.decision)]
    if not proposed:
        _text(document, "Trong kỳ chưa có việc nào được ghi đề xuất hướng giải quyết.")
        return
    _listed(document, [(matter, matter.proposal) for matter in proposed], PROPOSALS, "đề xuất")


def _listed(document: Doc, told: list[tuple[Matter, str]], limit: int, noun: str) -> None:
    """Each with its words whole, in their paragraphs: what is proposed and decided is never cut."""
    for matter, words in told[:limit]:
        what = f"{matter.code}, {line(matter.kind)}, {line(matter.place)}"
        first, *rest = filter(None, map(line, clean(words).split("\n")))
        _text(document, f"- {what}: {first}")
        for each in rest:
            _text(document, each)
    if len(told) > limit:
        _text(document, f"- Và {number(len(told) - limit)} {noun} khác, xem bảng tính gửi kèm.")


def _text(document: Doc, text: str) -> None:
    document.add_paragraph(text, "Nội dung")
