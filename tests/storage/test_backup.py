"""Backups: whatever file somebody hands to `restore`, what is there is not lost."""

import io
import sqlite3
import tarfile
from pathlib import Path

import pytest

from storage import backup, migrate
from storage.backup import BadBackup


def silent(_done: int, _total: int) -> None:
    pass


@pytest.fixture
async def data(tmp_path: Path) -> Path:
    """A data folder with a migrated database."""
    folder = tmp_path / "data"
    folder.mkdir()
    await migrate.migrate(f"sqlite+aiosqlite:///{folder}/vungxanh.db")
    return folder


def pack(folder: Path) -> Path:
    archive = folder.parent / "b.tar.gz"
    backup.pack(folder / "vungxanh.db", folder, archive, silent)
    return archive


def made(archive: Path, *members: tuple[tarfile.TarInfo, bytes]) -> Path:
    with tarfile.open(archive, "w:gz") as tar:
        for member, content in members:
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return archive


def link(name: str, target: str) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = tarfile.SYMTYPE, target
    return member


@pytest.mark.parametrize(
    "member",
    [
        tarfile.TarInfo("../evil"),
        tarfile.TarInfo("/etc/evil"),
        tarfile.TarInfo("media/../../evil"),
        tarfile.TarInfo("other.txt"),
        tarfile.TarInfo("media"),
        link("media/link", "/etc/passwd"),
        link("vungxanh.db", "/etc/passwd"),
    ],
    ids=lambda member: member.name,
)
def test_a_hostile_archive_writes_nothing(data: Path, member: tarfile.TarInfo) -> None:
    """Only our own names, as plain files, are taken out; else nothing is changed."""
    before = (data / "vungxanh.db").read_bytes()
    archive = made(data.parent / "x.tar.gz", (member, b""))
    with pytest.raises(BadBackup):
        backup.restore(archive, data / "vungxanh.db", data, silent)
    assert (data / "vungxanh.db").read_bytes() == before
    assert [file.name for file in data.iterdir()] == ["vungxanh.db"]
    assert sorted(file.name for file in data.parent.iterdir()) == ["data", "x.tar.gz"]


@pytest.mark.parametrize("content", [b"", b"not a tar", b"\x1f\x8b\x08\x00broken", b"PK\x03\x04"])
def test_another_file_is_no_backup(data: Path, content: bytes) -> None:
    """Said as such, and nothing is changed."""
    archive = data.parent / "x"
    archive.write_bytes(content)
    with pytest.raises(BadBackup):
        backup.restore(archive, data / "vungxanh.db", data, silent)
    assert [file.name for file in data.iterdir()] == ["vungxanh.db"]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_backup_cut_short_is_refused(data: Path, share: float) -> None:
    """A copy that did not finish is no backup."""
    archive = pack(data)
    whole = archive.read_bytes()
    archive.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(BadBackup):
        backup.restore(archive, data / "vungxanh.db", data, silent)


def test_a_database_that_is_none_is_refused(data: Path) -> None:
    """The archive may be whole and its database not."""
    for content in (b"", b"x" * 5000):
        archive = made(data.parent / "x.tar.gz", (tarfile.TarInfo("vungxanh.db"), content))
        with pytest.raises(BadBackup, match="hỏng"):
            backup.restore(archive, data / "vungxanh.db", data, silent)


def test_a_backup_of_a_later_version_is_refused(data: Path) -> None:
    """This program could not read it."""
    with sqlite3.connect(data / "vungxanh.db") as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    newer.close()
    archive = pack(data)
    with pytest.raises(BadBackup, match="phiên bản"):
        backup.restore(archive, data / "vungxanh.db", data, silent)


def test_a_backup_that_fails_leaves_the_last_one(data: Path) -> None:
    """A new backup takes the old one's place only when it is whole."""
    archive = pack(data)
    kept = archive.read_bytes()
    (data / "vungxanh.db").write_bytes(b"x" * 5000)
    with pytest.raises(sqlite3.Error):
        pack(data)
    assert archive.read_bytes() == kept
    assert sorted(file.name for file in data.parent.iterdir()) == ["b.tar.gz", "data"]


def test_a_fresh_machine_can_be_restored_to(data: Path, tmp_path: Path) -> None:
    """Without a database there, nothing is set aside; progress ends where it should."""
    told: list[tuple[int, int]] = []
    archive = pack(data)
    fresh = tmp_path / "fresh"
    assert backup.restore(archive, fresh / "vungxanh.db", fresh, lambda *far: told.append(far)) is None
    assert [file.name for file in fresh.iterdir()] == ["vungxanh.db"]
    assert told
    assert all(done <= total for done, total in told)
