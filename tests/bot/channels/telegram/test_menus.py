"""The commands that each audience sees behind its menu button."""

from structlog.testing import capture_logs

from bot.channels.base import Menu, MenuEntry
from tests.bot.channels.telegram.harness import Waits, channel
from tests.simulators.telegram import TelegramSimulator

EVERYONE = Menu(
    entries=(
        MenuEntry(command="trogiup", title="Trợ giúp"),
        MenuEntry(command="phananh", title="Báo khó khăn"),
    )
)
GROUPS = Menu(entries=(MenuEntry(command="ketnoi", title="Nối nhóm"),), groups=True)


def lan(title: str = "Tổng hợp") -> Menu:
    return Menu(entries=(MenuEntry(command="tonghop", title=title),), chat="1001")


def shown(telegram: TelegramSimulator) -> dict[str, list[str]]:
    return {
        scope: [each["command"] for each in commands] for (scope, _), commands in telegram.commands.items()
    }


async def test_each_audience_has_its_menu() -> None:
    """Private chats, groups, and the one chat of a role; an empty menu is taken away."""
    waits = Waits()
    async with TelegramSimulator() as telegram, channel(telegram, sleep=waits) as bot:
        telegram.user(1001, started=True)
        await bot.set_menus([EVERYONE, GROUPS, lan()])
        assert shown(telegram) == {
            '{"type": "all_private_chats"}': ["trogiup", "phananh"],
            '{"type": "all_group_chats"}': ["ketnoi"],
            '{"chat_id": 1001, "type": "chat"}': ["tonghop"],
        }
        await bot.set_menus([Menu(entries=(), groups=True)])
        assert '{"type": "all_group_chats"}' not in shown(telegram)
    assert waits == [0.1, 0.1]


async def test_a_menu_that_is_refused_hinders_nobody() -> None:
    """An unknown chat is logged, a 429 waited for, a long title cut; the others get their menus."""
    waits = Waits()
    async with TelegramSimulator() as telegram, channel(telegram, sleep=waits) as bot:
        telegram.user(1001, started=True)
        telegram.faults.throttle("setMyCommands", retry_after=5)
        with capture_logs() as logs:
            await bot.set_menus(
                [EVERYONE, Menu(entries=EVERYONE.entries, chat="4040"), lan("Tổng hợp " * 40)]
            )
        assert len(shown(telegram)) == 2
    assert waits == [5.0, 0.1, 0.1]
    assert [entry["event"] for entry in logs] == ["a menu of commands was not taken"]
