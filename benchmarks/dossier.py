"""How long a commendation dossier takes: python -m benchmarks.dossier [nominations]. The target is 5 s for 3,000.

Prints seconds to read everything, seconds to draw the four files, their sizes, and milliseconds for a page of /xetkhen.
"""

import asyncio
import random
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from handlers.everything import REGISTRY
from handlers.staff.commending.dossier import gather
from messages.documents.honours import draw
from storage import grants, nominations, people
from storage.campaign import Campaign, load_campaign
from storage.database import Database, Tx
from storage.migrate import migrate
from storage.nominations import NewNomination
from storage.records import NominationEvent, NominationState, Role
from tests.driver import Stage

_NOW = datetime(2021, 8, 25, 8, tzinfo=UTC)
_TARGET_S = 5.0
_WAY = (NominationState.VERIFIED, NominationState.CONSIDERED, NominationState.PROPOSED)


async def _fill(tx: Tx, campaign: Campaign, count: int) -> None:
    chance = random.Random(127)
    _, person = await people.meet(tx, "stage", "1", "an", _NOW)
    for number in range(count):
        at = _NOW - timedelta(minutes=chance.randrange(9 * 24 * 60))
        new = NewNomination(
            person_id=person.id,
            collective=not number % 4,
            name=f"UBND xã số {number}" if not number % 4 else f"Nguyễn Thị Lành {number}",
            unit="ấp Kinh Giữa",
            place=campaign.units.communes[number % len(campaign.units.communes)].code,
            deed="Mấy ngày nay nấu cơm cho chốt kiểm soát của ấp, phát khẩu trang cho từng nhà. " * 3,
            happened="17/8/2021",
            result="Mỗi ngày 40 phần cơm",
            known_how="tận mắt thấy",
            helped="kept_green",
            name_withheld=True,
            nominee_knows=None,
        )
        made = await nominations.add(tx, new, at)
        for state in _WAY:
            await nominations.move(tx, made, state, form="Bằng khen" if number % 3 else "Giấy khen")
            event = NominationEvent(at=at, kind=state.value, actor="Lan", words="Đã hỏi trưởng ấp, đúng")
            await nominations.note(tx, made, event)


async def main(count: int) -> bool:
    """Measure and print. Returns whether the target was met."""
    campaign = load_campaign()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'dossier.db'}"
        await migrate(url)
        async with Database(url) as database:
            async with database.transaction() as tx:
                await _fill(tx, campaign, count)
                _, binh = await people.meet(tx, "stage", "1", "binh", _NOW)
                await grants.grant(tx, binh.id, Role.HOME_AFFAIRS, "so_noi_vu", "benchmark", _NOW)
            stage = Stage(database, campaign, REGISTRY)
            stage.clock.at = _NOW
            began = time.perf_counter()
            await stage.person("binh").says("/xetkhen")
            page = time.perf_counter() - began
            began, working = time.perf_counter(), time.process_time()
            async with database.reading() as tx:
                honours = await gather(tx, campaign, _NOW)
            read = time.perf_counter() - began
            files = draw(honours)
            whole, work = time.perf_counter() - began, time.process_time() - working
    print(f"{count} nominations proposed, in {len(campaign.units.communes)} communes")
    print(f"/xetkhen, one page: {page * 1000:.0f} ms")
    print(f"dossier: read {read:.2f} s, with its files {whole:.2f} s by the clock (target {_TARGET_S:.0f})")
    print(f"         {work:.2f} s of work: others may share the machine")
    sizes = [len(each) // 1024 for each in (files.submission, files.roll, files.book, files.summaries)]
    print(f"{' + '.join(map(str, sizes))} kB: submission, list, spreadsheet, summaries")
    return whole < _TARGET_S


if __name__ == "__main__":
    sys.exit(not asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 3000)))
