"""How long "already reported?" takes: python -m benchmarks.likeness [reports]. The target is 50 ms for a match."""

import asyncio
import random
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from handlers.likeness import area, most_alike
from storage import likeness, people, reports, voices
from storage.campaign import Campaign, load_campaign
from storage.database import Database
from storage.migrate import migrate
from storage.reports import NewReport

TARGET_MS = 50.0
_NOW = datetime(2021, 8, 20, 3, tzinfo=UTC)
_MATCHES = 200
# What people write is much alike: that is what makes it hard.
_WHO = ("nhà tôi", "xóm tôi", "cả ấp", "mấy hộ cuối kinh", "gia đình em", "bà con ấp 3", "khu trọ công nhân")
_WHAT = (
    "hết gạo ba ngày nay",
    "không có tiền mua đồ ăn",
    "chốt không cho xe chở lúa qua",
    "mất điện từ tối qua tới giờ",
    "chưa nhận được tiền hỗ trợ",
    "không ai tới xét nghiệm",
    "tôm bán không ai mua",
    "hành tím đầy kho không bán được",
)
_MORE = (
    "mong xã xem giúp",
    "xin cứu trợ gấp",
    "kêu hoài không ai nghe",
    "có người già với con nít",
    "cảm ơn nhiều",
)


def _text(chance: random.Random) -> str:
    parts = [chance.choice(_WHO), chance.choice(_WHAT), *chance.sample(_MORE, k=chance.randint(0, 3))]
    return f"{' '.join(parts)} {chance.randint(1, 99)}"


async def _fill(database: Database, campaign: Campaign, count: int, chance: random.Random) -> None:
    communes, kinds = campaign.units.communes, campaign.report_kinds
    async with database.transaction() as tx:
        _, author = await people.meet(tx, "web", "1", "bench", _NOW)
        for _ in range(count):
            place = chance.choice(communes).code
            words, kind = _text(chance), chance.choice(kinds).key
            at = _NOW - timedelta(minutes=chance.randint(0, 9 * 24 * 60))
            new = NewReport(person_id=author.id, kind=kind, place=place, words=words)
            await likeness.index(tx, await reports.add(tx, new, at), area(campaign, place))


async def _match(database: Database, campaign: Campaign, chance: random.Random) -> tuple[float, int, float]:
    """Milliseconds by the clock, how many were found, and milliseconds of work: others may share the machine."""
    text, kind = _text(chance), chance.choice(campaign.report_kinds).key
    place = chance.choice(campaign.units.communes).code
    async with database.reading() as tx:
        began, working = time.perf_counter(), time.process_time()
        near = await likeness.candidates(tx, text, area(campaign, place), _NOW)
        found = most_alike(text, kind, place, near, _NOW)
        await voices.counts(tx, [report.id for report in found])
        worked = (time.process_time() - working) * 1000
        return (time.perf_counter() - began) * 1000, len(found), worked


async def _measure(count: int) -> int:
    campaign, chance = load_campaign(), random.Random(127)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}"
        await migrate(url)
        async with Database(url) as database:
            await _fill(database, campaign, count, chance)
            taken = sorted([await _match(database, campaign, chance) for _ in range(_MATCHES)])
    matched = sum(found > 0 for _, found, _ in taken)
    for at, name in ((_MATCHES // 2, "half of them"), (_MATCHES * 95 // 100, "95 of 100")):
        busy = sorted(cpu for _, _, cpu in taken)[at]
        sys.stdout.write(f"{name}: under {taken[at][0]:.1f} ms by the clock, {busy:.1f} ms of work\n")
    sys.stdout.write(
        f"{count} reports, {_MATCHES} matches, {matched} found something; target {TARGET_MS:.0f} ms\n"
    )
    return 0 if taken[_MATCHES // 2][0] < TARGET_MS else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(_measure(int(sys.argv[1]) if sys.argv[1:] else 10_000)))
