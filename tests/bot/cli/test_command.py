"""The `vungxanh` command itself: its help, what it refuses, starting and migrating."""

import sqlite3
from pathlib import Path

import pytest
import typer

from bot import app as running
from bot import demo
from bot.cli import ROOMS, application
from bot.delivery.lease import lease
from bot.settings import Settings
from storage.database import Database
from tests.bot.operating import Installation


def named(app: typer.Typer) -> set[str | None]:
    return {each.name for each in app.registered_commands} | {
        str(each.typer_instance and each.typer_instance.info.name) for each in app.registered_groups
    }


def test_each_command_stands_in_the_room_that_is_told() -> None:
    """Whoever asks for one waits for its room alone; whoever mistypes is told of all."""
    for commands in ROOMS.values():
        for command in commands:
            assert named(application(command)) == set(commands)
    assert named(application("nosuch")) == {each for commands in ROOMS.values() for each in commands}


async def test_every_command_has_help(small: Installation) -> None:
    """Each command of the interface is there and says what it does."""
    names = named(application())
    wanted = {"run", "demo", "check", "migrate", "invite", "digest", "stats", "backup", "restore", "resume"}
    assert wanted < names | {"bulletin"}
    for name in sorted(wanted):
        done = await small.run(name, "--help")
        assert done.code == 0
        assert "Usage" in done.out
    done = await small.run("bulletin", "--help")
    for name in ("send", "list", "show", "pause", "resume", "cancel", "recall"):
        assert f"  {name} " in done.out


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("", "vungxanh --help"),
        ("nosuch", "không có lệnh 'nosuch'"),
        ("invite", "Thiếu"),
        ("invite boss", "home_affairs"),
        ("invite citizen --unit 941 extra", "extra"),
        ("invite admin --uses 0", "từ 1 trở lên"),
        ("invite admin --uses many", "số nguyên"),
        ("invite admin --usess 2", "--uses"),
        ("digest --date yesterday", "2021-08-25"),
        ("bulletin", "vungxanh bulletin --help"),
        ("bulletin show x", "số nguyên"),
        ("bulletin show 0", "từ 1 trở lên"),
        ("invite admin --uses 1001", "không được quá 1000"),
        ("bulletin send --title x", "--text-file"),
        ("bulletin send --title x --text-file y --role boss", "officer"),
        ("bulletin send --title x --text-file y --role citizen", "officer"),
    ],
)
async def test_a_mistyped_command_is_told_in_one_line(small: Installation, line: str, says: str) -> None:
    """Exit code 2, in Vietnamese, with where to look."""
    (await small.run(*line.split())).refused(says, "Cách sửa", code=2)


@pytest.mark.parametrize(
    "command", ["run", "demo", "migrate", "invite admin", "stats", "backup x", "bulletin list"]
)
async def test_bad_settings_stop_every_command(small: Installation, command: str) -> None:
    """One line for each variable, with its cure."""
    small.set(TELEGRAM_RATE="fast")
    (await small.run(*command.split())).refused("VUNGXANH_TELEGRAM_RATE", "Cách sửa")


async def test_a_bad_campaign_file_is_named(small: Installation) -> None:
    """The field and the cure, not a traceback."""
    small.set(CAMPAIGN=small.file("x.toml", "title = "))
    (await small.run("stats")).refused("TOML", "Cách sửa")


async def test_a_database_out_of_reach_is_told(small: Installation) -> None:
    """The cause and where to look, without the password."""
    small.set(DATABASE="postgresql+asyncpg://vx:s3cret@127.0.0.1:1/vx")
    done = await small.run("stats")
    done.refused("cơ sở dữ liệu", "VUNGXANH_DATABASE")
    assert "s3cret" not in done.err


async def test_a_bug_is_not_hidden(small: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody expected is raised, not dressed up as the operator's mistake."""

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("bot.cli.session.load_campaign", broken)
    with pytest.raises(ZeroDivisionError):
        await small.run("stats")


async def test_run_and_demo_start_the_program(small: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    """They hand over the settings, and the port."""
    started: list[tuple[Settings, int]] = []

    async def run(settings: Settings) -> None:
        started.append((settings, 0))

    async def rehearse(settings: Settings, port: int) -> None:
        started.append((settings, port))

    monkeypatch.setattr(running, "run", run)
    monkeypatch.setattr(demo, "run", rehearse)
    assert (await small.run("run")).code == 0
    assert (await small.run("demo")).code == 0
    assert (await small.run("demo", "--port", "9000")).code == 0
    assert [port for _, port in started] == [0, 8080, 9000]
    assert started[0][0].data_dir == small.folder / "data"


async def test_only_one_may_run(small: Installation) -> None:
    """A second `run` on the same database refuses and says what to do."""
    async with Database(small.url) as database, lease(database):
        (await small.run("run")).refused("khác đang dùng", "dừng chương trình đó")


async def test_the_first_command_makes_the_database(bare: Installation) -> None:
    """Whatever it is; the next finds it as it is."""
    for _ in range(2):
        done = await bare.run("stats", "--json")
        assert (done.code, done.data["people"]) == (0, 0), done.err
    assert (bare.folder / "data" / "vungxanh.db").exists()


async def test_migrate_brings_a_database_up_once(here: Installation, empty_database_url: str) -> None:
    """It says what it did; a second time there is nothing to do."""
    here.set(DATABASE=empty_database_url)
    first, second = await here.run("migrate", "--json"), await here.run("migrate", "--json")
    assert first.data["migrated"][0] == "0001"
    assert second.data == {"version": first.data["version"], "migrated": []}
    assert "mới nhất" in (await here.run("migrate")).out


async def test_an_old_database_is_not_used(bare: Installation) -> None:
    """Whatever is asked, the cure is `vungxanh migrate`."""
    folder = bare.folder / "data"
    folder.mkdir()
    with sqlite3.connect(folder / "vungxanh.db") as old:
        old.execute("CREATE TABLE people (id INTEGER)")
    old.close()
    for command in (["stats"], ["run"], ["invite", "admin"]):
        (await bare.run(*command)).refused("vungxanh migrate")
    done = await bare.run("check")
    assert done.code == 1
    assert "vungxanh migrate" in done.out


async def test_a_newer_database_is_not_touched(small: Installation) -> None:
    """An older program says that a newer one is needed."""
    with sqlite3.connect(small.folder / "data/vungxanh.db") as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    newer.close()
    for command in ("stats", "migrate"):
        (await small.run(command)).refused("9999", "mới hơn")


def test_the_entry_point_exits_with_the_code(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`vungxanh` and `python -m bot` end with the command's code."""
    from bot.__main__ import main

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["vungxanh", "nosuch"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
