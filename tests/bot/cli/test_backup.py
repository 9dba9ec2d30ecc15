"""`vungxanh backup`, `restore` and `resume`."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.cli import archives
from bot.delivery.lease import lease
from storage import meta
from storage.backup import RESTORED
from storage.database import Database
from storage.tables import invites
from tests.bot.operating import Installation


async def test_a_backup_brings_everything_back(small: Installation) -> None:
    """Database, key and media; what was there stays beside; pushing waits until the operator resumes."""
    await small.run("invite", "admin")
    data = small.folder / "data"
    (data / "secret.key").write_text("key one")
    (data / "media/ab").mkdir(parents=True)
    (data / "media/ab/photo").write_bytes(b"photo")
    archive = str(small.folder / "b.tar.gz")
    assert (await small.run("backup", archive, "--json")).data["bytes"] > 0
    assert _is_private(archive)
    await small.run("invite", "admin")
    (data / "secret.key").write_text("key two")
    (data / "media/ab/photo").unlink()
    done = await small.run("restore", archive, "--json")
    assert done.data["before"] == str(data / "vungxanh.db.before-restore")
    assert (data / "secret.key").read_text() == "key one"
    assert (data / "secret.key.before-restore").read_text() == "key two"
    assert (data / "media/ab/photo").read_bytes() == b"photo"
    async with Database(small.url) as database, database.reading() as tx:
        assert len(await tx.all(select(invites))) == 1
        assert await meta.get(tx, RESTORED) is True
    assert "vungxanh resume" in (await small.run("check")).out
    assert "before-restore-2" in (await small.run("restore", archive)).out
    assert (await small.run("resume", "--json")).data == {"resumed": True}
    assert (await small.run("resume", "--json")).data == {"resumed": False}
    with sqlite3.connect(data / "vungxanh.db.before-restore") as before:
        assert before.execute("SELECT count(*) FROM invites").fetchone() == (2,)
    before.close()


def _is_private(file: str) -> bool:
    return Path(file).stat().st_mode & 0o077 == 0


async def test_a_backup_is_taken_while_the_program_writes(small: Installation) -> None:
    """The copy is consistent; what another connection has committed is in it, what it has not is not."""
    async with Database(small.url) as database, lease(database), database.transaction() as tx:
        await meta.put(tx, "half", "done")
        assert (await small.run("backup", str(small.folder / "b.tar.gz"))).code == 0
    await small.run("restore", str(small.folder / "b.tar.gz"))
    async with Database(small.url) as database, database.reading() as tx:
        assert await meta.get(tx, "half") is None


async def test_nothing_is_restored_under_a_running_program(small: Installation) -> None:
    """`restore` refuses while `run` holds the database."""
    await small.run("invite", "admin")
    archive = str(small.folder / "b.tar.gz")
    await small.run("backup", archive)
    async with Database(small.url) as database, lease(database):
        (await small.run("restore", archive)).refused("khác đang dùng")
    assert not list((small.folder / "data").glob("*before-restore*"))


async def test_postgresql_has_tools_of_its_own(small: Installation) -> None:
    """The exact command is given, without the password."""
    small.set(DATABASE="postgresql+asyncpg://vx:s3cret@db.example:5433/vungxanh")
    done = await small.run("backup", "b.dump")
    done.refused("pg_dump --format=custom -h db.example -p 5433 -U vx --file=b.dump vungxanh")
    assert "s3cret" not in done.err
    (await small.run("restore", "b.dump")).refused("pg_restore", "--dbname=vungxanh b.dump")


@pytest.mark.parametrize(("name", "says"), [("no/such/b.gz", "thư mục"), ("data", "thư mục")])
async def test_where_a_backup_cannot_go(small: Installation, name: str, says: str) -> None:
    """A folder that is missing, or stands where the file should."""
    (await small.run("backup", str(small.folder / name))).refused(says)


async def test_a_backup_needs_a_database(bare: Installation) -> None:
    """Nothing is made of nothing."""
    (await bare.run("backup", "b.tar.gz")).refused("Chưa có cơ sở dữ liệu")
    (await bare.run("restore", "b.tar.gz")).refused("Không có tệp")


def test_the_bar_shows_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Long work shows how far it is, on stderr, so that stdout stays data."""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    with archives.progress("Sao lưu") as report:
        report(1, 2)
    printed = capsys.readouterr()
    assert "Sao lưu" in printed.err
    assert printed.out == ""
