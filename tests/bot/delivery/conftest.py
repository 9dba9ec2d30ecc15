from collections.abc import AsyncIterator

import pytest

from bot.delivery import claiming, filling
from storage import watching
from storage.database import Database
from tests.bot.delivery.sending import Sending
from tests.quick import Kept, KeptDatabase, QuickDatabase


@pytest.fixture
async def database(database_url: str, engine_name: str, kept: Kept) -> AsyncIterator[Database]:
    """An open database; SQLite without its threads, because hours of looking pass in most of these tests."""
    async with kept(QuickDatabase if engine_name == "sqlite" else KeptDatabase, database_url) as opened:
        yield opened


@pytest.fixture
async def sending(database: Database) -> Sending:
    """A sender, not yet started, on both databases."""
    return Sending(database)


@pytest.fixture(autouse=True)
def _seldom_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who sends is woken when there is something; without that it looks less often in pretended hours."""
    monkeypatch.setattr(claiming, "_LOOK", 2.0)
    monkeypatch.setattr(filling, "_LOOK", 2.0)
    monkeypatch.setattr(watching, "EVERY", 0.5)
