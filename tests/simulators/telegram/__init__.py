"""A Telegram Bot API server on loopback that enforces the real one's limits and speaks its words."""

from tests.simulators.telegram.people import Group, User
from tests.simulators.telegram.screen import Screen
from tests.simulators.telegram.server import TelegramSimulator
from tests.simulators.telegram.state import Press
from tests.simulators.telegram.world import Button, Message

__all__ = ["Button", "Group", "Message", "Press", "Screen", "TelegramSimulator", "User"]
