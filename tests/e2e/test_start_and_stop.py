"""The program's life as a process: it starts on nothing, ends when asked, and is alone at its database."""

import os
import shutil
import signal
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot import app
from bot.delivery.lease import LeaseTaken
from bot.opening import Unmigrated
from storage.database import Database
from storage.tables import inbox, meta, outbox
from tests.e2e import crashing
from tests.e2e.crashing import ended, start
from tests.e2e.program import brisk, environment, rows, running, settings, until
from tests.e2e.talk import hears, says
from tests.simulators.telegram import TelegramSimulator


def url(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder}/vungxanh.db"


async def test_from_nothing_to_an_answer(telegram: TelegramSimulator, tmp_path: Path) -> None:
    """A data folder that does not exist yet is all that a first start needs."""
    folder = tmp_path / "new" / "data"
    async with running(settings(telegram, folder)):
        await says(telegram.user(11), "/start", "Bà con có đồng ý nhận tin không?")
    assert (folder / "vungxanh.db").exists()
    assert oct((folder / "secret.key").stat().st_mode & 0o777) == "0o600"


async def test_asked_to_stop_it_finishes_what_is_in_flight(telegram: TelegramSimulator, folder: Path) -> None:
    """SIGTERM while an answer is on its way: it arrives, its receipt is kept, and nothing is said twice."""
    an = telegram.user(11)
    held = telegram.faults.stall("sendMessage")
    log = folder / "program.log"
    process = start(environment(telegram, folder), log=log)
    await an.says("/kehoach")
    await held.reached.wait()
    process.terminate()
    await crashing.says(log, "stopping")
    held.release()
    assert await ended(process) == 0, log.read_text()
    async with Database(url(folder)) as database:
        assert [row.state for row in await rows(database, outbox)] == ["sent"]
        assert [row.state for row in await rows(database, inbox)] == ["handled"]
    async with running(settings(telegram, folder)):
        await hears(an, "Phương châm")
        await says(an, "/huongdan", "cho nơi nào")
    assert an.hears_nothing()


async def test_what_has_not_left_is_handed_back(telegram: TelegramSimulator, folder: Path) -> None:
    """SIGTERM with a queue behind a slow message: the next start sends the rest, in order, each once."""
    an = telegram.user(11)
    held = telegram.faults.stall("sendMessage")
    log = folder / "program.log"
    process = start(environment(telegram, folder), log=log)
    for _ in range(3):
        await an.says("/kehoach")
    await an.says("/huongdan")
    await held.reached.wait()
    await telegram.settled()
    process.terminate()
    await crashing.says(log, "stopping")
    held.release()
    assert await ended(process) == 0, log.read_text()
    async with Database(url(folder)) as database:
        states = [row.state for row in await rows(database, outbox)]
        assert len(states) == 4
        assert states[0] == "sent"
        assert set(states) <= {"sent", "waiting"}
    async with running(settings(telegram, folder)):
        await an.sees_text("cho nơi nào")
    assert ["Phương châm" in message.text for message in an.sees()] == [True, True, True, False]


@pytest.mark.parametrize("engine_name", ["sqlite", "postgresql"])
async def test_a_second_program_refuses(
    telegram: TelegramSimulator, tmp_path: Path, database_url: str
) -> None:
    """Two senders would break the pace and the order: the second says so and leaves, the first goes on."""
    given = settings(telegram, tmp_path, database=database_url)
    async with running(given):
        with pytest.raises(LeaseTaken, match="vungxanh run"):
            async with running(settings(telegram, tmp_path, database=database_url)):
                pytest.fail("it started")
        await says(telegram.user(11), "/kehoach", "127")
    async with app.assembled(given, brisk):
        pass


async def test_an_old_database_is_not_changed_unasked(
    telegram: TelegramSimulator, tmp_path: Path, sqlite_template: Path
) -> None:
    """The operator backs up and migrates; the program says so."""
    with sqlite3.connect(shutil.copy(sqlite_template, tmp_path / "vungxanh.db")) as old:
        old.execute("UPDATE alembic_version SET version_num = '0001'")
    old.close()
    with pytest.raises(Unmigrated, match="vungxanh migrate"):
        async with app.assembled(settings(telegram, tmp_path), brisk):
            pytest.fail("it started")


async def test_a_restart_keeps_the_rehearsals_clock(telegram: TelegramSimulator, folder: Path) -> None:
    """Campaign time goes on from where it was, whatever the environment says now."""
    morning = datetime(2021, 8, 18, 2, tzinfo=UTC)
    async with running(settings(telegram, folder)) as first:
        await first.parts.clock.move_to(morning + timedelta(hours=3))
    async with running(settings(telegram, folder, clock="2021-08-16T06:00:00+07:00")) as second:
        assert morning + timedelta(hours=3) <= second.parts.clock.now() < morning + timedelta(hours=4)
        assert any(row.key == "clock" for row in await second.rows(meta))


async def test_a_token_that_is_no_good_is_told_and_tried_again(
    telegram: TelegramSimulator, folder: Path
) -> None:
    """It says what to check, without the token, serves its pages, and works once the token does."""
    given, good = settings(telegram, folder), telegram.token
    telegram.token = "8000000001:AAE-another-token-than-ours"
    an = telegram.user(11)
    await an.says("/kehoach")
    with capture_logs() as logs:
        async with running(given) as program:
            await until(
                "the refusal", lambda: [each for each in logs if each["event"] == "channel_not_started"]
            )
            assert program.http.port
            telegram.token = good
            await hears(an, "Phương châm")
    assert "VUNGXANH_TELEGRAM_TOKEN" in str(logs)
    assert good.partition(":")[2] not in str(logs)


async def test_a_signal_during_the_start_is_heard(telegram: TelegramSimulator, folder: Path) -> None:
    """Whoever stops it before it is up need not wait or kill."""
    held = telegram.faults.stall("getMe")
    process = start(environment(telegram, folder), log=folder / "program.log")
    await held.reached.wait()
    assert process.pid
    os.kill(process.pid, signal.SIGINT)
    assert await ended(process) == 0
    held.release()


async def test_nothing_is_lost_while_it_is_down(telegram: TelegramSimulator, folder: Path) -> None:
    """What was written in the meantime is answered, in order."""
    an = telegram.user(11)
    async with running(settings(telegram, folder)):
        await says(an, "/kehoach")
    await an.says("/huongdan")
    await an.says("/kehoach")
    async with running(settings(telegram, folder)):
        await hears(an, "cho nơi nào")
        await hears(an, "Phương châm")
