"""Slots in the campaign's texts: `{health_line}` and its like, and the sentences that go when one is blank."""

import re
from collections.abc import Mapping

_SLOT = re.compile(r"\{([a-z_]+)\}")
# A sentence ends with its mark, closing quotes included, before white space; "1. " at a line's start ends none.
_SENTENCE = re.compile(r"\s*(?:\d+\.\s)?.+?(?:[.!?…]+[”\"’)]*(?=\s)|$)", re.DOTALL)


# `{if_kiemchung}`, `{unless_kiemchung}`: the sentence is for when the bot has that command, or has not. Where nobody
# says what the bot has, it has everything: the text as the office wrote it.
_IF, _UNLESS = "if_", "unless_"


class UnknownSlot(LookupError):
    """A text has a slot that nothing fills."""


def slots(text: str) -> set[str]:
    """The names of the slots in a text."""
    return set(_SLOT.findall(text))


def fill_slots(text: str, values: Mapping[str, str]) -> str:
    """The text with its slots filled; a sentence with a blank slot is dropped whole, and a line left empty too.

    Raises UnknownSlot for a slot without a value.
    """
    lines = [(line, _line(line, values)) for line in text.split("\n")]
    kept = [filled for line, filled in lines if filled or not line.strip()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _line(line: str, values: Mapping[str, str]) -> str:
    return "".join(_sentence(match.group(), values) for match in _SENTENCE.finditer(line)).strip()


def _sentence(sentence: str, values: Mapping[str, str]) -> str:
    for name in slots(sentence):
        if is_condition(name):
            if not _holds(name, values):
                return ""
        elif name not in values:
            raise UnknownSlot(name)
        elif not values[name].strip():
            return ""
    return _SLOT.sub(lambda slot: "" if is_condition(slot[1]) else values[slot[1]], sentence)


def is_condition(name: str) -> bool:
    """Whether a slot is filled with nothing and only says when its sentence is shown."""
    return name.startswith((_IF, _UNLESS))


def conditions_of(text: str) -> set[str]:
    """The commands that sentences of this text depend on."""
    return {name.removeprefix(_IF).removeprefix(_UNLESS) for name in slots(text) if is_condition(name)}


def _holds(name: str, values: Mapping[str, str]) -> bool:
    wanted = name.removeprefix(_IF).removeprefix(_UNLESS)
    return bool(values.get(f"{_IF}{wanted}", "yes")) is name.startswith(_IF)
