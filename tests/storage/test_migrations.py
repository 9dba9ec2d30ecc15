"""Migrations: they end in exactly the described schema, on both engines, and run once."""

import asyncio
import runpy
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from storage import meta, migrate
from storage.database import Database
from storage.tables import metadata


def _differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection)
    return list(compare_metadata(context, metadata))


def _described(connection: Connection) -> Mapping[str, Any]:
    """The whole schema as the engine itself states it, apart from Alembic's own table."""
    looked = inspect(connection)
    tables = sorted(set(looked.get_table_names()) - {"alembic_version"})
    indexes = {
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
        "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    }[connection.dialect.name]
    return {
        "columns": {
            table: [
                (each["name"], str(each["type"]), each["nullable"], each["default"])
                for each in looked.get_columns(table)
            ]
            for table in tables
        },
        "keys": {table: looked.get_pk_constraint(table) for table in tables},
        "foreign": {
            table: sorted(looked.get_foreign_keys(table), key=lambda key: str(key["name"]))
            for table in tables
        },
        "unique": {
            table: sorted(looked.get_unique_constraints(table), key=lambda key: str(key["name"]))
            for table in tables
        },
        "indexes": sorted(tuple(row) for row in connection.execute(text(indexes)) if "alembic" not in row[0]),
    }


async def _schema(url: str) -> Mapping[str, Any]:
    async with Database(url) as database, database.reading() as tx:
        return await tx.connection.run_sync(_described)


async def test_a_migrated_database_is_the_described_one(empty_database_url: str) -> None:
    """Alembic sees no difference between what the migrations make and storage/tables."""
    await migrate.migrate(empty_database_url)
    async with Database(empty_database_url) as database, database.transaction() as tx:
        assert (
            len(inspect_tables := await tx.connection.run_sync(lambda c: inspect(c).get_table_names())) > 15
        )
        assert set(metadata.tables) < set(inspect_tables)
        assert await tx.connection.run_sync(_differences) == []


async def test_the_engine_sees_no_difference_either(empty_database_url: str) -> None:
    """Columns, keys and the conditions of partial indexes, which Alembic does not compare, agree too."""
    async with Database(empty_database_url) as database, database.transaction() as tx:
        await tx.connection.run_sync(metadata.create_all)
        described = await tx.connection.run_sync(_described)
        await tx.connection.run_sync(metadata.drop_all)
    await migrate.migrate(empty_database_url)
    migrated = await _schema(empty_database_url)
    assert len(migrated["indexes"]) > 15
    assert migrated == described


async def test_a_program_that_begins_leaves_what_migrations_leave(empty_database_url: str) -> None:
    """By itself or two at once, with the table that tells the version; there is nothing to migrate afterwards."""
    async with Database(empty_database_url) as one, Database(empty_database_url) as other:
        await asyncio.gather(migrate.begin(one), migrate.begin(other))
        assert not await migrate.is_new(one)
        assert await migrate.version(one) == migrate.versions()[-1]
        async with one.transaction() as tx:
            begun = await tx.connection.run_sync(lambda c: inspect(c).get_columns("alembic_version"))
            await tx.connection.run_sync(metadata.drop_all)
            await tx.execute(text("DROP TABLE alembic_version"))
        assert await migrate.migrate(empty_database_url) == migrate.versions()
        async with one.transaction() as tx:
            migrated = await tx.connection.run_sync(lambda c: inspect(c).get_columns("alembic_version"))
    assert repr(begun) == repr(migrated)
    assert begun[0]["name"] == "version_num"


async def test_a_new_database_is_known_and_migrated_once(empty_database_url: str) -> None:
    """New, then up to date; migrating again does nothing and loses nothing."""
    async with Database(empty_database_url) as database:
        assert await migrate.is_new(database)
        assert await migrate.pending(database)
        assert await migrate.version(database) == ""
        assert await migrate.migrate(empty_database_url) == migrate.versions()
        assert not await migrate.is_new(database)
        assert not await migrate.pending(database)
        assert await migrate.version(database) == migrate.versions()[-1]
        async with database.transaction() as tx:
            await meta.put(tx, "kept", [1, 2])
        assert await migrate.migrate(empty_database_url) == []
        async with database.reading() as tx:
            assert await meta.get(tx, "kept") == [1, 2]


async def test_two_at_once_migrate_once(empty_database_url: str) -> None:
    """Of two programs that start together one migrates, the other finds it done."""
    done = await asyncio.gather(migrate.migrate(empty_database_url), migrate.migrate(empty_database_url))
    assert sorted(done, key=len) == [[], migrate.versions()]


async def test_a_later_version_is_refused(empty_database_url: str) -> None:
    """An older program does not touch the database of a newer one, and says what to do."""
    await migrate.migrate(empty_database_url)
    async with Database(empty_database_url) as database:
        async with database.transaction() as tx:
            await tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        with pytest.raises(migrate.NewerSchema, match=r"9999.*Cách sửa"):
            await migrate.pending(database)
    with pytest.raises(migrate.NewerSchema):
        await migrate.migrate(empty_database_url)


async def test_a_migration_that_fails_leaves_nothing(
    empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All or nothing: after a failure the database is as it was."""
    from alembic.operations import Operations

    made: list[str] = []
    create_index = Operations.create_index

    def breaks(self: Any, name: str, *rest: Any, **more: Any) -> Any:
        made.append(name)
        if len(made) == 8:
            raise RuntimeError("no more")
        return create_index(self, name, *rest, **more)

    monkeypatch.setattr("alembic.op.create_index", lambda *a, **k: breaks(_operations(), *a, **k))
    with pytest.raises(RuntimeError, match="no more"):
        await migrate.migrate(empty_database_url)
    assert len(made) == 8
    async with Database(empty_database_url) as database:
        assert await migrate.is_new(database)


def _operations() -> Any:
    from alembic import op

    return op._proxy


def test_migrations_go_forward_only() -> None:
    """One line of versions from the first to the newest, numbered, none of which can be undone."""
    scripts = list(ScriptDirectory(str(migrate.FOLDER)).walk_revisions())
    assert scripts
    assert [script.revision for script in reversed(scripts)] == migrate.versions()
    assert migrate.versions() == [f"{number:04}" for number in range(1, len(scripts) + 1)]
    assert not any(hasattr(script.module, "downgrade") for script in scripts)


def test_the_next_migration_would_be_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`python -m storage.migrations` runs, and today it finds nothing to write."""
    import shutil

    folder = tmp_path / "migrations"
    shutil.copytree(migrate.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(migrate, "FOLDER", folder)
    monkeypatch.setattr(sys, "argv", ["storage.migrations", "nothing new"])
    runpy.run_module("storage.migrations", run_name="__main__")
    (written,) = (folder / "versions").glob("*_nothing_new.py")
    body = written.read_text(encoding="utf-8").partition("def upgrade")[2]
    assert "op." not in body
    assert "pass" in body
