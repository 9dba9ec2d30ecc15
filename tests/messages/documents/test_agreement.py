"""One dossier, four ways to show it: they tell the same figures."""

import pickle
from collections import Counter
from io import BytesIO

from hypothesis import HealthCheck, given, settings
from matplotlib.patches import Rectangle
from PIL import Image

from messages.documents import Dossier, draw
from messages.documents.canvas import Canvas
from messages.documents.charts import days_chart, districts_chart
from messages.documents.districts import BARS
from messages.documents.report import report_docx
from messages.documents.workbook import ALL, TOTALS, reports_xlsx
from messages.render import number
from tests.messages.documents.reading import document, sheets, table, words_of
from tests.messages.documents.samples import dossier, dossiers, matter

SLOW = settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def named(canvas: Canvas) -> list[list[str]]:
    """What the coloured boxes stand for."""
    return [patch.get_gid().split("/") for patch in canvas.figure.findobj(Rectangle) if patch.get_gid()]


@SLOW
@given(dossiers())
def test_report_and_table_and_charts_agree(data: Dossier) -> None:
    """Totals, districts and kinds are the same wherever they are told, and are counted from the same reports."""
    made, book = document(report_docx(data)), sheets(reports_xlsx(data))
    words, totals = "\n".join(words_of(made)), data.totals
    listed = book[ALL]

    def marked(head: str) -> int:
        return sum(value == "Có" for value in listed.column(head))

    assert marked("Mới trong kỳ") == totals.new
    assert marked("Đang chờ") == totals.open == len(data.waiting)
    assert marked("Giải quyết trong kỳ") == totals.resolved
    assert sum(map(int, listed.column("Hài lòng"))) == totals.content
    assert sum(map(int, listed.column("Chưa hài lòng"))) == totals.discontent
    figures = {row.get("A"): row.get("B") for row in book[TOTALS].rows}
    assert figures["Mới gửi đến trong kỳ"] == totals.new
    assert figures["Đang chờ, cuối kỳ"] == totals.open
    assert figures["Khẩn, đang chờ"] == totals.urgent
    assert figures["Lượt đánh giá hài lòng trong kỳ"] == totals.content
    assert figures["Lượt đánh giá chưa hài lòng trong kỳ"] == totals.discontent
    if totals.content:
        assert f"{number(totals.content)} lượt hài lòng" in words
    if not totals.empty:
        assert f"Mới gửi đến trong kỳ: {number(totals.new)} việc" in words
        assert f"18/8/2021: {number(totals.open)} việc" in words
        assert f"trong đó khẩn: {number(totals.urgent)} việc" in words
    for head, tallies in (("Địa bàn", data.districts), ("Nhóm việc", data.kinds)):
        if tallies:
            rows = table(made, head)
            assert [row[1:] for row in rows[:-1]] == [
                [each.label, number(each.new), number(each.open)] for each in tallies
            ]
            assert rows[-1][1:] == ["Tổng cộng", number(totals.new), number(totals.open)]
    if data.waiting:
        assert len(table(made, "Cơ quan liên quan")) == totals.open


@SLOW
@given(dossiers())
def test_charts_draw_what_the_dossier_counts(data: Dossier) -> None:
    """A box a stage a day; a tile or a bar a district; nothing is left out."""
    days = Counter[str]()
    for day, _, count in named(days_chart(data)):
        days[day] += int(count)
    assert days == +Counter({f"{each.date:%Y-%m-%d}": each.total for each in data.days})
    drawn = {key: (int(still), int(new)) for key, still, new in named(districts_chart(data))}
    for each in data.districts[:BARS]:
        if key_is_drawn := (not data.tiles or each.key in {tile.key for tile in data.tiles}):
            assert drawn[each.key] == (each.open, each.new), key_is_drawn


def test_a_dossier_and_its_files_travel_between_processes() -> None:
    """The drawing can be done elsewhere: what goes out and comes back can be pickled."""
    data = dossier([matter(1), matter(2, district="2")])
    files = pickle.loads(pickle.dumps(draw(pickle.loads(pickle.dumps(data)))))  # noqa: S301 - our own bytes
    assert files.stem == "tong-hop-2021-08-18-1600"
    assert document(files.docx).tables
    assert ALL in sheets(files.xlsx)
    assert [chart.name for chart in files.charts] == [f"{files.stem}-ngay.png", f"{files.stem}-dia-ban.png"]
    for chart in files.charts:
        with Image.open(BytesIO(chart.png)) as picture:
            assert picture.info["Title"] == chart.caption
    assert "PK" not in repr(files)
