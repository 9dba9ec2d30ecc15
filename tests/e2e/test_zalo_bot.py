"""The real program on a bot of Zalo's Bot Platform: a process that polls, and a citizen with numbers and words."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.cli import run_command
from tests.e2e.crashing import ended, start
from tests.e2e.program import MORNING, until
from tests.simulators.zalo_bot import ZaloBotSimulator

AN = "6ede9afa66b88fe6d6a9"
NEWS = "Chợ Kế Sách mở cửa từ 5 giờ đến 10 giờ & chỉ bán hàng thiết yếu."


@pytest.fixture
async def zalo(folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ZaloBotSimulator]:
    """A bot on Zalo; the environment is that of a program with its token and nothing else."""
    for name in os.environ:
        if name.startswith("VUNGXANH_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(folder)  # where no .env lies
    async with ZaloBotSimulator() as made:
        for name, value in {
            "DATA_DIR": str(folder),
            "ZALO_BOT_API": made.url,
            "ZALO_BOT_TOKEN": made.token,
            "CLOCK": MORNING,
            "HTTP": "127.0.0.1:0",
        }.items():
            monkeypatch.setenv(f"VUNGXANH_{name}", value)
        yield made


@asynccontextmanager
async def running(folder: Path) -> AsyncIterator[None]:
    """The program in a process of its own, asked to stop at the end."""
    log = folder / "program.log"
    process = start(dict(os.environ), log=log)
    try:
        yield
    finally:
        process.terminate()
        assert await ended(process) == 0, log.read_text()


async def says(zalo: ZaloBotSimulator, text: str, *wanted: str) -> str:
    """Write, and read what is answered, up to the message that holds all of these."""
    before = len(zalo.sent)
    await zalo.says(AN, text)
    return await hears(zalo, before, *wanted)


async def hears(zalo: ZaloBotSimulator, before: int, *wanted: str) -> str:
    def answered() -> str:
        return "\n".join(each.text for each in zalo.sent[before:] if each.chat == AN)

    await until(f"{wanted} among {answered()!r}", lambda: all(each in answered() for each in wanted))
    return answered()


async def test_a_citizen_with_nothing_but_words(zalo: ZaloBotSimulator, folder: Path) -> None:
    """Agree, ask, report and be told the news, all by numbers and words, from a program that polls."""
    async with running(folder):
        await says(zalo, "/start", "kênh thông tin tự động", "1. Đồng ý nhận tin", "Nhắn số để chọn.")
        await says(zalo, "1", "Bà con ở xã, phường nào?")
        await says(zalo, "ke an", "Xã Kế An, huyện Kế Sách", "chủ đề")
        await says(zalo, "xong", "Bà con sẽ nhận")
        await says(zalo, "/huongdan", "cho nơi nào", "1. ")
        await says(zalo, "1", "4 tại chỗ", "Hậu cần")
        await says(zalo, "/phananh", "việc gì, ở đâu")
        await says(zalo, "Nhà tôi hết gạo ba ngày nay", "thuộc nhóm nào", "1. ")
        await says(zalo, "1", "xã, phường nào")
        await says(zalo, "1", "Bà con có ảnh kèm theo")
        await says(zalo, "bo qua", "có gấp không")
        await says(zalo, "không gấp", "để lại số điện thoại")
        await says(zalo, "Không cần gọi lại", "xem lại trước khi gửi", "Xã Kế An", "1. Gửi")
        await says(zalo, "1", "Đã ghi nhận", "KK-")
        before = len(zalo.sent)
        await sends_news(folder)
        assert NEWS in await hears(zalo, before, "Chợ Kế Sách")
    assert not any("bấm" in each.text.lower() for each in zalo.sent)
    assert all(len(each.text.encode("utf-16-le")) <= 4000 for each in zalo.sent)


async def sends_news(folder: Path) -> None:
    """An operator at the machine."""
    news = folder / "tin.txt"
    news.write_text(NEWS, encoding="utf-8")
    send = ("bulletin", "send", "--title", "Giờ chợ", "--text-file", str(news))
    assert await asyncio.to_thread(run_command, send) == 0
