"""Stages for conversations: the whole bot, on SQLite (storage tests cover PostgreSQL query by query).

Conversations are held on every kind of platform, as its channel's own limits describe it: where a platform lacks
something, the people of tests/driver.py do what its users do instead (a number for a button, the code for a reply).
The rehearsal room lacks nothing that Telegram has: tests/contracts holds that, and spares running it all again.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from handlers.everything import REGISTRY
from messages.limits import Limits
from storage.campaign import Campaign
from tests.contracts.profiles import PROFILES
from tests.driver import Stage
from tests.quick import QuickDatabase


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Hold the conversations of a module on every kind of platform, where it says EVERY_PLATFORM = True.

    A module of many may mark those that tell most instead: `@pytest.mark.every_platform`.

    What a test is about may be something that a platform has not: `@pytest.mark.needs("groups")` names it, as the
    limits do, and another test beside it tells what is done there instead.
    """
    if "limits" not in metafunc.fixturenames:
        return
    told = metafunc.definition.get_closest_marker("every_platform")
    every = told or getattr(metafunc.module, "EVERY_PLATFORM", False)
    names = sorted(PROFILES) if every else ["telegram"]
    needed = [name for mark in metafunc.definition.iter_markers("needs") for name in mark.args]
    able = [name for name in names if all(getattr(PROFILES[name], each) for each in needed)]
    metafunc.parametrize("limits", [PROFILES[name] for name in able], ids=able)


@pytest.fixture(scope="session")
def quick_database(tmp_path_factory: pytest.TempPathFactory) -> QuickDatabase:
    """The one database of all stages, which each of them begins anew."""
    return QuickDatabase(tmp_path_factory.mktemp("stage") / "stage.db")


@pytest.fixture
async def stage(
    quick_database: QuickDatabase, sqlite_template: Path, campaign: Campaign, limits: Limits
) -> AsyncIterator[Stage]:
    """A running bot with the shipped campaign on its third day, 10:00."""
    quick_database.begin(sqlite_template)
    yield Stage(quick_database, campaign, REGISTRY, limits)
    await quick_database.rest()
