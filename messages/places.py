"""Where in a text something is wrong: a mark that marks nothing, an address that cannot be one, the end of what fits.

`read_marks` makes anything safe, and what it cannot read stays as letters. Whether these were meant as letters only
their author knows: this finds them, so that they can be asked, with the place shown.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from messages.graphemes import ends
from messages.length import utf16
from messages.marks import read_marks
from messages.markup import visible
from messages.runs import sendable

AROUND = 18  # characters shown on each side of a place
_ONE = 64  # code points that one character may have, as people see characters
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>]+")
_LINK = re.compile(r"\[[^\[\]\n]{0,200}\]\((?P<href>[^)\n]*)(?P<end>\)?)")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,300}>")
_PAIRS = (
    ("star", re.compile(r"(?<![\w*])\*{1,3}(?=[^\s*])|(?<=[^\s*\d])\*{1,3}(?![\w*])")),
    ("line", re.compile(r"(?<![\w_/])_{1,3}(?=[^\W_])|(?<=[^\W_])_{1,3}(?![\w_])")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Something in a text.

    Attributes:
        why: star, line (a mark without its other half), tag, link_end, link_scheme, link_blank, link (an
            address that cannot be linked to), turned (a hidden character that turns writing round).
        line: counted from 1.
        before, at, after: what stands there, and a few characters around it on that line.
    """

    why: str
    line: int
    before: str
    at: str
    after: str


def loose(text: str, *, typed: bool = True) -> tuple[Place, ...]:
    """The places where marks, tags and addresses were not read as such, in order; what they show is letters.

    With `typed` false the marks came from the platform, which closes them itself.
    """
    found = [_place(text, at, at + 1, "turned") for at, char in enumerate(text) if not _known(char)]
    if typed:
        shown = visible(read_marks(text))
        found += [_place(shown, start, end, why) for start, end, why in sorted(_left(shown))]
    return tuple(sorted(found, key=lambda place: place.line))


def edge(text: str, limit: int) -> Place:
    """Where a plain text reaches so many UTF-16 units: what stands before it still fits."""
    used = at = 0
    for bound in ends(text[: limit + _ONE]):  # no character is less than a unit
        used += utf16(text[at:bound])
        if used > limit:
            break
        at = bound
    return _place(text, at, at, "edge")


def _known(char: str) -> bool:
    """Line ends and tabs of any kind, and stray halves of pairs, are no one's trick."""
    return sendable(char) or char in "\r\x0b\x0c" or not 0x2000 < ord(char) < 0x2100


def _left(shown: str) -> Iterator[tuple[int, int, str]]:
    taken: list[tuple[int, int]] = []
    for found in _LINK.finditer(shown):
        taken.append(found.span())
        yield *found.span(), _of_link(found["href"].strip(), closed=bool(found["end"]))
    for found in _TAG.finditer(shown):
        taken.append(found.span())
        yield *found.span(), "tag"
    taken += [found.span() for found in _ADDRESS.finditer(shown)]
    taken.sort()
    starts = [start for start, _ in taken]
    for why, pattern in _PAIRS:
        for found in pattern.finditer(shown):
            before = bisect_right(starts, found.start()) - 1
            if before < 0 or all(end <= found.start() for _, end in taken[: before + 1]):
                yield *found.span(), why


def _of_link(href: str, *, closed: bool) -> str:
    if not closed:
        return "link_end"
    if re.search(r"\s", href):
        return "link_blank"
    if re.match(r"[\w-]+(?:\.[\w-]+)+(?:[/?#:]|$)", href):
        return "link_scheme"
    return "link"


def _place(text: str, start: int, end: int, why: str) -> Place:
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line = text[line_start : line_end if line_end >= 0 else len(text)]
    left, right = line[: start - line_start], line[end - line_start :]
    return Place(
        why=why,
        line=text.count("\n", 0, start) + 1,
        before=_tail(left),
        at=text[start:end] if len(text[start:end]) <= 3 * AROUND else f"{text[start : start + 3 * AROUND]}…",
        after=_head(right),
    )


def _head(text: str) -> str:
    bounds = ends(text[: AROUND * _ONE])
    return text if len(bounds) <= AROUND else f"{text[: bounds[AROUND - 1]]}…"


def _tail(text: str) -> str:
    text = text[-AROUND * _ONE :]
    bounds = ends(text)
    return text if len(bounds) <= AROUND else f"…{text[bounds[-AROUND - 1] :]}"
