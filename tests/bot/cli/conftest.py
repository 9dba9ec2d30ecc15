"""Installations in which the commands are tried."""

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
def small(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Installation:
    """A new installation on the default database."""
    folder = tmp_path / "data"
    made = installation(tmp_path, f"sqlite+aiosqlite:///{folder}/vungxanh.db", monkeypatch, capsys)
    monkeypatch.delenv("VUNGXANH_DATABASE")
    return made


@pytest.fixture(autouse=True)
def _quiet_logs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Logging belongs to the test run."""
    monkeypatch.setattr("bot.logs.configure", lambda _style: None)
