"""What news somebody takes, from where, how often; and stopping."""

from dataclasses import dataclass
from typing import ClassVar

from messages.render import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(Words):
    """All at a glance; `place` is empty until chosen.

    `at`: the local hour of the next round-up, as "18:00", for those who want news once a day; empty if none comes.
    """

    template: ClassVar[str] = "subscriptions/settings"
    topics: tuple[str, ...]
    place: str
    followed: tuple[str, ...]
    daily: bool
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskTopics(Words):
    template: ClassVar[str] = "subscriptions/ask_topics"


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicsStored(Words):
    template: ClassVar[str] = "subscriptions/topics_stored"
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceStored(Words):
    template: ClassVar[str] = "subscriptions/place_stored"
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceNotStored(Words):
    """Without consent nothing is stored."""

    template: ClassVar[str] = "subscriptions/place_not_stored"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskFollowed(Words):
    template: ClassVar[str] = "subscriptions/ask_followed"
    places: tuple[str, ...]
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop(Words):
    """Asks back."""

    template: ClassVar[str] = "subscriptions/stop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped(Words):
    template: ClassVar[str] = "subscriptions/stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingToStop(Words):
    template: ClassVar[str] = "subscriptions/nothing_to_stop"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoesOn(Words):
    template: ClassVar[str] = "subscriptions/goes_on"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaceStored(Words):
    """`at` as in Settings."""

    template: ClassVar[str] = "subscriptions/pace_stored"
    daily: bool
    at: str
