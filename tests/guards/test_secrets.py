"""Nothing in the repository belongs to one machine, or to nobody but its owner."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements/runtime.txt", "requirements/dev.txt")
SKIPPED = {".venv", ".git", ".hypothesis", ".mypy_cache", ".ruff_cache", "__pycache__", "data", "build"}
# Written in pieces so that this file does not find itself.
_FOLDERS = ("work", "root", "home", "Users")
MACHINE = re.compile(rf"(?<![\w.~}}>/-])/(?:{'|'.join(_FOLDERS)})/\w")
TOKENS = (
    re.compile(r"(?<!\d)\d{8,12}:AA[\w-]{33}(?![\w-])"),  # Telegram
    re.compile(r"-----BEGIN [A-Z ]*" + r"PRIVATE KEY-----"),
    re.compile(r"(?<![\w])(?:gh[pousr]_\w{30,}|AKIA[0-9A-Z]{16}|sk-[\w-]{32,}|xox[bap]-[\w-]{10,})"),
)


def tracked() -> list[Path]:
    """What git tracks; without git (an unpacked archive), every file that is nobody's cache."""
    git = shutil.which("git")
    if git and (ROOT / ".git").exists():
        listed = subprocess.run(  # noqa: S603 - a fixed command
            [git, "-C", str(ROOT), "ls-files", "-z"], capture_output=True, check=True
        )
        paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
        return [path for path in paths if path.is_file()]
    return [
        path
        for path in ROOT.rglob("*")
        if path.is_file() and SKIPPED.isdisjoint(path.relative_to(ROOT).parts)
    ]


def texts() -> dict[str, str]:
    found: dict[str, str] = {}
    for path in tracked():
        try:
            found[path.relative_to(ROOT).as_posix()] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture
    return found


TEXTS = texts()


def test_there_are_files_to_search() -> None:
    """Code, words, locks and settings were found."""
    assert len(TEXTS) > 150
    assert {"pyproject.toml", "Makefile", *LOCKS} <= TEXTS.keys()


def test_the_guard_knows_a_secret_when_it_sees_one() -> None:
    """It finds what it looks for, and takes an address or a relative path for what it is."""
    assert TOKENS[0].search("123456789:AA" + "x" * 33)
    assert MACHINE.search("see /" + "home/an/vungxanh")
    assert not MACHINE.search("https://example.org/" + "home/page, src/" + "work/x")


@pytest.mark.parametrize("name", LOCKS)
def test_locks_are_hashed_and_name_no_index(name: str) -> None:
    """Every package is pinned with hashes; where it comes from is the installer's business."""
    lines = TEXTS[name].splitlines()
    pinned = [line for line in lines if "==" in line and not line.lstrip().startswith("#")]
    assert len(pinned) > 20
    assert all(line.endswith("\\") for line in pinned), "a package without a hash"
    assert not [
        line
        for line in lines
        if re.search(r"https?:|--(?:extra-)?index|--find-links|--trusted-host| @ ", line)
    ]


def test_no_file_names_a_machine_or_holds_a_token() -> None:
    """No path of somebody's machine, no key, no token of a real bot."""
    machines = {name: found[0] for name, text in TEXTS.items() if (found := MACHINE.search(text))}
    assert not machines
    assert not [name for name, text in TEXTS.items() for token in TOKENS if token.search(text)]
