"""`vungxanh digest`, `stats` and `check`: what they tell."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from bot.clock import Clock
from bot.jobs.digests import Digests
from bot.media import MediaStore
from handlers.everything import REGISTRY
from messages.content import Attachment, AttachmentKind
from storage import people, reports, shipped
from storage.campaign import load_campaign
from storage.database import Database
from storage.jobs import Job
from storage.reports import NewReport
from storage.tables import jobs
from tests.bot.operating import AT, Installation
from tests.driver import Stage
from tests.messages.documents.reading import document, sheets, words_of
from tests.simulators.telegram import TelegramSimulator

COMMUNE = "31528"


async def test_the_digest_is_printed_or_written(small: Installation) -> None:
    """As text, as JSON, or as files whose names are printed."""
    assert "Tổng hợp" in (await small.run("digest")).out
    assert (await small.run("digest", "--date", "2021-08-17", "--json")).data["digest"]["new"] == 0
    done = await small.run("digest", "--out", str(small.folder / "none"))  # a day with nothing has no report
    assert [Path(line).suffix for line in done.out.splitlines()] == [".txt", ".csv"]
    (await small.run("digest", "--out", small.file("taken", "x"))).refused("Cách sửa")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--date", "2021-08-19"), "chưa tới"),
        (("--to", "2021-08-17"), "--date"),
        (("--date", "2021-08-17", "--to", "2021-08-16"), "--to"),
        (("--closing", "--date", "2021-08-17"), "--closing"),
    ],
)
async def test_days_that_cannot_be_are_refused(
    small: Installation, options: tuple[str, ...], says: str
) -> None:
    """One line with the cure."""
    done = await small.run("digest", *options)
    done.refused(says, "Cách sửa", code=1 if "chưa" in says else 2)


async def reported(small: Installation) -> None:
    """A difficulty of this morning."""
    async with Database(small.url) as database, database.transaction() as tx:
        _, an = await people.meet(tx, "stage", "1", "an", AT)
        new = NewReport(person_id=an.id, kind="an_sinh", place=COMMUNE, words="Nhà tôi hết gạo")
        await reports.add(tx, new, AT - timedelta(hours=1))


@dataclass
class Drawer:
    """A press that draws on the spot and keeps what it drew."""

    made: dict[str, bytes] = field(default_factory=dict)

    def warm(self) -> None: ...

    async def draw(self, drawing: Callable[[Any], Any], what: Any) -> Any:
        return drawing(what)

    async def keep(self, data: bytes, name: str, _mime: str) -> Attachment:
        self.made[name] = data
        return Attachment(kind=AttachmentKind.DOCUMENT, ref=name, origin="disk", name=name)


async def asked(small: Installation, words: str) -> tuple[str, Job]:
    """What chat says to /tonghop, and the files that it has made."""
    async with Database(small.url) as database:
        stage = Stage(database, load_campaign(), REGISTRY)
        desk = await stage.desk("-100", "so_noi_vu")
        await stage.member("binh", desk).says(words)
        async with database.reading() as tx:
            row = (await tx.all(select(jobs).where(jobs.c.kind == "digest_files")))[-1]
    job = Job(id=row.id, kind=row.kind, payload=row.payload, attempts=0)
    return "\n".join(shown.text for shown in desk.shown), job


@pytest.mark.parametrize(
    ("options", "words"),
    [(("--date", "2021-08-17", "--to", "2021-08-18"), "/tonghop 17/8 đến 18/8"),
     (("--closing",), "/tonghop tổng kết")],
    ids=["days", "closing"],
)  # fmt: skip
async def test_the_command_tells_what_the_chat_tells(
    small: Installation, options: tuple[str, ...], words: str
) -> None:
    """The same days, the same words, and the closing report in the same case."""
    await reported(small)
    printed = (await small.run("digest", *options)).out
    data = (await small.run("digest", *options, "--json")).data["digest"]
    chat, job = await asked(small, words)
    assert "Mới gửi đến: 1" in printed
    assert [line for line in printed.splitlines() if line not in chat] == []
    assert [datetime.fromisoformat(data[name]) for name in ("since", "until")] == [
        datetime.fromisoformat(job.payload[name]) for name in ("since", "until")
    ]
    assert job.payload["final"] == ("--closing" in options)


@pytest.mark.timeout(180)
async def test_the_command_and_the_chat_give_the_same_files(small: Installation) -> None:
    """Report, table and pictures of a day, each read back."""
    await reported(small)
    done = await small.run("digest", "--date", "2021-08-18", "--out", str(small.folder / "out"))
    files = done.out.splitlines()
    assert [Path(file).suffix for file in files] == [".txt", ".csv", ".docx", ".xlsx", ".png", ".png"]
    written = _read(files)
    _, job = await asked(small, "/tonghop 18/8")
    drawer = Drawer()
    async with Database(small.url) as database:
        store = MediaStore(small.folder / "media", database)
        works = Digests(database=database, campaign=load_campaign(), store=store, wall=lambda: AT)
        works.press = drawer  # type: ignore[assignment]
        await works.send_files(job)
    assert drawer.made.keys() == {name for name in written if not name.endswith((".txt", ".csv"))}
    for name, made in drawer.made.items():
        assert _content(name, made) == _content(name, written[name]), name


def _read(files: list[str]) -> dict[str, bytes]:
    return {Path(file).name: Path(file).read_bytes() for file in files}


def _content(name: str, made: bytes) -> object:
    """What its reader sees; not when it was packed."""
    if name.endswith(".docx"):
        report = document(made)
        return words_of(report), [
            [cell.text for cell in row.cells] for each in report.tables for row in each.rows
        ]
    if name.endswith(".xlsx"):
        return {sheet: found.rows for sheet, found in sheets(made).items()}
    with Image.open(BytesIO(made)) as picture:
        return picture.info["Title"], picture.tobytes()


async def test_the_figures_of_the_whole(here: Installation) -> None:
    """For people and for programs."""
    await here.citizen("an", COMMUNE)
    data = (await here.run("stats", "--json")).data
    assert (data["people"], data["agreed"], data["reachable"]) == (1, 1, 1)
    assert "Người: 1" in (await here.run("stats")).out


async def test_check_of_a_new_rehearsal_passes(bare: Installation) -> None:
    """What the office must fill in is a warning there; nothing is made by looking."""
    done = await bare.run("check")
    assert done.code == 0, done.out
    for text in ("contacts.managing_body", "lần chạy đầu tự tạo", "Telegram đang tắt", "Cách sửa"):
        assert text in done.out
    assert not (bare.folder / "data").exists()


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
    number = await here.send("Bà con ở nhà.", "--by", "Chín")
    done = await here.run("check")
    assert f"mới nhất là số {number}, người gửi Chín" in done.out
    assert "Cơ sở dữ liệu dùng được" in done.out


async def test_check_says_where_digests_go_by_email(small: Installation) -> None:
    """A server without a mailbox, a mailbox without a server: each is a warning with its cure; neither, no word."""
    assert "thư điện tử" not in (await small.run("check")).out
    small.set(SMTP_HOST="mail.test", SMTP_SENDER="bot@example.org")
    done = await small.run("check")
    assert (done.code, "chưa ghi địa chỉ của Sở Nội vụ" in done.out) == (0, True)
    small.set(CAMPAIGN=_with_mailbox(small.folder / "campaign"))
    assert "gửi cả bằng thư điện tử đến noivu@example.org" in (await small.run("check")).out
    small.monkeypatch.delenv("VUNGXANH_SMTP_HOST")
    assert "chưa có máy chủ thư" in (await small.run("check")).out


def _with_mailbox(folder: Path) -> str:
    """The shipped campaign, whose collecting agency wants letters."""
    shutil.copytree(Path(shipped.__file__).parent, folder)
    file = folder / "plan127.toml"
    office = '[[agencies]]\nkey = "so_noi_vu"\n'
    text = file.read_text(encoding="utf-8")
    assert text.count(office) == 1
    file.write_text(text.replace(office, f'{office}email = "noivu@example.org"\n'), encoding="utf-8")
    return str(file)


async def test_check_of_a_database_out_of_reach(small: Installation) -> None:
    """Told as such, and the rest is looked at all the same."""
    small.set(DATABASE="postgresql+asyncpg://vx:s3cret@127.0.0.1:1/vx")
    done = await small.run("check")
    assert done.code == 1
    assert "Không dùng được cơ sở dữ liệu" in done.out
    assert "Tệp chiến dịch đọc được" in done.out
    assert "s3cret" not in done.out
