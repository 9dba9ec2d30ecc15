"""The Official Account wired from the settings: its tokens, its client, its files."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

from pydantic import SecretStr

from bot.channels.reach import NOWHERE, Lying
from bot.channels.zalo_oa import ZaloOaChannel
from bot.channels.zalo_oa.channel import BUTTONS, Options
from bot.channels.zalo_oa.files import Reading
from bot.channels.zalo_oa.memory import Memory
from bot.channels.zalo_oa.oauth import Errand
from bot.channels.zalo_oa.send import ButtonShape
from bot.channels.zalo_oa.tokens import TokenKeeper
from bot.channels.zalo_oa.vault import Vault
from bot.channels.zalo_oa.webhook import Trust
from bot.channels.zalo_oa.wire import Wire
from bot.keys import load_key
from bot.media import Handles
from bot.settings import Settings
from messages.window import Window
from storage.database import Database

LEFT = "zalo_oa"  # under the data folder: answers that couriers leave


def official_account(
    settings: Settings,
    database: Database,
    files: Reading,
    alert: Callable[[str], Awaitable[None]],
    lying: Lying = NOWHERE,
) -> ZaloOaChannel | None:
    """The channel; None while the settings name no app. `files` reads what it is to send."""
    if settings.zalo_oa_app_id is None or settings.zalo_oa_app_secret is None:
        return None
    tokens = token_keeper(settings, database, alert)
    wire = Wire(tokens, settings.zalo_oa_api)
    return ZaloOaChannel(
        options(settings),
        tokens,
        wire,
        trust(settings),
        Memory(database, settings.zalo_oa_id or settings.zalo_oa_app_id),
        store=files,
        lying=lying,
        handles=partial(Handles, database),
    )


def token_keeper(
    settings: Settings, database: Database, alert: Callable[[str], Awaitable[None]]
) -> TokenKeeper:
    """The account's tokens."""
    app_id = settings.zalo_oa_app_id or ""
    account = Errand(
        root=settings.zalo_oa_oauth_api,
        app_id=app_id,
        app_secret=_shown(settings.zalo_oa_app_secret),
        refresh=_shown(settings.zalo_oa_refresh_token),
    )
    vault = Vault(database, load_key(settings), app_id)
    access = _shown(settings.zalo_oa_access_token)
    return TokenKeeper(vault, account, access, settings.data_dir / LEFT, alert=alert)


def options(settings: Settings) -> Options:
    """What the operator set about the account."""
    shape: ButtonShape = "button" if settings.zalo_oa_buttons == "button" else "plain"
    return Options(
        app_id=settings.zalo_oa_app_id or "",
        oa_id=settings.zalo_oa_id or "",
        rate=settings.zalo_oa_rate,
        buttons=0 if settings.zalo_oa_buttons == "none" else BUTTONS,
        shape=shape,
        replies=settings.zalo_oa_replies,
        hosts=settings.zalo_oa_media_hosts,
        window=window(settings),
        template=settings.zalo_oa_template,
        cover=settings.zalo_oa_cover or "",
        cities=settings.zalo_oa_cities,
    )


def window(settings: Settings) -> Window:
    """The spans and prices."""
    return Window(
        free=timedelta(hours=settings.zalo_oa_free_hours),
        billed=timedelta(hours=settings.zalo_oa_reach_hours),
        price=settings.zalo_oa_price,
        agreed=settings.zalo_oa_pay,
        template_price=settings.zalo_oa_template_price if settings.zalo_oa_template else None,
        articles=settings.zalo_oa_articles_a_day if settings.zalo_oa_cover else 0,
    )


def trust(settings: Settings) -> Trust:
    """What makes a push believed."""
    secret = settings.zalo_oa_webhook_secret or settings.zalo_oa_app_secret
    return Trust(
        app_id=settings.zalo_oa_app_id or "",
        oa_id=settings.zalo_oa_id or "",
        secrets=(_shown(secret),),
        time=settings.zalo_oa_signed_time,
        proof=settings.zalo_oa_signature,
    )


def _shown(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""
