"""The variables of the Official Account. What Zalo's documentation leaves open is one of them, with a safe default."""

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode

from bot.setting_kinds import Root, Token
from messages.window import Pays
from storage.campaign.fields import wrong

_TEMPLATE = re.compile(r"(\w{1,40}):(\w{1,40})")
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*")
_ID = re.compile(r"\d{1,40}")


def _template(value: object) -> object:
    if value is None or isinstance(value, tuple):
        return value
    found = _TEMPLATE.fullmatch(str(value).strip())
    if found is None:
        raise wrong("sai dạng", "ghi mã mẫu và tên ô chứa lời, như 12345:noi_dung")
    return found[1], found[2]


def _hosts(value: object) -> object:
    if isinstance(value, tuple):
        return value
    hosts = tuple(each.strip().lower() for each in str(value).split(",") if each.strip())
    if not hosts or not all(_HOST.fullmatch(each) for each in hosts):
        raise wrong("không phải là tên miền", "ghi như zdn.vn,zadn.vn, không có https://")
    return hosts


def _cities(value: object) -> object:
    if isinstance(value, tuple):
        return value
    numbers = [each.strip() for each in str(value).split(",") if each.strip()]
    if not all(each.isascii() and each.isdigit() and int(each) <= 99 for each in numbers):
        raise wrong("không phải là mã nơi ở của Zalo", "ghi các số từ 0 đến 99, cách nhau dấu phẩy")
    return tuple(map(int, numbers))


def _id(value: str) -> str:
    if not _ID.fullmatch(value):
        raise wrong("không phải là mã số", "chép lại dãy số ở trang quản lý của Zalo")
    return value


Id = Annotated[str, AfterValidator(_id)]


class ZaloOaSettings(BaseSettings):
    """One account.

    Attributes:
        zalo_oa_id: the account's own id; None: the app's id stands for it in the database, so name it from the start.
        zalo_oa_webhook_secret: what pushes are signed with; None: the app's secret is tried.
        zalo_oa_signature: auto = unproven pushes are only noted until the first proven one, then turned away.
        zalo_oa_signed_time: which timestamp is part of the signature.
        zalo_oa_rate: requests a second.
        zalo_oa_buttons: how buttons are written; none = choices are numbers.
        zalo_oa_replies: whether an answer to one of our messages says to which: no page names the field that would.
        zalo_oa_media_hosts: from where files that people send are fetched.
        zalo_oa_pay: what may cost money.
        zalo_oa_price, zalo_oa_template_price: đồng a message, as the contract says; shown, not charged by us.
        zalo_oa_free_hours, zalo_oa_reach_hours: after somebody was last heard, free so long, possible so long.
        zalo_oa_template: the approved template for what must reach people, and its field.
        zalo_oa_cover: the picture above articles; None: bulletins go as no articles.
        zalo_oa_articles_a_day: how many articles are broadcast a day at most.
        zalo_oa_cities: to whose followers; empty = all.
    """

    zalo_oa_app_id: Id | None = None
    zalo_oa_app_secret: SecretStr | None = None
    zalo_oa_id: Id | None = None
    zalo_oa_webhook_secret: SecretStr | None = None
    zalo_oa_access_token: Token | None = None
    zalo_oa_refresh_token: Token | None = None
    zalo_oa_api: Root = "https://openapi.zalo.me"
    zalo_oa_oauth_api: Root = "https://oauth.zaloapp.com"
    zalo_oa_signature: Literal["auto", "log", "enforce"] = "auto"
    zalo_oa_signed_time: Literal["either", "body", "header"] = "either"
    zalo_oa_rate: Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)] = 1.5
    zalo_oa_buttons: Literal["plain", "button", "none"] = "plain"
    zalo_oa_replies: bool = False
    zalo_oa_media_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_hosts)] = (
        "zdn.vn",
        "zadn.vn",
        "zalo.me",
        "zaloapp.com",
    )
    zalo_oa_pay: Pays = Pays.NOTHING
    zalo_oa_price: Annotated[int, Field(ge=0, le=1_000_000)] = 55
    zalo_oa_free_hours: Annotated[int, Field(ge=0, le=720)] = 48
    zalo_oa_reach_hours: Annotated[int, Field(ge=0, le=720)] = 168
    zalo_oa_template: Annotated[tuple[str, str] | None, NoDecode, BeforeValidator(_template)] = None
    zalo_oa_template_price: Annotated[int, Field(ge=0, le=1_000_000)] = 200
    zalo_oa_cover: Root | None = None
    zalo_oa_articles_a_day: Annotated[int, Field(ge=0, le=100)] = 1
    zalo_oa_cities: Annotated[tuple[int, ...], NoDecode, BeforeValidator(_cities)] = ()


def together(settings: ZaloOaSettings) -> Iterator[tuple[str, str, str]]:
    """What must hold between them: the field, what is wrong, the cure."""
    account = (settings.zalo_oa_app_id, settings.zalo_oa_app_secret)
    tokens = (settings.zalo_oa_access_token, settings.zalo_oa_refresh_token)
    for name in ("zalo_oa_app_id", "zalo_oa_app_secret"):
        if any((*account, *tokens)) and not getattr(settings, name):
            cure = "ghi cả app id và app secret, hoặc bỏ cả nhóm biến"
            yield name, "Official Account chưa khai báo đủ", cure
    if settings.zalo_oa_free_hours > settings.zalo_oa_reach_hours:
        cure = "ghi số giờ lớn hơn hoặc bằng VUNGXANH_ZALO_OA_FREE_HOURS"
        yield "zalo_oa_reach_hours", "nhỏ hơn số giờ miễn phí", cure
