"""bulletin send, list, show, pause, resume, cancel, recall."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.errors import USAGE, Refusal
from bot.cli.output import say, say_json
from bot.cli.sending import Order, send
from bot.cli.session import AsJson, By, opened, operator, run_async
from messages.render import moment, number
from messages.vi.bulletins import DELIVERIES, STATES
from storage import audit, bulletins
from storage.campaign import Campaign
from storage.database import Tx
from storage.records import Bulletin, Role

LISTED = 20
HIGHEST = 2**63 - 1  # the ids that a database can count to
Id = Annotated[int, typer.Argument(metavar="ID", help="Số của bản tin.", min=1, max=HIGHEST)]
bulletin = typer.Typer(
    name="bulletin", help="Gửi và điều khiển bản tin.", no_args_is_help=True, rich_markup_mode=None
)


@bulletin.command("send")
def send_command(
    *,
    title: Annotated[str, typer.Option("--title", help="Tên bản tin, để cán bộ gọi.")],
    text_file: Annotated[Path, typer.Option("--text-file", help="Tệp lời văn, UTF-8.")],
    urgent: Annotated[bool, typer.Option("--urgent", help="Gửi ngay, kể cả giờ nghỉ.")] = False,
    area: Annotated[list[str] | None, typer.Option("--area", help="Mã GSO; ghi được nhiều lần.")] = None,
    role: Annotated[list[str] | None, typer.Option("--role", help="Chỉ gửi cho vai trò này.")] = None,
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
        by=operator(by),
    )
    made = run_async(lambda: send(order))
    if as_json:
        say_json({"id": made.id})
    else:
        say(f"Bản tin số {made.id}: đang gửi cho khoảng {number(made.counted)} người.")


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
def show(bulletin_id: Id, *, as_json: AsJson = False) -> None:
    """Một bản tin: lời văn, nơi nhận, đã gửi đến đâu."""

    async def work() -> tuple[Campaign, Bulletin | None, bulletins.Progress | None]:
        async with opened() as session, session.database.reading() as tx:
            found = await bulletins.get(tx, bulletin_id)
            return session.campaign, found, await bulletins.progress(tx, bulletin_id)

    campaign, found, how_far = run_async(work)
    if found is None or how_far is None:
        raise Refusal(f"Không có bản tin số {bulletin_id}", "xem các số bằng vungxanh bulletin list")
    if as_json:
        say_json(_brief(found) | {"filled": how_far.filled, "deliveries": dict(how_far.counts)})
        return
    say(f"Bản tin số {found.id}: {found.title}")
    say(f"{STATES[found.state]}; gửi lúc {moment(campaign.local(found.created_at))}, {found.created_by}")
    say(f"Nơi nhận: {', '.join(_places(campaign, found)) or 'toàn địa bàn'}")
    if found.audience.roles:
        say(f"Vai trò: {', '.join(found.audience.roles)}")
    say(f"Số người lúc gửi: {number(found.counted)}")
    for state, count in how_far.counts.items():
        if count:
            say(f"{DELIVERIES[state]}: {number(count)}")


def _places(campaign: Campaign, found: Bulletin) -> list[str]:
    units = campaign.units
    return [units.full_label(code) if code in units else code for code in found.audience.areas]


def _brief(found: Bulletin) -> dict[str, Any]:
    return {
        "id": found.id,
        "kind": found.kind,
        "title": found.title,
        "state": found.state,
        "urgent": found.urgent,
        "areas": found.audience.areas,
        "roles": found.audience.roles,
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


_moving("pause", "bulletin.paused", "Tạm dừng gửi.", lambda tx, each, _now: bulletins.pause(tx, each))
_moving("resume", "bulletin.resumed", "Gửi tiếp.", lambda tx, each, _now: bulletins.resume(tx, each))
_moving("cancel", "bulletin.cancelled", "Thôi gửi cho người chưa nhận.", bulletins.cancel)
_moving("recall", "bulletin.recalled", "Thôi gửi, và gỡ ở những nơi gỡ được.", bulletins.recall)


def add_to(app: typer.Typer) -> None:
    """Add this group of commands."""
    app.add_typer(bulletin)
