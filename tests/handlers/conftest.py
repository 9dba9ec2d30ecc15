"""Stages for conversations: the whole bot, on SQLite (storage tests cover PostgreSQL query by query).

Conversations are held on every kind of platform, as its channel's own limits describe it: where a platform lacks
something, the people of tests/driver.py do what its users do instead (a number for a button, the code for a reply).
Platforms that no conversation can tell apart, as Telegram and the rehearsal room, are held once, under both names.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from handlers.everything import REGISTRY
from messages.limits import Limits
from storage.campaign import Campaign
from tests.contracts.profiles import kinds
from tests.driver import Stage
from tests.quick import QuickDatabase, fresh


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Hold every conversation on every kind of platform, but for two marks.

    `@pytest.mark.needs("groups")`: it is about something that a platform may lack, by its name in the limits; another
    test beside it (`lacks`) tells what is done there instead.

    `@pytest.mark.one_platform("why")`: it is about nothing that a platform shapes, and others of its kind are held on
    each; a module whose tests all are says ONE_PLATFORM = "why".
    """
    if "limits" not in metafunc.fixturenames:
        return
    single = metafunc.definition.get_closest_marker("one_platform") or getattr(
        metafunc.module, "ONE_PLATFORM", ""
    )
    needed = [name for mark in metafunc.definition.iter_markers("needs") for name in mark.args]
    absent = [name for mark in metafunc.definition.iter_markers("lacks") for name in mark.args]
    profiles = kinds()
    names = [name for name in profiles if not single or "telegram" in name.split("+")]
    able = [name for name in names if all(getattr(profiles[name], each) for each in needed)]
    able = [name for name in able if not any(getattr(profiles[name], each) for each in absent)]
    metafunc.parametrize("limits", [profiles[name] for name in able], ids=able)


@pytest.fixture(scope="session")
def quick_database(tmp_path_factory: pytest.TempPathFactory) -> QuickDatabase:
    """The one database of all stages, which each of them begins anew."""
    return QuickDatabase(f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('stage')}/stage.db")


@pytest.fixture
async def stage(
    quick_database: QuickDatabase, sqlite_template: Path, campaign: Campaign, limits: Limits
) -> AsyncIterator[Stage]:
    """A running bot with the shipped campaign on its third day, 10:00."""
    fresh(sqlite_template, Path(quick_database.url.database or ""))
    async with quick_database:
        yield Stage(quick_database, campaign, REGISTRY, limits)
