"""Guidance: "4 tại chỗ" by audience, and 5K."""

from typing import ClassVar

from messages.render import Words, context


@context
class Which(Words):
    """For whom? `unknown`: what was asked for is none of the audiences."""

    template: ClassVar[str] = "guidance/which"
    unknown: bool


@context
class Part:
    label: str
    text: str


@context
class FourOnTheSpot(Words):
    """Four parts and notes; `current` is empty while the campaign's own year lasts."""

    template: ClassVar[str] = "guidance/four_on_the_spot"
    title: str
    basis: str
    parts: tuple[Part, ...]
    notes: tuple[str, ...]
    dated: str
    current: str


@context
class FiveK(Words):
    template: ClassVar[str] = "guidance/five_k"
    title: str
    items: tuple[str, ...]
    notes: tuple[str, ...]
    dated: str
    current: str
