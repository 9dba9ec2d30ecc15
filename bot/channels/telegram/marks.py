"""Bold, italics and links of a message as rich text; https://core.telegram.org/bots/api#messageentity."""

from collections.abc import Sequence
from itertools import pairwise

from telegram import MessageEntity

from messages.runs import Run, Style, is_safe, merged, write

_NAMES: dict[str, str] = {MessageEntity.TEXT_LINK: "a", MessageEntity.BOLD: "b", MessageEntity.ITALIC: "i"}


def marked(text: str, entities: Sequence[MessageEntity]) -> str:
    """The text with its marks; empty where it has none that we know. Offsets count UTF-16 units."""
    known = [each for each in entities if each.type in _NAMES and (each.type != "text_link" or _safe(each))]
    if not known:
        return ""
    units = text.encode("utf-16-le", "surrogatepass")
    edges = sorted({0, len(units) // 2, *(edge for each in known for edge in _edges(each))})
    inside = [edge for edge in edges if 0 <= edge <= len(units) // 2]
    runs = [Run(_piece(units, start, end), _styles(known, start)) for start, end in pairwise(inside)]
    return write(merged(runs))


def _safe(entity: MessageEntity) -> bool:
    return bool(entity.url and is_safe(entity.url))


def _edges(entity: MessageEntity) -> tuple[int, int]:
    return entity.offset, entity.offset + entity.length


def _piece(units: bytes, start: int, end: int) -> str:
    """Half a pair at an edge is no character: the platform says that edges never fall there."""
    return units[2 * start : 2 * end].decode("utf-16-le", "replace")


def _styles(entities: Sequence[MessageEntity], at: int) -> tuple[Style, ...]:
    """The marks that cover a unit, links outermost, each once."""
    found: dict[str, Style] = {}
    for each in entities:
        name = _NAMES[each.type]
        if each.offset <= at < each.offset + each.length:
            found.setdefault(name, Style(name, each.url or "" if name == "a" else ""))
    return tuple(found[name] for name in sorted(found))
