"""check: what is wrong with this installation, and what to do."""

import asyncio
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import typer

from bot import logs
from bot.channels.base import DeliveryError, Misconfigured
from bot.cli.errors import REFUSED, reason, told
from bot.cli.findings import Finding, Level
from bot.cli.live import Live, To, live
from bot.cli.mail_check import look_at_mail
from bot.cli.output import say, say_json
from bot.cli.session import FROM_COMMAND_LINE, AsJson, run_async
from bot.cli.zalo_oa import look_at_account
from bot.clock import Clock
from bot.settings import Settings, SettingsError, unknown_variables
from messages.render import number
from storage import bulletins, meta, migrate
from storage.backup import RESTORED
from storage.campaign import Campaign, CampaignError, load_campaign
from storage.database import Database
from storage.problems import Problem

ASK_PLATFORM_S = 10.0
_LOOKED = 50  # the latest bulletins, among which the operator's are counted


_SIGNS = {Level.OK: "[ổn]", Level.WARNING: "[lưu ý]", Level.ERROR: "[lỗi]"}


def check(*, as_json: AsJson = False, on_live: Live = False, to: To = "") -> None:
    """Xem thiết lập, tệp chiến dịch, cơ sở dữ liệu, mã bot: sai gì, sửa thế nào."""
    if on_live:
        live(to, as_json=as_json)
        return
    found = run_async(_look)
    if as_json:
        say_json(found)
    else:
        for each in found:
            say(f"{_SIGNS[each.level]} {each.text}")
    if any(each.level is Level.ERROR for each in found):
        raise typer.Exit(REFUSED)


async def _look() -> list[Finding]:
    findings = list(_of_problems(Level.WARNING, "settings", unknown_variables()))
    try:
        settings = Settings.load()
    except SettingsError as error:
        return [*findings, *_of_problems(Level.ERROR, "settings", error.problems)]
    logs.configure(settings.log)
    findings.append(Finding(level=Level.OK, about="settings", text="Thiết lập đọc được."))
    campaign = None
    try:
        campaign = load_campaign(settings.campaign)
    except CampaignError as error:
        findings += _of_problems(Level.ERROR, "campaign", error.problems)
    findings += _data_folder(settings)
    stored = await _database(settings)
    findings += stored.findings
    if campaign is not None:
        findings += _campaign(campaign, rehearsal=settings.rehearsal or stored.rehearsal)
        findings += look_at_mail(settings, campaign)
    findings += await _telegram(settings)
    findings += await look_at_account(settings)
    if settings.zalo_bot_token is not None:
        from bot.cli.zalo_bot_check import zalo_bot  # noqa: PLC0415 - only needed here

        fine, text = await zalo_bot(settings)
        findings.append(Finding(level=Level.OK if fine else Level.ERROR, about="zalo_bot", text=text))
    return findings


def _of_problems(level: Level, about: str, problems: Sequence[Problem]) -> list[Finding]:
    return [Finding(level=level, about=about, text=str(problem)) for problem in problems]


def _campaign(campaign: Campaign, *, rehearsal: bool) -> Iterator[Finding]:
    yield Finding(
        level=Level.OK,
        about="campaign",
        text=f"Tệp chiến dịch đọc được: {campaign.number}, {len(campaign.units.communes)} xã, phường, thị trấn.",
    )
    yield from _of_problems(Level.WARNING if rehearsal else Level.ERROR, "campaign", campaign.unfilled())
    yield from _of_problems(Level.WARNING, "campaign", campaign.awaiting_approval())
    may = "được" if campaign.operator_may_send else "không được"
    yield Finding(
        level=Level.OK,
        about="bulletins",
        text=f"Gửi bản tin bằng dòng lệnh: {may} (operator_may_send trong tệp chiến dịch).",
    )
    for agency in campaign.agencies:
        if agency.alone:
            yield Finding(
                level=Level.WARNING,
                about="bulletins",
                text=f"{agency.name}: một người được tự soạn và tự duyệt bản tin (alone trong tệp chiến dịch)."
                " Cách sửa: mời thêm một người duyệt, rồi bỏ alone.",
            )


