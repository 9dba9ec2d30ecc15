"""Charts of a digest for a phone: what came day by day, and where what waits lies."""

from messages.documents.canvas import LINE, MARGIN, SMALLEST, WIDTH, Canvas, width_of, wrapped
from messages.documents.districts import draw_bars, draw_grid
from messages.documents.dossier import Day, Dossier, Stage
from messages.documents.palette import STAGES, ink_on
from messages.render import clock, number, short_day
from messages.render import day as full_day

_ROW, _BAR = 84, 60
_LABEL = 190  # room for "CN 22/8"
_TOTAL = 120
_WEEKDAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")


def days_png(dossier: Dossier) -> bytes:
    """A bar a day, coloured by how far that day's reports have come."""
    return days_chart(dossier).png(days_caption(dossier))


def districts_png(dossier: Dossier) -> bytes:
    """The map of tiles, darker where more waits; a list of districts where the campaign gives no map."""
    return districts_chart(dossier).png(districts_caption(dossier))


def days_caption(dossier: Dossier) -> str:
    """What the first chart shows, as of when."""
    total = number(sum(each.total for each in dossier.days))
    first, last = dossier.days[0].date, dossier.days[-1].date
    span = f"ngày {full_day(last)}" if first == last else f"{short_day(first)} đến {full_day(last)}"
    return f"Khó khăn, vướng mắc gửi đến theo ngày, {span}: {total} việc. {_as_of(dossier)}"


def districts_caption(dossier: Dossier) -> str:
    """What the second chart shows, as of when."""
    totals = dossier.totals
    counts = f"đang chờ {number(totals.open)} việc, mới trong kỳ {number(totals.new)} việc"
    return f"Khó khăn, vướng mắc theo địa bàn: {counts}. {_as_of(dossier)}"


def _as_of(dossier: Dossier) -> str:
    return f"Số liệu đến {clock(dossier.until)} ngày {full_day(dossier.until)}."


def days_chart(dossier: Dossier) -> Canvas:
    """The first chart before it becomes a picture."""
    caption = wrapped(days_caption(dossier), SMALLEST, WIDTH - 2 * MARGIN)
    used = [stage for stage in Stage if any(each.stages.get(stage) for each in dossier.days)]
    legend = _legend_rows(used)
    height = MARGIN * 2 + 90 + len(legend) * LINE + 20 + len(dossier.days) * _ROW + 30 + len(caption) * LINE
    canvas = Canvas(height)
    canvas.title("Gửi đến theo ngày")
    top = _legend(canvas, legend, MARGIN + 105) + 20
    most = max((each.total for each in dossier.days), default=0)
    for at, each in enumerate(dossier.days):
        _day(canvas, each, top + at * _ROW, most)
    canvas.footer(caption, top + len(dossier.days) * _ROW + 30)
    return canvas


def _legend_rows(stages: list[Stage]) -> list[list[tuple[Stage, float]]]:
    """The stages in rows that fit the width, each with its left edge."""
    rows: list[list[tuple[Stage, float]]] = []
    edge = float(WIDTH)
    for stage in stages:
        wide = 60 + width_of(stage.value, SMALLEST) + 40
        if edge + wide > WIDTH - MARGIN + 40:
            rows.append([])
            edge = MARGIN
        rows[-1].append((stage, edge))
        edge += wide
    return rows


def _legend(canvas: Canvas, rows: list[list[tuple[Stage, float]]], top: float) -> float:
    for row in rows:
        for stage, edge in row:
            canvas.box((edge, top), (42, 42), STAGES[stage])
            canvas.say((edge + 58, top + 21), stage.value)
        top += LINE
    return top


def _day(canvas: Canvas, day: Day, top: float, most: int) -> None:
    middle = top + _BAR / 2
    canvas.say((MARGIN, middle), f"{_WEEKDAYS[day.date.weekday()]} {short_day(day.date)}")
    left, room = float(MARGIN + _LABEL), WIDTH - 2 * MARGIN - _LABEL - _TOTAL
    for stage in Stage:
        count = day.stages.get(stage, 0)
        if not count:
            continue
        wide = room * count / most
        canvas.box((left, top), (wide, _BAR), STAGES[stage], f"{day.date:%Y-%m-%d}/{stage.name}/{count}")
        if width_of(number(count), SMALLEST) + 12 <= wide:
            canvas.say((left + wide / 2, middle), number(count), colour=ink_on(STAGES[stage]), align="center")
        left += wide
    canvas.say((left + 14, middle), number(day.total), bold=True)


def districts_chart(dossier: Dossier) -> Canvas:
    """The second chart before it becomes a picture."""
    caption = wrapped(districts_caption(dossier), SMALLEST, WIDTH - 2 * MARGIN)
    if dossier.tiles:
        return draw_grid(dossier, caption)
    return draw_bars(dossier, caption)
