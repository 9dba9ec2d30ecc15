"""What a running program is made of."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry

from bot.broadcasting import Broadcasting
from bot.calendar import Calendar
from bot.channels.base import Channel, Raw
from bot.clock import Clock
from bot.conversation import Conversation
from bot.delivery.sender import Sender
from bot.following import Following
from bot.http.files import PublicFiles
from bot.jobs import Runner
from bot.jobs.digests import Digests
from bot.media import MediaStore
from bot.settings import Settings
from storage.campaign import Campaign
from storage.database import Database


@dataclass(kw_only=True)
class Hold:
    """Whether everything but answers waits: so it is after a restore, until the operator says go on."""

    on: bool = False


@dataclass(kw_only=True)
class Parts:
    """What a running program is made of, for whoever adds to it (the rehearsal) or looks at it (tests)."""

    settings: Settings
    campaign: Campaign
    database: Database
    clock: Clock
    calendar: Calendar
    channels: tuple[Channel, ...]
    conversation: Conversation
    store: MediaStore
    files: PublicFiles
    following: Following
    senders: tuple[Sender, ...]
    broadcasting: tuple[Broadcasting, ...] = ()
    digests: Digests
    runners: tuple[Runner, ...]
    metrics: CollectorRegistry
    # By channel: why it has not started, in words that may be shown.
    unstarted: dict[str, str] = field(default_factory=dict)
    failed: str = ""  # the part that ended by itself, which stops the whole program
    hold: Hold

    async def heard(self, channel: Channel, raws: Sequence[Raw]) -> None:
        """Store what a channel heard."""
        await self.conversation.heard(channel, raws)
