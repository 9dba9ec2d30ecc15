"""Simple marks as people type them: *đậm* or **đậm**, _nghiêng_ or __nghiêng__, [chữ](https://...); our own tags.

A mark counts only where it hugs words on one line, so that "5*3*2", "so_ca_moi" and "* một" stay as typed.
"""

import re

from messages.markup import sanitise
from messages.runs import escaped, is_safe, opened, tokens

_LINK = re.compile(r"\[([^\[\]\n]{1,200})\]\((https?://[^\s()<>\"]{1,500})\)")
_PAIRED = {
    "b": re.compile(r"(?<![\w*])(\*\*?)(?=[^\s*])([^*\n<>]{0,999}[^\s*<>])\1(?![\w*])"),
    "i": re.compile(r"(?<![\w_/])(__?)(?=[^\s_])([^_\n<>]{0,999}[^\s_<>])\1(?![\w_])"),
}
_TAG = re.compile(r"<[^<>]*>|https?://[^\s<>]+")


def read_marks(text: str, *, typed: bool = True) -> str:
    """Rich text from what was typed or pasted; tags that are not ours are shown as text.

    With `typed` false the marks came from the platform as tags, and stars and underscores are only characters.
    """
    if not typed:
        return sanitise(text)
    linked = _LINK.sub(_linked, _spelled(text))
    return sanitise("".join(_outside_tags(linked)))


def _spelled(text: str) -> str:
    """With the tags of ours that nothing ends as letters: what begins there nobody knows the end of."""
    stack: list[tuple[str, int]] = []
    for token in tokens(text):
        style = opened(token) if token.name else None
        if style is not None and not token.closes:
            stack.append((style.name, token.position))
        elif style is not None and (same := [at for at, (name, _) in enumerate(stack) if name == style.name]):
            del stack[same[-1]]
    for _, start in reversed(stack):
        text = f"{text[:start]}&lt;{text[start + 1 :]}"
    return text


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
        text = pattern.sub(rf"<{name}>\2</{name}>", text)
    return text
