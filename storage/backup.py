"""Backups: a consistent copy of a SQLite database with its key and its media, taken while the program runs."""

import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path, PurePosixPath

from storage import migrate

Report = Callable[[int, int], None]  # told (done, of) in bytes while the work goes on
RESTORED = "restored"  # in `meta`: true from a restore until the operator resumes the lanes that push
DATABASE, KEY, MEDIA = "vungxanh.db", "secret.key", "media"
BEFORE = ".before-restore"
_SIDE_FILES = ("-wal", "-shm")


class BadBackup(Exception):
    """A file that cannot be restored; the message says why, in words for the operator."""


def pack(database: Path, folder: Path, archive: Path, report: Report) -> int:
    """Write database, key and media of `folder` into one .tar.gz, in place of any file of that name.

    Only its owner may read it: it holds everything. Returns its size in bytes. Raises OSError, sqlite3.Error.
    """
    with tempfile.TemporaryDirectory(dir=archive.parent, prefix=".backup-") as scratch:
        copy, packed = Path(scratch) / DATABASE, Path(scratch) / "packed"
        with closing(sqlite3.connect(database)) as source:
            source.execute("VACUUM INTO ?", (str(copy),))
        # After the database: every file that it names is there already.
        files = [(copy, DATABASE), *_kept(folder)]
        total, done = sum(file.stat().st_size for file, _ in files), 0
        with os.fdopen(os.open(packed, os.O_CREAT | os.O_WRONLY, 0o600), "wb") as out:
            with tarfile.open(fileobj=out, mode="w:gz") as tar:
                for file, name in files:
                    report(done, total)
                    tar.add(file, name, recursive=False)
                    done += file.stat().st_size
            out.flush()
            os.fsync(out.fileno())
        report(total, total)
        packed.replace(archive)
    return archive.stat().st_size


def _kept(folder: Path) -> Iterator[tuple[Path, str]]:
    if (folder / KEY).is_file():
        yield folder / KEY, KEY
    for file in sorted((folder / MEDIA).rglob("*")):
        if file.is_file() and not file.is_symlink():
            yield file, file.relative_to(folder).as_posix()


def restore(archive: Path, database: Path, folder: Path, report: Report) -> Path | None:
    """Put what `pack` wrote in the place of what is there; nobody may be using the database.

    What was there is kept beside, under a name that ends in BEFORE (and a number, if that is taken); returns
    that of the database, None if there was none. Media are added to.

    Raises:
        BadBackup: the file is no backup, is damaged, or is of a later version; nothing was changed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    database.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=database.parent, prefix=".restore-") as scratch:
        found = Path(scratch)
        _unpack(archive, found, report)
        _prepare(found / DATABASE)
        kept = _set_aside(database)
        (found / DATABASE).replace(database)
        if (found / KEY).is_file():
            _set_aside(folder / KEY)
            _move(found / KEY, folder / KEY)
        for file, name in _kept(found):
            if name != KEY and not (folder / name).exists():
                _move(file, folder / name)
    return kept


def _unpack(archive: Path, into: Path, report: Report) -> None:
    try:
        with tarfile.open(archive, "r:gz") as tar:
            members = tar.getmembers()
            total, done = sum(member.size for member in members), 0
            for member in members:
                if not member.isreg() or not _ours(member.name):
                    raise BadBackup(f"trong tệp có “{member.name[:80]}”, không phải của bản sao lưu")
                report(done, total)
                tar.extract(member, into, filter="data")
                done += member.size
    except (tarfile.TarError, EOFError, OSError) as error:
        if isinstance(error, FileNotFoundError | PermissionError | IsADirectoryError):
            raise
        raise BadBackup("tệp hỏng, hoặc không do vungxanh backup tạo ra") from None
    if not (into / DATABASE).is_file():
        raise BadBackup("trong tệp không có cơ sở dữ liệu")


def _ours(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return name in {DATABASE, KEY} or (len(parts) > 1 and parts[0] == MEDIA and ".." not in parts)


def _prepare(copy: Path) -> None:
    """Check the copy, and mark it as restored: what it had sent since, it does not know."""
    try:
        with closing(sqlite3.connect(copy)) as opened:
            healthy = opened.execute("PRAGMA quick_check").fetchone()[0] == "ok"
            (found,) = opened.execute("SELECT version_num FROM alembic_version").fetchone() or ("",)
            if healthy and found in migrate.versions():
                opened.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, 'true')", (RESTORED,))
                opened.commit()
    except sqlite3.Error:
        raise BadBackup("cơ sở dữ liệu trong tệp bị hỏng") from None
    if not healthy:
        raise BadBackup("cơ sở dữ liệu trong tệp bị hỏng")
    if found not in migrate.versions():
        raise BadBackup("bản sao lưu thuộc phiên bản chương trình khác, hãy cài phiên bản đó")


def _set_aside(file: Path) -> Path | None:
    if not file.exists():
        return None
    if file.name.endswith(".db"):
        with closing(sqlite3.connect(file)) as old, suppress(sqlite3.Error):
            old.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # so that one file is the whole of it
    names = (f"{file.name}{BEFORE}{'' if n == 1 else f'-{n}'}" for n in range(1, 1_000_000))
    kept = next(place for name in names if not (place := file.with_name(name)).exists())
    file.replace(kept)
    for side in _SIDE_FILES:
        left = file.with_name(file.name + side)
        if left.exists():
            left.replace(kept.with_name(kept.name + side))
    return kept


def _move(file: Path, to: Path) -> None:
    """The data folder may be on another disk than the database."""
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(file, to)
