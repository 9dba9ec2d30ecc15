"""What news somebody takes, from where, how often; and stopping."""

from typing import ClassVar

from messages.render import Words, context


@context
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


@context
class AskTopics(Words):
    template: ClassVar[str] = "subscriptions/ask_topics"


@context
class TopicsStored(Words):
    template: ClassVar[str] = "subscriptions/topics_stored"
    topics: tuple[str, ...]


@context
class PlaceStored(Words):
    template: ClassVar[str] = "subscriptions/place_stored"
    place: str


@context
class PlaceNotStored(Words):
    """Without consent nothing is stored."""

    template: ClassVar[str] = "subscriptions/place_not_stored"


@context
class AskFollowed(Words):
    template: ClassVar[str] = "subscriptions/ask_followed"
    places: tuple[str, ...]
    limit: int


@context
class Stop(Words):
    """Asks back."""

    template: ClassVar[str] = "subscriptions/stop"


@context
class Stopped(Words):
    template: ClassVar[str] = "subscriptions/stopped"


@context
class NothingToStop(Words):
    template: ClassVar[str] = "subscriptions/nothing_to_stop"


@context
class GoesOn(Words):
    template: ClassVar[str] = "subscriptions/goes_on"


@context
class PaceStored(Words):
    """`at` as in Settings."""

    template: ClassVar[str] = "subscriptions/pace_stored"
    daily: bool
    at: str
