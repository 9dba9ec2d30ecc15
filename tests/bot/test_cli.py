"""The `vungxanh` command: what it prints, what it refuses, and with which exit code."""

import hashlib
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import app as running
from bot import demo
from bot.cli import app, archives
from bot.clock import Clock
from bot.delivery.lease import lease
from bot.settings import Settings
from messages.encoding import load_reply
from storage import audit, meta
from storage.backup import RESTORED
from storage.campaign import shipped
from storage.database import Database
from storage.records import Role
from storage.tables import bulletins, invites, outbox
from tests.bot.operating import AT, Installation, installation
from tests.simulators.telegram import TelegramSimulator

COMMUNE, DISTRICT = "31528", "943"  # the one lies in the other


@pytest.fixture
def here(
    empty_database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Installation:
    """A new installation, on both engines."""
    return installation(tmp_path, empty_database_url, monkeypatch, capsys)


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


# ---- the command itself


async def test_every_command_has_help(small: Installation) -> None:
    """Each command of the interface is there and says what it does."""
    names = {each.name for each in app.registered_commands} | {each.name for each in app.registered_groups}
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


# ---- run, demo, migrate


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
    await small.run("migrate")
    async with Database(small.url) as database, lease(database):
        (await small.run("run")).refused("khác đang dùng", "dừng chương trình đó")


async def test_migrate_brings_a_database_up_once(here: Installation) -> None:
    """It says what it did; a second time there is nothing to do."""
    first, second = await here.run("migrate", "--json"), await here.run("migrate", "--json")
    assert first.data["migrated"][0] == "0001"
    assert second.data == {"version": first.data["version"], "migrated": []}
    assert "mới nhất" in (await here.run("migrate")).out


async def test_an_old_database_is_not_used(small: Installation) -> None:
    """Whatever is asked, the cure is `vungxanh migrate`."""
    folder = small.folder / "data"
    folder.mkdir()
    with sqlite3.connect(folder / "vungxanh.db") as old:
        old.execute("CREATE TABLE people (id INTEGER)")
    old.close()
    for command in (["stats"], ["run"], ["invite", "admin"]):
        (await small.run(*command)).refused("vungxanh migrate")
    done = await small.run("check")
    assert done.code == 1
    assert "vungxanh migrate" in done.out


async def test_a_newer_database_is_not_touched(small: Installation) -> None:
    """An older program says that a newer one is needed."""
    await small.run("migrate")
    with sqlite3.connect(small.folder / "data/vungxanh.db") as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    newer.close()
    for command in ("stats", "migrate"):
        (await small.run(command)).refused("9999", "mới hơn")


# ---- invite


async def test_an_invite_prints_a_code_and_keeps_its_hash(here: Installation) -> None:
    """The code works, is logged with who made it, and is nowhere in the database."""
    done = await here.run("invite", "officer", "--unit", COMMUNE, "--uses", "3", "--by", "Tư", "--json")
    assert done.data["link"] is None
    code = done.data["code"]
    async with Database(here.url) as database, database.reading() as tx:
        row = await tx.first(select(invites))
        (line,) = await audit.recent(tx)
    assert row is not None
    assert (row.role, row.scope, row.uses_left) == ("officer", COMMUNE, 3)
    assert row.code_hash == hashlib.sha256(code.encode()).hexdigest()
    assert (row.expires_at - AT).days == 7  # campaign time: the rehearsal has not begun
    assert (line.action, line.actor) == ("invite.created", "Tư (dòng lệnh)")
    assert code not in str(line)


async def test_a_desk_s_code_says_how_to_use_it(small: Installation) -> None:
    """Home Affairs' code opens its desk, a desk's code nothing else."""
    done = await small.run("invite", "home_affairs")
    assert "/ketnoi" in done.out
    assert "/start" in done.out
    assert "Sở Nội vụ" in done.out
    done = await small.run("invite", "desk", "--unit", "so_noi_vu")
    assert "/ketnoi" in done.out
    assert "/start" not in done.out


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("invite citizen", "không mời được"),
        ("invite officer", "đơn vị"),
        ("invite officer --unit 99999", "mã GSO"),
        ("invite editor", "bao_soc_trang"),
        ("invite desk --unit 941", "so_noi_vu"),
        ("invite admin --unit 941", "bỏ --unit"),
    ],
)
async def test_an_invite_that_fits_nothing_is_refused(small: Installation, line: str, says: str) -> None:
    """With what would fit."""
    (await small.run(*line.split())).refused(says, "Cách sửa")


