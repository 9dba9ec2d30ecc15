"""Telegram: the only code that knows its Bot API, its limits and its wordings."""

from bot.channels.telegram.channel import TelegramChannel

__all__ = ["TelegramChannel"]