def _data_folder(settings: Settings) -> Iterator[Finding]:
    folder = settings.data_dir
    place = next((each for each in (folder, *folder.absolute().parents) if each.exists()), folder)
    try:
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as error:
        why = f"Không ghi được vào thư mục dữ liệu {folder} ({reason(error)})."
        cure = "Cách sửa: cấp quyền ghi cho người chạy chương trình, hoặc đổi VUNGXANH_DATA_DIR."
        yield Finding(level=Level.ERROR, about="data", text=f"{why} {cure}")
        return
    yield Finding(level=Level.OK, about="data", text=f"Thư mục dữ liệu {folder} ghi được.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What there is to say of the database. `rehearsal`: it lives in one."""

    findings: Sequence[Finding]
    rehearsal: bool = False


def _of_database(level: Level, text: str) -> Stored:
    return Stored(findings=[Finding(level=level, about="database", text=text)])


async def _database(settings: Settings) -> Stored:
    try:
        async with Database(settings.database_url) as database:
            file = database.url.database if database.is_sqlite else None
            if file and not os.path.exists(file):  # noqa: PTH110, ASYNC240 - opening it would make it; one stat
                return _of_database(Level.OK, "Chưa có cơ sở dữ liệu: lần chạy đầu tự tạo.")
            return await _opened(database)
    except Exception as error:
        refusal = told(error)
        if refusal is None:
            raise
        return _of_database(Level.ERROR, " ".join(refusal.lines))


async def _opened(database: Database) -> Stored:
    if await migrate.is_new(database):
        return _of_database(Level.OK, "Cơ sở dữ liệu còn trống: lần chạy đầu tự tạo bảng.")
    if await migrate.pending(database):
        cure = "Cách sửa: chạy vungxanh backup, rồi vungxanh migrate."
        return _of_database(Level.ERROR, f"Cơ sở dữ liệu thuộc phiên bản cũ. {cure}")
    text = f"Cơ sở dữ liệu dùng được, phiên bản {await migrate.version(database)}."
    findings = [Finding(level=Level.OK, about="database", text=text)]
    async with database.reading() as tx:
        clock = Clock(database)
        await clock.refresh(tx)
        restored = await meta.get(tx, RESTORED)
        latest = await bulletins.list_recent(tx, _LOOKED)
    if restored:
        text = "Vừa khôi phục từ bản sao lưu: lời nhắc và bản tin đang chờ. Cách sửa: chạy vungxanh resume."
        findings.append(Finding(level=Level.WARNING, about="database", text=text))
    if ours := [each for each in latest if each.created_by.endswith(FROM_COMMAND_LINE)]:
        last = f"mới nhất là số {ours[0].id}, người gửi {ours[0].created_by}"
        text = f"Đã gửi {number(len(ours))} bản tin bằng dòng lệnh; {last}."
        findings.append(Finding(level=Level.OK, about="bulletins", text=text))
    return Stored(findings=findings, rehearsal=clock.rehearsal)


async def _telegram(settings: Settings) -> list[Finding]:
    if settings.telegram_token is None:
        text = "Kênh Telegram đang tắt: chưa có VUNGXANH_TELEGRAM_TOKEN."
        return [Finding(level=Level.WARNING, about="telegram", text=text)]
    from bot.channels.telegram import TelegramChannel  # noqa: PLC0415 - heavy, and only needed here

    channel = None
    try:
        channel = TelegramChannel(settings.telegram_token, settings.telegram_api)
        async with asyncio.timeout(ASK_PLATFORM_S):
            await channel.start()
    except Misconfigured:
        text = "Telegram không nhận VUNGXANH_TELEGRAM_TOKEN. Cách sửa: chép lại mã từ @BotFather."
        return [Finding(level=Level.ERROR, about="telegram", text=text)]
    except (DeliveryError, TimeoutError) as error:
        why = f"Không nối được {settings.telegram_api} ({str(error) or 'quá lâu không trả lời'})."
        cure = "Cách sửa: xem mạng, tường lửa và VUNGXANH_TELEGRAM_API."
        return [Finding(level=Level.ERROR, about="telegram", text=f"{why} {cure}")]
    finally:
        if channel is not None:
            await channel.close()
    return [Finding(level=Level.OK, about="telegram", text=f"Telegram: @{channel.username} sẵn sàng.")]


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command("check")(check)
