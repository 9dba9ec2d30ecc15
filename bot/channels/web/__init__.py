"""Chat in a browser: the rehearsal room, whose platform is this program itself."""

from bot.channels.web.cast import Cast, Member, Phone, cast
from bot.channels.web.channel import WebChannel
from bot.channels.web.clock import ClockControl, ClockState, NextEvent
from bot.channels.web.media import BadPhoto, MediaStore
from bot.channels.web.room import Place, Room

__all__ = [
    "BadPhoto",
    "Cast",
    "ClockControl",
    "ClockState",
    "MediaStore",
    "Member",
    "NextEvent",
    "Phone",
    "Place",
    "Room",
    "WebChannel",
    "cast",
]
