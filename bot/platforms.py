"""The platforms that the settings turn on, and the files that they are sent."""

from functools import partial

from bot.channels.base import Channel
from bot.channels.telegram import TelegramChannel
from bot.clock import Clock
from bot.http.files import PublicFiles
from bot.keys import load_key
from bot.media import FOLDER, Handles, MediaStore
from bot.settings import Settings
from bot.telling import tell_admins
from bot.zalo_oa import official_account
from storage import inbox
from storage.campaign import Campaign
from storage.database import Database


def platforms(settings: Settings, database: Database, clock: Clock, _campaign: Campaign) -> list[Channel]:
    """The channels that the settings turn on."""
    store = store_of(settings, database)
    found: list[Channel | None] = [
        _telegram(settings, database, store),
        official_account(settings, database, store, partial(tell_admins, database, clock)),
    ]
    return [channel for channel in found if channel is not None]


def _telegram(settings: Settings, database: Database, store: MediaStore) -> TelegramChannel | None:
    if settings.telegram_token is None:
        return None

    async def last_update() -> int | None:
        async with database.reading() as tx:
            key = await inbox.last_key(tx, channel.name, channel.bot)
        return int(key) if key and key.isdigit() else None

    channel = TelegramChannel(
        settings.telegram_token,
        settings.telegram_api,
        settings.telegram_rate,
        webhook_url=settings.telegram_webhook_url,
        webhook_secret=settings.telegram_webhook_secret,
        last_update=last_update,
        foreign=store.read,
        handles=partial(Handles, database),
    )
    return channel


def store_of(settings: Settings, database: Database) -> MediaStore:
    """The files that we send."""
    return MediaStore(settings.data_dir / FOLDER, database)


def files_of(settings: Settings, database: Database) -> PublicFiles:
    """Their public addresses."""
    return PublicFiles(settings.public_url, load_key(settings), store_of(settings, database))
