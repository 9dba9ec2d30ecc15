"""A room with a clock of its own and an inbox that only remembers."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image

from bot.channels.base import Raw
from bot.channels.web import Cast, ClockState, MediaStore, NextEvent, Place, Room, WebChannel, cast
from messages import buttons
from messages.content import Choice, Inbound, Reply, Send
from storage.database import Database

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2021, 8, 18, 7, 5, tzinfo=ZONE)
AGREE = "Đồng ý nhận tin"


@dataclass
class StageClock:
    """Campaign time that moves only when told."""

    at: datetime = NOW
    speed: float = 1.0
    paused: bool = False
    ordered: list[str] = field(default_factory=list)

    async def state(self) -> ClockState:
        event = NextEvent(label="Bản tổng hợp", at=NOW.replace(hour=16, minute=0))
        return ClockState(now=self.at, speed=self.speed, paused=self.paused, next=event)

    async def pause(self) -> None:
        self.paused = True

    async def resume(self) -> None:
        self.paused = False

    async def run_at(self, speed: float) -> None:
        self.speed = speed

    async def jump(self) -> None:
        self.at += timedelta(hours=1)


@dataclass
class Stage:
    """What the tests play on."""

    channel: WebChannel
    room: Room
    clock: StageClock
    database: Database
    raws: list[Raw] = field(default_factory=list)

    async def heard(self, raws: Sequence[Raw]) -> None:
        self.raws.extend(raws)

    @property
    def inbound(self) -> list[Inbound]:
        """Everything heard, each key once, as an inbox would have it."""
        once = {raw.key: raw for raw in self.raws}
        return [said for raw in once.values() if (said := self.channel.read(raw.body))]

    async def bot_says(self, chat: str, text: str = "Chào", *labels: str) -> str:
        """Returns the id of the last part."""
        rows = tuple((Choice(label=label, data=buttons.step(str(i), "n")),) for i, label in enumerate(labels))
        receipt = await self.channel.deliver(Send(chat=chat, reply=Reply(text=text, rows=rows)))
        return receipt.messages[-1]

    async def shown(self, chat: str) -> list[dict[str, object]]:
        """The phone's messages, as the page gets them."""
        state = await self.room.state()
        return next(phone["messages"] for phone in state["phones"] if phone["chat"] == chat)


def make(database: Database, folder: Path, crowd: int = 100) -> Stage:
    clock = StageClock()
    people: Cast = cast(editor="Biên tập viên", desk="Sở tiếp nhận", desk_members=("Một", "Hai"), crowd=crowd)
    channel = WebChannel(
        database=database, cast=people, media=MediaStore(folder / "media"), now=lambda: clock.at, zone=ZONE
    )
    places = [Place(name="Xã thử", lat=9.5, lon=105.9)]
    room = Room(channel=channel, database=database, clock=clock, title="Đợt thi đua thử", places=places)
    return Stage(channel=channel, room=room, clock=clock, database=database)


@asynccontextmanager
async def listening(stage: Stage) -> AsyncIterator[Stage]:
    """While open, what is done on the phones is heard."""
    task = asyncio.create_task(stage.channel.listen(stage.heard))
    opened = asyncio.create_task(stage.channel.opened())
    try:
        await asyncio.wait({task, opened}, return_when=asyncio.FIRST_COMPLETED)  # or listening failed
        yield stage
    finally:
        opened.cancel()
        await stage.channel.close()
        await task


def photo(kind: str = "PNG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **save: object) -> bytes:
    out = BytesIO()
    Image.new(mode, size, 120 if mode == "L" else None).save(out, kind, **save)
    return out.getvalue()
