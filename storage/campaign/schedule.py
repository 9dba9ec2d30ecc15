"""When the campaign speaks: calendar entries, working hours and quiet hours."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints

from storage.campaign.duties import Duty
from storage.campaign.fields import Blank, Clock, Key, Part, Span, Text

# Vietnamese names of the days, Monday first, as `date.weekday` counts.
Weekday = Literal["T2", "T3", "T4", "T5", "T6", "T7", "CN"]
WEEKDAYS: tuple[Weekday, ...] = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
EntryKind = Literal["reminder", "digest", "last_day", "closing", "duty", "board", "roundup"]
_INSIDE: frozenset[EntryKind] = frozenset({"digest", "duty", "board"})  # for offices, not for everyone


class Shortcut(Part):
    """A button under a calendar message."""

    label: Text
    command: Annotated[str, StringConstraints(pattern=r"^[a-z]+( [a-z0-9_]+)?$")]  # "huongdan ho_gia_dinh"

    @property
    def name(self) -> str:
        """The command without its argument: "huongdan"."""
        return self.command.partition(" ")[0]

    @property
    def argument(self) -> str:
        """What the command is asked about; empty if nothing."""
        return self.command.partition(" ")[2]


class Entry(Part):
    """Something that the calendar does, once or daily.

    Attributes:
        key: names the schedule; a firing is unique by key and due time.
        kind: reminder, last_day and closing go to everyone who agreed; digest to the office; duty to
            units; board to editors, as a draft for the morning bulletin; roundup to those who want news once a
            day: what was withheld from them since the last one.
        at: time of day in the campaign's zone.
        grace: how much later it may still go out; after that it is skipped, with a note.
        date: the one day; without it, every day from `first` to `last` (shipped default: the campaign's days).
        text: what everyone reads; `{health_line}`-like slots, see `fill`.
        waiting: closing only: added for a person with open matters; may also use `{open_count}`.
        choices: its buttons.
        duty: duty only: what is asked of whom.
        source: where the text comes from, for those who check it.
    """

    # `from` is a word of Python, so the file's from/until are read into first/last.
    model_config = ConfigDict(validate_by_alias=True, validate_by_name=True)

    key: Key
    kind: EntryKind
    at: Clock
    grace: Span
    date: dt.date | None = None
    first: dt.date | None = Field(None, alias="from")
    last: dt.date | None = Field(None, alias="until")
    text: Blank = ""
    waiting: Blank = ""
    choices: tuple[Shortcut, ...] = ()
    duty: Duty | None = None
    source: Blank = ""

    @property
    def public(self) -> bool:
        """Whether everyone who agreed to news receives it."""
        return self.kind not in _INSIDE


@dataclass(frozen=True, slots=True, kw_only=True)
class Firing:
    """One entry on one day."""

    entry: Entry
    due: dt.datetime  # aware, in the campaign's zone
    until: dt.datetime  # the last moment at which it may still go out


class Working(Part):
    """When the offices work; promises and reminders to officers count in these."""

    days: tuple[Weekday, ...]
    hours: tuple[tuple[Clock, Clock], ...]
    days_off: tuple[dt.date, ...] = ()  # public holidays among the working days

    def is_working_day(self, day: dt.date) -> bool:
        """Whether the offices work on this day."""
        return WEEKDAYS[day.weekday()] in self.days and day not in self.days_off

    def is_open(self, local: dt.datetime) -> bool:
        """Whether the offices work at this moment of campaign-local time."""
        return self.is_working_day(local.date()) and any(
            opens <= local.time() < closes for opens, closes in self.hours
        )


class Quiet(Part):
    """The hours in which nothing is sent unasked; they may run past midnight."""

    model_config = ConfigDict(validate_by_alias=True, validate_by_name=True)

    begins: Clock = Field(alias="from")
    ends: Clock = Field(alias="until")

    def covers(self, local: dt.datetime) -> bool:
        """Whether this moment of campaign-local time is quiet."""
        if self.begins <= self.ends:
            return self.begins <= local.time() < self.ends
        return local.time() >= self.begins or local.time() < self.ends

    def over(self, local: dt.datetime) -> dt.datetime:
        """When the quiet hours end in which this moment of campaign-local time lies; itself if it is not quiet."""
        if not self.covers(local):
            return local
        ends = local.replace(hour=self.ends.hour, minute=self.ends.minute, second=0, microsecond=0)
        return ends if ends > local else ends + dt.timedelta(days=1)


def each_day(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Every day from first to last, both included."""
    for days in range((last - first).days + 1):
        yield first + dt.timedelta(days=days)
