"""digest, stats."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.output import say, say_json
from bot.cli.session import AsJson, opened, run_async
from handlers.staff import digest_files
from handlers.staff.digests import digest_text, gather, write_files
from messages.documents import DigestFiles, Dossier, draw
from messages.markup import plain
from messages.render import number
from messages.vi import states
from messages.vi.bulletins import DELIVERIES
from storage import statistics
from storage.statistics import DigestData, Stats


def digest(
    *,
    day: Annotated[
        datetime | None,
        typer.Option("--date", formats=["%Y-%m-%d"], help="Ngày tổng hợp; bỏ trống: đến lúc này."),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Thư mục ghi báo cáo, bảng kê, biểu đồ.")] = None,
    as_json: AsJson = False,
) -> None:
    """Bản tổng hợp khó khăn, vướng mắc; bản gửi hằng ngày không bị ảnh hưởng."""

    async def work() -> tuple[DigestData, Dossier | None]:
        async with opened() as session, session.database.reading() as tx:
            data = await gather(tx, session.campaign, await session.now(tx), day.date() if day else None)
            return data, await digest_files.gather(tx, session.campaign, data) if out else None

    data, dossier = run_async(work)
    files = [*write_files(data, out), *write_documents(draw(dossier), out)] if out and dossier else []
    if as_json:
        say_json({"digest": data, "files": [str(file) for file in files]})
    elif files:
        for file in files:
            say(str(file))
    else:
        say(plain(digest_text(data)))


def write_documents(files: DigestFiles, folder: Path) -> list[Path]:
    """The report, the table and the charts; earlier files of the same names are replaced."""
    named = {f"{files.stem}.docx": files.docx, f"{files.stem}.xlsx": files.xlsx}
    named |= {chart.name: chart.png for chart in files.charts}
    for name, data in named.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in named]


def stats(*, as_json: AsJson = False) -> None:
    """Số người, phản ánh, việc tốt, tin đã gửi và đang chờ."""

    async def work() -> Stats:
        async with opened() as session, session.database.reading() as tx:
            return await statistics.stats(tx)

    found = run_async(work)
    if as_json:
        say_json(found)
        return
    say(f"Người: {number(found.people)}; đồng ý nhận tin: {number(found.agreed)}")
    say(f"Trong đó gửi được: {number(found.reachable)}")
    say(f"Khó khăn, vướng mắc: {_by_state(found.reports, states.REPORT)}")
    say(f"Việc tốt: {_by_state(found.nominations, states.NOMINATION)}")
    say(f"Tin gửi nhiều người: {_by_state(found.deliveries, DELIVERIES)}")
    say(f"Tin đến chờ xử lý: {number(found.inbox_waiting)}; tin chờ gửi: {number(found.outbox_waiting)}")


def _by_state(counts: Mapping[str, int], names: Mapping[str, str]) -> str:
    said = [f"{names.get(state, state).lower()} {number(count)}" for state, count in counts.items()]
    return "; ".join(said) or "chưa có"


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("digest")(digest)
    app.command("stats")(stats)
