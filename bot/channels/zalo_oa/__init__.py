"""The Official Account on Zalo, by a thin client of our own (docs/zalo.md)."""

from bot.channels.zalo_oa.channel import ZaloOaChannel

__all__ = ["ZaloOaChannel"]
