"""How a message looks and travels on each kind of channel, as data: what a preview needs to know."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from messages.content import Reply
from messages.length import utf16
from messages.limits import AMPLE, Limits
from messages.markup import escape, plain, split, visible
from messages.menus import written

_PLAIN = replace(AMPLE, text=2000, caption=0, buttons=0, edit=False, delete=False, marks=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A kind of channel; `configured`: this program has one now, otherwise its limits are the published ones."""

    limits: Limits
    configured: bool = False


# https://core.telegram.org/bots/api#sendmessage, #sendphoto; https://developers.zalo.me (a text message: 2,000).
KNOWN: Mapping[str, Format] = {
    "telegram": Format(limits=replace(AMPLE, free=30.0)),
    "zalo_bot": Format(limits=_PLAIN),
    "zalo_oa": Format(limits=_PLAIN),
    "web": Format(limits=AMPLE),
}


def parts(reply: Reply, limits: Limits) -> list[str]:
    """The messages that its words become there, as rich text that shows exactly what is read.

    Where there are files the first part is their caption if the words fit, else the words follow the files.
    """
    if not limits.marks:
        return [escape(part) for part in written(reply, limits)]
    if reply.attachments and utf16(visible(reply.text)) <= limits.caption:
        return [reply.text]
    return split(reply.text, limits.text, utf16)


def length(reply: Reply, limits: Limits) -> int:
    """How long its words read there, in UTF-16 units."""
    return utf16(visible(reply.text) if limits.marks else plain(reply.text))
