"""What units are asked to do every day, and when they are reminded of what they were asked."""

from typing import Literal

from storage.campaign.fields import Clock, Key, Part, Span, Text
from storage.records import Need

Level = Literal["district", "commune", "organisation"]


class Urging(Part):
    """When units are reminded of something to do; never in the campaign's quiet hours.

    Attributes:
        before: how long before it is due; None for never.
        head_after: how long after it was due its head is told; None for never.
        working_only: whether reminders wait until the offices are open.
    """

    before: Span | None = None
    head_after: Span | None = None
    working_only: bool = False


class Duty(Part):
    """What a calendar entry of kind "duty" asks; its words are the entry's text.

    Attributes:
        title: its name, in a line.
        due: until what time of the same day.
        need: what counts as done: acknowledge, words, number or photo.
        levels: who: district, commune, organisation.
        kinds: of organisations; none named: all.
        areas: GSO codes of districts or communes; none named: the whole province.
    """

    title: Text
    due: Clock
    need: Need
    levels: tuple[Level, ...]
    kinds: tuple[Key, ...] = ()
    areas: tuple[Text, ...] = ()
