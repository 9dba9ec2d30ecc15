"""The product's rich text: <b>, <i>, <a href="...">, escaped text, lines ended by a line feed.

`check` holds texts written by us to the rules, `sanitise` bends texts written by anyone else to them, `split`
cuts long ones.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from itertools import groupby

from messages.graphemes import ends
from messages.runs import Run, Style, cleaned, escaped, merged, opened, read, sendable, tokens, write

Measure = Callable[[str], int]

_PLAIN_TAG = re.compile(r'<b>|<i>|<a href="[^"]+">')
_TAGS = frozenset({"b", "i", "a"})
# No-break spaces hold a number or a name together, so they are no place to cut.
_BLANK = r"[^\S\u00a0\u202f\u2007]"
_BREAKS = tuple(re.compile(p) for p in (rf"\n{_BLANK}*\n", r"\n", _BLANK))


class MarkupError(ValueError):
    """Rich text that breaks the rules: at character `position`, what `problem`, and the `cure`."""

    def __init__(self, position: int, problem: str, cure: str) -> None:
        """Say where, what and how to put it right."""
        super().__init__(f"at character {position}: {problem}; {cure}")
        self.position = position
        self.problem = problem
        self.cure = cure


def escape(text: str) -> str:
    """Plain text as rich text that shows it letter by letter; see `runs.cleaned` for what is left out."""
    return escaped(cleaned(text))


def visible(rich: str) -> str:
    """What is read where tags are shown as styles: tags off, entities decoded, of links the label only."""
    return "".join(run.text for run in read(rich))


def plain(rich: str) -> str:
    """What is read where there are no styles: as `visible`, with links as "label (address)"."""
    return "".join(
        text if link is None or _says(text, link.href) else f"{text} ({link.href})"
        for link, group in groupby(read(rich), _link)
        if (text := "".join(run.text for run in group))
    )


def _link(run: Run) -> Style | None:
    return next((style for style in run.styles if style.name == "a"), None)


def _says(label: str, href: str) -> bool:
    """Whether the label already is the address, as in "1900 9095" for tel:19009095."""
    scheme, _, rest = href.partition(":")
    if scheme == "tel":
        return re.sub(r"\D", "", label) == re.sub(r"\D", "", rest)
    return label.strip().rstrip("/") in {href.rstrip("/"), rest.strip("/")}


def check(rich: str) -> None:
    """Raise MarkupError unless `rich` is rich text: known tags, nested right, safe links, escaped text."""
    stack: list[str] = []
    for token in tokens(rich):
        if not token.name:
            _check_text(token.position, token.raw, token.text)
        elif token.name not in _TAGS:
            raise MarkupError(
                token.position, f"unknown tag {token.raw}", "write &lt; for <, or use b, i or a"
            )
        elif token.closes:
            _check_end(token.position, token.raw, stack)
        else:
            if token.name in stack:
                raise MarkupError(
                    token.position, f"{token.raw} inside its own kind", f"end </{token.name}> first"
                )
            style = opened(token)
            if style is None or not _PLAIN_TAG.fullmatch(token.raw):
                raise MarkupError(token.position, f"not a plain tag or a safe link: {token.raw}", _LINK_CURE)
            stack.append(token.name)
    if stack:
        raise MarkupError(len(rich), f"<{stack[-1]}> is never closed", f"add </{stack[-1]}>")


_LINK_CURE = 'write <b>, <i> or <a href="https://...">; http, https, tel and mailto may be linked to'


def _check_text(position: int, raw: str, text: str) -> None:
    if raw in {"<", "&"} or ">" in raw:
        cure = "write &lt; for <, &gt; for > and &amp; for &"
        raise MarkupError(position + max(raw.find(">"), 0), "a bare <, > or &", cure)
    for offset, char in enumerate(text):
        if not sendable(char):
            raise MarkupError(
                position + offset, f"character U+{ord(char):04X} cannot be sent", "leave it out"
            )


def _check_end(position: int, raw: str, stack: list[str]) -> None:
    if not stack:
        raise MarkupError(position, f"{raw} ends nothing", "leave it out, or open the tag before it")
    if raw != f"</{stack[-1]}>":
        raise MarkupError(position, f"{raw} while <{stack[-1]}> is open", f"write </{stack[-1]}> first")
    stack.pop()


def sanitise(pasted: str) -> str:
    """Anything typed or pasted as rich text: our tags kept and nested right, other tags shown as text."""
    return write(read(pasted))


def split(rich: str, limit: int, measure: Measure) -> list[str]:
    """Cut rich text into parts whose `visible` text measures at most `limit`; blank text gives no part.

    Cuts fall between paragraphs where they can, else between lines, else between words, else between
    characters as people see them; blanks at a cut are dropped, tags are closed and opened again. Raises
    ValueError when not even one character fits `limit`.
    """
    runs = read(rich)
    text = "".join(run.text for run in runs)
    if not text.strip():
        return []
    if measure(text) <= limit:
        return [write(runs)]
    return [write(_between(runs, start, end)) for start, end in _cuts(text, limit, measure)]


def split_plain(rich: str, limit: int, measure: Measure) -> list[str]:
    """`split` for a channel without styles: parts of plain text, links spelled out, each within `limit`."""
    return [visible(part) for part in split(escape(plain(rich)), limit, measure)]


def _between(runs: list[Run], start: int, end: int) -> list[Run]:
    parts: list[Run] = []
    position = 0
    for run in runs:
        piece = run.text[max(start - position, 0) : max(end - position, 0)]
        parts.append(Run(piece, run.styles))
        position += len(run.text)
    return merged(parts)


def _cuts(text: str, limit: int, measure: Measure) -> list[tuple[int, int]]:
    bounds = ends(text)
    whole = set(bounds)
    breaks = [[m.start() for m in pattern.finditer(text) if m.start() in whole] for pattern in _BREAKS]
    cuts: list[tuple[int, int]] = []
    start = _skip(text, 0, whole)
    while start < len(text):
        reach = _reach(text, start, bounds, lambda piece: measure(piece) <= limit)
        end = reach if reach == len(text) else _best(breaks, start, reach)
        start, after = _skip(text, end, whole), start
        while text[end - 1].isspace() and end - 1 > after and end - 1 in whole:
            end -= 1
        cuts.append((after, end))
    return cuts


def _skip(text: str, start: int, whole: set[int]) -> int:
    """The first position from `start` that is no blank; a blank that carries an accent stays."""
    while start < len(text) and text[start].isspace() and start + 1 in whole:
        start += 1
    return start


def _best(breaks: list[list[int]], start: int, reach: int) -> int:
    for places in breaks:
        index = bisect_right(places, reach) - 1
        if index >= 0 and places[index] > start:
            return places[index]
    return reach


def _reach(text: str, start: int, bounds: list[int], fits: Callable[[str], bool]) -> int:
    """The furthest whole character up to which the text from `start` fits."""
    first = bisect_right(bounds, start)
    low, step = first - 1, 1
    while low + step < len(bounds) and fits(text[start : bounds[low + step]]):
        low, step = low + step, step * 2
    high = min(low + step, len(bounds))
    low += bisect_left(range(low + 1, high), 1, key=lambda index: not fits(text[start : bounds[index]]))
    if low >= first:
        return bounds[low]
    # One character with more accents than a whole message holds: cut it, or nothing would ever be sent.
    count = bisect_left(
        range(1, bounds[first] - start), 1, key=lambda size: not fits(text[start : start + size])
    )
    if count == 0:
        raise ValueError(f"limit too small: not even {text[start]!r} fits it")
    return start + count
