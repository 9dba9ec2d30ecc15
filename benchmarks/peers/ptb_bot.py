"""python-telegram-bot as a whole bot: sequential polling, an echo, and if wanted a broadcast by its rate limiter."""

import asyncio
import itertools
import sys
from typing import Any

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import AIORateLimiter, Application, ContextTypes, MessageHandler, filters

from benchmarks.pinned import CLIENT, FIRST_CHAT, TOKEN, WORDS, answer, job, pin


async def _echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    if update.message is not None and update.message.text:
        await update.message.reply_text(update.message.text)


async def _broadcast(bot: Any, workers: int) -> None:
    chats = itertools.count(FIRST_CHAT)

    async def work() -> None:
        for chat in chats:
            try:
                await bot.send_message(chat, WORDS)
            except TelegramError:
                await asyncio.sleep(1)

    await asyncio.gather(*(work() for _ in range(workers)))


async def live(given: dict[str, Any]) -> None:
    """Poll and echo until told to end; a line from the runner begins the broadcast, the next one ends everything."""
    builder = Application.builder().token(TOKEN).base_url(f"{given['url']}/bot")
    if given.get("limited"):
        builder = builder.rate_limiter(AIORateLimiter())
    application = builder.build()
    application.add_handler(MessageHandler(filters.ALL, _echo))
    loop = asyncio.get_running_loop()
    async with application:
        await application.start()
        assert application.updater is not None
        await application.updater.start_polling()
        answer(ready=True)
        await loop.run_in_executor(None, sys.stdin.readline)
        broadcast = asyncio.create_task(_broadcast(application.bot, 50))
        await loop.run_in_executor(None, sys.stdin.readline)
        broadcast.cancel()
        await asyncio.wait([broadcast])
        await application.updater.stop()
        await application.stop()


if __name__ == "__main__":
    pin(CLIENT)
    asyncio.run(live(job()))
