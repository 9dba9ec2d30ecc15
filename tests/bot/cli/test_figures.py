"""`vungxanh digest`, `stats` and `check`: what they tell."""

from pathlib import Path

import pytest

from bot.clock import Clock
from storage.database import Database
from tests.bot.operating import AT, Installation
from tests.simulators.telegram import TelegramSimulator

COMMUNE = "31528"


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
    number = await here.send("Bà con ở nhà.", "--by", "Chín")
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
