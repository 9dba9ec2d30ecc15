"""Guidance: "4 tại chỗ" by audience, and 5K."""

from dataclasses import dataclass
from typing import ClassVar

from messages.render import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Which(Words):
    """For whom? `unknown`: what was asked for is none of the audiences."""

    template: ClassVar[str] = "guidance/which"
    unknown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FourOnTheSpot(Words):
    """Four parts and notes; `current` is empty while the campaign's own year lasts."""

    template: ClassVar[str] = "guidance/four_on_the_spot"
    title: str
    basis: str
    parts: tuple[Part, ...]
    notes: tuple[str, ...]
    dated: str
    current: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FiveK(Words):
    template: ClassVar[str] = "guidance/five_k"
    title: str
    items: tuple[str, ...]
    notes: tuple[str, ...]
    dated: str
    current: str
