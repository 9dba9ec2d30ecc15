"""The platform's menu: everybody's, groups', and a holder's own."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from bot import menus
from bot.channels.base import Menu
from handlers.registry import Command, Registry
from handlers.turn import Turn
from storage import desks, grants, people
from storage.campaign import load_campaign
from storage.database import Database
from storage.records import Role

NOW = datetime(2021, 8, 18, 3, tzinfo=UTC)


async def _nothing(_turn: Turn, _argument: str) -> None:
    pass


ADMIN, DESK = frozenset({Role.ADMIN}), frozenset({Role.HOME_AFFAIRS})
REGISTRY = Registry(
    commands=(
        Command(name="trogiup", title="Trợ giúp", run=_nothing, groups=True),
        Command(name="dongy", title="Đồng ý", run=_nothing, menu=False),
        Command(name="ketnoi", title="Nối", run=_nothing, private=False, groups=True),
        Command(name="hangcho", title="Hàng chờ", run=_nothing, roles=DESK, groups=True),
        Command(name="nguoidung", title="Người dùng", run=_nothing, roles=ADMIN),
    ),
    flows=(),
)


@dataclass
class Platform:
    """A channel with a menu."""

    name: str = "stage"
    bot: str = "1"
    shown: list[list[Menu]] = field(default_factory=list)
    told: asyncio.Event = field(default_factory=asyncio.Event)
    strangers: set[str] = field(default_factory=set)

    async def set_menus(self, shown: Sequence[Menu]) -> Sequence[Menu]:
        self.shown.append(list(shown))
        self.told.set()
        return [menu for menu in shown if menu.chat in self.strangers]


def names(menu: Menu) -> list[str]:
    return [entry.command for entry in menu.entries]


def test_everybody_and_groups_see_what_they_may_use() -> None:
    """No staff command and no hidden one in the menus of everybody; /ketnoi only in groups."""
    private, groups = menus.default_menus(REGISTRY)
    assert (names(private), names(groups)) == (["trogiup"], ["trogiup", "ketnoi"])
    assert (private.chat, private.groups, groups.groups) == ("", False, True)


@pytest.mark.parametrize(
    ("roles", "seen"),
    [
        (frozenset(), []),
        (frozenset({Role.CITIZEN}), []),
        (ADMIN, ["nguoidung", "trogiup"]),
        (ADMIN | DESK, ["hangcho", "nguoidung", "trogiup"]),
    ],
)
def test_a_holder_sees_their_duties_first(roles: frozenset[Role], seen: list[str]) -> None:
    """Somebody without a role has no menu of their own, so they see everybody's."""
    assert names(menus.chat_menu(REGISTRY, "an", roles)) == seen


async def test_a_change_of_roles_changes_one_menu(database: Database) -> None:
    """After the first time only what changed is shown; a role taken back gives everybody's menu back."""
    platform: Any = Platform()
    async with database.transaction() as tx:
        _, person = await people.meet(tx, "stage", "1", "an", NOW)
    shown = await menus.refresh(platform, database, REGISTRY)
    async with database.transaction() as tx:
        await grants.grant(tx, person.id, Role.HOME_AFFAIRS, "", "thử", NOW)
    shown = await menus.refresh(platform, database, REGISTRY, shown=shown)
    async with database.transaction() as tx:
        (held,) = await grants.list_holders(tx, 1)
        await grants.revoke(tx, held.grant.id, "thử", NOW)
    shown = await menus.refresh(platform, database, REGISTRY, shown=shown)
    await menus.refresh(platform, database, REGISTRY, shown=shown)
    first, given, taken = platform.shown
    assert len(first) == 2
    assert [(menu.chat, names(menu)) for menu in given] == [("an", ["hangcho", "trogiup"])]
    assert [(menu.chat, names(menu)) for menu in taken] == [("an", [])]


async def test_a_desk_sees_its_agency_s_commands(database: Database) -> None:
    """A connected group has the commands of its work in its menu; once closed, those of any group."""
    platform: Any = Platform()
    campaign = load_campaign()
    async with database.transaction() as tx:
        group = await people.meet_group(tx, "stage", "1", "-1", NOW)
        await desks.connect(tx, "so_noi_vu", group, "thử", NOW)
    shown = await menus.refresh(platform, database, REGISTRY, campaign)
    assert names(shown["-1"]) == ["hangcho", "trogiup", "ketnoi"]
    async with database.transaction() as tx:
        await desks.close(tx, group.id, NOW)
    shown = await menus.refresh(platform, database, REGISTRY, campaign, shown)
    assert names(platform.shown[-1][0]) == []


async def test_menus_follow_roles_by_themselves(database: Database) -> None:
    """`keep` shows the menus at the start, and again as soon as a role is granted."""
    platform: Any = Platform()
    keeping = asyncio.create_task(menus.keep(platform, database, REGISTRY))
    await platform.told.wait()
    platform.told.clear()
    async with database.transaction() as tx:
        _, person = await people.meet(tx, "stage", "1", "an", NOW)
        await grants.grant(tx, person.id, Role.ADMIN, "", "thử", NOW)
    await platform.told.wait()
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)
    assert [menu.chat for menu in platform.shown[-1]] == ["an"]


async def test_a_menu_that_was_not_taken_is_shown_again(database: Database) -> None:
    """An administrator of the settings has no chat yet; once there is one, the menu is shown, and only that."""
    platform: Any = Platform(strangers={"an"})
    async with database.transaction() as tx:
        _, person = await people.meet(tx, "stage", "1", "an", NOW)
        await grants.grant(tx, person.id, Role.ADMIN, "", "thử", NOW)
    shown = await menus.refresh(platform, database, REGISTRY)
    platform.strangers.clear()
    shown = await menus.refresh(platform, database, REGISTRY, shown=shown)
    await menus.refresh(platform, database, REGISTRY, shown=shown)
    assert [menu.chat for menu in platform.shown[-1]] == ["an"]
    assert len(platform.shown) == 2


async def test_a_channel_without_menus_is_left_alone(database: Database) -> None:
    """Not every platform has a menu."""
    channel: Any = object()
    assert await menus.refresh(channel, database, REGISTRY) == {}
