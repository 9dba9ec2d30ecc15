"""What became of one bulletin, drawn as a chart for a phone and written as a table."""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from messages.documents.canvas import LINE, MARGIN, SMALLEST, WIDTH, Canvas, cut, fitted, wrapped
from messages.documents.cleaning import line
from messages.documents.outcome import Area, Outcome, caption, rate, share
from messages.documents.palette import SHADES
from messages.render import number

BARS = 12  # districts with a bar of their own
_ROW, _BAR = 84, 60
_NAME, _COUNT = 400, 300
_WIDE = 40  # characters of a column of words


def outcome_png(outcome: Outcome) -> bytes:
    """A bar a district: how many it reached, the darker part of them pressed a button."""
    return outcome_chart(outcome).png(caption(outcome))


def outcome_chart(outcome: Outcome) -> Canvas:
    """The chart before it becomes a picture."""
    shown, rest = outcome.areas[:BARS], outcome.areas[BARS:]
    notes = ["Cả thanh: đã tới. Phần đậm: đã trả lời."] if outcome.buttons else []
    if rest:
        notes.append(f"Và {number(len(rest))} nơi khác: {number(sum(each.reached for each in rest))} người.")
    lines = [
        piece for note in (*notes, caption(outcome)) for piece in wrapped(note, SMALLEST, WIDTH - 2 * MARGIN)
    ]
    top = MARGIN + 105
    canvas = Canvas(top + len(shown) * _ROW + 30 + len(lines) * LINE + MARGIN)
    canvas.title(cut(line(outcome.title), 52, WIDTH - 2 * MARGIN))
    most = max((each.reached for each in shown), default=0) or 1
    for at, each in enumerate(shown):
        _bar(canvas, each, top + at * _ROW, most)
    canvas.footer(lines, top + len(shown) * _ROW + 30)
    return canvas


def _bar(canvas: Canvas, area: Area, top: float, most: int) -> None:
    middle, left = top + _BAR / 2, float(MARGIN + _NAME)
    room = WIDTH - 2 * MARGIN - _NAME - _COUNT
    name = line(area.label)
    canvas.say((MARGIN, middle), name, size=fitted(name, SMALLEST, _NAME - 20))
    pale, dark = SHADES[1], SHADES[3]
    canvas.box((left, top), (room * area.reached / most, _BAR), pale, f"{area.label}/{area.reached}")
    if area.answered:
        canvas.box((left, top), (room * area.answered / most, _BAR), dark, f"{area.label}/+{area.answered}")
    figure = number(area.reached) if not area.answered else f"{number(area.reached)} ({share(area)})"
    canvas.say((left + room * area.reached / most + 14, middle), figure, bold=True)


def outcome_xlsx(outcome: Outcome) -> bytes:
    """Totals, districts with each button's count and rate, and why people were not reached. Nothing is a formula."""
    made = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(made, options)
    head = book.add_format({"bold": True, "bg_color": "#DEEBF7", "border": 1, "text_wrap": True})
    count = book.add_format({"num_format": "#,##0"})
    when = book.add_format({"num_format": "dd/mm/yyyy hh:mm", "align": "left"})
    totals = book.add_worksheet("Tổng hợp")
    totals.set_column(0, 0, _WIDE)
    totals.set_column(1, 1, 20)
    facts: tuple[tuple[str, Any, Any], ...] = (
        ("Bản tin số", outcome.number, count),
        ("Tên bản tin", line(outcome.title), None),
        ("Bắt đầu gửi", outcome.sent_at.replace(tzinfo=None), when),
        ("Số liệu đến", outcome.as_of.replace(tzinfo=None), when),
        ("Đã tới", outcome.reached, count),
        ("Không tới", outcome.missed, count),
        ("Còn chờ", outcome.waiting, count),
        ("Ngừng nhận tin trong một ngày sau tin này", outcome.left, count),
        ("Phản hồi", outcome.replies, count),
    )
    _table(totals, 0, ("Chỉ tiêu", "Giá trị"), head, [(name, value, look) for name, value, look in facts])
    _areas(book, outcome, head, count)
    why = book.add_worksheet("Không tới")
    why.set_column(0, 0, _WIDE)
    why.set_column(1, 1, 14)
    _table(why, 0, ("Lý do", "Số người"), head, [(line(name), n, count) for name, n in outcome.reasons])
    book.close()
    return made.getvalue()


def _areas(book: Any, outcome: Outcome, head: Any, count: Any) -> None:
    """A row a district: what was pressed stands beside its rate, of those whom the bulletin reached there."""
    part = book.add_format({"num_format": "0%"})
    sheet = book.add_worksheet("Theo địa bàn")
    answers = [
        name for each in ("Đã trả lời", *map(line, outcome.buttons)) for name in (each, f"Tỷ lệ: {each}")
    ]
    columns = ("Địa bàn", "Đã tới", "Không tới", *answers)
    sheet.set_column(0, 0, _WIDE)
    sheet.set_column(1, len(columns) - 1, 16)
    for at, name in enumerate(columns):
        sheet.write_string(0, at, name, head)
    for row, each in enumerate(outcome.areas, 1):
        sheet.write_string(row, 0, line(each.label))
        sheet.write_number(row, 1, each.reached, count)
        sheet.write_number(row, 2, each.missed, count)
        for at, pressed in enumerate((each.answered, *each.presses)):
            sheet.write_number(row, 3 + 2 * at, pressed, count)
            sheet.write_number(row, 4 + 2 * at, rate(pressed, each.reached), part)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(outcome.areas), 1), len(columns) - 1)


def _table(
    sheet: Any, top: int, heads: Iterable[str], look: Any, rows: Iterable[tuple[str, Any, Any]]
) -> None:
    for at, name in enumerate(heads):
        sheet.write_string(top, at, name, look)
    for row, (name, value, shown) in enumerate(rows, top + 1):
        sheet.write_string(row, 0, name)
        if isinstance(value, datetime):
            sheet.write_datetime(row, 1, value, shown)
        elif isinstance(value, int):
            sheet.write_number(row, 1, value, shown)
        else:
            sheet.write_string(row, 1, value)
    sheet.freeze_panes(top + 1, 0)
