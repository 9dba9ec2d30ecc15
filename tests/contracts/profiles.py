"""What each kind of platform allows, from the channels themselves: what conversations are held on."""

import math
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from bot.channels.telegram.channel import _limits as telegram
from bot.channels.web import WebChannel
from bot.channels.zalo_bot.channel import MONTHLY, PEOPLE, RATE
from bot.channels.zalo_bot.channel import _limits as zalo_bot
from bot.channels.zalo_oa.channel import Options
from bot.channels.zalo_oa.channel import limits as zalo_oa
from messages.limits import Limits
from messages.window import Window

PROFILES: Mapping[str, Limits] = {
    "telegram": telegram(30.0, math.inf),
    "zalo_bot": zalo_bot(PEOPLE, MONTHLY, RATE),
    "zalo_oa": zalo_oa(Options(app_id="1", oa_id="2", window=Window())),
    "web": WebChannel.limits,
}
# How fast messages leave, and what becomes of one whose fate nobody knows: delivery's business, which has tests of its
# own. A conversation sees none of it but in the minutes that a broadcast takes (test_ways gives those their rates).
PACE = frozenset({"rate", "free", "chat_interval", "group_per_minute", "retry_unknown"})


def seen(limits: Limits) -> tuple[Any, ...]:
    """Everything that a conversation can notice of a platform."""
    return tuple(getattr(limits, each.name) for each in fields(limits) if each.name not in PACE)


def kinds(profiles: Mapping[str, Limits] = PROFILES) -> dict[str, Limits]:
    """The profiles by name, those that no conversation can tell apart joined: one run is the run of both."""
    names: dict[tuple[Any, ...], list[str]] = {}
    for name, limits in sorted(profiles.items()):
        names.setdefault(seen(limits), []).append(name)
    return {"+".join(alike): profiles[alike[0]] for alike in names.values()}
