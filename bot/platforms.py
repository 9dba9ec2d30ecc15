"""The platforms that the settings turn on, and the files that they are sent."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from bot.channels.base import Channel
from bot.channels.reach import Lying, PublicLink
from bot.channels.telegram import TelegramChannel
from bot.channels.zalo_bot import ZaloBotChannel
from bot.clock import Clock
from bot.fetching import Fetching
from bot.http.files import LASTS, PublicFiles
from bot.keys import load_key
from bot.media import FOLDER, Handles, MediaStore
from bot.settings import Settings
from bot.telling import tell_admins
from bot.zalo_oa import official_account
from messages.content import Attachment
from messages.leaving_out import ARTICLE_DAYS, ASK, LINK_HOURS
from storage import inbox
from storage.campaign import Campaign
from storage.database import Database


def platforms(settings: Settings, database: Database, clock: Clock, _campaign: Campaign) -> list[Channel]:
    """The channels that the settings turn on."""
    channels: list[Channel] = []
    fetching = fetching_of(settings, database, channels, clock.wall)
    lying = _lying(settings, files_of(settings, database), fetching)
    found: list[Channel | None] = [
        _telegram(settings, database, fetching),
        _zalo_bot(settings, lying),
        official_account(settings, database, fetching.read, partial(tell_admins, database, clock), lying),
    ]
    channels += [channel for channel in found if channel is not None]
    return channels


def _telegram(settings: Settings, database: Database, fetching: Fetching) -> TelegramChannel | None:
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
        foreign=fetching.read,
        handles=partial(Handles, database),
    )
    return channel


def _lying(settings: Settings, files: PublicFiles, fetching: Fetching) -> Lying:
    """Where files can be had that a platform fetches, or does not take."""

    def lasting(lasts: timedelta) -> PublicLink:
        async def found(file: Attachment) -> str | None:
            if settings.public_url is None:
                return None
            return await fetching.public(partial(files.address, lasts=lasts), file)

        return found

    elsewhere = f"xem ở bot trên Telegram, hoặc {ASK}" if settings.telegram_token else ASK
    return Lying(
        fetched=lasting(LASTS),
        lasting=lasting(timedelta(days=ARTICLE_DAYS)),
        opened=lasting(timedelta(hours=LINK_HOURS)),
        elsewhere=elsewhere,
    )


def _zalo_bot(settings: Settings, lying: Lying) -> ZaloBotChannel | None:
    if settings.zalo_bot_token is None:
        return None
    return ZaloBotChannel(
        settings.zalo_bot_token,
        settings.zalo_bot_api,
        people=settings.zalo_bot_people,
        monthly=settings.zalo_bot_monthly,
        rate=settings.zalo_bot_rate,
        hosts=settings.zalo_bot_media_hosts,
        webhook_url=settings.zalo_bot_webhook_url,
        webhook_secret=settings.zalo_bot_webhook_secret,
        lying=lying,
    )


def store_of(settings: Settings, database: Database) -> MediaStore:
    """The files that we send."""
    return MediaStore(settings.data_dir / FOLDER, database)


def files_of(settings: Settings, database: Database) -> PublicFiles:
    """Their public addresses."""
    return PublicFiles(settings.public_url, load_key(settings), store_of(settings, database))


def fetching_of(
    settings: Settings, database: Database, channels: Sequence[Channel], wall: Callable[[], datetime]
) -> Fetching:
    """Brings files that came to one of `channels` (as they are when it is asked) into the store."""
    store = store_of(settings, database)
    return Fetching(database, store, lambda: {(each.name, each.bot): each for each in channels}, wall)
