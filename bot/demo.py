"""The rehearsal: the whole campaign in a browser, with no token, from the morning of its first day."""

import asyncio
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

import structlog

from bot import app
from bot.calendar import Calendar
from bot.channels.base import Channel
from bot.channels.web import ClockState, MediaStore, NextEvent, Place, Room, WebChannel, cast
from bot.channels.web.api import RoomApi
from bot.channels.web.cast import CITIZEN, DESK, EDITOR, OFFICER
from bot.clock import Clock
from bot.parts import Parts
from bot.serving import Site, serving
from bot.settings import Address, Settings
from messages.vi import states
from messages.vi.labels import Label
from storage import invites
from storage.campaign import Campaign, Deadline, load_campaign
from storage.database import Database
from storage.records import Role

BEFORE_FIRST = timedelta(minutes=15)  # the rehearsal opens so long before the calendar's first entry
KEPT = frozenset({"campaign", "clock_speed", "log"})  # of the settings, in a rehearsal
PATIENCE_S = 120.0  # for the crowd to settle in, on a slow machine
AGREE = "Đồng ý nhận tin"
DESK_MEMBERS = ("Cán bộ A", "Cán bộ B")
# A rehearsal promises what no office has approved, so that reminders and what is late can be seen; its page says so.
REHEARSED = (
    Deadline(urgency="urgent", hours=2, clock="round", remind_before=1, escalate_after=2),
    Deadline(urgency="normal", hours=8, clock="working", remind_before=2, escalate_after=8),
)
OUTSIDE = Place(name="Ngoài tỉnh", lat=21.0285, lon=105.8542)  # Hà Nội
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomClock:
    """The clock and the calendar as the room's clock bar moves them."""

    clock: Clock
    calendar: Calendar
    campaign: Campaign

    async def state(self) -> ClockState:
        """Where the clock stands, and what comes next."""
        return ClockState(
            now=self.clock.now(), speed=self.clock.speed, paused=self.clock.paused, next=await self._next()
        )

    async def _next(self) -> NextEvent | None:
        coming = await self.calendar.next_due()
        if coming is not None:
            kind = coming[0].kind if coming[0] else "bulletin"
            return NextEvent(label=states.EVENT_NAME[kind], at=coming[1])
        after = self._morning_after()
        return NextEvent(label="Sau đợt thi đua", at=after) if self.clock.now() < after else None

    def _morning_after(self) -> datetime:
        day = self.campaign.ends + timedelta(days=1)
        return datetime.combine(day, time(8), self.campaign.zone_info)

    async def pause(self) -> None:
        """Stop campaign time."""
        await self.clock.pause()

    async def resume(self) -> None:
        """Let it go on."""
        await self.clock.resume()

    async def run_at(self, speed: float) -> None:
        """Go on at another speed."""
        await self.clock.run_at(speed)

    async def jump(self) -> None:
        """Go to the next event; after the last, to the morning on which the campaign is over."""
        if await self.calendar.jump() is None and self.clock.now() < self._morning_after():
            await self.calendar.jump_to(self._morning_after())


def rehearsal_settings(settings: Settings, folder: Path, port: int, campaign: Campaign) -> Settings:
    """The settings of a rehearsal: its own data, no platform but the room, the campaign's first morning.

    Of what the environment says only `KEPT` counts: a server's `.env` in the same folder is the normal case, and
    nothing of a rehearsal may leave through a platform, by email or under a public address.
    """
    first = min(firing.due for firing in campaign.firings) - BEFORE_FIRST if campaign.firings else None
    start = first or datetime.combine(campaign.starts, datetime.min.time(), campaign.zone_info)
    shipped = {name: field.get_default() for name, field in Settings.model_fields.items() if name not in KEPT}
    its_own = {"data_dir": folder, "http": Address("127.0.0.1", port), "clock": start.isoformat()}
    return settings.model_copy(update=shipped | its_own)


async def run(settings: Settings, port: int, *, ready: Callable[[str], None] = print) -> None:
    """Open the room on loopback until SIGTERM or SIGINT. Its data is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="vungxanh-") as folder:
        await rehearse(settings, port, Path(folder), ready, app.stop_asked)


async def rehearse(
    settings: Settings, port: int, folder: Path, ready: Callable[[str], None], until: Callable[[], object]
) -> None:
    """The rehearsal on this folder, until `until()` returns; `ready` is told the page's address."""
    campaign = promising(load_campaign(settings.campaign))
    settings = rehearsal_settings(settings, folder, port, campaign)
    async with app.assembled(settings, _web, campaign) as parts:
        (channel,) = parts.channels
        if not isinstance(channel, WebChannel):
            raise TypeError("a rehearsal plays on the web channel alone")
        room = _room(parts, channel)
        api = RoomApi(room)
        site = Site(hooks={}, routes=tuple(api.routes()), at_stop=(api.close,))
        async with serving(parts, site) as server:
            settling = asyncio.create_task(settle(parts, room))
            ready(f"Phòng diễn tập: {server.url}  (Ctrl+C để dừng)")
            waiting = until()
            if asyncio.iscoroutine(waiting):
                await waiting
            settling.cancel()
            await asyncio.gather(settling, return_exceptions=True)
        if parts.failed:
            raise app.PartFailed(parts.failed)


