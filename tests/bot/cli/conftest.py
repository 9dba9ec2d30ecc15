"""Installations in which the commands are tried."""

import shutil
from pathlib import Path

import pytest

from tests.bot.operating import Installation, installation


@pytest.fixture
def here(
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Installation:
    """A new installation, on both engines."""
    return installation(tmp_path, database_url, monkeypatch, capsys)


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Installation:
    """One whose first command is still to come, on the default database."""
    made = installation(tmp_path, f"sqlite+aiosqlite:///{tmp_path}/data/vungxanh.db", monkeypatch, capsys)
    monkeypatch.delenv("VUNGXANH_DATABASE")
    return made


@pytest.fixture
def small(bare: Installation, sqlite_template: Path) -> Installation:
    """A new installation on the default database."""
    (bare.folder / "data").mkdir()
    shutil.copy(sqlite_template, bare.folder / "data" / "vungxanh.db")
    return bare


@pytest.fixture(autouse=True)
def _quiet_logs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Logging belongs to the test run."""
    monkeypatch.setattr("bot.logs.configure", lambda _style: None)
