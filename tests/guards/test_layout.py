"""The shape of the house: small files, rooms that import one way."""

import os
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from messages.limits import Limits

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "handlers", "messages", "storage")
LIMIT, TEST_LIMIT = 300, 500
LONGER = {
    "storage/migrations/versions/0001_first.py": "a migration is written once, and whole",
}


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _files(*folders: str) -> dict[str, int]:
    return {
        path.relative_to(ROOT).as_posix(): _lines(path)
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
    }


CODE, TESTS = _files(*ROOMS), _files("tests")


def test_there_are_files_to_measure() -> None:
    """Every room and the tests were found."""
    assert all(any(name.startswith(f"{room}/") for name in CODE) for room in ROOMS)
    assert len(CODE) > 100
    assert len(TESTS) > 40


def test_no_file_grows_without_a_reason() -> None:
    """A file over 300 lines tells of a missing room, unless the list says why it is one."""
    assert {name: lines for name, lines in CODE.items() if lines > LIMIT and name not in LONGER} == {}
    assert LONGER.keys() <= CODE.keys(), "the list of longer files names one that is gone"


def test_no_test_file_becomes_a_drawer() -> None:
    """Stories run longer than code, but not without end."""
    assert {name: lines for name, lines in TESTS.items() if lines > TEST_LIMIT} == {}


def test_the_median_file_is_short() -> None:
    """About a hundred lines."""
    assert sorted(CODE.values())[len(CODE) // 2] <= 120


@pytest.mark.parametrize("room", ROOMS)
def test_every_folder_of_code_is_a_package(room: str) -> None:
    """A folder without __init__.py is not shipped."""
    folders = {path.parent for path in (ROOT / room).rglob("*.py")}
    bare = {folder for folder in folders if not (folder / "__init__.py").exists()}
    assert {folder.relative_to(ROOT).as_posix() for folder in bare} <= {"storage/migrations/versions"}


def test_rooms_import_one_way_only() -> None:
    """The import contracts of pyproject.toml hold."""
    command = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    ran = subprocess.run(  # noqa: S603 - our own interpreter, a fixed command
        [sys.executable, "-c", command],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert "kept" in ran.stdout.lower(), ran.stdout + ran.stderr
    assert ran.returncode == 0, ran.stdout


def test_every_limit_of_a_platform_steers_something() -> None:
    """What a platform lacks is degraded where it is used: a limit that nobody reads degrades nothing."""
    read = "\n".join(
        (ROOT / name).read_text(encoding="utf-8") for name in CODE if not name.startswith("bot/channels/")
    )
    names = [each.name for each in fields(Limits)]
    assert len(names) > 20
    assert [name for name in names if not re.search(rf"(?:limits|self)\.{name}\b", read)] == []
