import pytest

from storage.database import Database
from tests.bot.delivery.sending import Sending


@pytest.fixture
async def sending(database: Database) -> Sending:
    """A sender, not yet started, on both databases."""
    return Sending(database)
