"""check: what there is to say of the Official Account. Nothing is renewed and nothing sent: a look is only a look."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from bot.channels.base import DeliveryError, Misconfigured
from bot.channels.zalo_oa.errors import TokenDead
from bot.channels.zalo_oa.memory import Memory
from bot.channels.zalo_oa.tokens import NEARS_END
from bot.channels.zalo_oa.vault import Kept, Vault
from bot.channels.zalo_oa.webhook import PATH
from bot.channels.zalo_oa.wire import Json, Wire
from bot.cli.findings import Finding, Level
from bot.keys import load_key
from bot.settings import Settings
from storage import migrate
from storage.database import BROKEN, Database

ABOUT = "zalo_oa"
ASK_S = 10.0
_GOVERNMENT = 4  # `oa_type` of an agency's account


class Borrowed:
    """The access token that the running program holds: used as it is, never renewed here."""

    def __init__(self, access: str) -> None:
        self._access = access

    async def current(self) -> str:
        """The token."""
        if not self._access:
            raise Misconfigured("chưa có access token nào")
        return self._access

    async def renewed(self, stale: str) -> str:  # noqa: ARG002 - the protocol's signature
        """Only the running program renews: two who did would lose the account."""
        raise TokenDead("access token đã hết hạn; chương trình đang chạy sẽ tự đổi")


async def look_at_account(settings: Settings) -> list[Finding]:
    """Everything about the account: settings, tokens, the signature, what Zalo says."""
    if settings.zalo_oa_app_id is None:
        return [_finding(Level.OK, "Kênh Zalo OA đang tắt: chưa có VUNGXANH_ZALO_OA_APP_ID.")]
    findings = list(_of_settings(settings))
    kept, proven = await _stored(settings)
    findings += _of_tokens(settings, kept)
    findings.append(_of_signature(settings, proven=proven))
    findings.append(await _asked(settings, kept))
    return findings


def _finding(level: Level, text: str) -> Finding:
    return Finding(level=level, about=ABOUT, text=text)


def _of_settings(settings: Settings) -> Iterator[Finding]:
    if settings.zalo_oa_id is None:
        text = "Chưa có VUNGXANH_ZALO_OA_ID. Cách sửa: ghi mã OA ngay từ đầu, vì địa chỉ người dân gắn với mã đó."
        yield _finding(Level.WARNING, text)
    if settings.public_url is None or not settings.public_url.startswith("https://"):
        text = (
            "Zalo chỉ đẩy tin tới địa chỉ https. Cách sửa: đặt VUNGXANH_PUBLIC_URL=https://… (docs/zalo.md)."
        )
        yield _finding(Level.WARNING, text)
    else:
        text = f"Webhook của Zalo OA: ghi {settings.public_url}{PATH} vào trang ứng dụng của Zalo."
        yield _finding(Level.OK, text)
    if settings.zalo_oa_cover is None:
        text = "Bản tin cho cả tỉnh không đi thành bài viết: chưa có VUNGXANH_ZALO_OA_COVER."
        yield _finding(Level.OK, text)


def _of_tokens(settings: Settings, kept: Kept | None) -> Iterator[Finding]:
    if kept is None:
        if settings.zalo_oa_refresh_token is None:
            cure = "Cách sửa: lấy cặp token (docs/zalo.md), ghi VUNGXANH_ZALO_OA_REFRESH_TOKEN."
            yield _finding(Level.ERROR, f"Zalo OA chưa có token. {cure}")
        return
    if kept.lost:
        cure = "Cách sửa: quản trị OA lấy cặp token mới, ghi vào .env rồi chạy lại (docs/zalo.md)."
        yield _finding(Level.ERROR, f"Zalo không nhận refresh token nữa. {cure}")
        return
    left = kept.pair.refresh_until - datetime.now(UTC)
    level = Level.WARNING if left < NEARS_END else Level.OK
    yield _finding(
        level, f"Refresh token của Zalo OA còn {max(0, left.days)} ngày; chương trình đang chạy tự đổi."
    )


def _of_signature(settings: Settings, *, proven: bool) -> Finding:
    if settings.zalo_oa_signature == "enforce" or (settings.zalo_oa_signature == "auto" and proven):
        return _finding(Level.OK, "Webhook Zalo OA: chỉ nhận tin có chữ ký đúng.")
    if proven:
        cure = "Cách sửa: đặt VUNGXANH_ZALO_OA_SIGNATURE=auto hoặc enforce."
        return _finding(
            Level.WARNING, f"Webhook Zalo OA nhận cả tin không có chữ ký, dù chữ ký đã khớp. {cure}"
        )
    text = "Webhook Zalo OA chưa thấy chữ ký nào đúng, nên còn nhận cả tin không chứng thực được."
    cure = "Cách sửa: nhắn thử cho OA; nếu vẫn vậy thì xem VUNGXANH_ZALO_OA_WEBHOOK_SECRET."
    return _finding(Level.WARNING, f"{text} {cure}")


async def _stored(settings: Settings) -> tuple[Kept | None, bool]:
    """What the database keeps of the account; nothing if it cannot be read: another finding says so."""
    try:
        async with Database(settings.database_url) as database:
            file = database.url.database if database.is_sqlite else None
            if file and not os.path.exists(file):  # noqa: PTH110, ASYNC240 - opening it would make it; one stat
                return None, False
            if await migrate.is_new(database):
                return None, False
            app_id = settings.zalo_oa_app_id or ""
            memory = Memory(database, settings.zalo_oa_id or app_id)
            return await Vault(database, load_key(settings), app_id).load(), await memory.was_proven()
    except BROKEN:
        return None, False


@asynccontextmanager
async def asking(settings: Settings, kept: Kept | None) -> AsyncIterator[Wire]:
    """The API with the token at hand."""
    given = settings.zalo_oa_access_token
    access = kept.pair.access if kept else given.get_secret_value() if given else ""
    wire = Wire(Borrowed(access), settings.zalo_oa_api)
    try:
        yield wire
    finally:
        await wire.close()


async def borrowed(settings: Settings) -> Kept | None:
    """What the database keeps of the tokens."""
    return (await _stored(settings))[0]


async def _asked(settings: Settings, kept: Kept | None) -> Finding:
    try:
        async with asyncio.timeout(ASK_S), asking(settings, kept) as wire:
            about = await wire.get("/v2.0/oa/getoa")
    except Misconfigured as error:
        return _finding(Level.WARNING, f"Zalo OA: {error}.")
    except (DeliveryError, TimeoutError) as error:
        why = f"Không nối được {settings.zalo_oa_api} ({str(error) or 'quá lâu không trả lời'})."
        return _finding(Level.ERROR, f"{why} Cách sửa: xem mạng, tường lửa và VUNGXANH_ZALO_OA_API.")
    return _finding(Level.OK, f"Zalo OA: {described(about)} sẵn sàng.")


def described(about: Json) -> str:
    """An account in a few words."""
    kind = "OA cơ quan nhà nước" if about.get("oa_type") in {_GOVERNMENT, str(_GOVERNMENT)} else "OA"
    package = about.get("package_name")
    return f"{kind} “{about.get('name', '?')}”" + (f", gói {package}," if package else "")