async def test_the_link_opens_the_bot(small: Installation) -> None:
    """With a token the link names the bot; without an answer from the platform the code still works."""
    async with TelegramSimulator() as telegram:
        small.set(TELEGRAM_TOKEN=telegram.token, TELEGRAM_API=telegram.url)
        data = (await small.run("invite", "admin", "--json")).data
        assert data["link"] == f"https://t.me/{telegram.me['username']}?start={data['code']}"
        assert "Liên kết: https://t.me/" in (await small.run("invite", "admin", "--uses", "2")).out
    done = await small.run("invite", "admin", "--json")
    assert done.code == 0
    assert done.data["link"] is None
    assert "Telegram không trả lời" in done.err
    assert telegram.token not in done.err


# ---- bulletins


async def _send(here: Installation, text: str | bytes = "Bà con ở nhà.", *more: str) -> int:
    done = await here.run(
        "bulletin", "send", "--title", "Nhắc", "--text-file", here.file("t.txt", text), "--json", *more
    )
    assert done.code == 0, done.err
    return int(done.data["id"])


async def test_a_bulletin_is_started_logged_and_announced(here: Installation) -> None:
    """It goes to those in the area, under the operator's name; every approver hears of it."""
    await here.run("migrate")
    await here.citizen("an", COMMUNE)
    await here.citizen("ba", None)
    await here.citizen("tu", None, Role.APPROVER)
    number = await _send(here, "\ufeffBà con <b>ở nhà</b>.\r\n5 < 6", "--area", DISTRICT, "--by", "Chín")
    async with Database(here.url) as database, database.reading() as tx:
        row = await tx.first(select(bulletins).where(bulletins.c.id == number))
        told = await tx.all(select(outbox))
        lines = await audit.recent(tx)
    assert row is not None
    assert (row.title, row.created_by, row.counted, row.urgent) == ("Nhắc", "Chín (dòng lệnh)", 1, False)
    assert load_reply(row.reply).text == "Bà con <b>ở nhà</b>.\n5 &lt; 6"
    assert COMMUNE in row.audience["places"]
    assert DISTRICT in row.audience["places"]
    assert row.created_at == AT
    announced, followed = told
    assert announced.chat == followed.chat == "tu"
    assert "Bản tin số 1: đang gửi" in load_reply(followed.body).text
    for text in ("Nhắc", "Chín (dòng lệnh)", "ở nhà", "Huyện Kế Sách"):
        assert text in load_reply(announced.body).text
    assert [line.action for line in lines] == ["bulletin.sent_by_operator"]


async def test_an_urgent_bulletin_takes_the_lane_of_alerts(small: Installation) -> None:
    """Quiet hours do not hold it, the others wait in the lane of bulletins."""
    numbers = [await _send(small, "Gấp.", "--urgent"), await _send(small, "Thường.", "--role", "officer")]
    async with Database(small.url) as database, database.reading() as tx:
        rows = await tx.all(select(bulletins).order_by(bulletins.c.id))
    assert [row.id for row in rows] == numbers
    assert [(row.urgent, row.lane) for row in rows] == [(True, 1), (False, 3)]
    assert rows[1].audience["roles"] == ["officer"]


async def test_it_may_be_for_who_chose_one_of_several_topics(small: Installation) -> None:
    """Kept with the bulletin, shown by `show`."""
    number = await _send(small, "Tin.", "--topic", "bulletins", "--topic", "corrections")
    shown = await small.run("bulletin", "show", str(number), "--json")
    assert shown.data["topics"] == ["bulletins", "corrections"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "không có chữ"),
        ("  \n\t", "không có chữ"),
        ("<b></b>", "không có chữ"),
        ("Bà con ở nhà".encode("cp1258", "replace") + b"\xf5\xff", "UTF-8"),
        ("chữ".encode("utf-16"), "UTF-8"),
        ("ắ" * 4097, "4.097"),
        ("😀" * 2049, "4.098"),
        (b"a" * 2_000_000, "tối đa 4.096"),
        ("a" * 4090 + " từ cuối", "từ cu▶ối"),
        ("Ở nhà.\nNhớ *đeo khẩu trang", "dòng 2 “Nhớ ▶*đeo khẩu trang”"),
    ],
)
async def test_a_text_that_cannot_be_sent_is_refused(
    small: Installation, text: str | bytes, says: str
) -> None:
    """Empty, too long or in an old code page: said with the cure, and nothing is sent."""
    file = small.file("t.txt", text)
    (await small.run("bulletin", "send", "--title", "x", "--text-file", file)).refused(says, "Cách sửa")
    assert (await small.run("bulletin", "list", "--json")).data == []


async def test_the_longest_text_that_fits_is_sent(small: Installation) -> None:
    """4,096 as Telegram counts them, composed or not, tags not counted."""
    assert await _send(small, "<b>" + "a\u0306\u0301" * 4096 + "</b>")


