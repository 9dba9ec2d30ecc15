"""invite: a code for a person, or for a group."""

import asyncio
from typing import Annotated

import typer

from bot.channels.base import DeliveryError
from bot.cli.errors import USAGE, Refusal
from bot.cli.output import complain, say, say_json
from bot.cli.session import AsJson, By, Session, opened, operator, run_async
from bot.settings import Settings
from messages.render import moment
from messages.vi.roles import ROLES
from storage import audit, invites
from storage.invites import DESK, Invite
from storage.records import Role
from storage.scopes import fit

ASK_PLATFORM_S = 10.0


def invite(
    role: Annotated[str, typer.Argument(help="Vai trò: officer, head, editor, ... hoặc desk.")],
    *,
    unit: Annotated[str, typer.Option("--unit", help="Mã GSO, hoặc key của tổ chức, cơ quan.")] = "",
    uses: Annotated[int, typer.Option("--uses", help="Số lượt dùng.", min=1, max=invites.MOST_USES)] = 1,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Cấp mã mời dùng một lần, hạn 7 ngày, cùng liên kết của mã."""
    if role not in ROLES:
        roles = ", ".join(name for name in ROLES if name != Role.CITIZEN)
        raise Refusal(f"Không có vai trò “{role}”", f"chọn một trong: {roles}", code=USAGE)

    async def work() -> None:
        async with opened() as session:
            code, made = await _make(session, role, unit, uses, operator(by))
            link = await _link(session.settings, code)
            if as_json:
                say_json({"code": code, "link": link})
            else:
                _show(session, made, code, link)

    run_async(work)


async def _make(session: Session, role: str, unit: str, uses: int, by: str) -> tuple[str, Invite]:
    scope = fit(session.campaign, role, unit)
    async with session.database.transaction() as tx:
        now = await session.now(tx)
        code, made = await invites.create(tx, role, scope, by, now, uses=uses)
        detail = {"role": role, "scope": scope, "uses": uses}
        await audit.write(tx, now, by, "invite.created", str(made.id), detail)
    return code, made


async def _link(settings: Settings, code: str) -> str | None:
    """The deep link; None while the channel is off, or with a warning while its platform does not answer."""
    if settings.telegram_token is None:
        return None
    from bot.channels.telegram import TelegramChannel  # noqa: PLC0415 - heavy, and only needed here

    channel = None
    try:
        channel = TelegramChannel(settings.telegram_token, settings.telegram_api)
        async with asyncio.timeout(ASK_PLATFORM_S):
            await channel.start()
        return channel.deep_link(code)
    except (DeliveryError, TimeoutError, ValueError) as error:
        complain(
            f"Mã dùng được, nhưng chưa có liên kết: Telegram không trả lời ({error})."
            " Cách sửa: chạy vungxanh check."
        )
        return None
    finally:
        if channel is not None:
            await channel.close()


def _show(session: Session, made: Invite, code: str, link: str | None) -> None:
    scope = session.campaign.scope(made.scope) if made.scope else None
    say(f"Mã: {code}")
    if link:
        say(f"Liên kết: {link}")
    say(f"Vai trò: {ROLES[made.role]}" + (f" - {scope.name}" if scope else ""))
    say(f"Số lượt: {made.uses_left}; hết hạn lúc {moment(session.campaign.local(made.expires_at))}")
    if made.role != DESK:
        say(f"Cách dùng: người được mời bấm liên kết, hoặc nhắn cho kênh: /start {code}")
    if made.role in {DESK, Role.HOME_AFFAIRS}:
        say(f"Nối nhóm của cơ quan: thêm kênh vào nhóm, rồi nhắn trong nhóm: /ketnoi {code}")


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command("invite")(invite)
