"""What handlers may know of the channels: what each takes, as data, never which one it is."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.channels.base import Channel
from messages.formats import KNOWN, Format


def formats_of(channels: Iterable[Channel]) -> Mapping[str, Format]:
    """The formats we know, with the limits and the pace of the channels that this program has."""
    found = dict(KNOWN)
    for channel in channels:
        limits = channel.limits
        known = found.get(channel.name, Format(text=limits.text))
        found[channel.name] = replace(
            known,
            text=limits.text,
            caption=limits.caption,
            marks=limits.marks,
            rate=limits.rate,
            free=limits.free,
            configured=True,
        )
    return found
