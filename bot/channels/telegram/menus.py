"""The platform's own menu of commands; https://core.telegram.org/bots/api#setmycommands."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)

from bot.channels.base import DeliveryError, Menu, Throttled
from bot.channels.telegram.encode import number
from bot.channels.telegram.errors import unwrapped

log = structlog.get_logger(__name__)

_TITLE, _COMMANDS = (
    256,
    100,
)  # characters of one, commands of all; https://core.telegram.org/bots/api#botcommand
_PAUSE = 0.1  # seconds between two menus: nobody waits for them, and answers must not


async def set_menus(
    bot: Bot, menus: Sequence[Menu], sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> list[Menu]:
    """Show each audience its commands, whatever language its app speaks.

    Failures are logged, never raised; returns the menus that were not taken.
    """
    refused: list[Menu] = []
    for index, menu in enumerate(menus):
        if index:
            await sleep(_PAUSE)
        try:
            await _patiently(bot, menu, sleep)
        except DeliveryError as error:
            log.warning("a menu of commands was not taken", groups=menu.groups, reason=str(error))
            refused.append(menu)
    return refused


async def _patiently(bot: Bot, menu: Menu, sleep: Callable[[float], Awaitable[None]]) -> None:
    try:
        await _set(bot, menu)
    except Throttled as throttled:
        await sleep(throttled.wait)
        await _set(bot, menu)


async def _set(bot: Bot, menu: Menu) -> None:
    commands = [BotCommand(entry.command, entry.title[:_TITLE]) for entry in menu.entries[:_COMMANDS]]
    with unwrapped():
        if commands:
            await bot.set_my_commands(commands, scope=_scope(menu))
        else:
            await bot.delete_my_commands(scope=_scope(menu))


def _scope(menu: Menu) -> BotCommandScope:
    if menu.chat:
        return BotCommandScopeChat(number(menu.chat, "chat"))
    return BotCommandScopeAllGroupChats() if menu.groups else BotCommandScopeAllPrivateChats()
