"""The platform's own menus of commands: one for everybody, one for groups, one for each holder of a role."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable

import structlog

from bot.channels.base import Channel, Menu, MenuEntry
from handlers.registry import Registry
from storage import grants
from storage.campaign import Campaign
from storage.database import BROKEN, Database
from storage.records import Role

RETRY_S = 60.0  # after the database failed: nobody waits for a menu
# An administrator of the settings has no chat with us before the first /start, and another process may grant
# roles: looked at again after a minute, then ever more rarely.
AGAIN_S, LONGEST_S = 60.0, 3600.0
_CITIZEN = frozenset({Role.CITIZEN})
log = structlog.get_logger(__name__)


@runtime_checkable
class ShowsMenus(Protocol):
    """A channel whose platform has a menu of commands."""

    async def set_menus(self, shown: Sequence[Menu]) -> Sequence[Menu]:
        """Show each audience its commands; failures are logged, never raised. Returns what was not taken."""
        ...


def default_menus(registry: Registry) -> list[Menu]:
    """What everybody sees in private, and what every group sees."""
    return [
        Menu(entries=_entries(registry, _CITIZEN, group=False)),
        Menu(entries=_entries(registry, _CITIZEN, group=True), groups=True),
    ]


def chat_menu(registry: Registry, chat: str, roles: frozenset[Role], *, group: bool = False) -> Menu:
    """What this chat sees: the commands of its roles, then everybody's.

    Without a role the menu is empty: the chat sees what everybody sees.
    """
    held = roles - _CITIZEN
    entries = _entries(registry, held | _CITIZEN, group=group) if held else ()
    return Menu(entries=entries, chat=chat, groups=group)


def _entries(registry: Registry, roles: frozenset[Role], *, group: bool) -> tuple[MenuEntry, ...]:
    shown = [
        each
        for each in registry.commands
        if each.menu and (each.groups if group else each.private) and not each.roles.isdisjoint(roles)
    ]
    duties_first = sorted(shown, key=lambda each: Role.CITIZEN in each.roles)
    return tuple(MenuEntry(command=each.name, title=each.title) for each in duties_first)


async def refresh(
    channel: Channel,
    database: Database,
    registry: Registry,
    campaign: Campaign | None = None,
    shown: Mapping[str, Menu] | None = None,
) -> dict[str, Menu]:
    """Show what differs from `shown`, by chat; returns what is shown now, to be given the next time.

    With a campaign, desks see the commands of their agencies. A channel without menus is left alone.
    """
    if not isinstance(channel, ShowsMenus):
        return {}
    wanted = {f"*{menu.groups}": menu for menu in default_menus(registry)}
    async with database.reading() as tx:
        people = await grants.roles_by_chat(tx, channel.name, channel.bot)
        groups = await grants.agencies_by_chat(tx, channel.name, channel.bot) if campaign else {}
    wanted |= {chat: chat_menu(registry, chat, roles) for chat, roles in people.items()}
    if campaign is not None:
        for chat, keys in groups.items():
            roles = frozenset(
                role for agency in campaign.agencies if agency.key in keys for role in agency.roles
            )
            wanted[chat] = chat_menu(registry, chat, roles, group=True)
    known = shown or {}
    changed = [menu for key, menu in wanted.items() if known.get(key) != menu]
    refused = await channel.set_menus(changed) if changed else ()
    return {key: menu for key, menu in wanted.items() if menu not in refused}


async def keep(
    channel: Channel, database: Database, registry: Registry, campaign: Campaign | None = None
) -> None:
    """Refresh now, after each change of roles or desks, and now and then, until cancelled; see `refresh`."""
    changed = asyncio.Event()
    database.on_wake(grants.CHANGED, changed.set)
    shown: dict[str, Menu] = {}
    pause = AGAIN_S
    while True:
        changed.clear()
        try:
            shown = await refresh(channel, database, registry, campaign, shown)
        except BROKEN as broken:
            log.warning("menus_not_shown", channel=channel.name, error=type(broken).__name__)
            await asyncio.sleep(RETRY_S)
            continue
        try:
            async with asyncio.timeout(pause):
                await changed.wait()
            pause = AGAIN_S
        except TimeoutError:
            pause = min(pause * 2, LONGEST_S)
