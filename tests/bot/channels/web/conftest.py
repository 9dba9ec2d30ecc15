from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.bot.channels.web.stage import Stage, listening, make


@pytest.fixture
async def stage(database: Database, tmp_path: Path) -> AsyncIterator[Stage]:
    """A room that is listening."""
    async with listening(make(database, tmp_path)) as opened:
        yield opened
