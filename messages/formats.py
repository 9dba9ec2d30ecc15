"""How messages look and travel on each kind of channel, as data: what a preview needs to know."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from messages.length import utf16
from messages.markup import plain, split, split_plain, visible


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """What one channel takes.

    Attributes:
        text, caption: longest text, and words that go with a file, in UTF-16 units; a caption of 0 has none.
        marks: whether bold, italics and links are shown as such; otherwise links are spelled out.
        rate: messages a second for the whole bot at present.
        free: of these, how many cost nothing.
        configured: whether this program has such a channel now.
    """

    text: int
    caption: int = 0
    marks: bool = True
    rate: float = 30.0
    free: float = math.inf
    configured: bool = False


# https://core.telegram.org/bots/api#sendmessage, #sendphoto; https://developers.zalo.me (text message: 2,000).
KNOWN: Mapping[str, Format] = {
    "telegram": Format(text=4096, caption=1024, free=30.0),
    "zalo_bot": Format(text=2000, marks=False),
    "zalo_oa": Format(text=2000, marks=False),
    "web": Format(text=4096, caption=4096),
}


def parts(rich: str, shape: Format, *, files: bool = False) -> list[str]:
    """The messages that a text becomes there: rich where marks are shown, plain otherwise.

    With `files` the first part is the caption if it fits, else the text follows the files.
    """
    if files and shape.caption and utf16(visible(rich)) <= shape.caption:
        return [rich]
    return split(rich, shape.text, utf16) if shape.marks else split_plain(rich, shape.text, utf16)


def length(rich: str, shape: Format) -> int:
    """How long it reads there, in UTF-16 units."""
    return utf16(visible(rich) if shape.marks else plain(rich))
