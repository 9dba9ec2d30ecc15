"""Telegram: the only code that knows its Bot API, its limits and its wordings."""

from bot.channels.telegram.channel import FREE_RATE, TelegramChannel

__all__ = ["FREE_RATE", "TelegramChannel"]
