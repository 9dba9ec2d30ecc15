"""Every environment variable, typed and validated once. Secrets never show in a repr, a log or an error."""

import os
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, ClassVar, Literal, NamedTuple, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import NoDecode, SettingsConfigDict

from bot import zalo_oa_settings
from bot.setting_kinds import Root, Token
from bot.zalo_oa_settings import ZaloOaSettings
from storage.campaign.fields import wrong
from storage.campaign.wording import why_and_cure
from storage.problems import Problem, Problems

PREFIX = "VUNGXANH_"
_CHANNELS = ("telegram", "zalo_bot", "zalo_oa", "web")
_DATABASES = ("sqlite+aiosqlite:///", "postgresql+asyncpg://")
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")  # the letters Telegram allows in secret_token
_KEY_LENGTH = 32
_HOST = re.compile(r"\.?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_ZALO_HOSTS = (".zdn.vn", ".zadn.vn", ".zalo.me", ".zaloapp.com", ".zaloplatforms.com", ".zapps.me")


class SettingsError(Problems):
    """Environment variables that cannot be used; each problem names the variable, the value and the cure."""


class Address(NamedTuple):
    """Where the web server listens."""

    host: str
    port: int  # 0 = any free one

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


class Administrator(NamedTuple):
    """Somebody who is an administrator from the first start."""

    channel: str
    user: str  # the platform's id


def _address(value: object) -> object:
    if isinstance(value, Address):
        return value
    match = (
        re.fullmatch(r"(\[[0-9A-Fa-f:]+\]|[^\s:/]+):(\d{1,5})", value.strip())
        if isinstance(value, str)
        else None
    )
    if match is None or int(match[2]) > 65535:
        raise wrong("không phải là địa chỉ và cổng", "ghi như 127.0.0.1:8080")
    return Address(match[1].strip("[]"), int(match[2]))


def _administrators(value: object) -> object:
    if isinstance(value, tuple):
        return value
    pairs = [pair.strip().partition(":") for pair in str(value).split(",") if pair.strip()]
    if any(channel not in _CHANNELS or not user or " " in user for channel, _, user in pairs):
        cure = f"ghi như telegram:1001,zalo_bot:abc; kênh là một trong: {', '.join(_CHANNELS)}"
        raise wrong("sai dạng", cure)
    return tuple(Administrator(channel, user) for channel, _, user in pairs)


def _instant(value: str) -> str:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        raise wrong(
            "không phải là thời điểm", "ghi như 2021-08-16T06:55 hoặc 2021-08-16T06:55+07:00"
        ) from None
    return value


def _database(value: SecretStr) -> SecretStr:
    if not value.get_secret_value().startswith(_DATABASES):
        cure = "ghi địa chỉ bắt đầu bằng " + " hoặc ".join(_DATABASES)
        raise wrong("không phải là cơ sở dữ liệu dùng được", cure)
    return value


def _webhook_secret(value: SecretStr) -> SecretStr:
    if not _WEBHOOK_SECRET.fullmatch(value.get_secret_value()):
        raise wrong("sai dạng", "dùng 1 đến 256 chữ cái không dấu, chữ số, dấu - và _")
    return value


def _shared(value: SecretStr) -> SecretStr:
    if not 8 <= len(value.get_secret_value()) <= 256 or not value.get_secret_value().isascii():
        raise wrong("sai dạng", "dùng 8 đến 256 chữ cái không dấu, chữ số, dấu")
    return value


def _hosts(value: object) -> object:
    if not isinstance(value, str):
        return value
    hosts = tuple(each.strip() for each in value.split(",") if each.strip())
    if not all(_HOST.fullmatch(each) for each in hosts):
        raise wrong("không phải là danh sách tên máy chủ", "ghi như .zdn.vn,.zalo.me")
    return hosts


def _key(value: SecretStr) -> SecretStr:
    if len(value.get_secret_value()) < _KEY_LENGTH:
        cure = f"ghi ít nhất {_KEY_LENGTH} ký tự ngẫu nhiên, hoặc bỏ biến này để chương trình tự tạo"
        raise wrong("quá ngắn", cure)
    return value


class Settings(ZaloOaSettings):
    """What the environment says; made by `load`.

    Attributes:
        campaign: campaign file; None = the shipped one.
        telegram_rate: messages a second for the whole bot.
        clock: rehearsal's first instant as written; see `clock_instant`.
        clock_speed: campaign seconds a real second; None = not said, so what a rehearsal had before stays.
        metrics_token: what opens /metrics to other machines; None = this machine only.
        secret_key: None = kept in the data folder, made at first start.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, env_file_encoding="utf-8", frozen=True, extra="ignore"
    )

    campaign: Path | None = None
    data_dir: Path = Path("data")
    database: Annotated[SecretStr, AfterValidator(_database)] | None = None
    telegram_token: Token | None = None
    telegram_api: Root = "https://api.telegram.org"
    telegram_rate: Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)] = 30.0
    telegram_webhook_url: Root | None = None
    telegram_webhook_secret: Annotated[SecretStr, AfterValidator(_webhook_secret)] | None = None
    zalo_bot_token: Token | None = None
    zalo_bot_api: Root = "https://bot-api.zaloplatforms.com"
    zalo_bot_webhook_url: Root | None = None
    zalo_bot_webhook_secret: Annotated[SecretStr, AfterValidator(_shared)] | None = None
    zalo_bot_people: Annotated[int, Field(ge=0)] = 50
    zalo_bot_monthly: Annotated[int, Field(ge=0)] = 3000
    zalo_bot_rate: Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)] = 1.0
    zalo_bot_media_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_hosts)] = _ZALO_HOSTS
    http: Annotated[Address, NoDecode, BeforeValidator(_address)] = Address("127.0.0.1", 8080)
    admins: Annotated[tuple[Administrator, ...], NoDecode, BeforeValidator(_administrators)] = ()
    clock: Annotated[str, AfterValidator(_instant)] | None = None
    clock_speed: Annotated[float, Field(ge=1, le=3600, allow_inf_nan=False)] | None = None
    metrics_token: Annotated[SecretStr, AfterValidator(_shared)] | None = None
    public_url: Root | None = None
    secret_key: Annotated[SecretStr, AfterValidator(_key)] | None = None
    smtp_host: str | None = None
    smtp_port: Annotated[int, Field(ge=1, le=65535)] = 587
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_sender: str | None = None
    log: Literal["json", "text"] = "text"

    # What must not stand in an error either.
    SECRETS: ClassVar[frozenset[str]] = frozenset(
        {
            "database",
            "telegram_token",
            "telegram_webhook_secret",
            "zalo_bot_token",
            "zalo_bot_webhook_secret",
            "zalo_oa_app_secret",
            "zalo_oa_webhook_secret",
            "zalo_oa_access_token",
            "zalo_oa_refresh_token",
            "metrics_token",
            "secret_key",
            "smtp_password",
        }
    )

    @classmethod
    def load(cls, env_file: Path | None = Path(".env")) -> Self:
        """The settings from the environment, and from this file for what the environment leaves out.

        Raises SettingsError with every problem found.
        """
        # Raised outside `except`: pydantic's error holds the values, secrets too, and must not hang on ours.
        try:
            settings, problems = cls(_env_file=env_file), []  # type: ignore[call-arg]
        except ValidationError as error:
            settings, problems = None, [_problem(one) for one in error.errors(include_url=False)]
        if settings is None:
            raise SettingsError(problems)
        if problems := list(_together(settings)):
            raise SettingsError(problems)
        return settings

    @property
    def database_url(self) -> str:
        """The SQLAlchemy URL; may hold a password."""
        if self.database:
            return self.database.get_secret_value()
        return f"sqlite+aiosqlite:///{self.data_dir / 'vungxanh.db'}"

    @property
    def rehearsal(self) -> bool:
        """Whether campaign time is not the machine's."""
        return self.clock is not None or self.clock_speed not in {None, 1.0}

    def clock_instant(self, zone: ZoneInfo) -> datetime | None:
        """The rehearsal's first instant, a naive one being the campaign's local time; None = real time."""
        if self.clock is None:
            return None
        instant = datetime.fromisoformat(self.clock)
        return instant if instant.tzinfo else instant.replace(tzinfo=zone)


def variables() -> list[str]:
    """The name of every environment variable that is read."""
    return [variable(name) for name in Settings.model_fields]


def variable(field: str) -> str:
    """The environment variable of a field of Settings."""
    return PREFIX + field.upper()


def unknown_variables(environ: Mapping[str, str] = os.environ) -> list[Problem]:
    """Variables with our prefix that nothing reads, most likely misspelt; told by `check`, not fatal."""
    known = variables()
    unknown = sorted(
        name for name in environ if name.upper().startswith(PREFIX) and name.upper() not in known
    )
    near = {name: get_close_matches(name.upper(), known, n=1, cutoff=0.8) for name in unknown}
    return [
        Problem(
            field=name,
            why="không có biến nào tên này",
            cure=f"sửa tên thành {near[name][0]}" if near[name] else "bỏ biến này",
        )
        for name in unknown
    ]


def _problem(error: ErrorDetails) -> Problem:
    name = str(error["loc"][0]).lower().removeprefix(PREFIX.lower())
    why, cure = why_and_cure(error)
    # pydantic's own words may quote the value: where ours are missing, a secret keeps to ours.
    shown = None if name in Settings.SECRETS else error["input"]
    return Problem(field=variable(name), value=shown, why=why, cure=cure)


def _together(settings: Settings) -> Iterator[Problem]:
    """What must hold between variables."""
    if settings.telegram_webhook_url and not settings.telegram_webhook_secret:
        cure = "ghi một chuỗi ngẫu nhiên, để không ai khác gửi tin giả vào webhook"
        yield _absent("telegram_webhook_secret", "có VUNGXANH_TELEGRAM_WEBHOOK_URL mà chưa có biến này", cure)
    if settings.zalo_bot_webhook_url and not settings.zalo_bot_webhook_secret:
        cure = "ghi một chuỗi ngẫu nhiên, để không ai khác gửi tin giả vào webhook"
        yield _absent("zalo_bot_webhook_secret", "có VUNGXANH_ZALO_BOT_WEBHOOK_URL mà chưa có biến này", cure)
    if settings.smtp_host and not settings.smtp_sender:
        why, cure = "có VUNGXANH_SMTP_HOST mà chưa ghi người gửi", "ghi địa chỉ thư gửi đi"
        yield _absent("smtp_sender", why, cure)
    for name, why, cure in zalo_oa_settings.together(settings):
        yield _absent(name, why, cure)


def _absent(name: str, why: str, cure: str) -> Problem:
    return Problem(field=variable(name), why=why, cure=cure)
