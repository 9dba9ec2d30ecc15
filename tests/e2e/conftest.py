"""A simulated Telegram, and the real program on it."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage import migrate
from tests.e2e.program import Program, running, settings
from tests.simulators.telegram import TelegramSimulator


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file as `vungxanh migrate` leaves it, to copy: making one takes longer than most tests."""
    path = tmp_path_factory.mktemp("migrated") / "vungxanh.db"
    asyncio.run(migrate.migrate(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture
def folder(tmp_path: Path, migrated: Path) -> Path:
    """A data folder of this test's own, with an empty database."""
    shutil.copy(migrated, tmp_path / "vungxanh.db")
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


@pytest.fixture
def migrated_url(empty_database_url: str) -> str:
    """The URL of a migrated database of this test's own, on the engine of the test."""
    asyncio.run(migrate.migrate(empty_database_url))
    return empty_database_url
