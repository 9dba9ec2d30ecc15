"""`vungxanh` as an operator uses it: the environment, the program as a process, and commands beside it."""

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.program import environment, ready, until
from tests.e2e.talk import code_in
from tests.simulators.telegram import TelegramSimulator, User

VUNGXANH = Path(sys.executable).with_name("vungxanh")
NEWS = "Chợ <b>Kế Sách</b> mở cửa từ 5 giờ đến 10 giờ & chỉ bán hàng thiết yếu."


@dataclass
class Operator:
    """Somebody at the machine."""

    env: dict[str, str]
    folder: Path
    log: Path = field(init=False)

    def __post_init__(self) -> None:
        self.log = self.folder / "run.log"

    async def types(self, *arguments: str, code: int = 0) -> tuple[str, str]:
        """Run a command to its end; what it wrote to stdout and stderr."""
        process = await asyncio.create_subprocess_exec(
            VUNGXANH,
            *arguments,
            env=self.env,
            cwd=self.folder,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await process.communicate()
        assert process.returncode == code, f"{arguments}: {process.returncode}\n{err.decode()}"
        return out.decode(), err.decode()

    async def asks(self, *arguments: str) -> Any:
        """What a command prints as JSON."""
        return json.loads((await self.types(*arguments, "--json"))[0])

    @asynccontextmanager
    async def runs(self) -> AsyncIterator[asyncio.subprocess.Process]:
        """`vungxanh run`, stopped by SIGTERM at the end."""
        with self.log.open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                VUNGXANH, "run", env=self.env, cwd=self.folder, stdout=log, stderr=log
            )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
            await process.wait()

    async def address(self) -> str:
        """Where the running program serves its pages."""
        await until("its address", lambda: "http://127.0.0.1:" in self.log.read_text())
        return "http://127.0.0.1:" + self.log.read_text().split("http://127.0.0.1:")[1].split()[0].strip(
            "\"',}"
        )


@pytest.fixture
async def strict() -> AsyncIterator[TelegramSimulator]:
    """Telegram with its limits to the letter."""
    async with TelegramSimulator() as simulator:
        yield simulator


@pytest.fixture
def operator(strict: TelegramSimulator, folder: Path) -> Operator:
    return Operator(environment(strict, folder), folder)


async def hears(who: User, act: Any, wanted: str) -> Any:
    """Do something, and wait for the answer at Telegram's own pace."""
    seen = len(who.chat.shown)
    await act
    await who.sees_message(
        lambda m: wanted in m.text and m in who.chat.shown[seen:], what=repr(wanted), timeout=60
    )
    return who.last


async def reports(an: User) -> str:
    """The whole of /phananh."""
    await hears(an, an.says("/phananh"), "việc gì, ở đâu")
    kinds = await hears(an, an.says("Nhà tôi hết gạo ba ngày nay"), "thuộc nhóm nào")
    await hears(an, an.presses(kinds.labels[0]), "xã, phường nào")
    await hears(an, an.says("Kế An"), "ảnh hoặc video kèm theo")
    await hears(an, an.presses("Bỏ qua"), "có gấp không")
    await hears(an, an.presses("Không gấp"), "để lại số điện thoại")
    await hears(an, an.presses("Không cần gọi lại"), "xem lại trước khi gửi")
    return code_in(await hears(an, an.presses("Gửi"), "Đã ghi nhận"))


async def asks(who: User) -> None:
    """Guidance and the plan."""
    await hears(who, who.says("/huongdan"), "cho nơi nào")
    await hears(who, who.says("/kehoach"), "127")


async def agrees(who: User) -> None:
    await hears(who, who.says("/start"), "Bà con có đồng ý nhận tin không?")
    await hears(who, who.presses("Đồng ý nhận tin"), "Bà con ở xã, phường nào?")


async def test_the_program_as_it_is_delivered(
    operator: Operator, strict: TelegramSimulator, tmp_path: Path
) -> None:
    """Run, answer, report, invite, send, count, stop: with nothing but the environment of the documentation."""
    an, others = strict.user(11), [strict.user(number) for number in range(100, 115)]
    news = tmp_path / "tin.txt"
    news.write_text(NEWS, encoding="utf-8")
    async with operator.runs() as process:
        await asyncio.gather(agrees(an), *map(agrees, others))
        code, _ = await asyncio.gather(reports(an), asks(others[0]))
        invited, sent = await asyncio.gather(
            operator.asks("invite", "desk", "--unit", "so_noi_vu"),
            operator.asks("bulletin", "send", "--title", "Giờ chợ", "--text-file", str(news)),
        )
        for each in (an, *others):
            message = await each.sees_text("mở cửa từ 5 giờ", timeout=60)
            assert message.styled("bold") == ["Kế Sách"]
        await connects(strict, invited["code"])
        stats = await operator.asks("stats")
        url = await operator.address()
        await ready(url)
        refused = await operator.types("run", code=1)
        assert "vungxanh run" in refused[1]
        assert len(refused[1].strip().splitlines()) == 1
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0, operator.log.read_text()
    assert isinstance(sent["id"], int)
    assert invited["link"].startswith("https://t.me/vungxanh_bot?start=")
    assert (stats["agreed"], stats["reports"]) == (16, {"new": 1})
    assert code
    log = operator.log.read_text()
    assert strict.token not in log
    assert "hết gạo" not in log


async def connects(telegram: TelegramSimulator, code: str) -> None:
    """A group becomes the desk by the code that the operator was given."""
    binh = telegram.user(2001, first_name="Bình")
    group = telegram.group(-400, "Sở Nội vụ", members=[binh])
    await binh.says(f"/ketnoi {code}", chat=group)
    await group.sees_text("nơi làm việc của Sở Nội vụ", timeout=60)


async def test_a_wrong_variable_is_told_with_its_cure(operator: Operator) -> None:
    """One line for each problem, exit code 1, and no secret in it."""
    operator.env |= {"VUNGXANH_HTTP": "everywhere", "VUNGXANH_CLOCK": "yesterday"}
    _, err = await operator.types("run", code=1)
    assert "VUNGXANH_HTTP" in err
    assert "VUNGXANH_CLOCK" in err
    assert operator.env["VUNGXANH_TELEGRAM_TOKEN"] not in err
    assert "Traceback" not in err


async def test_after_the_campaign_no_bulletin_leaves(operator: Operator, tmp_path: Path) -> None:
    """It says why, and exits with 1."""
    news = tmp_path / "tin.txt"
    news.write_text(NEWS, encoding="utf-8")
    operator.env["VUNGXANH_CLOCK"] = "2021-08-27T09:00:00+07:00"
    async with operator.runs():
        await operator.address()
        _, err = await operator.types("bulletin", "send", "--title", "T", "--text-file", str(news), code=1)
    assert "25/8/2021" in err
