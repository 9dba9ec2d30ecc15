"""Rich text as runs of characters that share a style: what reading, repairing and cutting markup rest on.

The tags are a subset of Telegram's HTML style (https://core.telegram.org/bots/api#html-style): any channel
can show or drop them.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from itertools import groupby
from urllib.parse import urlsplit

_TOKEN = re.compile(
    r"<(/?)([a-zA-Z]++)([^<>]*+)>|&(?:lt|gt|amp|quot|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});|[^<&]+|.", re.DOTALL
)
_HREF = re.compile(r"""(?<![^\s"'])href\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_SAME_AS = {"b": "b", "strong": "b", "i": "i", "em": "i", "a": "a"}
_WEB = frozenset({"http", "https"})
_SCHEMES = _WEB | {"tel", "mailto"}
# Embeddings, overrides and isolates would turn round the words that follow them in a card or a bulletin.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# The same as `sendable` at once: the controls (category Cc) but "\n" and "\t", the halves (Cs), and these.
_UNSENDABLE = re.compile(f"[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff{''.join(sorted(_TURNING))}]+")
# NFC melts "<" or ">" and a following U+0338 into one character, which would swallow a tag.
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\u0338": "&#824;"})


@dataclass(frozen=True, slots=True)
class Style:
    """One open tag: `name` is b, i or a; `href` is the decoded address of a link, empty otherwise."""

    name: str
    href: str = ""

    @property
    def opening(self) -> str:
        """The tag as written."""
        return f'<a href="{escaped(self.href)}">' if self.name == "a" else f"<{self.name}>"

    @property
    def closing(self) -> str:
        """The tag that ends it."""
        return f"</{self.name}>"


@dataclass(frozen=True, slots=True)
class Run:
    """Decoded text under the same open tags, outermost first."""

    text: str
    styles: tuple[Style, ...] = ()


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of markup at `position`: a tag (`name` set) or text, decoded in `text`."""

    position: int
    raw: str
    text: str = ""
    name: str = ""
    closes: bool = False
    rest: str = ""


def escaped(text: str) -> str:
    """The text with everything that markup reads as its own replaced by entities."""
    return text.translate(_ESCAPES)


def sendable(char: str) -> bool:
    """False for what no platform can carry or show: control characters, halves of pairs, turned writing."""
    if char in "\n\t":
        return True
    return char not in _TURNING and unicodedata.category(char) not in {"Cc", "Cs"}


def cleaned(text: str) -> str:
    """NFC with the line feed as the only line end, and without what is not `sendable`."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    return unicodedata.normalize("NFC", _UNSENDABLE.sub("", lines))


def is_safe(href: str) -> bool:
    """Whether a link may point there: http, https, tel or mailto, with something to reach and no blanks."""
    if not href or any(c.isspace() or not sendable(c) or c in '<>"' for c in href):
        return False
    try:
        parts = urlsplit(href)
        reachable = bool(parts.hostname) if parts.scheme in _WEB else bool(parts.path)
    except ValueError:
        return False
    return parts.scheme in _SCHEMES and reachable


def tokens(rich: str) -> Iterator[Token]:
    """The markup piece by piece; a lone "<" or "&" is text of its own."""
    for match in _TOKEN.finditer(rich):
        raw, name = match.group(), match.group(2)
        if name:
            slash, rest = match.group(1), match.group(3)
            yield Token(match.start(), raw, raw, name.lower(), closes=bool(slash), rest=rest)
        else:
            yield Token(match.start(), raw, unescape(raw) if raw[0] == "&" and len(raw) > 1 else raw)


def opened(token: Token) -> Style | None:
    """The style that a tag stands for; None when it is unknown, or a link to an unsafe address."""
    name = _SAME_AS.get(token.name)
    if name != "a" or token.closes:
        return Style(name) if name else None
    found = _HREF.search(token.rest)
    href = cleaned(unescape((found.group(1) or found.group(2) or "").strip())) if found else ""
    return Style("a", href) if is_safe(href) else None


def read(rich: str) -> list[Run]:
    """Any text as runs: unknown or unmatched tags are text, wrong nesting is put right, nothing raises."""
    runs: list[Run] = []
    stack: list[Style] = []
    ignored: list[str] = []  # tags inside one of their own kind: their end must not end the outer one
    for token in tokens(rich):
        style = opened(token) if token.name else None
        if token.name == "br" and not token.closes:
            runs.append(Run("\n", tuple(stack)))
        elif style is None:
            runs.append(Run(token.text, tuple(stack)))
        elif token.closes:
            _close(style.name, token, runs, stack, ignored)
        elif any(style.name == other.name for other in stack):
            ignored.append(style.name)
        else:
            stack.append(style)
    return merged(runs)


def _close(name: str, token: Token, runs: list[Run], stack: list[Style], ignored: list[str]) -> None:
    if name in ignored:
        ignored.remove(name)
        return
    inner = [index for index, style in enumerate(stack) if style.name == name]
    if inner:
        del stack[inner[-1]]
    else:
        runs.append(Run(token.text, tuple(stack)))


def merged(runs: Iterable[Run]) -> list[Run]:
    """Neighbours of one style joined, each in NFC and `cleaned`; empty ones left out."""
    joined = (
        (styles, "".join(run.text for run in group))
        for styles, group in groupby(runs, lambda run: run.styles)
    )
    return [Run(text, styles) for styles, raw in joined if (text := cleaned(raw))]


def write(runs: Iterable[Run]) -> str:
    """The runs as markup, each tag open for as long as neighbours share it."""
    parts: list[str] = []
    stack: tuple[Style, ...] = ()
    for run in runs:
        shared = 0
        while shared < min(len(stack), len(run.styles)) and stack[shared] == run.styles[shared]:
            shared += 1
        parts += [style.closing for style in reversed(stack[shared:])]
        parts += [style.opening for style in run.styles[shared:]]
        parts.append(escaped(run.text))
        stack = run.styles
    parts += [style.closing for style in reversed(stack)]
    return "".join(parts)
