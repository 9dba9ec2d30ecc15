"""Choices where a message carries too few buttons, or none: the one place that writes them as numbers and words.

An answer to something just said has numbers (`Reply.first` and up) that its reader types bare; handlers.menus keeps
which number meant what. A message that answers nothing must not own bare numbers, or "1" would mean another thing
than the question above it: its choices are typed with what they are about, "KK-7F3K2 1", "Gửi tiếp 12", or as the
command that they run.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from messages import buttons
from messages.buttons import Pressed
from messages.content import Choice, Reply
from messages.folding import words
from messages.length import utf16
from messages.limits import Limits
from messages.markup import escape, split_plain
from messages.vi import menus as say

_CODE = re.compile(r"[A-Z]{2}-[0-9A-Z]{5}(?![0-9A-Z])")


def has_menu(reply: Reply, limits: Limits) -> bool:
    """Whether its choices are written out, being more than the platform has buttons for."""
    return len(reply.choices) > limits.buttons


def code_of(choice: Choice) -> str:
    """The tracking code that a choice is about; empty if about none."""
    press = buttons.decode(choice.data)
    found = _CODE.match(press.ref) if press and press.kind is not Pressed.COMMAND else None
    return found[0] if found else ""


def numbered(reply: Reply) -> tuple[Choice, ...]:
    """The choices that have numbers, in order: for an answer all but the way back, else those about a code."""
    if reply.first:
        return tuple(each for each in reply.choices if each.data and not _navigates(each))
    return tuple(each for each in reply.choices if code_of(each))


def typed(choice: Choice) -> str:
    """What is typed for a choice that has no number; its label where nothing shorter is understood."""
    press = buttons.decode(choice.data)
    if press is None:
        return choice.label
    if press.kind is Pressed.COMMAND:
        return f"/{press.ref} {press.choice.replace('+', ' ')}".rstrip()
    if press.kind is Pressed.STEP:
        return buttons.NAVIGATION.get(press.choice, choice.label)
    name = choice.label if "".join(words(choice.label)) == press.choice else press.choice.upper()
    return f"{name} {press.ref}"


def menu(reply: Reply) -> str:
    """The choices in plain text: numbered ones a line each, then how to choose, then the others."""
    chosen = numbered(reply)
    start = reply.first or 1
    lines = [f"{start + at}. {each.label}" for at, each in enumerate(chosen)]
    if chosen:
        lines.append(_how(reply, chosen, start))
    others = [each for each in reply.choices if each not in chosen]
    ways = [f"{each.label}: {typed(each)}" for each in others if _navigates(each)]
    lines += [f"{each.label}: {each.url or typed(each)}" for each in others if not _navigates(each)]
    return "\n".join([*lines, *([" · ".join(ways)] if ways else [])])


def told(reply: Reply) -> list[str]:
    """The choices where there is nothing to press and nothing is numbered: what to type for each, a line each."""
    return [f"- {each.label}: {each.url or typed(each)}" for each in reply.choices]


def _how(reply: Reply, chosen: Sequence[Choice], start: int) -> str:
    if not reply.first:
        return say.CODED.format(code=code_of(chosen[0]), number=start)
    return say.SPOKEN.format(number=start) if reply.numeric else say.NUMBER


def _navigates(choice: Choice) -> bool:
    press = buttons.decode(choice.data)
    return press is not None and press.kind is Pressed.STEP and press.choice in buttons.NAVIGATION


@lru_cache(maxsize=256)
def written(reply: Reply, limits: Limits) -> tuple[str, ...]:
    """The reply as plain text for a platform without styles: NFC, in parts of at most `limits.text` units.

    Cut between paragraphs, lines, words. A menu, where one is needed, is whole on the last part; where its choices
    fit into buttons, the caller puts these there. A blank text without a menu gives no part.
    """
    parts = _parts(reply.text, limits)
    listed = menu(reply) if has_menu(reply, limits) else ""
    if not listed:
        return parts
    last = f"{parts[-1]}\n\n{listed}" if parts else listed
    if utf16(last) <= limits.text:
        return (*parts[:-1], unicodedata.normalize("NFC", last))
    return (*parts, *_parts(escape(listed), limits))


def _parts(rich: str, limits: Limits) -> tuple[str, ...]:
    return tuple(unicodedata.normalize("NFC", part) for part in split_plain(rich, limits.text, utf16))
