"""What handlers may know of the channels: what each takes, as data, never which one it is."""

from collections.abc import Iterable, Mapping

from bot.channels.base import Channel
from messages.formats import KNOWN, Format


def formats_of(channels: Iterable[Channel]) -> Mapping[str, Format]:
    """The formats we know, with the limits and the pace of the channels that this program has."""
    ours = {channel.name: Format(limits=channel.limits, configured=True) for channel in channels}
    return {**KNOWN, **ours}
