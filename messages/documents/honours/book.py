"""The list as a spreadsheet: to filter, to sort, to hand on; with a sheet of totals."""

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import NamedTuple

from messages.documents.cleaning import cell, line
from messages.documents.honours import wording
from messages.documents.honours.model import Honour, Honours
from messages.documents.rows import Kind, Value
from messages.documents.sheets import Sheet, opened

LIST, TOTALS = "Danh sách trích ngang", "Tổng hợp"


class Field(NamedTuple):
    """A column. `width` in characters of the default font."""

    head: str
    width: int
    kind: Kind
    of: Callable[[Honour], Value]


FIELDS: Sequence[Field] = (
    Field("Mã", 11, "text", lambda h: h.code),
    Field("Loại", 11, "text", lambda h: "Tập thể" if h.collective else "Cá nhân"),
    Field("Họ tên, tập thể", 34, "text", lambda h: line(h.name)),
    Field("Năm sinh", 10, "text", lambda h: h.born),
    Field("Giới tính", 10, "text", lambda h: line(h.gender)),
    Field("Chức vụ, đơn vị, nơi công tác", 40, "long", wording.standing),
    Field("Địa bàn", 22, "text", lambda h: line(h.district)),
    Field("Nơi được giúp", 34, "text", lambda h: line(h.place)),
    Field("Tóm tắt thành tích", 70, "long", lambda h: cell(h.deed)),
    Field("Ngày", 22, "text", lambda h: line(h.days)),
    Field("Kết quả", 40, "long", lambda h: cell(h.result)),
    Field("Giúp địa phương", 30, "text", lambda h: line(h.helped)),
    Field("Vùng trước", 24, "text", lambda h: h.before or wording.UNKNOWN),
    Field("Vùng sau", 24, "text", lambda h: h.after or wording.UNKNOWN),
    Field("Đã được khen", 34, "long", lambda h: cell(h.praised)),
    Field("Hình thức đề nghị", 30, "text", lambda h: line(h.form)),
    Field("Diện xét", 22, "text", lambda h: "Thành tích đột xuất" if h.sudden else "Theo đợt thi đua"),
    Field("Bước", 30, "text", lambda h: line(h.state)),
    Field("Số lời giới thiệu", 12, "count", lambda h: h.voices),
)


def roll_xlsx(honours: Honours) -> bytes:
    """Every one of the proposed, then the totals. Nothing in it is a formula or a link."""
    made = BytesIO()
    with opened(made, LIST, line(honours.letterhead.agency), honours.until) as book:
        widths = [field.width for field in FIELDS]
        values = ([field.of(each) for field in FIELDS] for each in honours.entries)
        rows = book.rows(widths, [field.kind for field in FIELDS], values)
        book.sheet(LIST).listing([field.head for field in FIELDS], widths, rows)
        _totals(book.sheet(TOTALS), honours)
    return made.getvalue()


def _totals(sheet: Sheet, honours: Honours) -> None:
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
