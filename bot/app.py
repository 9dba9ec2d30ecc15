"""The composition root: settings in, a running program out."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import datetime, timedelta
from functools import partial

import structlog
from prometheus_client import CollectorRegistry

from bot.broadcasting import broadcasting_of
from bot.calendar import Calendar
from bot.calm import calm
from bot.channels.base import Channel
from bot.chores import Chore
from bot.clock import Clock
from bot.conversation import Conversation
from bot.crowding import Crowding
from bot.delivery.flight import Alert, in_flight
from bot.delivery.flight import Settings as Pace
from bot.delivery.lease import lease
from bot.delivery.metrics import Counters, expose
from bot.delivery.sender import Sender
from bot.delivery.verdict import OPEN, Bulk, Verdict
from bot.following import Following
from bot.following import expose as follow_in
from bot.formats import formats_of
from bot.gathering import FETCH
from bot.jobs import Runner
from bot.jobs.digests import Digests
from bot.jobs.mail import post_of
from bot.jobs.rumours import RumourPhotos
from bot.jobs.works import PATIENCE, works
from bot.keys import load_key
from bot.opening import opened_database
from bot.parts import Hold, Parts
from bot.platforms import fetching_of, files_of, platforms, store_of
from bot.serving import serving
from bot.settings import Settings
from handlers import expiry
from handlers.everything import REGISTRY
from handlers.intents import sounds_like
from handlers.rumours import telling
from handlers.rumours.asking import PHOTO_JOB
from handlers.schedule import CLOSED, Schedule
from handlers.staff import pushing
from handlers.staff.bulletins.hourly import Hourly
from handlers.staff.bulletins.unanswered import Unanswered
from handlers.staff.duties.urging import Urging
from handlers.staff.triage.overdue import Reminders
from storage import erasure, meta
from storage.backup import RESTORED
from storage.campaign import Campaign, load_campaign
from storage.database import Database, Tx
from storage.records import Role

log = structlog.get_logger(__name__)


_SCARCE = 8  # messages in flight where a month's are counted: few may leave past the line


class PartFailed(RuntimeError):
    """A part that must not end has ended by a bug; the log says where. Its words name the part."""


ChannelsOf = Callable[[Settings, Database, Clock, Campaign], Sequence[Channel]]


def verdict(campaign: Campaign, now: datetime, hold: Hold) -> Verdict:
    """What may be sent unasked at this campaign instant."""
    if hold.on:
        return Verdict(bulk=Bulk.HELD, reason="restored")
    quiet = campaign.quiet.covers(campaign.local(now))
    if campaign.phase(now) == "closed":
        return Verdict(bulk=Bulk.CLOSED, reason=CLOSED, quiet=quiet)
    if quiet:
        return Verdict(bulk=Bulk.QUIET, reason="quiet hours", quiet=quiet)
    return OPEN


@asynccontextmanager
async def assembled(
    settings: Settings, channels_of: ChannelsOf = platforms, campaign: Campaign | None = None
) -> AsyncIterator[Parts]:
    """Everything wired together, holding the lease on the database, nothing running yet.

    `campaign`: the one to run, where it is not just what the settings' file says.

    Raises:
        CampaignError, SettingsError, Unmigrated, LeaseTaken, ClockError: each in words for the operator.
    """
    campaign = campaign or load_campaign(settings.campaign)
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(opened_database(settings))
        await stack.enter_async_context(lease(database))
        start = settings.clock_instant(campaign.zone_info)
        clock = await Clock.open(database, start, settings.clock_speed)
        channels = tuple(channels_of(settings, database, clock, campaign))
        await asyncio.to_thread(
            sounds_like, "chào"
        )  # learns its examples before the first person waits for it
        async with database.reading() as tx:
            hold = Hold(on=bool(await meta.get(tx, RESTORED)))
        yield _wire(settings, campaign, database, clock, channels, hold)


def _wire(
    settings: Settings,
    campaign: Campaign,
    database: Database,
    clock: Clock,
    channels: tuple[Channel, ...],
    hold: Hold,
) -> Parts:
    store = store_of(settings, database)
    conversation = Conversation(
        database=database,
        channels={(channel.name, channel.bot): channel for channel in channels},
        registry=REGISTRY,
        campaign=campaign,
        clock=clock,
        secret=load_key(settings),
        deep_link=lambda name, code: _deep_link(channels, name, code),
        formats=formats_of(channels),
    )
    schedule = Schedule(
        campaign=campaign, available=lambda name: REGISTRY.offers(name, (Role.CITIZEN,)), wall=clock.wall
    )
    calendar = Calendar(
        database=database,
        clock=clock,
        plan=campaign.firings,
        fires=schedule.fires,
        objection=schedule.objection,
        alert=schedule.report_skipped,
        hours=Hourly(campaign=campaign, wall=clock.wall),
        chores=[
            *_chores(campaign, schedule, clock),
            Chore(
                name="people",
                every=timedelta(minutes=10),
                run=Crowding(channels=channels, conversation=conversation).look,
            ),
            Chore(name="media", every=timedelta(minutes=10), run=store.forget),
        ],
    )
    digests = Digests(
        database=database, campaign=campaign, store=store, wall=clock.wall, post=post_of(settings)
    )
    fetching = fetching_of(settings, database, channels, clock.wall)
    photos = RumourPhotos(
        database=database,
        campaign=campaign,
        channels=conversation.channels,
        now=clock.now,
        wall=clock.wall,
        kept=fetching.content,
    )
    doing = partial(Runner, database=database, wall=clock.wall, alert=conversation.alert, patience=PATIENCE)
    fetches = frozenset({FETCH})
    runners = (
        doing(
            works={**works(digests, conversation.channels, clock), PHOTO_JOB: photos.check}, besides=fetches
        ),
        # What people send can be fetched for a short while only: it waits behind no document being drawn.
        doing(works={FETCH: fetching.work}, only=fetches),
    )
    metrics = CollectorRegistry()
    following = Following(database=database, campaign=campaign, wall=clock.wall, monotonic=clock.monotonic)
    follow_in(following, metrics)
    senders = tuple(
        _sender(database, campaign, clock, conversation, channel, metrics, hold) for channel in channels
    )
    return Parts(
        settings=settings,
        campaign=campaign,
        database=database,
        clock=clock,
        calendar=calendar,
        channels=channels,
        conversation=conversation,
        store=store,
        files=files_of(settings, database),
        following=following,
        senders=senders,
        broadcasting=broadcasting_of(
            channels, database, campaign, clock, lambda: verdict(campaign, clock.now(), hold)
        ),
        digests=digests,
        runners=runners,
        metrics=metrics,
        hold=hold,
    )


def _sender(
    database: Database,
    campaign: Campaign,
    clock: Clock,
    conversation: Conversation,
    channel: Channel,
    metrics: CollectorRegistry,
    hold: Hold,
) -> Sender:
    counters = Counters()
    expose(counters, metrics, channel=channel.name, bot=channel.bot)

    async def alert(told: Alert) -> None:
        log.error("alert", kind=told.kind, channel=channel.name, text=told.text, reference=told.reference)
        async with database.transaction() as tx:
            if told.kind == "late":
                await pushing.ask_late(tx, told.bulletin_id, clock.wall())
            elif told.kind == "grown":
                await pushing.ask_grown(tx, told.bulletin_id, clock.wall())
            else:
                await conversation.alert(tx, told.text, told.reference)

    return Sender(
        database,
        channel,
        settings=Pace(
            zone=campaign.zone_info,
            per_topic=campaign.limits.bulletins_per_topic_a_day,
            roundup=campaign.next_roundup,
            in_flight=_SCARCE if channel.limits.monthly else in_flight(channel.limits.rate),
        ),
        now=clock.now,
        may_send_bulk=lambda: verdict(campaign, clock.now(), hold),
        alert=alert,
        counters=counters,
        wall=clock.wall,
    )


def _chores(campaign: Campaign, schedule: Schedule, clock: Clock) -> list[Chore]:
    async def forget(tx: Tx, now: datetime) -> None:  # a slice each time, so that nobody waits for it
        await erasure.retention(tx, campaign.retention, now, clock.wall())

    async def expire(tx: Tx, now: datetime) -> None:
        await expiry.expire(tx, REGISTRY, campaign, now, clock.wall())

    reminders = Reminders(campaign=campaign, wall=clock.wall)

    async def remind(tx: Tx, now: datetime) -> None:
        await reminders.remind(tx, now)

    urging = Urging(campaign=campaign, wall=clock.wall)

    async def urge(tx: Tx, now: datetime) -> None:
        await urging.remind(tx, now)

    async def tell_askers(tx: Tx, now: datetime) -> None:
        await telling.tell(tx, campaign, now, clock.wall())

    unanswered = Unanswered(campaign=campaign, wall=clock.wall)

    return [
        Chore(name="unanswered", every=timedelta(minutes=1), run=unanswered.remind),
        Chore(name="urging", every=timedelta(minutes=1), run=urge),
        Chore(name="rumours", every=timedelta(seconds=20), run=tell_askers),
        Chore(name="overdue", every=timedelta(minutes=1), run=remind),
        Chore(name="retention", every=timedelta(minutes=5), run=forget),
        Chore(name="expiry", every=timedelta(minutes=10), run=expire),
        Chore(name="close", every=timedelta(minutes=1), run=schedule.close_up),
    ]


def _deep_link(channels: Sequence[Channel], name: str, code: str) -> str | None:
    """The link that opens a chat on this channel with the code; None where there is none."""
    for channel in channels:
        make = getattr(channel, "deep_link", None)
        if channel.name == name and make is not None:
            with suppress(ValueError):
                return str(make(code))
    return None


async def run(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT.

    Raises:
        PartFailed: a part of it ended by itself: whoever keeps it running should start it again.
    """
    async with assembled(settings) as parts, serving(parts):
        calm()
        await stop_asked()
    if parts.failed:
        raise PartFailed(parts.failed)


async def stop_asked() -> None:
    """Wait for SIGTERM or SIGINT."""
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, asked.set)
    await asked.wait()
