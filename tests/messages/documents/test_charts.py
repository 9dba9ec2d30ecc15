import functools
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from PIL import Image

from messages.documents import Day, Dossier, Stage, Tally
from messages.documents.canvas import SMALLEST, WIDTH, Canvas, cut, width_of
from messages.documents.charts import days_caption, days_chart, days_png, districts_chart, districts_png
from messages.documents.palette import SHADES, STAGES, ink_on, shade
from tests.messages.documents.samples import DISTRICTS, FIRST, dossier, matter


@functools.cache
def busy(*, tiles: bool = True) -> Dossier:
    """All stages, all districts, four figures."""
    many = [matter(n, list(Stage)[n % 7], list(DISTRICTS)[n % 4], urgent=n % 5 == 0) for n in range(4800)]
    return dossier(many) if tiles else dossier(many, tiles=())


BARS = functools.partial(busy, tiles=False)


def texts(canvas: Canvas) -> list[Text]:
    return canvas.figure.findobj(Text)


def shown(canvas: Canvas) -> list[str]:
    return [text.get_text() for text in texts(canvas) if text.get_text()]


@pytest.mark.parametrize("draw", [days_chart, districts_chart])
@pytest.mark.parametrize("of", [busy, BARS, dossier], ids=["tiles", "bars", "empty"])
def test_everything_can_be_read_on_a_phone(draw: object, of: Callable[[], Dossier]) -> None:
    """No letter under 14 points of a 360-point screen unless a word would leave its tile, none beyond the edge."""
    assert callable(draw)
    data = of()
    canvas = draw(data)
    renderer = FigureCanvasAgg(canvas.figure).get_renderer()
    for text in filter(Text.get_text, texts(canvas)):
        box = text.get_window_extent(renderer)
        assert box.x0 >= -1
        assert box.x1 <= WIDTH + 1
        assert box.y0 >= -1
        assert box.y1 <= canvas.height + 1
        assert text.get_fontsize() >= (SMALLEST if not data.tiles else 20)


@pytest.mark.parametrize("draw", [days_png, districts_png])
@pytest.mark.parametrize("of", [busy, BARS, dossier], ids=["tiles", "bars", "empty"])
def test_a_chart_is_a_picture_of_a_phones_width(draw: object, of: Callable[[], Dossier]) -> None:
    """PNG, small enough to be sent as a photo, its caption in the file."""
    assert callable(draw)
    png = draw(of())
    with Image.open(BytesIO(png)) as picture:
        picture.load()
        assert (picture.format, picture.width) == ("PNG", WIDTH)
        assert 1 / 20 < picture.height / picture.width < 20
        assert "Số liệu đến 16:00 ngày 18/8/2021." in picture.info["Title"]
    assert len(png) < 1_000_000


def test_captions_are_dated() -> None:
    """A picture that is forwarded still says as of when."""
    data = dossier([matter(1)])
    assert days_caption(data) == (
        "Khó khăn, vướng mắc gửi đến theo ngày, 16/8 đến 18/8/2021: 1 việc. Số liệu đến 16:00 ngày 18/8/2021."
    )
    assert "18/8/2021." in " ".join(shown(days_chart(data)))


def test_a_district_without_a_tile_is_told_in_words() -> None:
    """No figure falls off the map."""
    told = shown(districts_chart(dossier([matter(1), matter(2, district="9")])))
    assert "Nơi khác: đang chờ 1, mới 1." in told


def test_without_a_map_the_smallest_share_a_bar() -> None:
    """A province of forty communes still fits a screen."""
    tallies = tuple(
        Tally(key=str(n), label=f"Xã {n} với một cái tên rất dài " * 3, new=1, open=50 - n) for n in range(40)
    )
    data = dossier([matter(1)], tiles=())
    told = shown(districts_chart(type(data)(**{**_fields(data), "districts": tallies})))
    assert "28 nơi khác" in told
    assert str(sum(50 - n for n in range(12, 40))) + " (+28)" in told


def _fields(data: Dossier) -> dict[str, object]:
    return {name: getattr(data, name) for name in data.__slots__}


def test_weekdays_stand_beside_dates() -> None:
    """16/8/2021 is a Monday; a weekend shows."""
    days = tuple(Day(date=FIRST + timedelta(days=n), stages={Stage.WAITING: n}) for n in range(7))
    told = shown(days_chart(type(dossier())(**{**_fields(dossier()), "days": days})))
    assert "T2 16/8" in told
    assert "CN 22/8" in told


def _contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        weighed = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), weighed, strict=True))

    bright, dark = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colour", [*STAGES.values(), *SHADES, shade(0, 5)])
def test_figures_stand_out_from_their_ground(colour: str) -> None:
    """At least 4.5 to 1 (WCAG 2.2, AA), whatever the colour."""
    assert _contrast(colour, ink_on(colour)) >= 4.5


def test_more_is_darker() -> None:
    """None is pale, the most is darkest; equal figures have equal colours."""
    assert [shade(n, 5) for n in range(1, 6)] == list(SHADES)
    assert shade(0, 5) not in SHADES
    assert shade(1, 1) == SHADES[0]


def test_long_names_are_cut_to_the_width() -> None:
    """With "…", at a word where there is one."""
    for text in ("Một cái tên dài " * 9, "x" * 200):
        short = cut(text, SMALLEST, 400)
        assert short.endswith("…")
        assert width_of(short, SMALLEST) <= 400
    assert cut("Xã 1", SMALLEST, 400) == "Xã 1"
