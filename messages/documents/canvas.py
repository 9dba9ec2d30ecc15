"""A picture of a phone's width, drawn in its own pixels: what is asked to be 42 pixels high is 42 pixels high."""

from bisect import bisect_right
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.patches import Rectangle

from messages.documents.palette import FAINT, INK, PAPER

WIDTH = 1080
MARGIN = 48
# A phone shows the picture about 360 points wide, so this is read as 14.
SMALLEST = 42
LINE = 62  # from line to line of such text
_DPI = 72  # at which a point is a pixel
_FONT = Path(mpl.get_data_path()) / "fonts/ttf"  # DejaVu Sans comes with the library and has Vietnamese


def _face(*, bold: bool) -> Path:
    return _FONT / ("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf")


@lru_cache(4096)  # the same names and numbers stand in every chart of a dossier, and in the next one's
def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """How many pixels wide the text is."""
    face = get_font(_face(bold=bold))
    face.set_size(size, _DPI)
    face.set_text(text)
    return float(face.get_width_height()[0] / 64)  # in 64ths of a pixel


def wrapped(text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """The text in lines of at most `width` pixels, broken between words; a longer word stands alone."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def fitted(text: str, size: float, width: float, *, bold: bool = False) -> float:
    """The size at which the text is at most `width` pixels wide: `size`, or less."""
    return size * min(1.0, width / max(width_of(text, size, bold=bold), 1.0))


def cut(text: str, size: float, width: float) -> str:
    """The text on one line of at most `width` pixels, with "…" if it was cut."""
    if width_of(text, size) <= width:
        return text
    room = bisect_right(range(len(text)), width, key=lambda n: width_of(f"{text[:n]}…", size)) - 1
    head = text[: max(room, 0)]
    return f"{head.rsplit(' ', 1)[0]}…"


class Canvas:
    """A white page; places are pixels from its left and top edges."""

    def __init__(self, height: float) -> None:
        self.height = height
        self.figure = Figure(figsize=(WIDTH / _DPI, height / _DPI), dpi=_DPI, facecolor=PAPER)
        self._axes = self.figure.add_axes((0, 0, 1, 1))
        self._axes.set_xlim(0, WIDTH)
        self._axes.set_ylim(height, 0)
        self._axes.set_axis_off()

    def box(self, at: tuple[float, float], size: tuple[float, float], colour: str, name: str = "") -> None:
        """A filled rectangle by its upper left corner; `name` says what it stands for, to whoever checks."""
        patch = Rectangle(at, *size, facecolor=colour, edgecolor=PAPER, linewidth=2)
        patch.set_gid(name)
        self._axes.add_patch(patch)

    def say(
        self,
        at: tuple[float, float],
        text: str,
        *,
        size: float = SMALLEST,
        bold: bool = False,
        colour: str = INK,
        align: str = "left",
    ) -> None:
        """A line of text by the middle of its height; `align`: left, center or right of the place."""
        self._axes.text(
            *at,
            text,
            fontproperties=FontProperties(fname=_face(bold=bold)),
            fontsize=size,
            color=colour,
            horizontalalignment=align,
            verticalalignment="center_baseline",
            parse_math=False,
        )

    def title(self, text: str) -> None:
        """The heading of the page."""
        self.say((MARGIN, MARGIN + 30), text, size=52, bold=True)

    def footer(self, lines: list[str], top: float) -> None:
        """Notes under the chart."""
        for at, each in enumerate(lines):
            self.say((MARGIN, top + at * LINE + 24), each, colour=FAINT)

    def png(self, title: str) -> bytes:
        """The picture as PNG; `title` goes into the file as text."""
        made = BytesIO()
        self.figure.savefig(made, format="png", dpi=_DPI, metadata={"Title": title, "Software": None})
        return made.getvalue()
