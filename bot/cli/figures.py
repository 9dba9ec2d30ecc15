"""digest, stats."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.errors import USAGE, Refusal
from bot.cli.output import say, say_json
from bot.cli.session import AsJson, opened, run_async
from handlers.dates import Span
from handlers.staff import digest_files
from handlers.staff.asked_digests import Asked, asked, whole
from handlers.staff.digests import digest_text, write_files
from messages.documents import DigestFiles, Dossier, draw
from messages.markup import plain
from messages.render import number, short_day
from messages.vi import states
from messages.vi.bulletins import DELIVERIES
from storage import statistics
from storage.statistics import Stats


def digest(
    *,
    day: Annotated[
        datetime | None,
        typer.Option(
            "--date", formats=["%Y-%m-%d"], help="Ngày tổng hợp; bỏ trống: từ bản gần nhất đến lúc này."
        ),
    ] = None,
    last: Annotated[
        datetime | None,
        typer.Option("--to", formats=["%Y-%m-%d"], help="Ngày cuối, khi tổng hợp nhiều ngày."),
    ] = None,
    closing: Annotated[bool, typer.Option("--closing", help="Tổng kết cả đợt, có báo cáo tổng kết.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Thư mục ghi báo cáo, bảng kê, biểu đồ.")] = None,
    as_json: AsJson = False,
) -> None:
    """Bản tổng hợp khó khăn, vướng mắc, như /tonghop; bản gửi hằng ngày không bị ảnh hưởng."""
    span = _span(day, last, closing=closing)

    async def work() -> tuple[Asked, Dossier | None]:
        async with opened() as session, session.database.reading() as tx:
            campaign, now = session.campaign, await session.now(tx)
            if span is not None and span.first > campaign.local(now).date():
                raise Refusal(f"Ngày {short_day(span.first)} chưa tới", "chọn ngày đã qua hoặc hôm nay")
            found = await (whole(tx, campaign, now) if closing else asked(tx, campaign, now, span))
            if out is None or not found.has_files:
                return found, None
            return found, await digest_files.gather(tx, campaign, found.data, final=found.final)

    found, dossier = run_async(work)
    files = write_files(found.data, out) if out else []
    files += write_documents(draw(dossier), out) if out and dossier else []
    if as_json:
        say_json({"digest": found.data, "files": [str(file) for file in files]})
    elif files:
        for file in files:
            say(str(file))
    else:
        say("\n\n".join(plain(text) for text in (digest_text(found.data), found.totals) if text))


def _span(day: datetime | None, last: datetime | None, *, closing: bool) -> Span | None:
    """The days asked for. Raises Refusal for what cannot be."""
    if closing and (day or last):
        raise Refusal("--closing là cả đợt", "bỏ --date và --to", code=USAGE)
    if day is None:
        if last is not None:
            raise Refusal("Có --to mà không có --date", "ghi --date là ngày đầu", code=USAGE)
        return None
    if last is not None and last < day:
        raise Refusal("--to trước --date", "ghi --date là ngày đầu, --to là ngày cuối", code=USAGE)
    return Span(day.date(), (last or day).date())


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
