"""An installation to run commands in, as an operator does."""

import asyncio
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.cli import run_command
from storage import grants, people
from storage.database import Database
from storage.records import Consent, Role

NOON = "2021-08-18T10:00"  # the third day of the shipped campaign
AT = datetime(2021, 8, 18, 3, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Done:
    """What a command left: its exit code, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The JSON that it printed, on one line."""
        assert self.out.count("\n") == 1, self.out
        return json.loads(self.out)

    def refused(self, *says: str, code: int = 1) -> None:
        """It was refused: nothing on stdout, one line on stderr with the cure, no traceback."""
        assert self.code == code, self
        assert self.out == ""
        assert self.err.count("\n") == 1, self.err
        assert "Traceback" not in self.err
        for text in says:
            assert text in self.err, f"{text!r} is not in {self.err!r}"


@dataclass(frozen=True, kw_only=True)
class Installation:
    """A machine with settings, a folder and a database."""

    folder: Path
    url: str
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def set(self, **variables: str) -> None:
        """Environment variables, without their prefix."""
        for name, value in variables.items():
            self.monkeypatch.setenv(f"VUNGXANH_{name}", value)

    async def run(self, *arguments: str) -> Done:
        """`vungxanh ARGUMENTS`."""
        self.capsys.readouterr()
        code = await asyncio.to_thread(run_command, arguments)
        printed = self.capsys.readouterr()
        return Done(code=code, out=printed.out, err=printed.err)

    def file(self, name: str, content: str | bytes) -> str:
        """A file of the operator's; its path."""
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    async def send(self, text: str | bytes, *more: str) -> int:
        """`vungxanh bulletin send`; the bulletin's number."""
        file = self.file("text.txt", text)
        done = await self.run("bulletin", "send", "--title", "Nhắc", "--text-file", file, "--json", *more)
        assert done.code == 0, done.err
        return int(done.data["id"])

    async def citizen(self, chat: str, place: str | None = None, *roles: Role) -> None:
        """Somebody who agreed to news; a holder of roles."""
        async with Database(self.url) as database, database.transaction() as tx:
            _, person = await people.meet(tx, "stage", "1", chat, AT)
            person = await people.consented(tx, person, Consent.AGREED)
            await people.choose_place(tx, person, place)
            for role in roles:
                await grants.grant(tx, person.id, role, "", "thử", AT)


def installation(
    folder: Path, url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Installation:
    """One with nothing in it yet, in a rehearsal that stands in the campaign's third day."""
    for name in os.environ:
        if name.startswith("VUNGXANH_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(folder)  # where no .env lies
    made = Installation(folder=folder, url=url, monkeypatch=monkeypatch, capsys=capsys)
    made.set(DATA_DIR=str(folder / "data"), DATABASE=url, CLOCK=NOON)
    return made
