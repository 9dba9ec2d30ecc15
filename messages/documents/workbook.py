"""Every report of a digest as a spreadsheet: to filter, to sort, to hand on."""

from collections.abc import Sequence
from io import BytesIO

from messages.documents import wording
from messages.documents.cleaning import cell, line
from messages.documents.closing_pages import closing_sheets
from messages.documents.dossier import Dossier, Matter, Tally
from messages.documents.duties import SHEET as DUTIES
from messages.documents.duties import write_duties
from messages.documents.rows import Row
from messages.documents.sheets import Field, Sheet, on_one_page, opened

ALL = "Tất cả"
TOTALS = "Tổng hợp"
TITLE = "Tổng hợp khó khăn, vướng mắc"
_YES = "Có"


FIELDS: Sequence[Field[Matter]] = (
    Field(head="Mã", width=11, kind="text", of=lambda m: m.code),
    Field(head="Gửi lúc", width=17, kind="moment", of=lambda m: m.sent_at),
    Field(head="Địa bàn", width=20, kind="text", of=lambda m: line(m.district)),
    Field(head="Nơi phản ánh", width=34, kind="text", of=lambda m: line(m.place)),
    Field(head="Loại việc", width=24, kind="text", of=lambda m: line(m.kind)),
    Field(head="Mức độ", width=10, kind="text", of=lambda m: wording.urgency(m).value),
    Field(head="Nội dung", width=60, kind="long", of=lambda m: cell(m.words)),
    Field(head="Tệp kèm", width=10, kind="count", of=lambda m: m.files),
    Field(head="Số lượt", width=10, kind="count", of=lambda m: m.voices),
    Field(head="Người phản ánh", width=28, kind="text", of=lambda m: line(m.sender)),
    Field(head="Trạng thái", width=28, kind="text", of=lambda m: line(m.state)),
    Field(head="Từ lúc", width=17, kind="moment", of=lambda m: m.changed_at),
    Field(head="Cơ quan liên quan", width=28, kind="text", of=lambda m: line(m.agency)),
    Field(head="Trả lời gần nhất", width=45, kind="long", of=lambda m: cell(m.answer)),
    Field(head="Kết quả giải quyết", width=45, kind="long", of=lambda m: cell(m.result)),
    Field(head="Đề xuất", width=45, kind="long", of=lambda m: cell(m.proposal)),
    Field(head="Ý kiến chỉ đạo", width=45, kind="long", of=lambda m: cell(m.decision)),
    Field(head="Mới trong kỳ", width=14, kind="text", of=lambda m: _yes(m.new)),
    Field(head="Đang chờ", width=12, kind="text", of=lambda m: _yes(m.open)),
    Field(head="Trả lời trong kỳ", width=16, kind="text", of=lambda m: _yes(m.answered)),
    Field(head="Giải quyết trong kỳ", width=19, kind="text", of=lambda m: _yes(m.resolved)),
    Field(head="Rút lại trong kỳ", width=16, kind="text", of=lambda m: _yes(m.withdrawn)),
    Field(head="Hài lòng", width=10, kind="count", of=lambda m: m.content),
    Field(head="Chưa hài lòng", width=12, kind="count", of=lambda m: m.discontent),
)


def _yes(said: bool) -> str:  # noqa: FBT001 - a column of yes and no
    return _YES if said else ""


def reports_xlsx(dossier: Dossier) -> bytes:
    """The totals, every report, and each district's own. Nothing in it is a formula or a link."""
    made = BytesIO()
    with opened(made, TITLE, line(dossier.letterhead.agency), dossier.until) as book:
        _totals(book.sheet(TOTALS), dossier)
        if dossier.closing:
            closing_sheets(book.book, book.names.fresh, book.looks, dossier.closing)
        rows = book.rows(FIELDS, dossier.matters)
        book.sheet(ALL).listing(FIELDS, rows)
        if dossier.duties.directives:
            duties = book.sheet(DUTIES)
            write_duties(duties.sheet, duties.looks, dossier)
        for district, own in _by_district(dossier.matters, rows).items():
            book.sheet(district).listing(FIELDS, own)
    return made.getvalue()


def _by_district(matters: Sequence[Matter], rows: Sequence[Row]) -> dict[str, list[Row]]:
    """Each district's rows, the districts in the order in which they first come."""
    found: dict[str, list[Row]] = {}
    for matter, row in zip(matters, rows, strict=True):
        found.setdefault(matter.district, []).append(row)
    return found


def _totals(sheet: Sheet, dossier: Dossier) -> None:
    totals = dossier.totals
    on_one_page(sheet.sheet)
    sheet.widths(48, 18, 18)
    sheet.put(0, 0, TITLE, "title")
    sheet.put(1, 0, line(dossier.letterhead.subject), "text")
    for at, (name, moment) in enumerate((("Sau", dossier.since), ("Đến", dossier.until)), 2):
        sheet.put(at, 0, name, "text")
        sheet.put(at, 1, moment, "moment")
    sheet.heads(5, ("Chỉ tiêu", "Số việc"))
    figures = (
        ("Mới gửi đến trong kỳ", totals.new),
        ("Mới gửi đến, khoảng trước đó", totals.new_before),
        ("Được trả lời trong kỳ", totals.answered),
        ("Giải quyết xong trong kỳ", totals.resolved),
        ("Người gửi rút lại trong kỳ", totals.withdrawn),
        ("Lượt đánh giá hài lòng trong kỳ", totals.content),
        ("Lượt đánh giá chưa hài lòng trong kỳ", totals.discontent),
        ("Đang chờ, cuối kỳ", totals.open),
        ("Đang chờ, đầu kỳ", totals.open_before),
        ("Khẩn, đang chờ", totals.urgent),
        ("Quá hạn trả lời", wording.overdue(dossier)),
    )
    for at, (name, value) in enumerate(figures, 6):
        sheet.put(at, 0, name, "text")
        sheet.put(at, 1, value, "count")
    after = _tallies(sheet, 7 + len(figures), "Địa bàn", dossier.districts)
    after = _tallies(sheet, after + 1, "Loại việc", dossier.kinds)
    if dossier.late:
        _late(sheet, after + 1, dossier)


def _late(sheet: Sheet, row: int, dossier: Dossier) -> None:
    sheet.heads(row, ("Cơ quan, đơn vị quá hạn trả lời", "Địa bàn", "Số việc"))
    for at, each in enumerate(dossier.late, row + 1):
        sheet.put(at, 0, line(each.body), "text")
        sheet.put(at, 1, line(each.district), "text")
        sheet.put(at, 2, each.count, "count")


def _tallies(sheet: Sheet, row: int, head: str, tallies: Sequence[Tally]) -> int:
    sheet.heads(row, (head, "Mới trong kỳ", "Đang chờ"))
    for at, each in enumerate(tallies, row + 1):
        sheet.put(at, 0, line(each.label), "text")
        sheet.put(at, 1, each.new, "count")
        sheet.put(at, 2, each.open, "count")
    end = row + len(tallies) + 1
    sheet.put(end, 0, "Tổng cộng", "sum")
    sheet.put(end, 1, sum(each.new for each in tallies), "sum")
    sheet.put(end, 2, sum(each.open for each in tallies), "sum")
    return end + 1