async def test_marks_that_mark_nothing_are_kept_where_the_operator_says_so(small: Installation) -> None:
    """`--keep-marks`: they are sent as the letters that they are."""
    file = small.file("t.txt", "Nhớ *đeo khẩu trang, **không** tụ tập")
    done = await small.run("bulletin", "send", "--title", "x", "--text-file", file, "--keep-marks", "--json")
    assert done.code == 0, done.err
    async with Database(small.url) as database, database.reading() as tx:
        kept = await tx.scalar(select(bulletins.c.reply).where(bulletins.c.id == done.data["id"]))
    assert load_reply(str(kept)).text == "Nhớ *đeo khẩu trang, <b>không</b> tụ tập"


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--area", "1"], "mã GSO"),
        (["--area", "Kế Sách"], "943"),
        (["--topic", "x"], "good_examples"),
        (["--title", "   "], "--title"),
        (["--title", "x" * 201], "200"),
        (["--text-file", "/no/such"], "không có tệp"),
        (["--text-file", "."], "thư mục"),
    ],
)
async def test_what_is_wrong_with_an_order_is_told(small: Installation, more: list[str], says: str) -> None:
    """Title, file and areas are checked before anything is sent."""
    order = ["bulletin", "send", "--title", "x", "--text-file", small.file("t.txt", "chữ"), *more]
    (await small.run(*order)).refused(says, "Cách sửa")


@pytest.mark.parametrize(
    ("clock", "says"), [("2021-08-15T10:00", "chưa bắt đầu"), ("2021-08-26T00:00", "đã kết thúc")]
)
async def test_no_bulletin_outside_the_campaign(small: Installation, clock: str, says: str) -> None:
    """Exit code 1 and the dates."""
    small.set(CLOCK=clock)
    order = ["bulletin", "send", "--title", "x", "--text-file", small.file("t.txt", "chữ")]
    (await small.run(*order)).refused(says, "16/8/2021", "25/8/2021")


async def test_the_running_clock_decides(small: Installation) -> None:
    """Once a rehearsal has begun, its own time counts, not the variable."""
    await small.run("migrate")
    async with Database(small.url) as database:
        clock = await Clock.open(database, AT)
        assert await _send(small)
        await clock.pause()
        await clock.move_to(AT.replace(day=26))
    order = ["bulletin", "send", "--title", "x", "--text-file", small.file("t.txt", "chữ")]
    (await small.run(*order)).refused("đã kết thúc", "26/8/2021")


async def test_the_campaign_file_may_turn_it_off(small: Installation) -> None:
    """`operator_may_send = false`: refused, and `check` says so; of an agency where one person is enough too."""
    text = (
        shipped().read_text(encoding="utf-8").replace("operator_may_send = true", "operator_may_send = false")
    )
    text = text.replace('short = "STTTT"', 'short = "STTTT"\nalone = true')
    for name in ("plan127-units.csv", "plan127-units-2025.csv", "plan127-zones.csv"):
        small.file(name, (shipped().parent / name).read_bytes())
    small.set(CAMPAIGN=small.file("campaign.toml", text))
    order = ["bulletin", "send", "--title", "x", "--text-file", small.file("t.txt", "chữ")]
    (await small.run(*order)).refused("operator_may_send")
    checked = (await small.run("check")).out
    assert "không được (operator_may_send" in checked
    assert "một người được tự soạn và tự duyệt" in checked


async def test_a_bulletin_is_shown_and_moved(here: Installation) -> None:
    """list, show, pause, resume, cancel, recall: each says the state it leaves; what cannot be is refused."""
    number = str(await _send(here, "Bà con ở nhà.", "--area", COMMUNE))
    (listed,) = (await here.run("bulletin", "list", "--json")).data
    assert (listed["id"], listed["state"], listed["areas"]) == (int(number), "sending", [COMMUNE])
    assert "Nhắc" in (await here.run("bulletin", "list")).out
    states = [
        (await here.run("bulletin", move, number, "--json")).data["state"]
        for move in ("pause", "resume", "pause", "cancel", "recall")
    ]
    assert states == ["paused", "sending", "paused", "cancelled", "recalled"]
    (await here.run("bulletin", "resume", number)).refused("đã thu hồi")
    (await here.run("bulletin", "pause", "99")).refused("không có bản tin này")
    (await here.run("bulletin", "show", "99")).refused("bulletin list")
    shown = await here.run("bulletin", "show", number)
    assert "Đã thu hồi" in shown.out
    assert (await here.run("bulletin", "show", number, "--json")).data["deliveries"]["sent"] == 0
    async with Database(here.url) as database, database.reading() as tx:
        actions = [line.action for line in await audit.recent(tx)]
    assert actions.count("bulletin.paused") == 2


# ---- figures


