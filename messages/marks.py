"""Simple marks as people type them in a chat: *đậm*, _nghiêng_, [chữ](https://...); and our own tags.

A mark counts only where it hugs words on one line, so that "5*3*2", "so_ca_moi" and "* một" stay as typed.
"""

import re

from messages.markup import sanitise
from messages.runs import escaped, is_safe

_LINK = re.compile(r"\[([^\[\]\n]{1,200})\]\((https?://[^\s()<>\"]{1,500})\)")
_PAIRED = {
    "b": re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n<>]{0,999}[^\s*<>])\*(?![\w*])"),
    "i": re.compile(r"(?<![\w_/])_(?=[^\s_])([^_\n<>]{0,999}[^\s_<>])_(?![\w_])"),
}
_TAG = re.compile(r"<[^<>]*>|https?://[^\s<>]+")


def read_marks(text: str, *, typed: bool = True) -> str:
    """Rich text from what was typed or pasted; tags that are not ours are shown as text.

    With `typed` false the marks came from the platform as tags, and stars and underscores are only characters.
    """
    if not typed:
        return sanitise(text)
    linked = _LINK.sub(_linked, text)
    return sanitise("".join(_outside_tags(linked)))


def _linked(found: re.Match[str]) -> str:
    label, href = found.groups()
    return f'<a href="{escaped(href)}">{label}</a>' if is_safe(href) else found.group()


def _outside_tags(text: str) -> list[str]:
    """Marks are looked for between tags and addresses only: these may hold underscores."""
    pieces: list[str] = []
    start = 0
    for tag in _TAG.finditer(text):
        pieces += [_marked(text[start : tag.start()]), tag.group()]
        start = tag.end()
    return [*pieces, _marked(text[start:])]


def _marked(text: str) -> str:
    for name, pattern in _PAIRED.items():
        text = pattern.sub(rf"<{name}>\1</{name}>", text)
    return text
