"""How long matching a rumour takes: python -m benchmarks.rumours [corrections]. The target is 50 ms for a match."""

import asyncio
import random
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from handlers.rumours.matching import SAME, likeness
from messages.claims import read
from storage import rumours
from storage.database import Database
from storage.migrate import migrate
from storage.records import Finding, Verdict
from storage.rumours import NewRumour

TARGET_MS = 50.0
_NOW = datetime(2021, 8, 20, 3, tzinfo=UTC)
_MATCHES = 200
_BATCH = 500
# Rumours are much alike: that is what makes it hard.
_WHO = ("chợ", "huyện", "xã", "ấp", "bệnh viện", "siêu thị", "công ty", "trường")
_NAMES = (
    "Tân",
    "Hòa",
    "Phú",
    "Mỹ",
    "An",
    "Lạc",
    "Bình",
    "Long",
    "Điền",
    "Vĩnh",
    "Lợi",
    "Kim",
    "Sơn",
    "Đại",
    "Hưng",
)
_WHAT = (
    "có {n} người dương tính phải phong tỏa từ ngày {d}/8",
    "phát {n} ký gạo cho mỗi nhà từ ngày {d}/8",
    "tiêm vắc xin phải đóng {n} ngàn đồng một mũi",
    "uống nước {w} mỗi ngày {n} lần thì khỏi Covid-19",
    "đóng cửa {n} ngày, bà con mua trữ {w} ngay",
    "kẻ gian giả nhân viên y tế bán {w} giá {n} ngàn đồng",
    "nước mặn vào sâu, cúp nước {n} ngày, trữ {w} ngay",
    "bấm đường dẫn nhập mã OTP để nhận {n} triệu đồng mua {w}",
)
_THINGS = (
    "gừng",
    "sả",
    "tỏi",
    "chanh",
    "muối",
    "mật",
    "tía tô",
    "nghệ",
    "dừa",
    "rượu",
    "giấm",
    "hành",
    "khoai",
    "cá",
)


def _text(chance: random.Random) -> str:
    where = f"{chance.choice(_WHO)} {chance.choice(_NAMES)} {chance.choice(_NAMES)}"
    what = chance.choice(_WHAT).format(
        n=chance.randint(2, 900), d=chance.randint(16, 25), w=chance.choice(_THINGS)
    )
    return f"{where} {what}"


def _asked(text: str, chance: random.Random) -> str:
    """As it is passed on: wrapped, some words gone."""
    words = text.split()
    kept = [word for word in words if chance.random() > 0.1]
    return f"Chuyển tiếp gấp cho người thân: {' '.join(kept)}, mọi người chia sẻ nhé"


async def _fill(database: Database, texts: list[str]) -> None:
    for start in range(0, len(texts), _BATCH):
        async with database.transaction() as tx:
            for text in texts[start : start + _BATCH]:
                rumour = await rumours.add(tx, NewRumour(agency="bench", words=text), _NOW)
                finding = Finding(verdict=Verdict.FALSE, claim=text, answer="Không đúng.", source="nguồn")
                proposed = await rumours.propose(tx, rumour, finding)
                done = proposed and await rumours.answered(tx, proposed, "bench", _NOW, proposed.version)
                if done:
                    await rumours.index_claim(tx, done)


async def _match(database: Database, text: str) -> tuple[float, bool, float]:
    """Milliseconds by the clock, whether it was found, and milliseconds of work: others may share the machine."""
    async with database.reading() as tx:
        began, working = time.perf_counter(), time.process_time()
        asked = read(text)
        near = await rumours.candidates(tx, asked)
        best = max((likeness(each.claim, asked) for each in near), default=0.0)
        worked = (time.process_time() - working) * 1000
        return (time.perf_counter() - began) * 1000, best >= SAME, worked


async def _measure(count: int) -> int:
    chance = random.Random(127)
    texts = [_text(chance) for _ in range(count)]
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}"
        await migrate(url)
        async with Database(url) as database:
            await _fill(database, texts)
            asked = [_asked(chance.choice(texts), chance) for _ in range(_MATCHES)]
            taken = sorted([await _match(database, text) for text in asked])
    for at, name in ((_MATCHES // 2, "half of them"), (_MATCHES * 95 // 100, "95 of 100")):
        busy = sorted(cpu for _, _, cpu in taken)[at]
        sys.stdout.write(f"{name}: under {taken[at][0]:.1f} ms by the clock, {busy:.1f} ms of work\n")
    matched = sum(found for _, found, _ in taken)
    sys.stdout.write(f"{count} corrections, {_MATCHES} asked, {matched} found; target {TARGET_MS:.0f} ms\n")
    return 0 if taken[_MATCHES // 2][0] < TARGET_MS else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(_measure(int(sys.argv[1]) if sys.argv[1:] else 10_000)))
