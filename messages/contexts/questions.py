"""Questions that several dialogs ask alike."""

from typing import ClassVar

from messages.render import Words, context


@context
class Place(Words):
    """Which commune? With the districts as choices, and where a point tells the district: shared, or as a map link."""

    template: ClassVar[str] = "questions/place"
    asking: str
    locatable: bool
    shared: bool


@context
class PlaceIn(Words):
    """Which commune of this district?"""

    template: ClassVar[str] = "questions/place_in"
    district: str
    near: bool


@context
class PlaceAmong(Words):
    """Several units have this name."""

    template: ClassVar[str] = "questions/place_among"
    count: int
    sure: bool


@context
class PlaceUnknown(Words):
    template: ClassVar[str] = "questions/place_unknown"


@context
class ShortMapLink(Words):
    """A map link that does not say where it leads."""

    template: ClassVar[str] = "questions/short_map_link"


@context
class PlaceOutside(Words):
    template: ClassVar[str] = "questions/place_outside"
    province: str


@context
class MoreFiles(Words):
    """So many files received; more, or done?"""

    template: ClassVar[str] = "questions/more_files"
    count: int
    limit: int


@context
class TooManyFiles(Words):
    template: ClassVar[str] = "questions/too_many_files"
    limit: int


@context
class NeedFile(Words):
    template: ClassVar[str] = "questions/need_file"
    got: bool
    films: bool


@context
class WhatToChange(Words):
    template: ClassVar[str] = "questions/what_to_change"
