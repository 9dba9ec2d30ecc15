"""bulletin send, list, show, pause, resume, cancel; new words are in `wording`."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli import wording
from bot.cli.errors import USAGE, Refusal
from bot.cli.output import complain, say, say_json
from bot.cli.sending import Order, send, where
from bot.cli.session import AsJson, By, opened, operator, run_async
from bot.cli.showing import Shown, gather
from bot.cli.texts import KeepMarks
from bot.cli.wording import Id
from handlers.staff import pushing
from handlers.staff.bulletins.costing import estimate
from handlers.staff.bulletins.reach import Reach
from messages.render import moment, number
from messages.vi.bulletins import DELIVERIES, KINDS, STATES, WHY
from storage import audit, bulletins
from storage.campaign import Campaign
from storage.database import Tx
from storage.records import Bulletin, BulletinState, Role

LISTED = 20
_REASONS = 10  # the most frequent, in words; all of them with --json
bulletin = typer.Typer(
    name="bulletin", help="Gửi và điều khiển bản tin.", no_args_is_help=True, rich_markup_mode=None
)


@bulletin.command("send")
def send_command(  # noqa: PLR0913 - one option each
    *,
    title: Annotated[str, typer.Option("--title", help="Tên bản tin, để cán bộ gọi.")],
    text_file: Annotated[Path, typer.Option("--text-file", help="Tệp lời văn, UTF-8.")],
    urgent: Annotated[bool, typer.Option("--urgent", help="Gửi ngay, kể cả giờ nghỉ.")] = False,
    area: Annotated[
        list[str] | None, typer.Option("--area", help="Mã GSO, hoặc khóa của cơ quan, tổ chức.")
    ] = None,
    role: Annotated[list[str] | None, typer.Option("--role", help="Chỉ gửi cho vai trò này.")] = None,
    topic: Annotated[
        list[str] | None, typer.Option("--topic", help="Chỉ người chọn một trong các chủ đề này (khóa).")
    ] = None,
    photo: Annotated[Path | None, typer.Option("--photo", help="Ảnh kèm theo: JPEG, PNG, WebP.")] = None,
    paid: Annotated[
        bool, typer.Option("--paid", help="Trả Stars để gửi nhanh hơn mức miễn phí; in số ước tính.")
    ] = False,
    valid_until: Annotated[
        str, typer.Option("--valid-until", help="Quá giờ này thì hỏi lại, không tự gửi (2021-08-18T20:00).")
    ] = "",
    keep_marks: KeepMarks = False,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Gửi một bản tin; in số bản tin, không chờ gửi xong."""
    roles = tuple(dict.fromkeys(role or ()))
    for name in roles:
        if name not in set(Role) - {Role.CITIZEN}:
            known = ", ".join(each for each in Role if each is not Role.CITIZEN)
            raise Refusal(
                f"Không gửi riêng được cho vai trò “{name}”", f"chọn một trong: {known}", code=USAGE
            )
    order = Order(
        title=title,
        file=text_file,
        urgent=urgent,
        areas=tuple(dict.fromkeys(code.strip() for code in area or ())),
        roles=roles,
        topics=tuple(dict.fromkeys(key.strip() for key in topic or ())),
        by=operator(by),
        photo=photo,
        paid=paid,
        valid_until=valid_until,
        keep_marks=keep_marks,
    )
    sent = run_async(lambda: send(order, sure))
    made = sent.bulletin
    price = estimate(made.counted, sent.rate) if paid else None
    if as_json:
        say_json({"id": made.id} | ({"stars": price.stars} if price else {}))
        return
    say(f"Bản tin số {made.id}: đang gửi cho khoảng {number(made.counted)} người.")
    for share in sent.reach.shares:
        say(f"  {share.place}: {number(share.count)}")
    if price:
        say(f"Ước tính: khoảng {number(price.stars)} Stars, khoảng {number(price.minutes)} phút.")


async def sure(reach: Reach) -> bool:
    """Whether it may go: at a terminal it is asked where nobody, or unusually many, would get it; a script is told."""
    if not reach.odd:
        return True
    what = (
        "Lúc này chưa có ai ở nơi nhận đã chọn"
        if reach.odd == "empty"
        else f"Bản tin sẽ tới {number(reach.counted)} người, nhiều khác thường"
    )
    if not sys.stdin.isatty():
        complain(f"{what}.")
        return True
    where_to = "; ".join(f"{share.place}: {number(share.count)}" for share in reach.shares)
    question = f"{what}{f' ({where_to})' if where_to else ''}. Vẫn gửi?"
    return await asyncio.to_thread(typer.confirm, question, default=False, err=True)


@bulletin.command("list")
def list_command(*, as_json: AsJson = False) -> None:
    """Các bản tin mới nhất."""

    async def work() -> tuple[Campaign, list[Bulletin]]:
        async with opened() as session, session.database.reading() as tx:
            return session.campaign, await bulletins.list_recent(tx, LISTED)

    campaign, found = run_async(work)
    if as_json:
        say_json([_brief(each) for each in found])
        return
    for each in found:
        when = moment(campaign.local(each.created_at))
        say(f"{each.id}  {when}  {STATES[each.state]}  {each.title} ({each.created_by})")
    if not found:
        say("Chưa có bản tin nào.")