def promising(campaign: Campaign) -> Campaign:
    """The campaign with promises to rehearse, where its file has none."""
    return campaign if campaign.deadlines else campaign.model_copy(update={"deadlines": REHEARSED})


def title(campaign: Campaign) -> str:
    """What the page is headed by; it says whose promises are being kept."""
    own = campaign.deadlines is not REHEARSED
    return f"Đợt thi đua {campaign.title}{'' if own else ' (hạn trả lời: chỉ để diễn tập)'}"


def _web(settings: Settings, database: Database, clock: Clock, campaign: Campaign) -> Sequence[Channel]:
    papers = [agency for agency in campaign.agencies if agency.communication]
    desk = next(iter(campaign.agencies_with(Role.HOME_AFFAIRS)))
    editor = papers[min(1, len(papers) - 1)].name if papers else campaign.issuer
    return [
        WebChannel(
            database=database,
            cast=cast(editor=f"Biên tập viên {editor}", desk=desk.name, desk_members=DESK_MEMBERS),
            media=MediaStore(settings.data_dir / "media"),
            now=clock.now,
            zone=campaign.zone_info,
        )
    ]


def _room(parts: Parts, channel: WebChannel) -> Room:
    campaign = parts.campaign
    return Room(
        channel=channel,
        database=parts.database,
        clock=RoomClock(clock=parts.clock, calendar=parts.calendar, campaign=campaign),
        title=title(campaign),
        places=[*_places(campaign), OUTSIDE],
    )


def _places(campaign: Campaign) -> list[Place]:
    """Centres of the first districts, as points to share."""
    found = []
    for unit in campaign.units.districts:
        centre = campaign.units.centre(unit.code)
        if centre is not None:
            found.append(Place(name=unit.title, lat=centre[0], lon=centre[1]))
    return found[:3]


async def settle(parts: Parts, room: Room) -> None:
    """Everybody takes their place, each by the very messages a person would send."""
    campaign = parts.campaign
    codes = await _codes(parts)
    async with asyncio.timeout(PATIENCE_S):
        await room.channel.opened()
        await room.says(DESK, f"/ketnoi {codes[DESK]}", sender="desk-1")
        for chat in (OFFICER, EDITOR):
            await room.says(chat, f"/start {codes[chat]}")
        # Staff first: whoever looks at the page finds them at their desks, however long the crowd takes.
        await _settle_in(room, (OFFICER, EDITOR), campaign)
        crowd = room.channel.cast.crowd
        await room.all_say(crowd, "/start")
        await _settle_in(room, crowd, campaign)
    log.info("rehearsal_settled", crowd=len(crowd), phones=[CITIZEN, OFFICER, EDITOR, DESK])


async def _settle_in(room: Room, people: Sequence[str], campaign: Campaign) -> None:
    """They agree to be sent news, say where they live and what about: no question is left open."""
    await room.offered(people, AGREE)
    await room.all_press(people, AGREE)
    await _take_places(room, people, campaign)
    await room.offered(people, Label.DONE)
    await room.all_press(people, Label.DONE)


async def _take_places(room: Room, people: Sequence[str], campaign: Campaign) -> None:
    """They live all over the province: each says a commune of their own when asked."""
    await room.offered(people, Label.SKIP)
    communes = campaign.units.communes
    for number, chat in enumerate(people):
        await room.says(chat, campaign.units.full_label(communes[number % len(communes)].code))


async def _codes(parts: Parts) -> dict[str, str]:
    """One-time codes for the desk, the officer and the editor."""
    campaign, now = parts.campaign, parts.clock.now()
    desk = next(iter(campaign.agencies_with(Role.HOME_AFFAIRS)))
    papers = [agency for agency in campaign.agencies if agency.communication]
    wanted = {
        DESK: (invites.DESK, desk.key),
        OFFICER: (Role.OFFICER.value, campaign.units.communes[0].code),
        EDITOR: (Role.EDITOR.value, papers[min(1, len(papers) - 1)].key if papers else ""),
    }
    async with parts.database.transaction() as tx:
        return {
            chat: (await invites.create(tx, role, scope, "diễn tập", now))[0]
            for chat, (role, scope) in wanted.items()
        }
