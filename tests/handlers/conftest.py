"""Stages for conversations: the whole bot, on SQLite (storage tests cover PostgreSQL query by query)."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from handlers.everything import REGISTRY
from storage.campaign import Campaign
from storage.database import Database
from tests.driver import Stage


@pytest.fixture
async def stage(tmp_path: Path, sqlite_template: Path, campaign: Campaign) -> AsyncIterator[Stage]:
    """A running bot with the shipped campaign on its third day, 10:00."""
    shutil.copy(sqlite_template, tmp_path / "stage.db")
    async with Database(f"sqlite+aiosqlite:///{tmp_path}/stage.db") as database:
        yield Stage(database, campaign, REGISTRY)
