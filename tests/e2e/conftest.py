"""A simulated Telegram, and the real program on it."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.e2e.program import Program, running, settings
from tests.simulators.telegram import TelegramSimulator


@pytest.fixture
def folder(tmp_path: Path, sqlite_template: Path) -> Path:
    """A data folder of this test's own, with an empty database."""
    shutil.copy(sqlite_template, tmp_path / "vungxanh.db")
    return tmp_path


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramSimulator]:
    """Telegram without its pace, so that conversations need not wait."""
    async with TelegramSimulator(rate=None, chat_burst=None, group_per_minute=None) as simulator:
        yield simulator


@pytest.fixture
async def program(telegram: TelegramSimulator, folder: Path) -> AsyncIterator[Program]:
    """The program at work on the third day of the shipped campaign, at nine."""
    async with running(settings(telegram, folder)) as started:
        yield started
