"""The rehearsal room: what its page shows, and how a program plays a part in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from bot.channels.web.channel import WebChannel
from bot.channels.web.clock import SPEEDS, ClockControl, ClockState
from bot.channels.web.view import day, presented, reply_of
from bot.channels.web.wire import Said
from messages.content import InboundKind
from storage import web_room
from storage.database import Database
from storage.web_room import Shown

HISTORY = 200  # messages of a phone that the page loads


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A point that a phone can share with one press."""

    name: str
    lat: float
    lon: float


class Room:
    """The phones, the crowd and the clock.

    Args:
        channel: the web channel.
        database: for reading what the page shows.
        clock: the campaign clock.
        title: of the campaign, as people know it.
        places: points that the location button offers.
    """

    def __init__(
        self,
        *,
        channel: WebChannel,
        database: Database,
        clock: ClockControl,
        title: str,
        places: Sequence[Place],
    ) -> None:
        self.channel = channel
        self.clock = clock
        self._database = database
        self._title = title
        self._places = tuple(places)

    async def says(self, chat: str, text: str, *, sender: str = "") -> None:
        """Type `text` on this phone; `sender` is needed in a group, where it is a member's id."""
        await self.all_say([chat], text, sender=sender)

    async def all_say(self, chats: Sequence[str], text: str, *, sender: str = "") -> None:
        """The same on many phones at once."""
        await self.channel.take(
            [Said(chat=chat, key=_key(), sender=sender or chat, text=text) for chat in chats]
        )

    async def presses(self, chat: str, label: str, *, sender: str = "") -> None:
        """Press the button of this label under the newest message that has it; LookupError if none has."""
        await self.all_press([chat], label, sender=sender)

    async def all_press(self, chats: Sequence[str], label: str, *, sender: str = "") -> None:
        """The same on many phones at once; LookupError, and nothing pressed, if one of them lacks it."""
        offers = await self._offers(chats, label)
        missing = [chat for chat in chats if chat not in offers]
        if missing:
            raise LookupError(f"no button {label!r} on {len(missing)} of {len(chats)}: {missing[:3]}")
        await self.channel.take(
            [
                Said(
                    chat=chat,
                    key=_key(),
                    sender=sender or chat,
                    kind=InboundKind.PRESS,
                    message=str(offers[chat][0]),
                    press=offers[chat][1],
                )
                for chat in chats
            ]
        )

    async def offered(self, chats: Sequence[str], label: str) -> None:
        """Wait until all these phones show a button of this label. Bound it with asyncio.timeout."""
        left = list(chats)
        while True:
            news = self.channel.next_delivery()
            there = await self._offers(left, label)
            left = [chat for chat in left if chat not in there]
            if not left:
                return
            await news.wait()

    async def _offers(self, chats: Sequence[str], label: str) -> dict[str, tuple[int, str]]:
        """By chat: the newest message with this button, and the button's data."""
        async with self._database.reading() as tx:
            held = await web_room.holding(tx, chats, label)
        offers: dict[str, tuple[int, str]] = {}
        for message in held:
            data = _data_of(message, label)
            if data:
                offers.setdefault(message.chat, (message.id, data))
        return offers

    async def state(self) -> dict[str, Any]:
        """Everything the page needs to start."""
        phones = []
        async with self._database.reading() as tx:
            for phone in self.channel.cast.phones:
                history = await web_room.history(tx, phone.chat, HISTORY)
                phones.append(
                    {
                        "chat": phone.chat,
                        "title": phone.title,
                        "short": phone.short or phone.title,
                        "note": phone.note,
                        "group": phone.kind.value == "group",
                        "members": [{"id": each.id, "name": each.name} for each in phone.members],
                        "messages": [
                            presented(each, self.channel.cast, self.channel.zone) for each in history
                        ],
                    }
                )
        return {
            "type": "state",
            "title": self._title,
            "phones": phones,
            "places": [{"name": each.name, "lat": each.lat, "lon": each.lon} for each in self._places],
            "speeds": list(SPEEDS),
            **await self.pulse(),
        }

    async def pulse(self) -> dict[str, Any]:
        """What changes by itself: the clock and the crowd."""
        clock = await self.clock.state()
        return {"clock": self._clock(clock), "crowd": await self._crowd()}

    def _clock(self, state: ClockState) -> dict[str, Any]:
        now = state.now.astimezone(self.channel.zone)
        offset = now.utcoffset()
        following = state.next and state.next.at.astimezone(self.channel.zone)
        return {
            "now": round(now.timestamp() * 1000),
            "offset": 0 if offset is None else round(offset.total_seconds() * 1000),
            "speed": state.speed,
            "paused": state.paused,
            "next": state.next
            and following
            and {"label": state.next.label, "at": f"{following:%H:%M} {day(following)}"},
        }

    async def _crowd(self) -> dict[str, Any]:
        crowd = self.channel.cast.crowd
        async with self._database.reading() as tx:
            reach = await web_room.last_bulletin(tx, self.channel.bot, crowd)
        return {
            "total": len(crowd),
            "received": reach.received if reach else 0,
            "title": reach.title if reach else "",
        }


def _data_of(message: Shown, label: str) -> str:
    return next((each.data for each in reply_of(message).choices if each.label == label), "")


def _key() -> str:
    return str(uuid4())
