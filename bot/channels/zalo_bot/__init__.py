"""Zalo's Bot Platform: a thin client of our own, because the packages for it lose failures and tokens.

What it does stands in its documentation, https://docs.zaloplatforms.com/docs/BOT; what that leaves open is a setting.
"""

from bot.channels.zalo_bot.channel import ZaloBotChannel

__all__ = ["ZaloBotChannel"]
