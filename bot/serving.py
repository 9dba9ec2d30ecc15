"""The program at work: listening, answering, sending, keeping the calendar, serving HTTP; and its graceful end."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import structlog
from aiohttp import web

from bot import menus
from bot.channels.base import Channel, Misconfigured, Unavailable
from bot.channels.reach import Listening, Pushed
from bot.conversation import Conversation
from bot.delivery.sender import Sender
from bot.http import Check, Hook, HttpServer
from bot.parts import Parts
from storage import inbox, meta
from storage.backup import RESTORED
from storage.database import BROKEN
from storage.grants import FirstAdmin, ensure_admins

_LOOK_S = 1.0  # real seconds between two looks at whether the operator said go on
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 60.0  # seconds between two tries to reach a platform at the start
log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Site:
    """What else the web server serves: pages, and what ends with it."""

    hooks: Mapping[str, Hook]
    routes: Iterable[web.AbstractRouteDef] = ()
    at_stop: Iterable[Callable[[], Awaitable[None]]] = ()


@asynccontextmanager
async def serving(parts: Parts, site: Site | None = None) -> AsyncIterator[HttpServer]:
    """The program at work: listening, answering, sending, keeping the calendar, serving HTTP. Ends gracefully.

    On leaving, listening stops first, then what was heard is answered, then what is in flight is finished.
    """
    site = site or Site(hooks=_hooks(parts))
    server = HttpServer(
        host=parts.settings.http.host,
        port=parts.settings.http.port,
        checks=_checks(parts),
        registry=parts.metrics,
        metrics_token=parts.settings.metrics_token.get_secret_value() if parts.settings.metrics_token else "",
        hooks=site.hooks,
        routes=[*site.routes, *parts.files.routes()],
        at_stop=site.at_stop,
    )
    async with AsyncExitStack() as stack:
        for channel in parts.channels:
            stack.push_async_callback(channel.close)
        sending = [asyncio.create_task(sender.run(), name="sender") for sender in parts.senders]
        stack.push_async_callback(_finish, sending, parts.senders)
        answering = asyncio.create_task(parts.conversation.run(), name="conversation")
        stack.push_async_callback(_answer_the_rest, parts.conversation, answering)
        following = asyncio.create_task(parts.following.run(), name="following")
        stack.push_async_callback(_cancel, [following])
        articles = [asyncio.create_task(each.run(), name="broadcasting") for each in parts.broadcasting]
        stack.push_async_callback(_cancel, articles)
        if parts.hold.on:
            stack.push_async_callback(_cancel, [asyncio.create_task(_until_resumed(parts), name="hold")])
        stack.callback(parts.digests.close)
        working = [asyncio.create_task(each.run(), name="jobs") for each in parts.runners]
        stack.push_async_callback(_cancel, working)
        await stack.enter_async_context(parts.calendar)
        listening = [
            asyncio.create_task(_listen(parts, channel), name=f"listen {channel.name}")
            for channel in parts.channels
        ]
        stack.push_async_callback(_cancel, listening)
        await stack.enter_async_context(server)
        for task in (answering, *working, *sending, *listening, *articles):
            task.add_done_callback(partial(_died, parts))
        log.info("running", url=server.url, channels=[channel.name for channel in parts.channels])
        yield server
        log.info("stopping")


def _died(parts: Parts, task: asyncio.Task[None]) -> None:
    """A part that must not end has ended by itself: a program without it would look well and do nothing."""
    error = None if task.cancelled() else task.exception()
    if error is not None:
        log.error("part_failed", part=task.get_name(), exc_info=error)
        parts.failed = task.get_name()
        os.kill(os.getpid(), signal.SIGTERM)


async def _until_resumed(parts: Parts) -> None:
    """After a restore: what waits goes on once the operator has said so (`vungxanh resume`)."""
    log.warning("held_after_restore", cure="vungxanh resume")
    while parts.hold.on:
        await asyncio.sleep(_LOOK_S)
        with suppress(*BROKEN):
            async with parts.database.reading() as tx:
                parts.hold.on = bool(await meta.get(tx, RESTORED))


async def _listen(parts: Parts, channel: Channel) -> None:
    """Connect, however long it takes, then listen.

    What is pushed to us is taken at once: storing it needs no connection, and a platform that is turned away for some
    hours pushes no more.
    """
    parts.unstarted[channel.name] = "not asked yet"
    await _welcome_admins(parts, channel)
    async with asyncio.TaskGroup() as together:
        connecting = together.create_task(_connect(parts, channel))
        if not (isinstance(channel, Pushed) and channel.path):
            await connecting
        together.create_task(_show_menus(parts, channel, connecting))
        await channel.listen(lambda raws: parts.heard(channel, raws))


async def _connect(parts: Parts, channel: Channel) -> None:
    """A token that is no good is told, and tried again slowly."""
    wait = _FIRST_WAIT
    while True:
        try:
            await channel.start()
        except (Misconfigured, Unavailable) as error:
            parts.unstarted[channel.name] = type(error).__name__
            log.error("channel_not_started", channel=channel.name, why=str(error), retry_in=wait)  # noqa: TRY400
            await asyncio.sleep(wait)
            wait = min(wait * 2, _LONGEST_WAIT)
        else:
            del parts.unstarted[channel.name]
            return


async def _show_menus(parts: Parts, channel: Channel, connecting: asyncio.Task[None]) -> None:
    await connecting
    await menus.keep(channel, parts.database, parts.conversation.registry, parts.campaign)


async def _welcome_admins(parts: Parts, channel: Channel) -> None:
    """Make the administrators of the settings administrators."""
    mine = [
        FirstAdmin(channel.name, channel.bot, a.user)
        for a in parts.settings.admins
        if a.channel == channel.name
    ]
    if mine:
        async with parts.database.transaction() as tx:
            await ensure_admins(tx, mine, parts.clock.now())


async def _answer_the_rest(conversation: Conversation, answering: asyncio.Task[None]) -> None:
    """Whoever was heard is answered before the senders stop."""
    await _cancel([answering])
    while await conversation.step():
        pass


async def _finish(tasks: Sequence[asyncio.Task[None]], senders: Sequence[Sender]) -> None:
    """What is in flight is finished or handed back, for as long as the senders' grace allows."""
    for sender in senders:
        sender.stop()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _cancel(tasks: Sequence[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _hooks(parts: Parts) -> dict[str, Hook]:
    """Webhooks by path, for channels that the platform pushes to."""
    return {each.path: each.webhook for each in parts.channels if isinstance(each, Pushed) and each.path}


def _checks(parts: Parts) -> dict[str, Check]:
    """What /readyz asks."""

    async def database() -> str | None:
        async with parts.database.reading() as tx:
            await inbox.waiting(tx)
        return None

    async def calendar() -> str | None:
        behind = parts.clock.wall() - parts.calendar.looked_at
        return "the calendar has not looked for a minute" if behind > timedelta(minutes=1) else None

    channels = {
        channel.name: partial(_connected, parts, channel, sender)
        for channel, sender in zip(parts.channels, parts.senders, strict=True)
    }
    return {"database": database, "calendar": calendar, **channels}


async def _connected(parts: Parts, channel: Channel, sender: Sender) -> str | None:
    """Why nothing goes through a channel, without the platform's words, which may hold a token; None if it does."""
    if why := parts.unstarted.get(channel.name):
        return f"not started: {why}"
    if isinstance(channel, Listening) and channel.deaf:
        return f"hears nothing: {channel.deaf}"
    return "the platform takes no message" if sender.mute else None
