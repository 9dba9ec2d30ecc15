"""How long Home Affairs waits with 5,000 open reports in every commune: python -m benchmarks.desk [reports].

Prints seconds for a page of /hangcho, for the text of /tonghop and for its files, and the memory that these took.
Targets: a page 0.2 s, /tonghop with its files 5 s.
"""

import asyncio
import random
import resource
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

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
_ROUNDS = 9


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
    """Measure and print. Returns whether the targets were met."""
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
            began = time.perf_counter()
            async with database.reading() as tx:
                data = await gather(tx, campaign, _NOW)
                text = digest_text(data)
                dossier = await digest_files.gather(tx, campaign, data)
            read = time.perf_counter() - began
            files = draw(dossier)
            whole = time.perf_counter() - began
            print(f"{count} reports in {len(campaign.units.communes)} communes")
            print(f"/hangcho, one page: {page * 1000:.0f} ms (target {_PAGE_S * 1000:.0f})")
            print(
                f"/tonghop: text and figures {read:.2f} s, with its files {whole:.2f} s (target {_DIGEST_S})"
            )
            sizes = f"{len(files.docx) // 1024} kB report, {len(files.xlsx) // 1024} kB table"
            print(
                f"{len(text)} characters, {sizes}; memory {_megabytes() - before:.0f} MB more at its highest"
            )
    return page < _PAGE_S and whole < _DIGEST_S


if __name__ == "__main__":
    sys.exit(not asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)))