@bulletin.command("show")
def show(
    bulletin_id: Id,
    *,
    failures: Annotated[
        Path | None, typer.Option("--failures", help="Ghi những lượt không tới vào tệp CSV này.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Một bản tin: nơi nhận, đã gửi đến đâu, nhanh chậm, vì sao có người không nhận được."""
    shown = run_async(lambda: gather(bulletin_id, failures))
    found, how_far, pace = shown.bulletin, shown.how_far, shown.pace
    if as_json:
        more = {
            "reason": found.reason,
            "version": found.version,
            "paid": found.paid,
            "valid_until": found.valid_until,
            "filled": how_far.filled,
            "deliveries": dict(how_far.counts),
            "rate": round(pace.rate, 2),
            "left": pace.left,
            "ends_at": pace.ends,
            "reasons": [{"state": state, "reason": why, "count": n} for state, why, n in shown.reasons],
            "changes": [
                {
                    "version": each.version,
                    "kind": each.kind,
                    "by": each.made_by,
                    "approved_by": each.approved_by,
                }
                for each in shown.changes
            ],
        }
        say_json(_brief(found) | more)
        return
    _tell(shown)
    if failures:
        say(f"Đã ghi {number(shown.written)} lượt không tới vào {failures}.")


def _tell(shown: Shown) -> None:
    campaign, found, pace = shown.campaign, shown.bulletin, shown.pace
    say(f"Bản tin số {found.id}: {found.title}")
    say(f"{STATES[found.state]}; gửi lúc {moment(campaign.local(found.created_at))}, {found.created_by}")
    if found.reason:
        say(WHY.get(found.reason, found.reason))
    say(f"Nơi nhận: {', '.join(_places(campaign, found)) or 'toàn địa bàn'}")
    if found.audience.roles:
        say(f"Vai trò: {', '.join(found.audience.roles)}")
    if found.audience.topics:
        say(f"Chủ đề: {', '.join(found.audience.topics)}")
    say(f"Số người lúc gửi: {number(found.counted)}")
    for state, count in shown.how_far.counts.items():
        if count:
            say(f"{DELIVERIES[state]}: {number(count)}")
    if found.state == BulletinState.SENDING and pace.left:
        ends = f", dự kiến xong lúc {moment(campaign.local(pace.ends))}" if pace.ends else ""
        say(f"Tốc độ: {f'{pace.rate:.1f}'.replace('.', ',')} tin mỗi giây{ends}")
    for state, why, count in shown.reasons[:_REASONS]:
        say(f"  {DELIVERIES[state]}, {why or 'không rõ lý do'}: {number(count)}")
    for each in shown.changes:
        approved = f"{each.approved_by} duyệt" if each.approved_by else "chờ duyệt"
        say(f"Bản {each.version} ({KINDS[each.kind]}): {each.made_by} soạn, {approved}")


def _places(campaign: Campaign, found: Bulletin) -> list[str]:
    return [where(campaign, code) for code in (*found.audience.areas, *found.audience.bodies)]


def _brief(found: Bulletin) -> dict[str, Any]:
    return {
        "id": found.id,
        "kind": found.kind,
        "title": found.title,
        "state": found.state,
        "urgent": found.urgent,
        "areas": [*found.audience.areas, *found.audience.bodies],
        "roles": found.audience.roles,
        "topics": found.audience.topics,
        "counted": found.counted,
        "created_at": found.created_at,
        "created_by": found.created_by,
    }


Move = Callable[[Tx, int, datetime], Awaitable[Bulletin]]


def _moving(name: str, action: str, help_text: str, move: Move) -> None:
    """A command that changes a bulletin's state, and says which it then has."""

    def command(bulletin_id: Id, *, by: By = "", as_json: AsJson = False) -> None:
        async def work() -> Bulletin:
            async with opened() as session, session.database.transaction() as tx:
                now = await session.now(tx)
                moved = await move(tx, bulletin_id, now)
                await audit.write(tx, now, operator(by), action, str(bulletin_id), {})
                return moved

        moved = run_async(work)
        if as_json:
            say_json({"id": moved.id, "state": moved.state})
        else:
            say(f"Bản tin số {moved.id}: {STATES[moved.state].lower()}.")

    bulletin.command(name, help=help_text)(command)


async def _resume(tx: Tx, bulletin_id: int, _now: datetime) -> Bulletin:
    """Not while it names somebody who does not agree to it."""
    found = await bulletins.get(tx, bulletin_id)
    if found is not None and found.state == BulletinState.PAUSED:
        wording.refuse(await pushing.still_names(tx, found))
    return await bulletins.resume(tx, bulletin_id)


_moving("pause", "bulletin.paused", "Tạm dừng gửi.", lambda tx, each, _now: bulletins.pause(tx, each))
_moving("resume", "bulletin.resumed", "Gửi tiếp.", _resume)
_moving("cancel", "bulletin.cancelled", "Thôi gửi cho người chưa nhận.", bulletins.cancel)
wording.add_to(bulletin)


def add_to(app: typer.Typer) -> None:
    """Add this group of commands."""
    app.add_typer(bulletin)
