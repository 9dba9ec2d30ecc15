"""What each kind of platform allows, from the channels themselves: what conversations are held on."""

import math
from collections.abc import Mapping

from bot.channels.telegram.channel import _limits as telegram
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
}
