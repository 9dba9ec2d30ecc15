"""What `python -m benchmarks.desk` measures."""

import random
import resource
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from bot.jobs.press import Press
from bot.media import MediaStore
from handlers.everything import REGISTRY
from handlers.staff import digest_files
from handlers.staff.digests import digest_text, gather
from messages.documents import draw
from storage import grants, people, reports
from storage.campaign import Campaign, load_campaign
from storage.database import Database, Tx
from storage.migrate import migrate
from storage.records import ReportEvent, ReportState, Role
from storage.reports import NewReport
from tests.driver import Stage

_NOW = datetime(2021, 8, 25, 8, tzinfo=UTC)
_PAGE_S, _DIGEST_S = 0.2, 5.0
_FLAT_MB = 30.0
_ROUNDS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class _Took:
    """One /tonghop: seconds until the text and until the files, seconds of this process, how much came of it."""

    text: float
    whole: float
    work: float
    size: str


async def _fill(tx: Tx, campaign: Campaign, count: int) -> None:
    chance = random.Random(127)
    _, person = await people.meet(tx, "stage", "1", "an", _NOW)
    kinds = [kind.key for kind in campaign.report_kinds]
    for number in range(count):
        at = _NOW - timedelta(minutes=chance.randrange(9 * 24 * 60))
        made = await reports.add(
            tx,
            NewReport(
                person_id=person.id,
                kind=chance.choice(kinds),
                place=campaign.units.communes[number % len(campaign.units.communes)].code,
                words="Nhà tôi hết gạo ba ngày nay, mong xã xem giúp. " * 3,
                urgent=not number % 7,
            ),
            at,
        )
        if not number % 3 and await reports.move(tx, made, ReportState.RECEIVED, at):
            await reports.note(tx, made, ReportEvent(at=at, kind="received", actor="Cán bộ"))


async def _seconds(act: Callable[[], Awaitable[object]]) -> float:
    took = []
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        await act()
        took.append(time.perf_counter() - began)
    return median(took)


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def main(count: int) -> bool:
    """Measure a tenth of the reports, then all, and print. Returns whether the targets were met."""
    await _measure(count // 10)
    few = _megabytes()
    met = await _measure(count)
    more = _megabytes() - few
    print(f"ten times the reports took {more:.0f} MB more at the highest (target {_FLAT_MB:.0f})")
    return met and more < _FLAT_MB


async def _measure(count: int) -> bool:
    campaign = load_campaign()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'desk.db'}"
        await migrate(url)
        async with Database(url) as database:
            async with database.transaction() as tx:
                await _fill(tx, campaign, count)
                _, binh = await people.meet(tx, "stage", "1", "binh", _NOW)
                await grants.grant(tx, binh.id, Role.HOME_AFFAIRS, "so_noi_vu", "benchmark", _NOW)
            stage = Stage(database, campaign, REGISTRY)
            stage.clock.at = _NOW
            officer, before = stage.person("binh"), _megabytes()
            page = await _seconds(lambda: officer.says("/hangcho"))
            press = Press(store=MediaStore(Path(folder) / "media", database), wall=lambda: _NOW)
            try:
                first = await _tonghop(database, campaign, press)
                again = await _tonghop(database, campaign, press)
            finally:
                press.close()
            print(f"{count} reports in {len(campaign.units.communes)} communes")
            print(f"/hangcho, one page: {page * 1000:.0f} ms (target {_PAGE_S * 1000:.0f})")
            print(f"/tonghop: text {again.text:.2f} s (target {_DIGEST_S}), by the clock")
            print(f"         with its files {first.whole:.2f} s the first time, {again.whole:.2f} s after it")
            print(f"         of which {again.work:.2f} s the bot's own work: others may share the machine")
            print(f"{again.size}; memory of the bot {_megabytes() - before:.0f} MB more at its highest")
    return page < _PAGE_S and max(first.whole, again.whole) < _DIGEST_S


async def _tonghop(database: Database, campaign: Campaign, press: Press) -> _Took:
    """As the running bot does it: the text at once, the files by a job that reads and a process that draws."""
    began, working = time.perf_counter(), time.process_time()
    async with database.reading() as tx:
        text = digest_text(await gather(tx, campaign, _NOW))
    read = time.perf_counter() - began
    press.warm()
    async with database.reading() as tx:
        data = await gather(tx, campaign, _NOW)
        dossier = await digest_files.gather(tx, campaign, data)
    files = await press.draw(draw, dossier)
    return _Took(
        text=read,
        whole=time.perf_counter() - began,
        work=time.process_time() - working,
        size=f"{len(text)} characters, {len(files.docx) // 1024} kB report, {len(files.xlsx) // 1024} kB table",
    )