async def test_the_digest_is_printed_or_written(small: Installation) -> None:
    """As text, as JSON, or as files whose names are printed."""
    assert "Tổng hợp" in (await small.run("digest")).out
    assert (await small.run("digest", "--date", "2021-08-17", "--json")).data["digest"]["new"] == 0
    done = await small.run("digest", "--out", str(small.folder / "out"))
    files = [Path(line) for line in done.out.splitlines()]
    assert [file.suffix for file in files] == [".txt", ".csv", ".docx", ".xlsx", ".png", ".png"]
    assert all(file.is_file() for file in files)
    (await small.run("digest", "--out", small.file("taken", "x"))).refused("Cách sửa")


async def test_the_figures_of_the_whole(here: Installation) -> None:
    """For people and for programs."""
    await here.run("migrate")
    await here.citizen("an", COMMUNE)
    data = (await here.run("stats", "--json")).data
    assert (data["people"], data["agreed"], data["reachable"]) == (1, 1, 1)
    assert "Người: 1" in (await here.run("stats")).out


# ---- check


async def test_check_of_a_new_rehearsal_passes(small: Installation) -> None:
    """What the office must fill in is a warning there; nothing is made by looking."""
    done = await small.run("check")
    assert done.code == 0, done.out
    for text in ("contacts.managing_body", "lần chạy đầu tự tạo", "Telegram đang tắt", "Cách sửa"):
        assert text in done.out
    assert not (small.folder / "data").exists()


async def test_check_of_real_use_fails_until_the_office_has_filled_in(
    small: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The three places without which real people must not be answered."""
    monkeypatch.delenv("VUNGXANH_CLOCK")
    done = await small.run("check", "--json")
    assert done.code == 1
    errors = [each["text"] for each in done.data if each["level"] == "error"]
    assert len(errors) == 3
    assert all(error.startswith("contacts.") for error in errors)


async def test_a_begun_rehearsal_stays_one(small: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database remembers, whatever the variable says now."""
    await small.run("migrate")
    async with Database(small.url) as database:
        await Clock.open(database, AT)
    monkeypatch.delenv("VUNGXANH_CLOCK")
    assert (await small.run("check")).code == 0


async def test_check_tells_every_problem_at_once(small: Installation) -> None:
    """Misspelt variables, a campaign file that is no file, a folder that is none."""
    small.set(CAMPAING="x", CAMPAIGN="/no/such.toml", DATA_DIR=small.file("taken", "x"))
    done = await small.run("check")
    assert done.code == 1
    for text in ("VUNGXANH_CAMPAIGN", "/no/such.toml", "thư mục dữ liệu"):
        assert text in done.out
    small.set(CLOCK="noon")
    assert "VUNGXANH_CLOCK" in (await small.run("check")).out


async def test_check_asks_the_platform(small: Installation) -> None:
    """A good token names the bot; a bad one and a network that fails are told apart; the token is not shown."""
    async with TelegramSimulator() as telegram:
        small.set(TELEGRAM_TOKEN=telegram.token, TELEGRAM_API=telegram.url)
        done = await small.run("check")
        assert (done.code, f"@{telegram.me['username']} sẵn sàng" in done.out) == (0, True)
        small.set(TELEGRAM_TOKEN="1:wrong")
        done = await small.run("check")
        assert (done.code, "@BotFather" in done.out) == (1, True)
        small.set(TELEGRAM_TOKEN=telegram.token)
    done = await small.run("check")
    assert (done.code, "Không nối được" in done.out) == (1, True)
    assert telegram.token not in done.out + done.err


async def test_check_shows_what_the_operator_sent(here: Installation) -> None:
    """Sending from the command line is not done in the dark."""
    number = await _send(here, "Bà con ở nhà.", "--by", "Chín")
    done = await here.run("check")
    assert f"mới nhất là số {number}, người gửi Chín" in done.out
    assert "Cơ sở dữ liệu dùng được" in done.out


async def test_check_of_a_database_out_of_reach(small: Installation) -> None:
    """Told as such, and the rest is looked at all the same."""
    small.set(DATABASE="postgresql+asyncpg://vx:s3cret@127.0.0.1:1/vx")
    done = await small.run("check")
    assert done.code == 1
    assert "Không dùng được cơ sở dữ liệu" in done.out
    assert "Tệp chiến dịch đọc được" in done.out
    assert "s3cret" not in done.out


# ---- backup, restore


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
    await small.run("migrate")
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
    await small.run("migrate")
    (await small.run("backup", str(small.folder / name))).refused(says)


async def test_a_backup_needs_a_database(small: Installation) -> None:
    """Nothing is made of nothing."""
    (await small.run("backup", "b.tar.gz")).refused("Chưa có cơ sở dữ liệu")
    (await small.run("restore", "b.tar.gz")).refused("Không có tệp")


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


def test_the_entry_point_exits_with_the_code(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`vungxanh` and `python -m bot` end with the command's code."""
    from bot.__main__ import main

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["vungxanh", "nosuch"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
