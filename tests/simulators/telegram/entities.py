"""What the server makes of a text: HTML into entities, offsets in UTF-16 units, surrounding space cut off.

The rules and the wording of errors are those of parse_html in tdlib's MessageEntity.cpp.
"""

import re
from functools import lru_cache
from typing import Any

from tests.simulators.telegram.errors import bad_request
from tests.simulators.telegram.limits import ENTITIES

Entity = dict[str, Any]

STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_ESCAPE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([a-zA-Z]+));?")
_PIECE = re.compile(r"[^<&]+|&|<", re.DOTALL)
_START = re.compile(r"<([^\s>/][^\s>]*|)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
_END = re.compile(r"</([^\s>]*)\s*>")
_ATTRIBUTE = re.compile(r"\s+([^\s=>]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[\w.-]+))?")
_ATTRIBUTES = re.compile(rf"(?:{_ATTRIBUTE.pattern})*\s*")


def units(text: str) -> int:
    """Length as Telegram counts it: UTF-16 code units."""
    return len(text) + sum(1 for letter in text if letter > "\uffff") if not text.isascii() else len(text)


def cut(text: str, offset: int, length: int) -> str:
    """The part of `text` that an entity covers; offset and length in UTF-16 units."""
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le")


@lru_cache(maxsize=256)
def formatted(text: str, parse_mode: str) -> tuple[str, tuple[Entity, ...]]:
    """The text a person reads and its entities (offsets in UTF-16 units).

    Raises 400 "can't parse entities: ..." for HTML that Telegram refuses. Only HTML is understood here: the
    Markdown modes are refused, louder than by misreading them.
    """
    if parse_mode.lower() not in {"", "html"}:
        raise bad_request("unsupported parse_mode")
    plain, entities = _parse(text) if parse_mode else (text, [])
    return _trimmed(plain, entities)


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, tuple[Entity, ...]]:
    kept = text.strip()
    lead, end = units(text) - units(text.lstrip()), units(kept)
    shifted = []
    for entity in entities:
        start = max(0, entity["offset"] - lead)
        stop = min(end, entity["offset"] + entity["length"] - lead)
        if stop > start:
            shifted.append(entity | {"offset": start, "length": stop - start})
    return kept, tuple(shifted[:ENTITIES])


def _parse(text: str) -> tuple[str, list[Entity]]:
    out: list[str] = []
    found: list[Entity] = []
    opened: list[tuple[str, str, int, int]] = []
    length = position = 0
    while position < len(text):
        piece = _PIECE.match(text, position)
        assert piece is not None
        letters, after = piece[0], piece.end()
        if letters == "<":
            if text.startswith("</", position):
                after = _close(text, position, opened, found, length, out)
            else:
                tag, value, after = _open(text, position)
                opened.append((tag, value, length, len(out)))
            position = after
            continue
        if letters == "&":
            letters, after = _unescape(text, position)
        out.append(letters)
        length += units(letters)
        position = after
    if opened:
        raise _broken(f"Can't find end tag corresponding to start tag {opened[-1][0]}")
    return "".join(out), sorted(found, key=lambda entity: (entity["offset"], -entity["length"]))


def _unescape(text: str, position: int) -> tuple[str, int]:
    escape = _ESCAPE.match(text, position)
    if escape is None:
        return "&", position + 1
    hexadecimal, decimal, name = escape.groups()
    if name:
        return (_NAMED[name], escape.end()) if name in _NAMED else ("&", position + 1)
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if 0xD800 <= code <= 0xDFFF:
        raise bad_request(
            "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched "
            "surrogate code units"
        )
    return (chr(code), escape.end()) if 0 < code < 0x10FFFF else ("&", position + 1)


def _open(text: str, position: int) -> tuple[str, str, int]:
    where = f"at byte offset {_byte(text, position)}"
    start = _START.match(text, position)
    if start is None:
        name = re.match(r"[^\s>]*", text[position + 1 :])
        known = name is not None and (name[0].lower() in STYLES or position + 1 + name.end() == len(text))
        if known:
            raise _broken(f"Unclosed start tag {where}")
        raise _broken(f'Unsupported start tag "{name[0].lower() if name else ""}" {where}')
    tag, value = start[1].lower(), ""
    if tag not in STYLES:
        raise _broken(f'Unsupported start tag "{tag}" {where}')
    if not _ATTRIBUTES.fullmatch(start[2]):
        raise _broken(f"Unexpected end of name token {where}")
    for attribute, given in _ATTRIBUTE.findall(start[2]):
        if not given and (tag, attribute) != ("blockquote", "expandable"):
            raise _broken(f'Expected equal sign in declaration of an attribute of the tag "{tag}" {where}')
        value = _argument(tag, attribute, given) or value
    if tag == "span" and value != "tg-spoiler":
        raise _broken(f'Tag "span" must have class "tg-spoiler" {where}')
    return tag, value, start.end()


def _argument(tag: str, attribute: str, given: str) -> str:
    wanted = {"a": "href", "code": "class", "span": "class", "tg-emoji": "emoji-id"}
    if wanted.get(tag) != attribute:
        return ""
    inner = given[1:-1] if given[0] in "\"'" else given.lower()
    return _ESCAPE.sub(lambda escape: _unescape(escape[0], 0)[0], inner)


def _close(
    text: str,
    position: int,
    opened: list[tuple[str, str, int, int]],
    found: list[Entity],
    length: int,
    out: list[str],
) -> int:
    where = f"at byte offset {_byte(text, position)}"
    if not opened:
        raise _broken(f"Unexpected end tag {where}")
    end = _END.match(text, position)
    if end is None:
        raise _broken(f"Unclosed end tag {where}")
    tag, value, offset, begin = opened.pop()
    if end[1] and end[1].lower() != tag:
        raise _broken(f'Unmatched end tag {where}, expected "</{tag}>", found "</{end[1].lower()}>"')
    if length > offset:
        entity: Entity = {"type": STYLES[tag], "offset": offset, "length": length - offset}
        if tag == "a":
            url = value or "".join(out[begin:])
            # An address that is none leaves plain text, as on the real server.
            if re.match(r"(https?|tg|mailto|tel):|[\w-]+(\.[\w-]+)+", url):
                found.append(entity | {"url": url})
        elif tag == "tg-emoji":
            found.append(entity | {"custom_emoji_id": value})
        else:
            found.append(entity)
    return end.end()


def _byte(text: str, position: int) -> int:
    return len(text[:position].encode())


def _broken(words: str) -> Exception:
    return bad_request(f"can't parse entities: {words}")
