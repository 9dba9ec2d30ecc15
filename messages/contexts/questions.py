"""Questions that several dialogs ask alike."""

from dataclasses import dataclass
from typing import ClassVar

from messages.render import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Words):
    """Which commune? With the districts as choices, and where a point tells the district: shared, or as a map link."""

    template: ClassVar[str] = "questions/place"
    asking: str
    locatable: bool
    shared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceIn(Words):
    """Which commune of this district?"""

    template: ClassVar[str] = "questions/place_in"
    district: str
    near: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceAmong(Words):
    """Several units have this name."""

    template: ClassVar[str] = "questions/place_among"
    count: int
    sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceUnknown(Words):
    template: ClassVar[str] = "questions/place_unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortMapLink(Words):
    """A map link that does not say where it leads."""

    template: ClassVar[str] = "questions/short_map_link"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOutside(Words):
    template: ClassVar[str] = "questions/place_outside"
    province: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreFiles(Words):
    """So many files received; more, or done?"""

    template: ClassVar[str] = "questions/more_files"
    count: int
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TooManyFiles(Words):
    template: ClassVar[str] = "questions/too_many_files"
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedFile(Words):
    template: ClassVar[str] = "questions/need_file"
    got: bool
    films: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatToChange(Words):
    template: ClassVar[str] = "questions/what_to_change"
