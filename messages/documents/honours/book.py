"""The list as a spreadsheet: to filter, to sort, to hand on; with a sheet of totals."""

from collections.abc import Sequence
from io import BytesIO

from messages.documents.cleaning import cell, line
from messages.documents.honours import wording
from messages.documents.honours.model import Honour, Honours
from messages.documents.sheets import Field, Sheet, on_one_page, opened

LIST, TOTALS = "Danh sách trích ngang", "Tổng hợp"


def _track(honour: Honour) -> str:
    return "Thành tích đột xuất" if honour.sudden else "Theo đợt thi đua"


FIELDS: Sequence[Field[Honour]] = (
    Field(head="Mã", width=11, kind="text", of=lambda h: h.code),
    Field(head="Loại", width=11, kind="text", of=lambda h: "Tập thể" if h.collective else "Cá nhân"),
    Field(head="Họ tên, tập thể", width=34, kind="text", of=lambda h: line(h.name)),
    Field(head="Năm sinh", width=10, kind="text", of=lambda h: h.born),
    Field(head="Giới tính", width=10, kind="text", of=lambda h: line(h.gender)),
    Field(head="Chức vụ, đơn vị, nơi công tác", width=40, kind="long", of=wording.standing),
    Field(head="Địa bàn", width=22, kind="text", of=lambda h: line(h.district)),
    Field(head="Nơi được giúp", width=34, kind="text", of=lambda h: line(h.place)),
    Field(head="Tóm tắt thành tích", width=70, kind="long", of=lambda h: cell(h.deed)),
    Field(head="Ngày", width=22, kind="text", of=lambda h: line(h.days)),
    Field(head="Kết quả", width=40, kind="long", of=lambda h: cell(h.result)),
    Field(head="Giúp địa phương", width=30, kind="text", of=lambda h: line(h.helped)),
    Field(head="Vùng trước", width=24, kind="text", of=lambda h: h.before or wording.UNKNOWN),
    Field(head="Vùng sau", width=24, kind="text", of=lambda h: h.after or wording.UNKNOWN),
    Field(head="Đã được khen", width=34, kind="long", of=lambda h: cell(h.praised)),
    Field(head="Hình thức đề nghị", width=30, kind="text", of=lambda h: line(h.form)),
    Field(
        head="Diện xét",
        width=22,
        kind="text",
        of=_track,
    ),
    Field(head="Bước", width=30, kind="text", of=lambda h: line(h.state)),
    Field(head="Số lời giới thiệu", width=12, kind="count", of=lambda h: h.voices),
)


def roll_xlsx(honours: Honours) -> bytes:
    """Every one of the proposed, then the totals. Nothing in it is a formula or a link."""
    made = BytesIO()
    with opened(made, LIST, line(honours.letterhead.agency), honours.until) as book:
        book.sheet(LIST).listing(FIELDS, book.rows(FIELDS, honours.entries))
        _totals(book.sheet(TOTALS), honours)
    return made.getvalue()


def _totals(sheet: Sheet, honours: Honours) -> None:
    on_one_page(sheet.sheet)
    sheet.widths(44, 14, 14, 14)
    sheet.put(0, 0, "Đề nghị khen thưởng", "title")
    sheet.put(1, 0, "Đến", "text")
    sheet.put(1, 1, honours.until, "moment")
    sheet.heads(3, ("Hình thức đề nghị", "Tập thể", "Cá nhân", "Cộng"))
    at = 4
    for form, collectives, people in honours.forms():
        _counted(sheet, at, line(form), (collectives, people, collectives + people), "count")
        at += 1
    whole = (len(honours.collectives), len(honours.people), len(honours.entries))
    _counted(sheet, at, "Tổng cộng", whole, "sum")
    sheet.put(at + 2, 0, "Trong đó, thành tích đột xuất", "text")
    sheet.put(at + 2, 3, honours.sudden, "count")


def _counted(sheet: Sheet, row: int, label: str, counts: Sequence[int], look: str) -> None:
    sheet.put(row, 0, label, "sum" if look == "sum" else "text")
    for column, count in enumerate(counts, 1):
        sheet.put(row, column, count, look)
